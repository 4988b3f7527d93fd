#include "policy/refund.h"

static int64_t days_left(int64_t days, int64_t days_bought)
{
	return days < days_bought ? days_bought - days : 0;
}

/* The product as it is before truncation, with one decimal more than the currency has, "..." where
 * that is not all of it, and what it is truncated to. */
static void add_quotient(struct money base, int64_t left, int64_t days_bought, struct buffer *out)
{
	__int128 tenths = (__int128)base.minor * 10 * left;
	struct money total = money_fraction(base, left, days_bought);
	char text[MONEY_TEXT_SIZE];
	int digit = (int)(tenths / days_bought % 10);
	bool is_endless = tenths % days_bought != 0;

	money_format(total, text);
	buffer_add_text(out, text);
	if (digit == 0 && !is_endless)
		return;
	buffer_add_format(out, "%s%d%s, truncated to %s", total.currency->digits == 0 ? "." : "",
			  digit, is_endless ? "..." : "", text);
}

static void add_prorated(struct money base, int64_t days, int64_t days_bought, struct buffer *out)
{
	char text[MONEY_TEXT_SIZE];

	money_format(base, text);
	buffer_add_format(out, "%s x (%lld - %lld) / %lld = ", text, (long long)days_bought,
			  (long long)(days_bought - days_left(days, days_bought)),
			  (long long)days_bought);
	add_quotient(base, days_left(days, days_bought), days_bought, out);
}

static void add_full(const struct money purses[PURSE_COUNT], struct money base, struct buffer *out)
{
	char text[MONEY_TEXT_SIZE];
	int used = 0;

	for (int purse = 0; purse < PURSE_COUNT; purse++) {
		if (purses[purse].minor == 0)
			continue;
		money_format(purses[purse], text);
		buffer_add_format(out, "%s%s %s", used++ > 0 ? " + " : "", text,
				  purse_words.list[purse]);
	}
	if (used != 1) {
		money_format(base, text);
		buffer_add_format(out, "%s%s", used > 0 ? " = " : "", text);
	}
	buffer_add_text(out, ", all of it");
}

int64_t refund_days_charged(const struct policy *policy, const struct version *version,
			    struct instant purchased_at, struct instant asked_at)
{
	int64_t elapsed = instant_since(asked_at, purchased_at).us;
	int64_t days = 1;

	switch (version->days) {
	case DAYS_STARTED: days = elapsed / DAY_US + (elapsed % DAY_US > 0); break;
	case DAYS_CALENDAR:
		days = day_difference(day_of_instant(purchased_at, policy->zone),
				      day_of_instant(asked_at, policy->zone)) +
		       1;
		break;
	}
	return days > 1 ? days : 1;
}

int64_t refund_days_bought(const struct policy *policy, const struct version *version,
			   struct instant purchased_at, int64_t months)
{
	struct day first = day_of_instant(purchased_at, policy->zone);

	if (version->month == MONTH_CALENDAR)
		first.day = 1;
	return day_difference(first, day_plus_months(first, months));
}

struct money refund_base(const struct money purses[PURSE_COUNT])
{
	struct money base = purses[0];

	for (int purse = 1; purse < PURSE_COUNT; purse++)
		base.minor += purses[purse].minor; /* each at most MONEY_MAX_MINOR */
	return base;
}

void refund_compute(enum refund_method method, const struct money purses[PURSE_COUNT], int64_t days,
		    int64_t days_bought, struct refund *refund)
{
	refund->total = refund_base(purses);
	refund->payer_uin = NULL;
	if (method == METHOD_PRORATED)
		refund->total =
			money_fraction(refund->total, days_left(days, days_bought), days_bought);
	money_share(refund->total, purses, PURSE_COUNT, refund->purse);
}

char *refund_arithmetic(const void *ctx, enum refund_method method,
			const struct money purses[PURSE_COUNT], int64_t days, int64_t days_bought)
{
	struct buffer *out = buffer_new(ctx);

	switch (method) {
	case METHOD_FULL: add_full(purses, refund_base(purses), out); break;
	case METHOD_PRORATED: add_prorated(refund_base(purses), days, days_bought, out); break;
	}
	return out->bytes;
}
