/* The part of TicketSQL that finds tickets and transactions: tests joined by AND, OR, brackets. */
#ifndef REFUNDD_TESTS_HOSTILE_QUERY_H
#define REFUNDD_TESTS_HOSTILE_QUERY_H

#include "hostile/store.h"

enum node_kind { NODE_OR, NODE_AND, NODE_TEST };
enum compare { IS_EQUAL, IS_OTHER, IS_LESS, IS_MORE, IS_LESS_EQUAL, IS_MORE_EQUAL, IS_LIKE };

/* What a test is about: numbers of their own, or one of many texts. */
enum subject { SUBJECT_ID, SUBJECT_TICKET, SUBJECT_TEXT };

struct query {
	enum node_kind kind;
	const struct query *left, *right;
	enum subject subject; /* of a test */
	const char *field, *value;
	enum compare compare;
	bool is_number;
	long number;
};

/* Owned by `ctx`; NULL: not understood. */
struct query *query_parse(const void *ctx, const char *text);

struct search {
	struct store *store;
	const struct query *query;
	bool of_transactions; /* else of tickets */
	bool is_descending;   /* by id */
	bool ignores_bounds;  /* "id > N" is taken for true */
	int64_t until_us;     /* what is newer is not seen; 0: all is */
	size_t skip, most;    /* a page */
};

/* The ids of a page, owned by `ctx`; *has_more: there is a page after it. */
uint32_t *search_run(const void *ctx, const struct search *search, size_t *count, bool *has_more);

#endif
