#include "ledger/columns.h"

#include "ledger/ledger.h"
#include "wire/fact_value.h"

static const struct column order_columns[] = {
	{"order_id", FACT_ORDER_ID, REQUIRED},
	{"family", FACT_ORDER_FAMILY, REQUIRED},
	{"edition", FACT_ORDER_EDITION, OPTIONAL},
	{"action", FACT_ORDER_ACTION, OPTIONAL},
	{"status", FACT_ORDER_STATUS, OPTIONAL},
	{"sdk_app_id", FACT_ORDER_SDK_APP_ID, OPTIONAL},
	{"owner_uin", FACT_ORDER_OWNER_UIN, OPTIONAL},
	{"payer_uin", FACT_ORDER_PAYER_UIN, OPTIONAL},
	{"entity", FACT_ORDER_ENTITY, OPTIONAL},
	{"origin", FACT_ORDER_ORIGIN, OPTIONAL},
	{"purchased_at", FACT_ORDER_PURCHASED_AT, REQUIRED},
	{"months", FACT_ORDER_MONTHS, OPTIONAL},
	{"currency", FACT_ORDER_CURRENCY, REQUIRED},
	{"cash", FACT_ORDER_PAID_CASH, OPTIONAL},
	{"transfer", FACT_ORDER_PAID_TRANSFER, OPTIONAL},
	{"gift", FACT_ORDER_PAID_GIFT, OPTIONAL},
	{"voucher", FACT_ORDER_PAID_VOUCHER, OPTIONAL},
};

static const struct column usage_columns[] = {
	{"order_id", FACT_ORDER_ID, REQUIRED},
	{"gifted_minutes_used", FACT_USAGE_GIFTED_MINUTES_USED, OPTIONAL},
	{"as_of", FACT_USAGE_AS_OF, REQUIRED},
};

/* No currency stands beside frozen: it is written like a number of minutes. */
static const struct column account_columns[] = {
	{"uin", FACT_ORDER_OWNER_UIN, REQUIRED},
	{"entity", FACT_ORDER_ENTITY, OPTIONAL},
	{"suspended", FACT_ACCOUNT_SUSPENDED, OPTIONAL},
	{"frozen", FACT_USAGE_GIFTED_MINUTES_USED, OPTIONAL},
	{"as_of", FACT_USAGE_AS_OF, REQUIRED},
	{"email", FACT_ORDER_ENTITY, LATER},
	{"phone", FACT_ORDER_ENTITY, LATER},
};

static const struct column refund_columns[] = {
	{"order_id", FACT_ORDER_ID, REQUIRED},
	{"refunded_at", FACT_HISTORY_ORDER_REFUNDED_AT, REQUIRED},
	{"currency", FACT_ORDER_CURRENCY, REQUIRED},
	{"amount", FACT_ORDER_PAID_CASH, REQUIRED},
};

#define COLUMNS(array) (array), sizeof(array) / sizeof((array)[0])

const struct import_kind import_kinds[] = {
	{"orders", COLUMNS(order_columns), 12, SQL_LOOK_ORDER, SQL_SAVE_ORDER, -1, true},
	{"usage", COLUMNS(usage_columns), -1, SQL_LOOK_USAGE, SQL_SAVE_USAGE, -1, false},
	{"accounts", COLUMNS(account_columns), -1, SQL_LOOK_ACCOUNT, SQL_SAVE_ACCOUNT, 5, true},
	{"refunds", COLUMNS(refund_columns), 2, SQL_LOOK_REFUND, SQL_SAVE_REFUND, -1, false},
};

static const char *const kinds[] = {"orders", "usage", "accounts", "refunds"};
const struct words import_kind_words = WORDS(kinds);

const struct import_kind *import_kind_orders(void)
{
	return &import_kinds[0];
}

bool column_parse(const struct column *column, const char *text, size_t length,
		  const struct currency *currency, struct value *value, struct error *error)
{
	const struct fact_info *info = fact_info(column->fact);
	struct json_value json = {
		.type = info->shape == SHAPE_COUNT ? JSON_NUMBER : JSON_STRING,
		.text = text,
		.length = (uint32_t)length,
	};

	*value = value_unknown(info->type);
	return fact_value_read(info, currency, &json, value, error);
}

void column_bind(const struct column *column, struct query *query, struct value value)
{
	if (!value.is_known) {
		query_bind_null(query);
		return;
	}
	switch (value.type) {
	case VALUE_TEXT: query_bind_text(query, value.text); return;
	case VALUE_INSTANT: query_bind_instant(query, value.instant); return;
	case VALUE_MONEY: query_bind_integer(query, value.money.minor); return;
	case VALUE_NUMBER:
		query_bind_integer(query, fact_info(column->fact)->shape == SHAPE_COUNT
						  ? value.number.millionths / NUMBER_SCALE
						  : value.number.millionths);
		return;
	case VALUE_TRUTH:
	case VALUE_DURATION: break; /* no column holds one */
	}
	__builtin_unreachable();
}

struct value column_read(const struct column *column, struct query *query, const void *ctx,
			 const struct currency *currency)
{
	const struct fact_info *info = fact_info(column->fact);

	if (query_is_null(query) || (info->type == VALUE_MONEY && currency == NULL)) {
		query_integer(query);
		return value_unknown(info->type);
	}
	switch (info->type) {
	case VALUE_TEXT: return value_text(query_text(query, ctx));
	case VALUE_INSTANT: return value_instant(query_instant(query));
	case VALUE_MONEY: return value_money((struct money){query_integer(query), currency});
	case VALUE_NUMBER:
		return value_number(info->shape == SHAPE_COUNT
					    ? number_of(query_integer(query))
					    : (struct number){query_integer(query)});
	case VALUE_TRUTH:
	case VALUE_DURATION: break; /* no column holds one */
	}
	__builtin_unreachable();
}
