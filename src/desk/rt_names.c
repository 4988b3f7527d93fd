#include "desk/rt_names.h"

#include <string.h>

static const struct {
	const char *field;
	size_t setting; /* where struct rt_settings has the custom field's name */
} fields[] = {
	{"order_id", offsetof(struct rt_settings, order_field)},
	{"sdk_app_id", offsetof(struct rt_settings, app_field)},
	{"refund_decision", offsetof(struct rt_settings, decision_field)},
	{"refund_amount", offsetof(struct rt_settings, amount_field)},
	{"refund_currency", offsetof(struct rt_settings, currency_field)},
	{"refund_linked", offsetof(struct rt_settings, linked_field)},
	{"review_verdict", offsetof(struct rt_settings, verdict_field)},
	{"review_reason", offsetof(struct rt_settings, reason_field)},
	{"review_amount", offsetof(struct rt_settings, total_field)},
};

/* Of RT's default lifecycle. */
static const struct {
	const char *word;
	enum ticket_status status;
} statuses[] = {
	{"new", TICKET_NEW},	     {"open", TICKET_OPEN},	  {"stalled", TICKET_PENDING},
	{"resolved", TICKET_SOLVED}, {"rejected", TICKET_CLOSED}, {"deleted", TICKET_CLOSED},
};

static const char *custom_field(const struct rt_settings *settings, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)settings + fields[i].setting, sizeof(name));
	return name;
}

enum ticket_status rt_status_from(const struct rt_settings *settings, const char *status)
{
	/* An open ticket is open, also where one that waits for a reviewer is called so. */
	if (strcmp(status, settings->pending_status) == 0)
		return TICKET_PENDING;
	if (strcmp(status, settings->solved_status) == 0)
		return TICKET_SOLVED;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcmp(status, statuses[i].word) == 0)
			return statuses[i].status;
	return TICKET_HOLD;
}

const char *rt_status_to(const struct rt_settings *settings, enum ticket_status status)
{
	switch (status) {
	case TICKET_NEW: return "new";
	case TICKET_OPEN: return "open";
	case TICKET_PENDING: return settings->pending_status;
	case TICKET_HOLD: return settings->hold_status;
	case TICKET_SOLVED: return settings->solved_status;
	case TICKET_CLOSED: return "rejected";
	}
	__builtin_unreachable();
}

const char *rt_field_from(const struct rt_settings *settings, const char *name)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(custom_field(settings, i), name) == 0)
			return fields[i].field;
	return name;
}

const char *rt_field_to(const struct rt_settings *settings, const char *field)
{
	/* The key goes into a field of the transaction; a reviewer is whoever sets the verdict. */
	if (strcmp(field, "refund_key") == 0 || strcmp(field, "reviewer") == 0)
		return NULL;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].field, field) == 0)
			return custom_field(settings, i);
	return field;
}
