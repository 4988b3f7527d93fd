#include "support/facts_text.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

const char founding_facts[] = "ticket.system = spool\n"
			      "ticket.id = 1001\n"
			      "ticket.created_at = 2023-03-06T07:59:59+08:00\n"
			      "ticket.product = Tencent Real-Time Communication TRTC\n"
			      "ticket.issue_type = Billing and Refund Issues\n"
			      "ticket.requester_uin = 100000000001\n"
			      "ticket.language = en\n"
			      "ticket.orders_named = 1\n"
			      "order.id = 20230301080000000001\n"
			      "order.family = rtc-engine\n"
			      "order.edition = standard\n"
			      "order.action = purchase\n"
			      "order.status = shipped\n"
			      "order.sdk_app_id = 1400000001\n"
			      "order.owner_uin = 100000000001\n"
			      "order.payer_uin = 100000000001\n"
			      "order.entity = E-1\n"
			      "order.origin = purchased\n"
			      "order.purchased_at = 2023-03-01T08:00:00+08:00\n"
			      "order.months = 1\n"
			      "order.currency = USD\n"
			      "order.paid.cash = 499.00\n"
			      "order.paid.transfer = 0.00\n"
			      "order.paid.gift = 0.00\n"
			      "order.paid.voucher = 0.00\n"
			      "usage.gifted_minutes_used = 0\n"
			      "usage.used_after_request = false\n"
			      "usage.as_of = 2023-03-06T11:00:00+08:00\n"
			      "account.suspended = none\n"
			      "account.frozen = 0.00\n"
			      "history.order_refunded = false\n"
			      "history.order_refund_pending = false\n"
			      "history.entity_refunds_of_family = 0\n"
			      "signals = none\n";

static const char *trimmed(const void *ctx, const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (from < to && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	return text_copy_n(ctx, from, (size_t)(to - from));
}

static const char *set_signal(struct facts_text *text, const char *name, const char *value)
{
	size_t i = 0;

	while (i < text->signal_count && strcmp(text->signal[i], name) != 0)
		i++;
	if (i == MAX_TEST_SIGNALS)
		return "too many signals";
	text->has_signals = true;
	text->signal[i] = name;
	text->signal_value[i] = value;
	text->signal_count += i == text->signal_count;
	return NULL;
}

static const char *set(struct facts_text *text, const char *name, const char *value)
{
	bool is_unknown = strcmp(value, "?") == 0;

	if (strncmp(name, "signals.", 8) == 0)
		return set_signal(text, name + 8, value);
	if (strcmp(name, "signals") == 0 && (is_unknown || strcmp(value, "none") == 0)) {
		text->has_signals = !is_unknown;
		text->signal_count = 0;
		return NULL;
	}
	if (strcmp(name, "now") == 0) {
		text->now = value;
		return NULL;
	}
	for (int fact = 0; fact < FACT_COUNT; fact++) {
		if (strcmp(fact_info((enum fact)fact)->name, name) != 0)
			continue;
		text->value[fact] = is_unknown ? NULL : value;
		return NULL;
	}
	return text_format(text->ctx, "no fact is called '%s'", name);
}

const char *facts_text_add(struct facts_text *text, const char *assignments)
{
	const char *problem = NULL;

	while (*assignments != '\0' && problem == NULL) {
		const char *end = assignments + strcspn(assignments, ";\n");
		const char *equal = memchr(assignments, '=', (size_t)(end - assignments));
		const char *whole = trimmed(text->ctx, assignments, end);

		if (equal != NULL)
			problem = set(text, trimmed(text->ctx, assignments, equal),
				      trimmed(text->ctx, equal + 1, end));
		else if (*whole != '\0')
			problem = text_format(text->ctx, "'%s' has no '='", whole);
		assignments = *end != '\0' ? end + 1 : end;
	}
	return problem;
}

static struct value read_value(enum fact_shape shape, const char *text,
			       const struct currency *currency)
{
	size_t length = strlen(text);
	struct error error = {.text = ""};
	struct instant instant = {0};
	struct number number = {0};
	struct money money = {0};

	switch (shape) {
	case SHAPE_TEXT:
	case SHAPE_WORD:
	case SHAPE_UIN:
	case SHAPE_CURRENCY: return value_text(text);
	case SHAPE_TIME:
		cr_assert(instant_parse(text, length, &instant, &error), "%s", error.text);
		return value_instant(instant);
	case SHAPE_COUNT:
	case SHAPE_DECIMAL:
		cr_assert(number_parse(text, length, &number, &error), "%s", error.text);
		return value_number(number);
	case SHAPE_AMOUNT:
		cr_assert(money_parse(text, length, currency, &money, &error), "%s", error.text);
		return value_money(money);
	case SHAPE_TRUTH: return value_truth(strcmp(text, "true") == 0);
	}
	__builtin_unreachable();
}

void facts_text_read(const struct facts_text *text, struct facts *facts)
{
	const char *code = text->value[FACT_ORDER_CURRENCY];
	const struct currency *currency = code != NULL ? currency_find(code, strlen(code)) : NULL;

	facts_init(facts);
	for (int fact = 0; fact < FACT_COUNT; fact++) {
		enum fact_shape shape = fact_info((enum fact)fact)->shape;

		if (text->value[fact] != NULL && (shape != SHAPE_AMOUNT || currency != NULL))
			facts->value[fact] = read_value(shape, text->value[fact], currency);
	}
	facts->has_signals = text->has_signals;
	facts->signals = NEW_ARRAY(text->ctx, struct signal_value, MAX_TEST_SIGNALS);
	facts->signal_count = text->signal_count;
	for (size_t i = 0; i < text->signal_count; i++)
		facts->signals[i] = (struct signal_value){
			text->signal[i],
			read_value(SHAPE_DECIMAL, text->signal_value[i], NULL).number};
}

static const char *written(const void *ctx, struct value value)
{
	char text[INSTANT_TEXT_SIZE];

	switch (value.type) {
	case VALUE_TRUTH: return value.truth ? "true" : "false";
	case VALUE_NUMBER: number_format(value.number, text); break;
	case VALUE_MONEY: money_format(value.money, text); break;
	case VALUE_DURATION: break; /* no fact is one */
	case VALUE_INSTANT: instant_format(value.instant, (struct zone){0}, text); break;
	case VALUE_TEXT: return value.text;
	}
	return text_copy(ctx, text);
}

void facts_text_of(const struct facts *facts, struct facts_text *text)
{
	*text = (struct facts_text){.ctx = text->ctx, .has_signals = facts->has_signals};
	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (facts->value[fact].is_known)
			text->value[fact] = written(text->ctx, facts->value[fact]);
	for (size_t i = 0; i < facts->signal_count; i++)
		set_signal(text, facts->signals[i].name,
			   written(text->ctx, value_number(facts->signals[i].number)));
}

static void add_text(const char *text, struct buffer *out)
{
	buffer_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buffer_add_char(out, '\\');
		buffer_add_char(out, *text);
	}
	buffer_add_char(out, '"');
}

static void add_separator(struct buffer *out)
{
	if (out->bytes[out->length - 1] != '{')
		buffer_add_char(out, ',');
}

static void add_fact(const struct facts_text *text, enum fact fact, struct buffer *out)
{
	const struct fact_info *info = fact_info(fact);
	const char *value = text->value[fact];

	add_separator(out);
	buffer_add_format(out, "\"%s\":", info->key);
	if (value == NULL)
		buffer_add_text(out, "null");
	else if (info->shape == SHAPE_COUNT || info->shape == SHAPE_TRUTH)
		buffer_add_text(out, value);
	else
		add_text(value, out);
}

static void add_section(const struct facts_text *text, const char *section, const int *order,
			bool is_null, struct buffer *out)
{
	const char *key = strrchr(section, '.');

	add_separator(out);
	buffer_add_format(out, "\"%s\":{", key != NULL ? key + 1 : section);
	for (int i = 0; i < FACT_COUNT; i++) {
		int fact = order != NULL ? order[i] : i;

		if (strcmp(fact_info((enum fact)fact)->section, section) == 0 &&
		    (is_null || text->value[fact] != NULL))
			add_fact(text, (enum fact)fact, out);
	}
	if (strcmp(section, "order") == 0)
		add_section(text, "order.paid", order, is_null, out);
	buffer_add_char(out, '}');
}

void facts_text_to_json(const struct facts_text *text, const int *order, bool is_null,
			struct buffer *out)
{
	static const char *const sections[] = {"ticket", "order", "usage", "account", "history"};
	size_t first = order != NULL ? (size_t)order[0] : 0;

	buffer_add_char(out, '{');
	for (size_t i = 0; i < 5; i++)
		add_section(text, sections[(i + first) % 5], order, is_null, out);
	if (text->has_signals) {
		buffer_add_text(out, ",\"signals\":{");
		for (size_t i = 0; i < text->signal_count; i++) {
			add_separator(out);
			buffer_add_format(out, "\"%s\":%s", text->signal[i], text->signal_value[i]);
		}
		buffer_add_char(out, '}');
	} else if (is_null) {
		buffer_add_text(out, ",\"signals\":null");
	}
	buffer_add_char(out, '}');
}
