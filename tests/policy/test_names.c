#include "policy/names.h"

#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

Test(names, each_name_is_found_by_its_text)
{
	struct error error;

	for (int name = 0; name < NAME_COUNT; name++)
		cr_expect_eq(name_find(name_info(name).name, fixture_signals, &error), name, "%s",
			     name_info(name).name);
	cr_expect_eq(name_find("signals.repeats", fixture_signals, &error), NAME_COUNT);
	cr_expect_eq(name_find("signals.strangers", fixture_signals, &error), NAME_COUNT + 1);
}

Test(names, each_name_has_a_type_and_a_help)
{
	for (int name = 0; name < NAME_COUNT; name++) {
		struct name_info info = name_info(name);

		cr_expect_gt(strlen(info.help), 0);
		cr_expect_not_null(value_type_name(info.type));
	}
	cr_expect_eq(name_info(NAME_ELAPSED).type, VALUE_DURATION);
	cr_expect_eq(name_info(FACT_ORDER_PAID_CASH).type, VALUE_MONEY);
	cr_expect_eq(name_info(FACT_ORDER_ORIGIN).words.count, 4);
	cr_expect_null(name_info(NAME_REFUND).words.list);
}

Test(names, what_is_no_name_is_refused_with_the_nearest)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"order.paid.cahs", "no name 'order.paid.cahs'; did you mean 'order.paid.cash'?"},
		{"Elapsed", "no name 'Elapsed'; did you mean 'elapsed'?"},
		{"signals.repeat", "no signal is configured as 'signals.repeat'; did you mean "
				   "'signals.repeats'?"},
		{"signals.elephant", "no signal is configured as 'signals.elephant'"},
		{"signals.", "no signal is configured as 'signals.'"},
		{"elephants",
		 "no name 'elephants' (texts stand in single quotes; names are listed in "
		 "refundd-policy(5))"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error = {.kind = ERROR_INPUT};

		cr_expect_eq(name_find(cases[i].text, fixture_signals, &error), -1);
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_str_eq(error.text, cases[i].message);
	}
}
