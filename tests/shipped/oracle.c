#include "shipped/oracle.h"

#include <string.h>

#define DAY_SECONDS 86400

static const enum fact paid[] = {FACT_ORDER_PAID_CASH, FACT_ORDER_PAID_TRANSFER,
				 FACT_ORDER_PAID_GIFT};

static bool is_known(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].is_known;
}

static bool is(const struct facts *facts, enum fact fact, const char *word)
{
	return is_known(facts, fact) && strcmp(facts->value[fact].text, word) == 0;
}

static bool is_no(const struct facts *facts, enum fact fact)
{
	return is_known(facts, fact) && !facts->value[fact].truth;
}

static bool is_same(const struct facts *facts, enum fact a, enum fact b)
{
	return is_known(facts, a) && is_known(facts, b) &&
	       strcmp(facts->value[a].text, facts->value[b].text) == 0;
}

static int64_t count_of(const struct facts *facts, enum fact fact)
{
	return is_known(facts, fact) ? facts->value[fact].number.millionths / 1000000 : -1;
}

static int64_t time_of(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].instant.us;
}

static bool is_leap_year(int64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int64_t length_of_month(int64_t year, int64_t month)
{
	if (month == 2)
		return is_leap_year(year) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* The days of `months` calendar months, the first being the one of the purchase in +08:00. */
static int64_t days_of_months(int64_t bought_us, int64_t months)
{
	int64_t days = (bought_us / 1000000 + 8 * 3600) / DAY_SECONDS; /* all after 1970 */
	int64_t year = 1970, month = 1, sum = 0;

	while (days >= length_of_month(year, month)) {
		days -= length_of_month(year, month);
		year += month == 12;
		month = month % 12 + 1;
	}
	for (; months > 0; months--) {
		sum += length_of_month(year, month);
		year += month == 12;
		month = month % 12 + 1;
	}
	return sum;
}

static bool is_ticket_right(const struct facts *facts)
{
	return is(facts, FACT_TICKET_PRODUCT, "Tencent Real-Time Communication TRTC") &&
	       is(facts, FACT_TICKET_ISSUE_TYPE, "Billing and Refund Issues") &&
	       count_of(facts, FACT_TICKET_ORDERS_NAMED) == 1 &&
	       (is_same(facts, FACT_TICKET_REQUESTER_UIN, FACT_ORDER_OWNER_UIN) ||
		is_same(facts, FACT_TICKET_REQUESTER_UIN, FACT_ORDER_PAYER_UIN)) &&
	       (!is_known(facts, FACT_TICKET_CURRENCY) ||
		is_same(facts, FACT_TICKET_CURRENCY, FACT_ORDER_CURRENCY));
}

static bool is_order_right(const struct facts *facts)
{
	bool has_family = is(facts, FACT_ORDER_FAMILY, "rtc-engine") ||
			  is(facts, FACT_ORDER_FAMILY, "call") ||
			  is(facts, FACT_ORDER_FAMILY, "conference") ||
			  (is(facts, FACT_ORDER_FAMILY, "live") &&
			   count_of(facts, FACT_HISTORY_ENTITY_REFUNDS_OF_FAMILY) == 0);

	return has_family && is(facts, FACT_ORDER_ACTION, "purchase") &&
	       is(facts, FACT_ORDER_ORIGIN, "purchased") &&
	       (is(facts, FACT_ORDER_STATUS, "paid") || is(facts, FACT_ORDER_STATUS, "shipping") ||
		is(facts, FACT_ORDER_STATUS, "shipped")) &&
	       (is(facts, FACT_ACCOUNT_SUSPENDED, "none") ||
		is(facts, FACT_ACCOUNT_SUSPENDED, "overdue")) &&
	       is_no(facts, FACT_HISTORY_ORDER_REFUNDED) &&
	       is_no(facts, FACT_HISTORY_ORDER_REFUND_PENDING) &&
	       is_known(facts, FACT_ORDER_PAYER_UIN);
}

/* Asked within five days of 24 hours, and unused by figures of three hours later. */
static bool is_in_time_and_unused(const struct facts *facts)
{
	const struct value *used = &facts->value[FACT_USAGE_GIFTED_MINUTES_USED];
	int64_t asked = time_of(facts, FACT_TICKET_CREATED_AT);
	int64_t elapsed = asked - time_of(facts, FACT_ORDER_PURCHASED_AT);

	return is_known(facts, FACT_TICKET_CREATED_AT) &&
	       is_known(facts, FACT_ORDER_PURCHASED_AT) && is_known(facts, FACT_USAGE_AS_OF) &&
	       elapsed >= 0 && elapsed <= INT64_C(432000000000) && used->is_known &&
	       used->number.millionths == 0 &&
	       time_of(facts, FACT_USAGE_AS_OF) - asked >= INT64_C(10800000000) &&
	       is_no(facts, FACT_USAGE_USED_AFTER_REQUEST);
}

static bool is_above_suspicion(const struct facts *facts)
{
	for (size_t i = 0; i < facts->signal_count; i++)
		if (strcmp(facts->signals[i].name, "repeat-refunds") == 0 &&
		    facts->signals[i].number.millionths >= 4000000)
			return false;
	return facts->has_signals;
}

static bool is_within_limit(const struct facts *facts, int64_t total)
{
	if (is(facts, FACT_ORDER_CURRENCY, "USD"))
		return total <= 500000;
	if (is(facts, FACT_ORDER_CURRENCY, "CNY"))
		return total <= 3500000;
	return is(facts, FACT_ORDER_CURRENCY, "JPY") && total <= 750000;
}

/* base x (days bought - days begun) / days bought; the rest of a unit is dropped. */
static int64_t prorated(const struct facts *facts, int64_t base)
{
	int64_t elapsed =
		time_of(facts, FACT_TICKET_CREATED_AT) - time_of(facts, FACT_ORDER_PURCHASED_AT);
	int64_t begun = (elapsed + INT64_C(86399999999)) / INT64_C(86400000000);
	int64_t months = count_of(facts, FACT_ORDER_MONTHS);
	int64_t days;

	if (months < 1 || months > 120)
		return 0;
	days = days_of_months(time_of(facts, FACT_ORDER_PURCHASED_AT), months);
	return (int64_t)((__int128)base * (days - (begun > 1 ? begun : 1)) / days);
}

/* Each purse by what it paid, rounded down; what is left goes to the largest remainders. */
static void share(const struct facts *facts, int64_t base, struct oracle *oracle)
{
	__int128 rest[3];
	int64_t left = oracle->total;

	for (int i = 0; i < 3; i++) {
		__int128 product = (__int128)oracle->total * facts->value[paid[i]].money.minor;

		oracle->part[i] = (int64_t)(product / base);
		rest[i] = product - (__int128)oracle->part[i] * base;
		left -= oracle->part[i];
	}
	for (; left > 0; left--) {
		int most = rest[1] > rest[0] ? 1 : 0;

		if (rest[2] > rest[most])
			most = 2;
		oracle->part[most]++;
		rest[most] = -1;
	}
}

struct oracle oracle_ask(const struct facts *facts)
{
	struct oracle oracle = {.is_approved = false};
	int64_t base = 0;

	for (int i = 0; i < 3; i++) {
		if (!is_known(facts, paid[i]))
			return oracle;
		base += facts->value[paid[i]].money.minor;
	}
	if (!is_ticket_right(facts) || !is_order_right(facts) || !is_in_time_and_unused(facts) ||
	    !is_above_suspicion(facts))
		return oracle;
	oracle.total = is(facts, FACT_ORDER_FAMILY, "rtc-engine") ? prorated(facts, base) : base;
	if (oracle.total == 0 || !is_within_limit(facts, oracle.total))
		return oracle;
	oracle.is_approved = true;
	share(facts, base, &oracle);
	return oracle;
}
