#include "policy/brake.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct money usd(int64_t minor)
{
	return (struct money){minor, currency_find("USD", 3)};
}

static struct decision decide(enum outcome outcome)
{
	struct decision decision = {.outcome = outcome};

	if (outcome == OUTCOME_APPROVE)
		decision.refund.total = usd(1000);
	return decision;
}

static struct brakes without_brakes(void)
{
	return (struct brakes){
		.mode = MODE_AUTO, .share = 100, .rest_mode = MODE_ASSIST, .questions = 2};
}

static void expect(const struct brakes *brakes, enum outcome outcome, struct granted granted,
		   enum course course, enum brake brake)
{
	struct decision decision = decide(outcome);
	struct braking braking = brake_apply(brakes, NULL, "1000", &decision, &granted);

	cr_expect_str_eq(course_words.list[braking.course], course_words.list[course], "%s",
			 outcome_words.list[outcome]);
	cr_expect_str_eq(brake_words.list[braking.brake], brake_words.list[brake], "%s",
			 outcome_words.list[outcome]);
}

Test(brake, words_are_pinned)
{
	static const char *const courses[] = {"answer", "person", "hold", "shadow", "wait"};
	static const char *const brakes[] = {"none",   "shadow", "assist", "questions",
					     "budget", "rate",	 "clock"};

	cr_assert_eq(course_words.count, 5);
	cr_assert_eq(brake_words.count, 7);
	for (int i = 0; i < 5; i++)
		cr_expect_str_eq(course_words.list[i], courses[i]);
	for (int i = 0; i < 7; i++)
		cr_expect_str_eq(brake_words.list[i], brakes[i]);
}

Test(brake, without_brakes_every_decision_is_told)
{
	struct brakes brakes = without_brakes();
	struct granted granted = {.today = usd(99999999), .last_hour = 1000, .questions_asked = 1};

	for (int i = 0; i < OUTCOME_COUNT; i++)
		expect(&brakes, (enum outcome)i, granted, COURSE_ANSWER, BRAKE_NONE);
}

Test(brake, shadow_and_assist_hold_whatever_was_decided)
{
	struct brakes brakes = without_brakes();
	struct granted granted = {.today = usd(0), .questions_asked = 9};

	for (int i = 0; i < OUTCOME_COUNT; i++) {
		brakes.mode = MODE_SHADOW;
		expect(&brakes, (enum outcome)i, granted, COURSE_SHADOW, BRAKE_SHADOW);
		brakes.mode = MODE_ASSIST;
		expect(&brakes, (enum outcome)i, granted, COURSE_HOLD, BRAKE_ASSIST);
	}
}

Test(brake, who_was_asked_often_enough_goes_to_a_person)
{
	struct brakes brakes = without_brakes();

	expect(&brakes, OUTCOME_ASK, (struct granted){.questions_asked = 1}, COURSE_ANSWER,
	       BRAKE_NONE);
	expect(&brakes, OUTCOME_ASK, (struct granted){.questions_asked = 2}, COURSE_PERSON,
	       BRAKE_QUESTIONS);
	expect(&brakes, OUTCOME_REJECT, (struct granted){.questions_asked = 2}, COURSE_ANSWER,
	       BRAKE_NONE);
	brakes.questions = 0;
	expect(&brakes, OUTCOME_ASK, (struct granted){.questions_asked = 0}, COURSE_PERSON,
	       BRAKE_QUESTIONS);
}

Test(brake, the_budget_is_spent_to_the_last_cent_and_no_further)
{
	struct money budget[] = {usd(5000)};
	struct brakes brakes = without_brakes();

	brakes.budget = budget;
	brakes.budget_count = 1;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(4000)}, COURSE_ANSWER,
	       BRAKE_NONE);
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(4001)}, COURSE_PERSON,
	       BRAKE_BUDGET);
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(INT64_MAX)}, COURSE_PERSON,
	       BRAKE_BUDGET);
	expect(&brakes, OUTCOME_REJECT, (struct granted){.today = usd(9999)}, COURSE_ANSWER,
	       BRAKE_NONE);
}

Test(brake, a_currency_without_a_budget_counts_as_above_it)
{
	struct money budget[] = {usd(5000)};
	struct brakes brakes = without_brakes();

	budget[0].currency = currency_find("JPY", 3);
	brakes.budget = budget;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(0)}, COURSE_ANSWER,
	       BRAKE_NONE);
	brakes.budget_count = 1;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(0)}, COURSE_PERSON,
	       BRAKE_BUDGET);
}

Test(brake, so_many_approvals_an_hour_and_no_more)
{
	struct brakes brakes = without_brakes();

	brakes.approvals_per_hour = 3;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.last_hour = 2}, COURSE_ANSWER,
	       BRAKE_NONE);
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.last_hour = 3}, COURSE_PERSON,
	       BRAKE_RATE);
	expect(&brakes, OUTCOME_REJECT, (struct granted){.last_hour = 3}, COURSE_ANSWER,
	       BRAKE_NONE);
}

Test(brake, the_one_that_holds_more_goes_first)
{
	struct money budget[] = {usd(1)};
	struct brakes brakes = without_brakes();

	brakes.budget = budget;
	brakes.budget_count = 1;
	brakes.approvals_per_hour = 1;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(0), .last_hour = 1},
	       COURSE_PERSON, BRAKE_BUDGET);
	brakes.mode = MODE_ASSIST;
	expect(&brakes, OUTCOME_APPROVE, (struct granted){.today = usd(0), .last_hour = 1},
	       COURSE_HOLD, BRAKE_ASSIST);
}

Test(brake, by_a_doubted_clock_nothing_is_decided_in_any_mode)
{
	struct brakes brakes = without_brakes();
	struct granted granted = {.today = usd(0), .questions_asked = 9, .is_clock_doubted = true};

	for (int i = 0; i < OUTCOME_COUNT; i++)
		for (int mode = MODE_SHADOW; mode <= MODE_AUTO; mode++) {
			brakes.mode = (enum mode)mode;
			expect(&brakes, (enum outcome)i, granted, COURSE_WAIT, BRAKE_CLOCK);
		}
}

/* ---- modes by policy and by share ---- */

static const char *account(char text[16], int number)
{
	snprintf(text, 16, "1000%08d", number);
	return text;
}

static enum course course_of(const struct brakes *brakes, const struct policy *policy,
			     const char *of)
{
	struct decision decision = decide(OUTCOME_REJECT);
	struct granted granted = {.last_hour = 0};

	return brake_apply(brakes, policy, of, &decision, &granted).course;
}

Test(brake, a_policy_may_have_a_mode_of_its_own)
{
	struct policy policy = {.has_mode = true, .mode = MODE_SHADOW};
	struct brakes brakes = without_brakes();

	cr_expect_eq(course_of(&brakes, &policy, "1000"), COURSE_SHADOW);
	policy.has_mode = false;
	cr_expect_eq(course_of(&brakes, &policy, "1000"), COURSE_ANSWER);
	policy = (struct policy){.has_mode = true, .mode = MODE_AUTO};
	brakes.mode = MODE_SHADOW;
	cr_expect_eq(course_of(&brakes, &policy, "1000"), COURSE_ANSWER);
	cr_expect_eq(course_of(&brakes, NULL, "1000"), COURSE_SHADOW);
}

/* Of mode, own mode of the policy (-1: none) and rest_mode: the course inside and outside. */
Test(brake, who_is_outside_of_the_share_gets_the_mode_for_the_rest)
{
	static const struct {
		enum mode mode;
		int own;
		enum mode rest;
		enum course inside, outside;
	} cases[] = {
		{MODE_AUTO, -1, MODE_ASSIST, COURSE_ANSWER, COURSE_HOLD},
		{MODE_AUTO, -1, MODE_SHADOW, COURSE_ANSWER, COURSE_SHADOW},
		{MODE_SHADOW, -1, MODE_AUTO, COURSE_SHADOW, COURSE_SHADOW},
		{MODE_AUTO, MODE_SHADOW, MODE_ASSIST, COURSE_SHADOW, COURSE_SHADOW},
		{MODE_AUTO, MODE_ASSIST, MODE_SHADOW, COURSE_HOLD, COURSE_SHADOW},
		{MODE_SHADOW, MODE_AUTO, MODE_ASSIST, COURSE_ANSWER, COURSE_HOLD},
	};
	char text[16];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct policy policy = {.has_mode = cases[i].own >= 0,
					.mode = (enum mode)cases[i].own};
		struct brakes brakes = without_brakes();

		brakes.mode = cases[i].mode;
		brakes.share = 50;
		brakes.rest_mode = cases[i].rest;
		for (int number = 0; number < 100; number++) {
			const char *of = account(text, number);

			cr_expect_eq(course_of(&brakes, &policy, of),
				     brake_is_in_share(of, 50) ? cases[i].inside : cases[i].outside,
				     "%zu: %s", i, of);
		}
	}
}

Test(brake, a_larger_share_has_all_accounts_of_a_smaller_one)
{
	char text[16];

	for (int number = 0; number < 2000; number++) {
		bool was_in = false;

		account(text, number);
		cr_expect_not(brake_is_in_share(text, 0));
		cr_expect(brake_is_in_share(text, 100));
		for (int share = 1; share <= 100; share++) {
			bool is_in = brake_is_in_share(text, share);

			cr_expect(is_in || !was_in, "%s leaves at %d", text, share);
			was_in = is_in;
		}
	}
}

Test(brake, a_share_is_about_as_large_as_it_says)
{
	char text[16];

	for (int share = 10; share < 100; share += 20) {
		int count = 0;

		for (int number = 0; number < 10000; number++)
			count += brake_is_in_share(account(text, number), share);
		cr_expect(count > share * 100 - 200 && count < share * 100 + 200, "%d: %d", share,
			  count);
	}
}

/* Pinned: after an upgrade it must be the same accounts. */
Test(brake, the_accounts_of_a_share_stay_the_same_for_ever)
{
	static const struct {
		const char *account;
		int from; /* the smallest share that it is in */
	} pins[] = {{"100000000001", 51}, {"100000000002", 30}, {"", 43}};

	for (size_t i = 0; i < 3; i++) {
		cr_expect(brake_is_in_share(pins[i].account, pins[i].from), "%s", pins[i].account);
		cr_expect_not(brake_is_in_share(pins[i].account, pins[i].from - 1), "%s",
			      pins[i].account);
	}
}

Test(brake, who_is_not_known_is_outside_of_every_share_but_all)
{
	cr_expect_not(brake_is_in_share(NULL, 99));
	cr_expect(brake_is_in_share(NULL, 100));
}
