#include "hostile/view.h"

#include "base/memory.h"

#include <stdio.h>
#include <time.h>

struct view view_new(const struct request *request, struct json_writer *writer, struct store *store,
		     const char *url)
{
	return (struct view){.writer = writer,
			     .store = store,
			     .url = url,
			     .fields = request_parameter(request, "fields"),
			     .of_queue = request_parameter(request, "fields[Queue]"),
			     .of_people = request_parameter(request, "fields[Requestor]"),
			     .of_owner = request_parameter(request, "fields[Owner]"),
			     .of_creator = request_parameter(request, "fields[Creator]")};
}

/* ---- pieces ---- */

void view_put_time(const struct view *view, int64_t time_us)
{
	time_t seconds = (time_t)(time_us / 1000000);
	char text[32];
	struct tm fields;

	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &fields));
	json_put_text(view->writer, text);
}

void view_put_place(const struct view *view, const char *type, const char *id)
{
	char url[256];

	snprintf(url, sizeof(url), "%s/REST/2.0/%s/%s", view->url, type, id);
	json_put_member(view->writer, "type", type);
	json_put_member(view->writer, "id", id);
	json_put_member(view->writer, "_url", url);
}

void view_put_numbered(const struct view *view, const char *type, uint32_t id)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", id);
	view_put_place(view, type, text);
}

void view_put_person(const struct view *view, const struct ticket *ticket, enum who who,
		     const char *wanted)
{
	char text[TEXT_SIZE];
	const char *name = who_name(ticket, who, text);

	json_open_object(view->writer);
	view_put_place(view, "user", name);
	if (wanted != NULL && strstr(wanted, "Name") != NULL)
		json_put_member(view->writer, "Name", name);
	if (wanted != NULL && strstr(wanted, "EmailAddress") != NULL)
		json_put_member(view->writer, "EmailAddress", who == WHO_CUSTOMER ? name : "");
	json_close_object(view->writer);
}

/* ---- tickets ---- */

static void put_custom_fields(const struct view *view, const struct ticket *ticket)
{
	char text[TEXT_SIZE];

	json_open_array(view->writer);
	for (size_t i = 0; i < TICKET_FIELDS; i++) {
		const char *value = ticket_field_value(ticket, ticket_field_names[i], text);

		json_open_object(view->writer);
		json_put_member(view->writer, "name", ticket_field_names[i]);
		view_put_numbered(view, "customfield", (uint32_t)i + 1);
		json_put_key(view->writer, "values");
		json_open_array(view->writer);
		if (*value != '\0')
			json_put_text(view->writer, value);
		json_close_array(view->writer);
		json_close_object(view->writer);
	}
	json_close_array(view->writer);
}

static void put_subject(const struct view *view, const struct ticket *ticket)
{
	(void)ticket;
	json_put_text(view->writer, "Refund of RTC-Engine package");
}

static void put_status(const struct view *view, const struct ticket *ticket)
{
	json_put_text(view->writer, ticket->status);
}

static void put_queue(const struct view *view, const struct ticket *ticket)
{
	json_open_object(view->writer);
	view_put_place(view, "queue", strcmp(ticket->queue, QUEUE_NAME) == 0 ? "3" : "4");
	if (view->of_queue != NULL)
		json_put_member(view->writer, "Name", ticket->queue);
	json_close_object(view->writer);
}

static void put_owner(const struct view *view, const struct ticket *ticket)
{
	view_put_person(view, ticket, ticket->owner, view->of_owner);
}

static void put_creator(const struct view *view, const struct ticket *ticket)
{
	view_put_person(view, ticket, WHO_CUSTOMER, view->of_creator);
}

static void put_requestors(const struct view *view, const struct ticket *ticket)
{
	json_open_array(view->writer);
	view_put_person(view, ticket, WHO_CUSTOMER, view->of_people);
	json_close_array(view->writer);
}

static void put_created(const struct view *view, const struct ticket *ticket)
{
	view_put_time(view, ticket->created_us);
}

static void put_updated(const struct view *view, const struct ticket *ticket)
{
	view_put_time(view, ticket->updated_us);
}

static void put_updater(const struct view *view, const struct ticket *ticket)
{
	uint32_t last = ticket->transactions[ticket->transaction_count - 1];

	view_put_person(view, ticket, view->store->transactions[last - 1].by, NULL);
}

/* In a list it is a number, alone an object. */
static void put_effective_id(const struct view *view, const struct ticket *ticket)
{
	uint32_t id = ticket->merged_into != 0 ? ticket->merged_into : ticket->id;
	char text[16];

	if (view->fields == view_all_of_ticket) {
		json_open_object(view->writer);
		view_put_numbered(view, "ticket", id);
		json_close_object(view->writer);
		return;
	}
	snprintf(text, sizeof(text), "%u", id);
	json_put_text(view->writer, text);
}

static const struct {
	const char *name;
	void (*put)(const struct view *view, const struct ticket *ticket);
} ticket_views[] = {
	{"Subject", put_subject},
	{"Status", put_status},
	{"Queue", put_queue},
	{"Owner", put_owner},
	{"Creator", put_creator},
	{"Requestor", put_requestors},
	{"Created", put_created},
	{"LastUpdated", put_updated},
	{"LastUpdatedBy", put_updater},
	{"EffectiveId", put_effective_id},
	{"CustomFields", put_custom_fields},
};

const char view_all_of_ticket[] = "Subject,Status,Queue,Owner,Creator,Requestor,Created,"
				  "LastUpdated,LastUpdatedBy,EffectiveId,CustomFields";

bool view_is_next(const char *fields, const char *name)
{
	size_t length = strcspn(fields, ",");

	return strlen(name) == length && memcmp(fields, name, length) == 0;
}

const char *view_after_next(const char *fields)
{
	size_t length = strcspn(fields, ",");

	return fields + length + (fields[length] == ',');
}

void view_ticket(const struct view *view, const struct ticket *ticket)
{
	json_open_object(view->writer);
	for (const char *at = view->fields; at != NULL && *at != '\0'; at = view_after_next(at))
		for (size_t i = 0; i < sizeof(ticket_views) / sizeof(ticket_views[0]); i++)
			if (view_is_next(at, ticket_views[i].name)) {
				json_put_key_bytes(view->writer, ticket_views[i].name,
						   strlen(ticket_views[i].name), true);
				ticket_views[i].put(view, ticket);
			}
	view_put_numbered(view, "ticket", ticket->id);
	json_close_object(view->writer);
}
