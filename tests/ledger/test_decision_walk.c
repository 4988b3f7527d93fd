#include "ledger/decision_walk.h"

#include "ledger/fixture.h"

#define CASES 2500 /* more than two blocks */

static struct instant moment(int number)
{
	return instant_plus(NOW, (struct span){number * SECOND_US});
}

/* Of every case two decisions, the second after the first of all others. */
static void fill(void)
{
	for (int revision = 1; revision <= 2; revision++)
		for (int i = 0; i < CASES; i++) {
			struct case_row row =
				case_of(text_format(ctx, "%d", 1000 + i), CASE_ANSWERED);
			struct decision_row decision;

			row.id = revision == 1 ? 0 : i + 1;
			row.revision = revision;
			ASSERT(case_save(ledger, &row, &error));
			decision = decision_of(row.id);
			decision.revision = revision;
			decision.decided_at = moment((revision - 1) * CASES + i);
			ASSERT(decision_save(ledger, &decision, &error));
		}
	ASSERT(ledger_commit(ledger, &error));
}

/* How many there are, all in the order of their moments; the first in *first. */
static int walk_all(enum walk_kind kind, struct instant since, struct decision_row *first)
{
	struct decision_walk *walk = decision_walk_new(ctx, ledger, kind, since, &error);
	struct instant last = {INSTANT_MIN_US};
	int count = 0;
	bool has_row = true;

	cr_assert_not_null(walk, "%s", error.text);
	while (has_row) {
		struct decision_row row;

		ASSERT(decision_walk_next(walk, ctx, &row, &has_row, &error));
		if (!has_row)
			break;
		if (count++ == 0)
			*first = row;
		cr_assert_gt(row.decided_at.us, last.us);
		cr_assert_leq(decision_walk_progress(walk), 1000);
		last = row.decided_at;
	}
	cr_expect_eq(decision_walk_progress(walk), 1000);
	return count;
}

static void begin(void)
{
	ledger_make();
	fill();
}

TestSuite(decision_walk, .init = begin, .fini = folder_remove);

Test(decision_walk, all_are_met_once_in_the_order_in_which_they_were_made)
{
	struct decision_row first;

	cr_expect_eq(walk_all(WALK_ALL, (struct instant){INSTANT_MIN_US}, &first), 2 * CASES);
	cr_expect_eq(first.revision, 1);
	cr_expect_str_eq(first.facts_json, "{\"order\":{}}");
	cr_expect_str_eq(first.decision_json, "{\"outcome\":\"approve\"}");
	cr_expect_str_eq(first.policy_hash, "abc");
	cr_expect_eq(first.total.minor, 41851);
}

Test(decision_walk, of_each_case_the_newest_alone)
{
	struct decision_row first;

	cr_expect_eq(walk_all(WALK_NEWEST, (struct instant){INSTANT_MIN_US}, &first), CASES);
	cr_expect_eq(first.revision, 2);
}

Test(decision_walk, from_a_moment_on)
{
	struct decision_row first;

	cr_expect_eq(walk_all(WALK_ALL, moment(2 * CASES - 3), &first), 3);
	cr_expect_eq(walk_all(WALK_ALL, moment(2 * CASES), &first), 0);
	cr_expect_eq(walk_all(WALK_NEWEST, moment(CASES + 1), &first), CASES - 1);
}

Test(decision_walk, a_case_has_its_ticket_and_a_hash_its_text)
{
	const char *system, *ticket, *text;

	ASSERT(case_ticket_find(ledger, ctx, 3, &system, &ticket, &error));
	cr_expect_str_eq(system, "spool");
	cr_expect_str_eq(ticket, "1002");
	cr_expect_not(case_ticket_find(ledger, ctx, CASES + 1, &system, &ticket, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	ASSERT(policy_text_find(ledger, ctx, "abc", &text, &error));
	cr_expect_str_eq(text, "the text");
	ASSERT(policy_text_find(ledger, ctx, "abd", &text, &error));
	cr_expect_null(text);
}
