#include "hostile/query.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- one record against the tests ---- */

struct record {
	const struct ticket *ticket;
	const struct transaction *transaction; /* NULL: the ticket itself */
	uint32_t id;
};

/* "CF.{Name}" or "CF.Name", the braces may go. */
static const char *custom_field(const char *field, char name[TEXT_SIZE])
{
	size_t length;

	field += strlen("CF.");
	field += *field == '{';
	length = strcspn(field, "}");
	if (length >= TEXT_SIZE)
		length = TEXT_SIZE - 1;
	memcpy(name, field, length);
	name[length] = '\0';
	return name;
}

static const char *value_of_transaction(const struct record *record, const char *field,
					char text[TEXT_SIZE])
{
	const struct transaction *transaction = record->transaction;

	if (strncasecmp(field, "CF.", 3) == 0)
		return transaction->key == NULL ? "" : transaction->key;
	if (strcasecmp(field, "Type") == 0)
		return transaction->type;
	if (strcasecmp(field, "Creator") == 0)
		return who_name(record->ticket, transaction->by, text);
	if (strcasecmp(field, "Field") == 0)
		return transaction->field == NULL ? "" : transaction->field;
	if (strcasecmp(field, "TicketQueue") == 0)
		return record->ticket->queue;
	if (strcasecmp(field, "TicketStatus") == 0)
		return record->ticket->status;
	return strcasecmp(field, "ObjectType") == 0 ? "RT::Ticket" : "";
}

static const char *value_of_ticket(const struct record *record, const char *field,
				   char text[TEXT_SIZE])
{
	char name[TEXT_SIZE];

	if (strncasecmp(field, "CF.", 3) == 0)
		return ticket_field_value(record->ticket, custom_field(field, name), text);
	if (strcasecmp(field, "Queue") == 0)
		return record->ticket->queue;
	if (strcasecmp(field, "Status") == 0)
		return record->ticket->status;
	return strcasecmp(field, "Owner") == 0
		       ? who_name(record->ticket, record->ticket->owner, text)
		       : "";
}

static bool holds_number(enum compare compare, long a, long b)
{
	switch (compare) {
	case IS_EQUAL: return a == b;
	case IS_OTHER: return a != b;
	case IS_LESS: return a < b;
	case IS_MORE: return a > b;
	case IS_LESS_EQUAL: return a <= b;
	case IS_MORE_EQUAL: return a >= b;
	case IS_LIKE: return false;
	}
	__builtin_unreachable();
}

static bool is_active(const char *status)
{
	return strcmp(status, "new") == 0 || strcmp(status, "open") == 0 ||
	       strcmp(status, "stalled") == 0;
}

static bool holds_test(const struct search *search, const struct query *test,
		       const struct record *record)
{
	char text[TEXT_SIZE];
	const char *value;

	if (test->subject == SUBJECT_ID)
		return (search->ignores_bounds && test->compare != IS_EQUAL) ||
		       holds_number(test->compare, (long)record->id, test->number);
	if (test->subject == SUBJECT_TICKET)
		return holds_number(test->compare, (long)record->ticket->id, test->number);
	value = record->transaction != NULL ? value_of_transaction(record, test->field, text)
					    : value_of_ticket(record, test->field, text);
	if (strcmp(test->value, "__Active__") == 0)
		return is_active(value) == (test->compare == IS_EQUAL);
	if (test->compare == IS_LIKE)
		return strcasestr(value, test->value) != NULL;
	return holds_number(test->compare, strcasecmp(value, test->value), 0);
}

static bool holds(const struct search *search, const struct query *query,
		  const struct record *record)
{
	switch (query->kind) {
	case NODE_OR:
		return holds(search, query->left, record) || holds(search, query->right, record);
	case NODE_AND:
		return holds(search, query->left, record) && holds(search, query->right, record);
	case NODE_TEST: return holds_test(search, query, record);
	}
	__builtin_unreachable();
}

/* ---- which records to look at: all would take too long ---- */

/* "id > N": none before N is meant. */
static uint32_t find_first(const struct query *query)
{
	uint32_t left, right;

	if (query->kind == NODE_TEST && query->subject == SUBJECT_ID &&
	    (query->compare == IS_MORE || query->compare == IS_MORE_EQUAL) && query->number > 0)
		return (uint32_t)query->number;
	if (query->kind != NODE_AND)
		return 1;
	left = find_first(query->left);
	right = find_first(query->right);
	return left > right ? left : right;
}

struct id_list {
	uint32_t *ids;
	size_t count;
};

/* "id = 1 OR id = 2 ...": only those are meant. */
static bool find_tickets(const void *ctx, const struct query *query, bool of_transactions,
			 struct id_list *list)
{
	bool is_meant;

	if (query->kind == NODE_OR)
		return find_tickets(ctx, query->left, of_transactions, list) &&
		       find_tickets(ctx, query->right, of_transactions, list);
	if (query->kind == NODE_AND) {
		if (find_tickets(ctx, query->left, of_transactions, list))
			return true;
		list->count = 0;
		return find_tickets(ctx, query->right, of_transactions, list);
	}
	is_meant = query->subject == (of_transactions ? SUBJECT_TICKET : SUBJECT_ID);
	if (!is_meant || query->compare != IS_EQUAL || !query->is_number)
		return false;
	list->ids = GROW_ARRAY(ctx, list->ids, uint32_t, list->count + 1);
	list->ids[list->count++] = (uint32_t)query->number;
	return true;
}

static int compare_ids(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

	return (one > other) - (one < other);
}

static void add_transactions_of(const void *ctx, struct store *store, struct id_list tickets,
				struct id_list *list)
{
	for (size_t i = 0; i < tickets.count; i++) {
		const struct ticket *ticket = store_find(store, tickets.ids[i]);
		size_t more = ticket == NULL ? 0 : ticket->transaction_count;

		if (more == 0)
			continue;
		list->ids = GROW_ARRAY(ctx, list->ids, uint32_t, list->count + more);
		memcpy(list->ids + list->count, ticket->transactions, more * sizeof(uint32_t));
		list->count += more;
	}
}

/* False: all records are. */
static bool find_candidates(const void *ctx, const struct search *search, struct id_list *list)
{
	struct id_list tickets = {NULL, 0};

	if (!find_tickets(ctx, search->query, search->of_transactions, &tickets))
		return false;
	if (search->of_transactions)
		add_transactions_of(ctx, search->store, tickets, list);
	else
		*list = tickets;
	if (list->count > 0)
		qsort(list->ids, list->count, sizeof(uint32_t), compare_ids);
	return true;
}

/* ---- searching ---- */

/* A ticket is as old as its second transaction: its first one claims to be of long ago. */
static bool is_older(const struct search *search, const struct record *record)
{
	const struct transaction *transaction = record->transaction;

	if (transaction == NULL && record->ticket != NULL)
		transaction = &search->store->transactions[record->ticket->transactions[1] - 1];
	return transaction == NULL || transaction->created_us <= search->until_us;
}

/* Merged and deleted tickets are not found. */
static bool find_record(const struct search *search, uint32_t id, struct record *record)
{
	struct store *store = search->store;

	record->id = id;
	record->transaction = NULL;
	if (search->of_transactions) {
		if (id < 1 || id > store->transaction_count)
			return false;
		record->transaction = &store->transactions[id - 1];
		id = record->transaction->ticket;
	}
	record->ticket = store_find(store, id);
	if (search->until_us != 0 && !is_older(search, record))
		return false;
	return record->ticket != NULL && !record->ticket->is_gone &&
	       record->ticket->merged_into == 0 && holds(search, search->query, record);
}

uint32_t *search_run(const void *ctx, const struct search *search, size_t *count, bool *has_more)
{
	const struct store *store = search->store;
	struct id_list list = {NULL, 0};
	bool is_list = find_candidates(ctx, search, &list);
	size_t all = search->of_transactions ? store->transaction_count : store->ticket_count;
	uint32_t first = is_list || search->ignores_bounds ? 1 : find_first(search->query);
	uint32_t last = (uint32_t)(is_list ? list.count : all);
	uint32_t *found = NEW_ARRAY(ctx, uint32_t, search->most + 1);
	size_t seen = 0;

	*count = 0;
	for (uint32_t i = 0; first + i <= last && *count <= search->most; i++) {
		uint32_t at = search->is_descending ? last - i : first + i;
		struct record record;

		if (find_record(search, is_list ? list.ids[at - 1] : at, &record) &&
		    ++seen > search->skip)
			found[(*count)++] = record.id;
	}
	*has_more = *count > search->most;
	*count -= *has_more;
	return found;
}
