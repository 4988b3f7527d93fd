#include "policy/grant.h"

#include "policy/judge.h"
#include "policy/refund.h"

#include <string.h>

static bool is_true(const struct facts *facts, enum fact fact)
{
	return facts->value[fact].is_known && facts->value[fact].truth;
}

static bool is_order_known(const struct view *view)
{
	return view->lacking[NAME_REFUNDABLE] == 0 && view->lacking[FACT_ORDER_CURRENCY] == 0 &&
	       view->lacking[FACT_ORDER_PAYER_UIN] == 0;
}

/* Whatever the amount, nothing of this order can go back. */
static bool check_order(const struct view *view, struct error *error)
{
	const struct facts *facts = view->facts;

	if (is_true(facts, FACT_HISTORY_ORDER_REFUNDED))
		return error_set(error, ERROR_USE, "the order was refunded already");
	if (is_true(facts, FACT_HISTORY_ORDER_REFUND_PENDING))
		return error_set(error, ERROR_USE,
				 "a refund of the order was granted in another ticket");
	if (!facts->value[FACT_ORDER_ID].is_known)
		return error_set(error, ERROR_USE, "nobody knows which order it is about");
	if (!is_order_known(view))
		return error_set(error, ERROR_USE,
				 "it is not on record who paid how much for the order");
	return true;
}

/* The currency may stand behind the amount, and must be the order's then. */
static bool read_amount(const char *text, struct money base, struct money *amount,
			struct error *error)
{
	const char *code = base.currency->code;
	size_t length = strcspn(text, " ");

	if (text[length] != '\0' && strcmp(text + length + 1, code) != 0)
		return error_set(error, ERROR_USE, "the amount must be in %s, as was paid", code);
	if (!money_parse(text, length, base.currency, amount, error)) {
		error->kind = ERROR_USE;
		return error_wrap(error, "the amount");
	}
	if (amount->minor > base.minor) {
		char paid[MONEY_TEXT_SIZE];

		money_format(base, paid);
		return error_set(error, ERROR_USE,
				 "that is more than the %s %s that were paid and can go back", paid,
				 code);
	}
	return true;
}

static bool find_total(const struct view *view, const char *amount, struct money *total,
		       struct error *error)
{
	if (amount != NULL) {
		if (!read_amount(amount, view->value[NAME_REFUNDABLE].money, total, error))
			return false;
	} else if (view->lacking[NAME_REFUND] != 0) {
		return error_set(error, ERROR_USE,
				 "the policy has no amount for this order: name one");
	} else {
		*total = view->value[NAME_REFUND].money;
	}
	return total->minor > 0 || error_set(error, ERROR_USE,
					     "there is nothing to give back: reject it, or name an "
					     "amount");
}

static const char *arithmetic_of(const void *ctx, const struct view *view,
				 const struct version *version, const struct money *purses,
				 struct money total)
{
	int64_t days = view->value[NAME_DAYS].number.millionths / NUMBER_SCALE;

	if (view->lacking[NAME_REFUND] != 0 || view->value[NAME_REFUND].money.minor != total.minor)
		return NULL;
	return refund_arithmetic(ctx, version->method, purses, days, view->month_days);
}

bool grant_make(const void *ctx, const struct policy_set *set, const struct facts *facts,
		const char *amount, struct grant *grant, struct error *error)
{
	const struct version *version;
	const struct policy *policy = policy_choose(set, facts, &version);
	struct money purses[PURSE_COUNT];
	struct grant made = {.arithmetic = NULL};
	struct view view;

	view_init(&view, set, policy, version, facts, NULL);
	if (!check_order(&view, error) || !find_total(&view, amount, &made.refund.total, error))
		return false;
	view_purses(&view, purses);
	money_share(made.refund.total, purses, PURSE_COUNT, made.refund.purse);
	made.refund.payer_uin = view.value[FACT_ORDER_PAYER_UIN].text;
	made.arithmetic = arithmetic_of(ctx, &view, version, purses, made.refund.total);
	*grant = made;
	return true;
}
