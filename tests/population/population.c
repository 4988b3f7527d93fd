#include "population.h"

#include "base/memory.h"

#include <stdlib.h>

#define YEAR_DAYS	   365
#define LONGEST_MONTH_DAYS 45 /* between two purchases */
#define FARMERS_PER_MILLE  6
#define RINGED_PER_MILLE   15
#define COPYING_PER_MILLE  12
#define RING_SIZE	   5
#define GROUP_SIZE	   6

/* 1 November 2025 */
static const struct instant year_start = {INT64_C(1761955200) * SECOND_US};

static struct span hours(int64_t count)
{
	return (struct span){count * HOUR_US};
}

/* `from` to `to` hours. */
static struct span hours_between(struct population *of, int from, int to)
{
	return (struct span){hours(from).us + chance_span(&of->chance, hours(to - from)).us};
}

static struct instant day_of_year(struct population *of, int days)
{
	return instant_plus(year_start, chance_span(&of->chance, hours(24 * (int64_t)days)));
}

/* ---- what people do ---- */

static size_t buy(struct population *of, const struct account *account, struct instant at,
		  bool is_used)
{
	static const int prices[] = {99, 199, 499, 499, 899};

	of->orders = GROW_ARRAY(of, of->orders, struct order, of->order_count + 1);
	of->orders[of->order_count] =
		(struct order){account, at, is_used, prices[chance_below(&of->chance, 5)]};
	return of->order_count++;
}

static struct instant ask(struct population *of, size_t order, struct span after, const char *body)
{
	struct instant at = instant_plus(of->orders[order].purchased_at, after);

	at.us -= at.us % SECOND_US;
	of->asks = GROW_ARRAY(of, of->asks, struct ask, of->ask_count + 1);
	of->asks[of->ask_count++] = (struct ask){of->orders[order].account, order, at, body};
	return at;
}

/* ---- honest customers ---- */

static char *honest_words(struct population *of)
{
	return chance_below(&of->chance, 1000) < 4 ? text_of_help_page(of, &of->chance)
						   : text_own(of, &of->chance);
}

/* Within the window and unused, used before, or too late. */
static void return_honestly(struct population *of, size_t order)
{
	int how = chance_below(&of->chance, 100);

	if (how < 25) {
		ask(of, order, hours_between(of, 5 * 24 + 1, 25 * 24), honest_words(of));
		return;
	}
	of->orders[order].is_used = how < 45;
	if (how < 50)
		ask(of, order, hours_between(of, 5 * 24 - 1, 5 * 24), honest_words(of));
	else
		ask(of, order, hours_between(of, 1, 5 * 24 - 2), honest_words(of));
	/* Who is impatient asks again. */
	if (how > 90)
		ask(of, order, hours_between(of, 5 * 24, 7 * 24), honest_words(of));
}

static int returns_of(struct population *of)
{
	int chance = chance_below(&of->chance, 1000);

	return chance < 7 ? 3 : chance < 40 ? 2 : chance < 240 ? 1 : 0;
}

static void live_honestly(struct population *of, const struct account *account)
{
	int returns = returns_of(of), months = 1 + chance_below(&of->chance, 7);
	struct instant at;

	months = months > returns ? months : returns;
	at = day_of_year(of, YEAR_DAYS - months * LONGEST_MONTH_DAYS);
	for (int i = 0; i < months; i++) {
		bool is_returned =
			returns > 0 && (i + returns >= months || chance_of(&of->chance, 30));
		size_t order = buy(of, account, at, !is_returned);

		if (is_returned) {
			return_honestly(of, order);
			returns--;
		}
		at = instant_plus(at, hours_between(of, 30 * 24, LONGEST_MONTH_DAYS * 24));
	}
}

/* ---- abusers ---- */

/* Buys, uses the features within the free minutes, returns on the fourth or fifth day, buys again:
 * the quick ones at once, the slow ones after weeks. */
static void farm(struct population *of, const struct account *account)
{
	bool is_quick = chance_of(&of->chance, 70);
	char *base = text_base(of, &of->chance);
	struct instant at = day_of_year(of, YEAR_DAYS / 3);

	for (int i = 4 + chance_below(&of->chance, 6); i > 0; i--) {
		size_t order = buy(of, account, at, false);

		at = ask(of, order, hours_between(of, 90, 120),
			 text_variant(of, &of->chance, base));
		at = instant_plus(at, is_quick ? hours_between(of, 6, 144)
					       : hours_between(of, 168, 480));
	}
}

/* Each account returns once or twice within weeks; `base` NULL: each in its own words. */
static void farm_together(struct population *of, const struct account *accounts, int count,
			  const char *base)
{
	struct instant start = day_of_year(of, YEAR_DAYS - 60);

	for (int i = 0; i < count; i++) {
		struct instant at = instant_plus(start, hours_between(of, 36 * i, 36 * (i + 1)));

		for (int round = chance_of(&of->chance, 40) ? 2 : 1; round > 0; round--) {
			size_t order = buy(of, &accounts[i], at, false);
			const char *body = base != NULL ? text_variant(of, &of->chance, base)
							: text_own(of, &of->chance);

			at = ask(of, order, hours_between(of, 48, 120), body);
			at = instant_plus(at, hours_between(of, 24, 240));
		}
	}
}

/* ---- who they are ---- */

static struct account *add_account(struct population *of, enum kind kind, int unit)
{
	struct account *account = &of->accounts[of->account_count];
	long number = (long)++of->account_count;

	*account = (struct account){number, kind, unit, number, number, number, number, number};
	return account;
}

/* One after the other shares something with the one before: nobody shares one thing with all. */
static void link_up(struct account *accounts, int count)
{
	for (int i = 1; i < count; i++)
		switch (i % 5) {
		case 0: accounts[i].entity = accounts[i - 1].entity; break;
		case 1: accounts[i].payer = accounts[i - 1].number; break;
		case 2: accounts[i].phone = accounts[i - 1].phone; break;
		case 3: accounts[i].email = accounts[i - 1].email; break;
		default: accounts[i].app = accounts[i - 1].app;
		}
}

static void add_group(struct population *of, enum kind kind, int unit, int size)
{
	struct account *first = &of->accounts[of->account_count];

	for (int i = 0; i < size; i++)
		add_account(of, kind, unit);
	if (kind == KIND_RING)
		link_up(first, size);
	farm_together(of, first, size, kind == KIND_COPIER ? text_base(of, &of->chance) : NULL);
}

/* A company: one of them pays, and all belong to it. */
static void add_company(struct population *of, int size)
{
	struct account *first = &of->accounts[of->account_count];

	for (int i = 0; i < size; i++) {
		struct account *account = add_account(of, KIND_HONEST, 0);

		account->entity = first->entity;
		account->payer = first->number;
		live_honestly(of, account);
	}
}

static int compare_asks(const void *a, const void *b)
{
	const struct ask *left = a, *right = b;

	if (left->asked_at.us != right->asked_at.us)
		return left->asked_at.us < right->asked_at.us ? -1 : 1;
	return left->order < right->order ? -1 : left->order > right->order;
}

struct population *population_new(const void *ctx, uint64_t seed, size_t accounts)
{
	struct population *of = NEW(ctx, struct population);
	int unit = 0;

	of->chance.state = seed;
	of->accounts = NEW_ARRAY(of, struct account, accounts + GROUP_SIZE);
	for (size_t i = 0; i < accounts * FARMERS_PER_MILLE / 1000; i++)
		farm(of, add_account(of, KIND_FARMER, ++unit));
	for (size_t i = 0; i < accounts * RINGED_PER_MILLE / 1000 / RING_SIZE; i++)
		add_group(of, KIND_RING, ++unit, RING_SIZE);
	for (size_t i = 0; i < accounts * COPYING_PER_MILLE / 1000 / GROUP_SIZE; i++)
		add_group(of, KIND_COPIER, ++unit, GROUP_SIZE);
	while (of->account_count < accounts)
		if (chance_of(&of->chance, 4))
			add_company(of, 2 + chance_below(&of->chance, 5));
		else
			live_honestly(of, add_account(of, KIND_HONEST, 0));
	qsort(of->asks, of->ask_count, sizeof(of->asks[0]), compare_asks);
	return of;
}
