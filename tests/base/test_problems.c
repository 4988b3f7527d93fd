#include "base/problems.h"

#include <criterion/criterion.h>
#include <talloc.h>

Test(problems, all_are_kept_in_the_order_of_finding)
{
	struct problems *problems = problems_new(NULL);

	cr_assert_eq(problems->count, 0);
	for (int i = 0; i < 50; i++)
		problems_add(problems, (struct place){"refundd.conf", i, 1}, "rule %d is odd", i);
	cr_assert_eq(problems->count, 50);
	cr_assert_eq(problems->list[49].place.line, 49);
	cr_assert_str_eq(problems->list[0].text, "rule 0 is odd");
	cr_assert_str_eq(problems->list[49].text, "rule 49 is odd");
	talloc_free(problems);
}

Test(problems, one_is_written_with_as_much_of_its_place_as_is_known)
{
	static const struct {
		struct place place;
		const char *written;
	} cases[] = {
		{{"a.conf", 12, 5}, "a.conf:12:5: wrong"},
		{{"a.conf", 12, 0}, "a.conf:12: wrong"},
		{{"a.conf", 0, 0}, "a.conf: wrong"},
		{{NULL, 12, 5}, "wrong"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct problem problem = {cases[i].place, "wrong"};
		char *text = problem_format(NULL, &problem);

		cr_expect_str_eq(text, cases[i].written);
		talloc_free(text);
	}
}
