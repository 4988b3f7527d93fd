#include "desk/rt_request.h"

#include "base/memory.h"
#include "wire/json.h"

static void put_fields(struct json_writer *json, const struct rt_settings *settings,
		       const struct desk_write *write)
{
	json_put_key(json, "CustomFields");
	json_open_object(json);
	for (size_t i = 0; i < write->field_count; i++) {
		const char *name = rt_field_to(settings, write->fields[i].name);
		const char *value = write->fields[i].value;

		/* An empty value would stay there as one. */
		if (name != NULL)
			json_put_member(json, name, value[0] != '\0' ? value : NULL);
	}
	json_close_object(json);
}

/* The status stands even where the ticket has it: a reply may change it on the way. */
static void put_rest(struct json_writer *json, const struct rt_settings *settings,
		     const struct desk_write *write)
{
	if (write->sets_status)
		json_put_member(json, "Status", rt_status_to(settings, write->status));
	if (write->field_count > 0)
		put_fields(json, settings, write);
}

void rt_request_message(struct buffer *buffer, const struct rt_settings *settings,
			const struct desk_write *write)
{
	struct json_writer *json = json_writer_new(NULL, buffer);

	json_open_object(json);
	json_put_member(json, "Content", write->body);
	json_put_member(json, "ContentType", "text/plain");
	put_rest(json, settings, write);
	json_put_key(json, "TxnCustomFields");
	json_open_object(json);
	json_put_member(json, settings->key_field, write->key);
	json_close_object(json);
	json_close_object(json);
	talloc_free(json);
}

void rt_request_rest(struct buffer *buffer, const struct rt_settings *settings,
		     const struct desk_write *write)
{
	struct json_writer *json = json_writer_new(NULL, buffer);

	json_open_object(json);
	put_rest(json, settings, write);
	json_close_object(json);
	talloc_free(json);
}

void rt_request_place(struct buffer *buffer, const char *status, const char *queue)
{
	struct json_writer *json = json_writer_new(NULL, buffer);

	json_open_object(json);
	if (status != NULL)
		json_put_member(json, "Status", status);
	if (queue != NULL)
		json_put_member(json, "Queue", queue);
	json_close_object(json);
	talloc_free(json);
}
