/* A made-up population of customers and a year of their purchases, use and refund tickets, with
 * planted abusers among them: the same seed, the same year.
 *
 * An abuser is a unit: a farmer is one account, a ring and a group that copies its text are
 * several. Honest customers return now and then, too. */
#ifndef REFUNDD_TESTS_POPULATION_H
#define REFUNDD_TESTS_POPULATION_H

#include "base/buffer.h"
#include "domain/instant.h"
#include "../sim/chance.h"

enum kind { KIND_HONEST, KIND_FARMER, KIND_RING, KIND_COPIER };

struct account {
	long number; /* its UIN is made of it */
	enum kind kind;
	int unit;			       /* of an abuser; 0: honest */
	long entity, payer, app, email, phone; /* numbers: equal ones are shared */
};

struct order {
	const struct account *account;
	struct instant purchased_at;
	bool is_used; /* within its first hours */
	int price;    /* in whole USD */
};

struct ask {
	const struct account *account;
	size_t order;
	struct instant asked_at;
	const char *body;
};

struct population {
	struct chance chance;
	struct account *accounts;
	size_t account_count;
	struct order *orders;
	size_t order_count;
	struct ask *asks; /* sorted by the time of asking at the end */
	size_t ask_count;
};

/* The whole year; owned by `ctx`. `accounts` at least 2,000. */
struct population *population_new(const void *ctx, uint64_t seed, size_t accounts);

/* What a customer writes about an order: in their own words, from a help page that some copy, or a
 * text of others with a word changed here and there. Owned by `ctx`. */
char *text_own(const void *ctx, struct chance *chance);
char *text_of_help_page(const void *ctx, struct chance *chance);
char *text_base(const void *ctx, struct chance *chance);
char *text_variant(const void *ctx, struct chance *chance, const char *base);

#endif
