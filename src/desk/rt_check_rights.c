#include "desk/rt_check.h"

#include "base/memory.h"
#include "desk/rt_names.h"
#include "desk/rt_query.h"

#include <string.h>

/* RT tells what may be done with a ticket only in a ticket: in the links that it adds to it. */
struct sample {
	struct json_document document;
	const struct json_value *links;
	const char *status;
	bool is_open; /* from there every status that we set must be reached at once */
};

/* False: there is none, or it could not be asked for. */
static bool find_sample(struct rt_check *check, const char *condition, struct sample *sample)
{
	char *path = rt_path_sample(check->ctx, check->settings->queue, condition);
	const struct json_value *items;
	struct members of;

	if (!rt_check_ask(check, path, &sample->document) ||
	    !rt_page_read(&sample->document, &items, &check->error) || items->count == 0)
		return false;
	of = (struct members){&sample->document, json_first(&sample->document, items)};
	return member_text(of, "Status", MEMBER_NEEDED, &sample->status, &check->error) &&
	       member_list(of, "_hyperlinks", MEMBER_NEEDED, JSON_ARRAY, &sample->links,
			   &check->error);
}

static bool is_member(const struct sample *sample, const struct json_value *link, const char *key,
		      const char *text)
{
	const struct json_value *value =
		link->type == JSON_OBJECT ? json_member(&sample->document, link, key) : NULL;

	return value != NULL && value->type == JSON_STRING && strcmp(value->text, text) == 0;
}

/* `to` NULL: any. */
static bool has_link(const struct sample *sample, const char *ref, const char *to)
{
	for (const struct json_value *at = json_first(&sample->document, sample->links); at != NULL;
	     at = json_next(&sample->document, sample->links, at))
		if (is_member(sample, at, "ref", ref) &&
		    (to == NULL || is_member(sample, at, "to", to)))
			return true;
	return false;
}

/* Statuses of the lifecycle that RT comes with. A reply opens a new ticket, and an open one can
 * have each of them. */
static bool is_shipped(const struct rt_queue_setup *queue, const char *status)
{
	static const char *const shipped[] = {"open", "stalled", "resolved", "rejected"};

	for (size_t i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++)
		if (strcmp(queue->lifecycle, "default") == 0 && strcmp(shipped[i], status) == 0)
			return true;
	return false;
}

static void check_status(struct rt_check *check, const struct rt_queue_setup *queue,
			 const struct sample *sample, const char *status)
{
	bool can_be = strcmp(sample->status, status) == 0 || has_link(sample, "lifecycle", status);

	if (!sample->is_open && has_link(sample, "lifecycle", NULL))
		can_be = can_be || is_shipped(queue, status);
	rt_check_find(check, can_be, text_format(check->ctx, "status \"%s\" can be set", status),
		      text_format(check->ctx,
				  "no way leads there from \"%s\": is it in the lifecycle \"%s\", "
				  "and has refundd the right ModifyTicket?",
				  sample->status, queue->lifecycle));
}

static void check_sample(struct rt_check *check, const struct rt_queue_setup *queue,
			 const struct sample *sample)
{
	const struct rt_settings *settings = check->settings;
	const char *const statuses[] = {settings->pending_status, settings->hold_status,
					settings->solved_status};

	rt_check_find(check, has_link(sample, "correspond", NULL), "right to answer customers",
		      "give refundd the right ReplyToTicket in the queue");
	rt_check_find(check, has_link(sample, "comment", NULL), "right to leave notes",
		      "give refundd the right CommentOnTicket in the queue");
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		check_status(check, queue, sample, statuses[i]);
}

void rt_check_rights(struct rt_check *check, const struct rt_queue_setup *queue)
{
	static const char *const conditions[] = {"Status = '__Active__' AND Status != 'new'",
						 "Status = 'new'", "Status = '__Inactive__'"};
	struct sample sample;

	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (find_sample(check, conditions[i], &sample)) {
			sample.is_open = i == 0;
			check_sample(check, queue, &sample);
			return;
		}
	rt_check_find(check, false, "rights in tickets of the queue",
		      "no ticket is to be seen that could show them: make one, give refundd the "
		      "right ShowTicket, and check again");
}
