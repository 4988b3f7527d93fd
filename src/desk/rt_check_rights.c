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

/* The only item that a page can have. False: it could not be asked for; no object: there is none.
 */
static bool ask_one(struct rt_check *check, const char *path, struct json_document *document,
		    struct members *of)
{
	const struct json_value *items;

	*of = (struct members){document, NULL};
	if (!rt_check_ask(check, path, document) || !rt_page_read(document, &items, &check->error))
		return false;
	of->object = json_first(document, items);
	return true;
}

/* False: there is none, or it could not be asked for. */
static bool find_sample(struct rt_check *check, const char *queue, const char *condition,
			struct sample *sample)
{
	struct members of;

	return ask_one(check, rt_path_sample(check->ctx, queue, condition), &sample->document,
		       &of) &&
	       of.object != NULL &&
	       member_text(of, "Status", MEMBER_NEEDED, &sample->status, &check->error) &&
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
	rt_check_find(check, can_be,
		      text_format(check->ctx, "status \"%s\"%s can be set", status, check->where),
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

	rt_check_find(check, has_link(sample, "correspond", NULL),
		      text_format(check->ctx, "right to answer customers%s", check->where),
		      "give refundd the right ReplyToTicket in the queue");
	rt_check_find(check, has_link(sample, "comment", NULL),
		      text_format(check->ctx, "right to leave notes%s", check->where),
		      "give refundd the right CommentOnTicket in the queue");
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		check_status(check, queue, sample, statuses[i]);
}

/* Of notes that we may not see nothing is told, not even that they are there: but then the page
 * that must have something is empty. */
static void check_notes(struct rt_check *check, const char *queue)
{
	const char *what = text_format(check->ctx, "right to see notes%s", check->where);
	struct json_document document;
	struct members of;
	const char *type = NULL;
	bool is_told =
		ask_one(check, rt_path_note(check->ctx, queue), &document, &of) &&
		(of.object == NULL || member_text(of, "Type", MEMBER_NEEDED, &type, &check->error));

	if (!is_told)
		rt_check_find(check, false, what, text_copy(check->ctx, check->error.text));
	else if (type == NULL)
		rt_check_find(check, false, what,
			      "give refundd the right ShowTicketComments in the queue");
	else
		rt_check_find(check, strcmp(type, "Comment") == 0, what,
			      "there is no note that could show it: comment on a ticket of the "
			      "queue, and check again");
}

static bool is_filled(struct rt_check *check, struct members of, const char *name)
{
	const struct json_value *list = json_member(of.document, of.object, "CustomFields");
	struct error ignored;

	if (list == NULL || list->type != JSON_ARRAY)
		return false;
	for (const struct json_value *at = json_first(of.document, list); at != NULL;
	     at = json_next(of.document, list, at)) {
		struct members field = {of.document, at};
		const char *found;

		if (at->type == JSON_OBJECT &&
		    member_text(field, "name", MEMBER_NEEDED, &found, &ignored) &&
		    strcmp(found, name) == 0)
			return rt_field_text(check->ctx, field) != NULL;
	}
	return false;
}

void rt_check_rights(struct rt_check *check, const struct rt_queue_setup *queue, bool is_first)
{
	static const char *const conditions[] = {"Status = '__Active__' AND Status != 'new'",
						 "Status = 'new'", "Status = '__Inactive__'"};
	struct sample sample;

	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (find_sample(check, queue->name, conditions[i], &sample)) {
			sample.is_open = i == 0;
			check_sample(check, queue, &sample);
			if (is_first)
				check_notes(check, queue->name);
			return;
		}
	if (is_first)
		rt_check_find(check, false, "rights in tickets of the queue",
			      "no ticket is to be seen that could show them: make one, give "
			      "refundd the right ShowTicket, and check again");
}

void rt_check_words(struct rt_check *check, const struct rt_queue_setup *queue)
{
	char *path = rt_path_words(check->ctx, queue->name, check->self);
	struct json_document document;
	struct members of;
	const char *ticket;

	/* RT shows in no other way whether fields can be set: without an answer of ours it is seen
	 * when there is one. */
	if (!ask_one(check, path, &document, &of) || of.object == NULL ||
	    !rt_member_id(of, "ObjectId", &ticket, &check->error) ||
	    !ask_one(check, rt_path_fields(check->ctx, ticket), &document, &of) ||
	    of.object == NULL)
		return;
	rt_check_find(check,
		      is_filled(check, of, check->settings->decision_field) ||
			      is_filled(check, of, check->settings->linked_field),
		      "right to set fields",
		      text_format(check->ctx,
				  "the answer in ticket %s has left its fields empty: give refundd "
				  "the right ModifyCustomField on them",
				  ticket));
}
