#include "support/summary.h"

static void add_purses(const struct refund *refund, struct buffer *out)
{
	char text[MONEY_TEXT_SIZE];
	int paid = 0;

	for (int purse = 0; purse < PURSE_COUNT; purse++)
		paid += refund->purse[purse].minor > 0;
	for (int purse = 0, told = 0; purse < PURSE_COUNT && paid > 1; purse++) {
		if (refund->purse[purse].minor == 0)
			continue;
		money_format(refund->purse[purse], text);
		buffer_add_format(out, "%s%s %s", told++ > 0 ? " + " : " (", text,
				  purse_words.list[purse]);
	}
	buffer_add_text(out, paid > 1 ? ")" : "");
}

void summary_add(const struct decision *decision, struct buffer *out)
{
	int told = 0;

	buffer_add_text(out, outcome_words.list[decision->outcome]);
	if (decision->outcome == OUTCOME_FLAG)
		buffer_add_format(out, " %s", flag_why_words.list[decision->why]);
	buffer_add_format(out, " %s", decision->rule != NULL ? decision->rule : "-");
	if (decision->outcome == OUTCOME_APPROVE) {
		buffer_add_char(out, ' ');
		value_add(value_money(decision->refund.total), (struct zone){0}, out);
		add_purses(&decision->refund, out);
	}
	for (int fact = 0; fact <= FACT_SIGNALS; fact++)
		if (decision->missing & FACT_BIT(fact))
			buffer_add_format(out, "%s%s", told++ > 0 ? ", " : " ",
					  fact_info((enum fact)fact)->name);
}
