#include "desk/rt_check.h"

#include "base/memory.h"
#include "desk/rt_query.h"

#include <string.h>

#define VALUES_MAX   4
#define KINDS_OF_OWN "Freeform Text Wikitext Select Combobox Autocomplete"
#define KINDS_FREE   "Freeform Text Wikitext"

struct wanted {
	const char *name; /* NULL: the config names none */
	const char *kinds;
	const char *values[VALUES_MAX]; /* that a choice must offer */
};

static bool is_one_of(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; at != NULL && *at != '\0'; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, word, length) == 0 && (at[length] == ' ' || at[length] == '\0'))
			return true;
	}
	return false;
}

static bool offers(const struct rt_field_setup *field, const char *value)
{
	for (size_t i = 0; i < field->value_count; i++)
		if (strcmp(field->values[i], value) == 0)
			return true;
	return false;
}

/* What is wrong with its kind or its values, or NULL. */
static const char *find_fault(const void *ctx, const struct wanted *wanted,
			      const struct rt_field_setup *field)
{
	if (!is_one_of(wanted->kinds, field->type))
		return text_format(ctx, "its kind is %s: make it one of %s", field->type,
				   wanted->kinds);
	if (strcmp(field->type, "Select") != 0)
		return NULL;
	for (size_t i = 0; i < VALUES_MAX && wanted->values[i] != NULL; i++)
		if (!offers(field, wanted->values[i]))
			return text_format(ctx, "it cannot be \"%s\": add that to its values",
					   wanted->values[i]);
	return NULL;
}

static void check_kind(struct rt_check *check, const struct wanted *wanted, const char *id,
		       const char *what)
{
	char *path = rt_path_field(check->ctx, id);
	struct rt_field_setup field;
	struct json_document document;
	const char *fault;

	if (rt_check_ask(check, path, &document) &&
	    rt_field_read(check->ctx, &document, &field, &check->error))
		fault = find_fault(check->ctx, wanted, &field);
	else if (check->is_refused)
		fault = "its kind cannot be seen: give refundd the right SeeCustomField on the "
			"field itself, not on the queue alone";
	else
		fault = text_copy(check->ctx, check->error.text);
	rt_check_find(check, fault == NULL, what, fault);
}

static void check_field(struct rt_check *check, const struct rt_queue_fields *fields,
			const char *of, const struct wanted *wanted)
{
	char *what = text_format(check->ctx, "%s field \"%s\"%s", of, wanted->name, check->where);
	const char *id = rt_queue_field(fields, wanted->name);

	if (id != NULL)
		check_kind(check, wanted, id, what);
	else
		rt_check_find(check, false, what,
			      text_format(check->ctx,
					  "make it for %ss of the queue, or give refundd the right "
					  "SeeCustomField; etc/rt/initialdata.pl does both",
					  of));
}

void rt_check_fields(struct rt_check *check, const struct rt_queue_setup *queue)
{
	const struct rt_settings *settings = check->settings;
	const struct wanted tickets[] = {
		{settings->product_field, KINDS_OF_OWN, {NULL}},
		{settings->issue_type_field, KINDS_OF_OWN, {NULL}},
		{settings->order_field, KINDS_OF_OWN, {NULL}},
		{settings->app_field, KINDS_OF_OWN, {NULL}},
		{settings->account_field, KINDS_OF_OWN, {NULL}},
		{settings->language_field, KINDS_OF_OWN, {NULL}},
		{settings->decision_field, KINDS_OF_OWN, {"approve", "reject", "flag", "ask"}},
		{settings->amount_field, KINDS_FREE, {NULL}},
		{settings->currency_field, KINDS_OF_OWN, {NULL}},
		{settings->linked_field, KINDS_FREE, {NULL}},
		{settings->verdict_field, KINDS_OF_OWN, {"approve", "reject", "release"}},
		{settings->reason_field, KINDS_OF_OWN, {NULL}},
		{settings->total_field, KINDS_FREE, {NULL}},
	};
	const struct wanted key = {settings->key_field, KINDS_FREE, {NULL}};

	for (size_t i = 0; i < sizeof(tickets) / sizeof(tickets[0]); i++)
		if (tickets[i].name != NULL)
			check_field(check, &queue->of_tickets, "ticket", &tickets[i]);
	check_field(check, &queue->of_transactions, "transaction", &key);
}
