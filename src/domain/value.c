#include "domain/value.h"

#include <string.h>

static int compare_integers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Of known values of one type, amounts of one currency. */
static int compare_known(const struct value *a, const struct value *b)
{
	switch (a->type) {
	case VALUE_TRUTH: return compare_integers(a->truth, b->truth);
	case VALUE_NUMBER: return compare_integers(a->number.millionths, b->number.millionths);
	case VALUE_MONEY: return compare_integers(a->money.minor, b->money.minor);
	case VALUE_DURATION: return compare_integers(a->duration.us, b->duration.us);
	case VALUE_INSTANT: return compare_integers(a->instant.us, b->instant.us);
	case VALUE_TEXT: return strcmp(a->text, b->text);
	}
	__builtin_unreachable();
}

static void add_money(struct money money, struct buffer *buffer)
{
	char text[MONEY_TEXT_SIZE];

	buffer_add(buffer, text, money_format(money, text));
	buffer_add_char(buffer, ' ');
	buffer_add_text(buffer, money.currency->code);
}

struct value value_unknown(enum value_type type)
{
	return (struct value){.type = type};
}

struct value value_truth(bool truth)
{
	return (struct value){.type = VALUE_TRUTH, .is_known = true, .truth = truth};
}

struct value value_number(struct number number)
{
	return (struct value){.type = VALUE_NUMBER, .is_known = true, .number = number};
}

struct value value_money(struct money money)
{
	return (struct value){.type = VALUE_MONEY, .is_known = true, .money = money};
}

struct value value_duration(struct span duration)
{
	return (struct value){.type = VALUE_DURATION, .is_known = true, .duration = duration};
}

struct value value_instant(struct instant instant)
{
	return (struct value){.type = VALUE_INSTANT, .is_known = true, .instant = instant};
}

struct value value_text(const char *text)
{
	return (struct value){.type = VALUE_TEXT, .is_known = true, .text = text};
}

const char *value_type_name(enum value_type type)
{
	static const char *const names[] = {
		[VALUE_TRUTH] = "truth",       [VALUE_NUMBER] = "number",   [VALUE_MONEY] = "money",
		[VALUE_DURATION] = "duration", [VALUE_INSTANT] = "instant", [VALUE_TEXT] = "text",
	};

	return names[type];
}

const char *answer_name(enum answer answer)
{
	static const char *const names[] = {
		[ANSWER_NO] = "no",
		[ANSWER_UNKNOWN] = "unknown",
		[ANSWER_YES] = "yes",
	};

	return names[answer];
}

bool value_compare(const struct value *a, const struct value *b, int *order)
{
	if (!a->is_known || !b->is_known)
		return false;
	if (a->type == VALUE_MONEY && !money_is_same_currency(a->money, b->money))
		return false;
	*order = compare_known(a, b);
	return true;
}

void value_add(struct value value, struct zone zone, struct buffer *buffer)
{
	char text[SPAN_TEXT_SIZE];

	if (!value.is_known) {
		buffer_add_text(buffer, answer_name(ANSWER_UNKNOWN));
		return;
	}
	switch (value.type) {
	case VALUE_TRUTH:
		buffer_add_text(buffer, answer_name(value.truth ? ANSWER_YES : ANSWER_NO));
		break;
	case VALUE_NUMBER: buffer_add(buffer, text, number_format(value.number, text)); break;
	case VALUE_MONEY: add_money(value.money, buffer); break;
	case VALUE_DURATION: buffer_add(buffer, text, span_format(value.duration, text)); break;
	case VALUE_INSTANT:
		buffer_add(buffer, text, instant_format(value.instant, zone, text));
		break;
	case VALUE_TEXT: buffer_add_text(buffer, value.text); break;
	}
}
