#include "support/random_facts.h"

#include <string.h>

#define PICK(random, array) (array)[random_below(random, sizeof(array) / sizeof((array)[0]))]

/* One time in 16 something is out of the ordinary. */
static bool is_odd(struct random *random)
{
	return random_below(random, 16) == 0;
}

static void set_word(struct facts *facts, enum fact fact, const char *word)
{
	facts->value[fact] = value_text(word);
}

static void set_count(struct facts *facts, enum fact fact, int64_t count)
{
	facts->value[fact] = value_number(number_of(count));
}

static const char *pick_word(struct random *random, enum fact fact, const char *usual)
{
	struct words words = fact_info(fact)->words;

	return is_odd(random) ? words.list[random_below(random, words.count)] : usual;
}

static void make_ticket(struct random *random, struct facts *facts)
{
	static const int64_t named[] = {0, 2, 3};
	static const char *const languages[] = {"en", "zh", "zh-CN", "fr"};

	set_word(facts, FACT_TICKET_SYSTEM, "spool");
	set_word(facts, FACT_TICKET_ID, "1001");
	set_word(facts, FACT_TICKET_PRODUCT,
		 random_below(random, 64) ? "Tencent Real-Time Communication TRTC" : "Chat");
	set_word(facts, FACT_TICKET_ISSUE_TYPE,
		 random_below(random, 64) ? "Billing and Refund Issues" : "Other");
	set_word(facts, FACT_TICKET_LANGUAGE, PICK(random, languages));
	set_count(facts, FACT_TICKET_ORDERS_NAMED, is_odd(random) ? PICK(random, named) : 1);
}

static void make_people(struct random *random, struct facts *facts)
{
	static const char *const people[] = {"100000000001", "100000000002", "100000000003"};
	const char *owner = PICK(random, people);
	const char *payer = is_odd(random) ? PICK(random, people) : owner;
	const char *either = random_below(random, 2) ? owner : payer;

	set_word(facts, FACT_ORDER_OWNER_UIN, owner);
	set_word(facts, FACT_ORDER_PAYER_UIN, payer);
	set_word(facts, FACT_TICKET_REQUESTER_UIN, is_odd(random) ? PICK(random, people) : either);
	set_word(facts, FACT_ORDER_ENTITY, "E-1");
	set_word(facts, FACT_ORDER_SDK_APP_ID, "1400000001");
}

static void make_order(struct random *random, struct facts *facts)
{
	static const char *const families[] = {"rtc-engine", "rtc-engine", "rtc-engine",
					       "call",	     "conference", "live"};
	static const char *const settled[] = {"paid", "shipping", "shipped"};
	static const int64_t months[] = {0, 2, 3, 6, 12, 119, 120, 121};

	set_word(facts, FACT_ORDER_ID, "20230301080000000001");
	set_word(facts, FACT_ORDER_EDITION, "standard");
	set_word(facts, FACT_ORDER_FAMILY, is_odd(random) ? "starter" : PICK(random, families));
	set_word(facts, FACT_ORDER_ACTION, pick_word(random, FACT_ORDER_ACTION, "purchase"));
	set_word(facts, FACT_ORDER_STATUS,
		 pick_word(random, FACT_ORDER_STATUS, PICK(random, settled)));
	set_word(facts, FACT_ORDER_ORIGIN, pick_word(random, FACT_ORDER_ORIGIN, "purchased"));
	set_word(facts, FACT_ACCOUNT_SUSPENDED, pick_word(random, FACT_ACCOUNT_SUSPENDED, "none"));
	set_count(facts, FACT_ORDER_MONTHS, random_below(random, 4) ? 1 : PICK(random, months));
}

/* Days of the turn of a month, seconds of the turn of a day in +08:00. */
static struct instant random_purchase(struct random *random)
{
	static const int64_t of_day[] = {0, 1, DAY_US - 1, DAY_US - SECOND_US, 8 * HOUR_US};
	struct day first = {(int)(2019 + random_below(random, 10)),
			    (int)(1 + random_below(random, 12)), 1};
	struct instant start = day_start(first, (struct zone){8 * 3600});
	int64_t day = (int64_t)(random_below(random, 2) ? random_below(random, 31)
							: random_below(random, 4)) -
		      2;
	int64_t time = random_below(random, 2) ? PICK(random, of_day)
					       : (int64_t)random_below(random, DAY_US);

	return (struct instant){start.us + day * DAY_US + time};
}

static struct span random_elapsed(struct random *random)
{
	static const int64_t nudges[] = {-SECOND_US, -1, 0, 1, SECOND_US};

	if (is_odd(random))
		return (struct span){(int64_t)random_below(random, 400 * DAY_US) - 5 * DAY_US};
	if (random_below(random, 2))
		return (struct span){(int64_t)random_below(random, 5 * DAY_US)};
	return (struct span){(int64_t)random_below(random, 7) * DAY_US + PICK(random, nudges)};
}

static void make_times(struct random *random, struct facts *facts)
{
	static const int64_t lags[] = {-DAY_US, 0, 180 * MINUTE_US - 1, 180 * MINUTE_US};
	struct instant bought = random_purchase(random);
	struct instant asked = instant_plus(bought, random_elapsed(random));
	struct span lag = {is_odd(random) ? PICK(random, lags) : 180 * MINUTE_US};

	facts->value[FACT_ORDER_PURCHASED_AT] = value_instant(bought);
	facts->value[FACT_TICKET_CREATED_AT] = value_instant(asked);
	facts->value[FACT_USAGE_AS_OF] = value_instant(instant_plus(asked, lag));
}

/* Around the limit, around what is prorated to it, next to nothing, or anything. */
static int64_t random_minor(struct random *random, const struct currency *currency)
{
	static const int64_t prices[] = {0, 0, 0, 1, 2, 31, 49900, 99900};
	int64_t limit = strcmp(currency->code, "CNY") == 0   ? 3500000
			: strcmp(currency->code, "JPY") == 0 ? 750000
							     : 500000;
	int64_t days = (int64_t)random_below(random, 6);

	switch (random_below(random, 16)) {
	case 0: return limit - 1 + (int64_t)random_below(random, 3);
	case 1: return limit * 31 / (31 - days) - 1 + (int64_t)random_below(random, 4);
	case 2:
	case 3:
	case 4: return (int64_t)random_below(random, 100000);
	case 5:
		return (int64_t)random_below(
			random, random_below(random, 4) ? 1000000 : INT64_C(1000000000000000));
	}
	return PICK(random, prices);
}

static void make_money(struct random *random, struct facts *facts)
{
	static const char *const currencies[] = {"USD", "USD", "USD", "CNY", "JPY", "KWD"};
	static const enum fact amounts[] = {FACT_ORDER_PAID_TRANSFER, FACT_ORDER_PAID_GIFT,
					    FACT_ORDER_PAID_VOUCHER, FACT_ACCOUNT_FROZEN};
	const char *code = PICK(random, currencies);
	const struct currency *currency = currency_find(code, 3);

	set_word(facts, FACT_ORDER_CURRENCY, currency->code);
	facts->value[FACT_ORDER_PAID_CASH] =
		value_money((struct money){random_minor(random, currency), currency});
	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		int64_t minor = random_below(random, 2) ? random_minor(random, currency) : 0;

		facts->value[amounts[i]] = value_money((struct money){minor, currency});
	}
	if (is_odd(random))
		set_word(facts, FACT_TICKET_CURRENCY,
			 is_odd(random) ? PICK(random, currencies) : currency->code);
}

static void make_history(struct random *random, struct facts *facts)
{
	static const enum fact truths[] = {FACT_USAGE_USED_AFTER_REQUEST,
					   FACT_HISTORY_ORDER_REFUNDED,
					   FACT_HISTORY_ORDER_REFUND_PENDING};
	static const int64_t used[] = {1, NUMBER_SCALE, 12 * NUMBER_SCALE + 500000};

	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++)
		facts->value[truths[i]] = value_truth(is_odd(random));
	facts->value[FACT_USAGE_GIFTED_MINUTES_USED] =
		value_number((struct number){is_odd(random) ? PICK(random, used) : 0});
	set_count(facts, FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY,
		  is_odd(random) ? 1 + (int64_t)random_below(random, 3) : 0);
}

uint64_t random_below(struct random *random, uint64_t count)
{
	uint64_t mixed = random->state += UINT64_C(0x9E3779B97F4A7C15); /* splitmix64 */

	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (mixed ^ (mixed >> 31)) % count;
}

void random_facts(struct random *random, struct facts *facts, struct signal_value *signal)
{
	facts_init(facts);
	make_ticket(random, facts);
	make_people(random, facts);
	make_order(random, facts);
	make_times(random, facts);
	make_money(random, facts);
	make_history(random, facts);
	signal->name = "repeat-refunds";
	signal->number = number_of((int64_t)random_below(random, 3) + (is_odd(random) ? 3 : 0));
	facts->has_signals = true;
	facts->signals = signal;
	facts->signal_count = random_below(random, 2);
}

void random_forget(struct random *random, struct facts *facts)
{
	uint64_t rarity = PICK(random, ((uint64_t[]){4, 16, 64}));

	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (random_below(random, rarity) == 0)
			facts->value[fact] = value_unknown(fact_info((enum fact)fact)->type);
	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (fact_info((enum fact)fact)->shape == SHAPE_AMOUNT &&
		    !facts->value[FACT_ORDER_CURRENCY].is_known)
			facts->value[fact] = value_unknown(VALUE_MONEY);
	if (random_below(random, rarity) == 0) {
		facts->has_signals = false;
		facts->signal_count = 0;
	}
}

void random_fill(const struct facts *other, struct facts *facts)
{
	const char *code = facts->value[FACT_ORDER_CURRENCY].is_known
				   ? facts->value[FACT_ORDER_CURRENCY].text
				   : other->value[FACT_ORDER_CURRENCY].text;

	for (int fact = 0; fact < FACT_COUNT; fact++) {
		struct value *value = &facts->value[fact];

		if (value->is_known || fact == FACT_TICKET_CURRENCY)
			continue;
		*value = other->value[fact];
		if (fact_info((enum fact)fact)->shape == SHAPE_AMOUNT)
			value->money.currency = currency_find(code, 3);
	}
	if (!facts->has_signals) {
		facts->has_signals = other->has_signals;
		facts->signals = other->signals;
		facts->signal_count = other->signal_count;
	}
}
