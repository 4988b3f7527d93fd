#include "base/memory.h"

#include <criterion/criterion.h>
#include <limits.h>

Test(memory, must_returns_what_it_was_given)
{
	int here = 0;

	cr_assert_eq(must(&here), &here);
}

Test(memory, must_ends_the_process_when_there_is_nothing, .exit_code = EXIT_NO_MEMORY)
{
	must(NULL);
}

Test(memory, a_count_that_talloc_can_take_is_passed_on)
{
	cr_assert_eq(array_count(0), 0);
	cr_assert_eq(array_count(INT_MAX), (unsigned)INT_MAX);
}

Test(memory, a_count_that_talloc_cannot_take_ends_the_process, .exit_code = EXIT_NO_MEMORY)
{
	array_count((size_t)INT_MAX + 1);
}

Test(memory, new_things_are_zero_and_end_with_their_owner)
{
	void *owner = talloc_new(NULL);
	long *one = NEW(owner, long);
	long *many = NEW_ARRAY(owner, long, 100);

	cr_assert_eq(*one, 0);
	for (size_t i = 0; i < 100; i++)
		cr_assert_eq(many[i], 0);
	cr_assert_eq(talloc_parent(one), owner);
	cr_assert_eq(talloc_total_blocks(owner), 3);
	talloc_free(owner);
}

Test(memory, growing_an_array_keeps_what_it_held)
{
	long *array = GROW_ARRAY(NULL, NULL, long, 1);

	array[0] = 42;
	array = GROW_ARRAY(NULL, array, long, 10000);
	array[9999] = 1;
	cr_assert_eq(array[0], 42);
	talloc_free(array);
}

Test(memory, copies_are_texts_of_their_own)
{
	void *owner = talloc_new(NULL);
	char source[] = "418.51 USD";
	char *copy = text_copy(owner, source);
	char *part = text_copy_n(owner, source, 6);

	source[0] = 'x';
	cr_assert_str_eq(copy, "418.51 USD");
	cr_assert_str_eq(part, "418.51");
	cr_assert_str_eq(text_format(owner, "%s = %d", part, 7), "418.51 = 7");
	talloc_free(owner);
}
