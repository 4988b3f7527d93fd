#include "hostile/store.h"

#include "base/memory.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND ((int64_t)1000000)
/* 2023-03-06T07:59:59+08:00: a second within five days of the orders' purchase. */
#define ASKED_US (1678060799 * SECOND)

const char *const ticket_field_names[TICKET_FIELDS] = {
	"Product",	 "IssueType",	   "OrderId",	   "SdkAppId",	     "Uin",
	"Language",	 "RefundDecision", "RefundAmount", "RefundCurrency", "RefundLinked",
	"ReviewVerdict", "ReviewReason",   "ReviewAmount"};

static const struct kind kinds[] = {
	{.name = "approve",
	 .decision = "approve",
	 .amount = "418.51",
	 .status = "resolved",
	 .says = "418.51",
	 .names_order = true,
	 .is_on_record = true},
	{.name = "reject",
	 .decision = "reject",
	 .status = "resolved",
	 .names_order = true,
	 .is_on_record = true,
	 .is_used = true},
	{.name = "chinese",
	 .decision = "approve",
	 .amount = "418.51",
	 .status = "resolved",
	 .says = "您好",
	 .names_order = true,
	 .is_on_record = true,
	 .is_chinese = true},
	{.name = "ask", .decision = "ask", .status = "stalled"},
	{.name = "flag",
	 .decision = "flag",
	 .status = "open",
	 .names_order = true,
	 .has_note = true},
	{.name = "text",
	 .decision = "approve",
	 .amount = "418.51",
	 .status = "resolved",
	 .says = "418.51",
	 .in_text = true,
	 .is_on_record = true},
};

static const struct kind *find_kind(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].name) == length && memcmp(kinds[i].name, name, length) == 0)
			return &kinds[i];
	return NULL;
}

static void *room_for_one(const struct store *store, void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	return must(talloc_realloc_size(store, array, (count == 0 ? 1 : 2 * count) * size));
}

static const char *field_id(const char *name, char id[TEXT_SIZE])
{
	int i = 0;

	while (i < TICKET_FIELDS && strcmp(ticket_field_names[i], name) != 0)
		i++;
	snprintf(id, TEXT_SIZE, "%d", i + 1);
	return id;
}

int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * SECOND + now.tv_nsec / 1000;
}

struct store *store_new(const void *ctx, const char *names)
{
	struct store *store = NEW(ctx, struct store);

	while (*names != '\0' && store->kind_count < 16) {
		size_t length = strcspn(names, ",");
		const struct kind *kind = find_kind(names, length);

		if (kind == NULL)
			return NULL;
		store->kinds[store->kind_count++] = kind;
		names += length + (names[length] == ',');
	}
	return store->kind_count > 0 ? store : NULL;
}

const struct kind *store_kind_of(const struct store *store, uint32_t id)
{
	return store->kinds[(id - 1) % store->kind_count];
}

struct ticket *store_add_ticket(struct store *store)
{
	struct ticket *ticket;

	store->tickets = room_for_one(store, store->tickets, store->ticket_count, sizeof(*ticket));
	ticket = &store->tickets[store->ticket_count++];
	*ticket = (struct ticket){.id = (uint32_t)store->ticket_count,
				  .status = "new",
				  .queue = QUEUE_NAME,
				  .created_us = ASKED_US};
	ticket->kind = store_kind_of(store, ticket->id);
	store_add(store, ticket, (struct transaction){.by = WHO_CUSTOMER, .type = "Create"});
	store_add(store, ticket, (struct transaction){.by = WHO_SYSTEM, .type = "EmailRecord"});
	store->transactions[ticket->transactions[0] - 1].created_us = ASKED_US;
	return ticket;
}

struct ticket *store_find(struct store *store, uint32_t id)
{
	return id >= 1 && id <= store->ticket_count ? &store->tickets[id - 1] : NULL;
}

uint32_t store_add(struct store *store, struct ticket *ticket, struct transaction transaction)
{
	uint32_t id = (uint32_t)store->transaction_count + 1;

	transaction.created_us = now_us();
	transaction.ticket = ticket->id;
	store->transactions = room_for_one(store, store->transactions, store->transaction_count,
					   sizeof(transaction));
	store->transactions[store->transaction_count++] = transaction;
	ticket->transactions = room_for_one(store, ticket->transactions, ticket->transaction_count,
					    sizeof(uint32_t));
	ticket->transactions[ticket->transaction_count++] = id;
	ticket->updated_us = transaction.created_us;
	return id;
}

const char *store_text(struct store *store, const char *text)
{
	for (size_t i = 0; i < store->known_count; i++)
		if (strcmp(store->known[i], text) == 0)
			return store->known[i];
	text = text_copy(store, text);
	if (store->known_count < sizeof(store->known) / sizeof(store->known[0]))
		store->known[store->known_count++] = text;
	return text;
}

bool store_set_status(struct store *store, struct ticket *ticket, enum who by, const char *status)
{
	const char *before = ticket->status;

	if (strcmp(before, status) == 0)
		return false;
	ticket->status = store_text(store, status);
	store_add(store, ticket,
		  (struct transaction){.by = by,
				       .type = "Status",
				       .field = "Status",
				       .before = before,
				       .after = ticket->status});
	return true;
}

bool store_set_field(struct store *store, struct ticket *ticket, enum who by, const char *name,
		     const char *value)
{
	char id[TEXT_SIZE];
	int i = 0;

	while (i < ticket->field_count && strcmp(ticket->fields[i].name, name) != 0)
		i++;
	if (i == FIELDS_MAX ||
	    (i < ticket->field_count && strcmp(ticket->fields[i].value, value) == 0))
		return false;
	if (i == ticket->field_count)
		ticket->fields[ticket->field_count++].name = store_text(store, name);
	ticket->fields[i].value = store_text(store, value);
	store_add(store, ticket,
		  (struct transaction){.by = by,
				       .type = "CustomField",
				       .field = store_text(store, field_id(name, id)),
				       .after = ticket->fields[i].value});
	return true;
}

void store_set_owner(struct store *store, struct ticket *ticket, enum who by, enum who owner)
{
	ticket->owner = owner;
	store_add(store, ticket, (struct transaction){.by = by, .type = "Set", .field = "Owner"});
}

static const char *order_of(const struct ticket *ticket, char text[TEXT_SIZE])
{
	snprintf(text, TEXT_SIZE, "%s%06u",
		 ticket->kind->is_on_record ? "20230301080000" : "99999999999999", ticket->id);
	return text;
}

const char *ticket_field_value(const struct ticket *ticket, const char *name, char text[TEXT_SIZE])
{
	for (int i = 0; i < ticket->field_count; i++)
		if (strcmp(ticket->fields[i].name, name) == 0)
			return ticket->fields[i].value;
	if (strcmp(name, "Product") == 0)
		return "Tencent Real-Time Communication TRTC";
	if (strcmp(name, "IssueType") == 0)
		return "Billing and Refund Issues";
	if (strcmp(name, "OrderId") == 0 && ticket->kind->names_order)
		return order_of(ticket, text);
	if (strcmp(name, "Language") == 0)
		return ticket->kind->is_chinese ? "zh-CN" : "en";
	if (strcmp(name, "Uin") != 0)
		return "";
	snprintf(text, TEXT_SIZE, "%llu", 100000000000ULL + ticket->id);
	return text;
}

const char *ticket_words(const struct ticket *ticket, char text[TEXT_SIZE])
{
	char order[TEXT_SIZE];

	snprintf(text, TEXT_SIZE, "Please refund it. %.60s",
		 ticket->kind->in_text ? order_of(ticket, order) : "");
	return text;
}

const char *who_name(const struct ticket *ticket, enum who who, char text[TEXT_SIZE])
{
	static const char *const names[] = {"Nobody", "RT_System", BOT_NAME, AGENT_NAME};

	if (who != WHO_CUSTOMER)
		return names[who];
	snprintf(text, TEXT_SIZE, "customer%u@example.com", ticket->id);
	return text;
}

const char *const verdict_names[VERDICT_COUNT] = {"right", "unanswered", "twice", "wrong",
						  "spoken"};

static bool is_as_it_must_be(const struct ticket *ticket)
{
	const struct kind *kind = ticket->kind;
	char text[TEXT_SIZE];

	return ticket->is_answer_right && strcmp(ticket->status, kind->status) == 0 &&
	       strcmp(ticket_field_value(ticket, "RefundDecision", text), kind->decision) == 0 &&
	       strcmp(ticket_field_value(ticket, "RefundAmount", text),
		      kind->amount == NULL ? "" : kind->amount) == 0 &&
	       ticket->notes == (kind->has_note ? 1 : 0);
}

enum verdict ticket_verdict(const struct ticket *ticket)
{
	if (ticket->is_touched)
		return ticket->answers == 0 ? VERDICT_RIGHT : VERDICT_SPOKEN;
	if (ticket->answers == 0)
		return VERDICT_UNANSWERED;
	if (ticket->answers > 1)
		return VERDICT_TWICE;
	return ticket->is_spoilt || is_as_it_must_be(ticket) ? VERDICT_RIGHT : VERDICT_WRONG;
}
