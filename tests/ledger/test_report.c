#include "ledger/report.h"

#include "ledger/fixture.h"
#include "ledger/reviews.h"

/* Days begin at 16:00 of the day before in UTC. */
static const struct zone china = {.offset_s = 28800};
static struct report report;
static int next_key;

static void begin(void)
{
	ledger_make();
	next_key = 1;
}

TestSuite(report, .init = begin, .fini = folder_remove);

static void make(const char *since, const char *until)
{
	ASSERT(ledger_report(ledger, ctx, at(since), at(until), china, &report, &error));
}

static void make_march(void)
{
	make("2023-03-01T00:00:00+08:00", "2023-04-01T00:00:00+08:00");
}

struct ticket {
	const char *asked_at;
	enum outcome outcome;
	enum course course;
	const char *policy;
	int64_t minor;	    /* of USD, of an approval */
	const char *alone;  /* what the policy says without suspicion; NULL: the same */
	const char *signal; /* that gave it 40 points; NULL: none */
};

static int64_t decided(const struct ticket *ticket)
{
	struct case_row row = case_of(text_format(ctx, "%d", next_key), CASE_ANSWERED);
	struct decision_row decision;

	row.asked_at = at(ticket->asked_at);
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	decision.outcome = ticket->outcome;
	decision.course = ticket->course;
	decision.policy = ticket->policy;
	decision.alone = ticket->alone;
	decision.total = (struct money){0};
	if (ticket->outcome == OUTCOME_APPROVE)
		decision.total = (struct money){ticket->minor, currency_find("USD", 3)};
	if (ticket->signal != NULL)
		decision.evidence = text_format(ctx,
						"[{\"signal\":\"%s\",\"points\":40,\"hard\":false},"
						"{\"signal\":\"weak\",\"points\":0,\"hard\":false},"
						"{\"signal\":\"slow\",\"failure\":\"too slow\"}]",
						ticket->signal);
	ASSERT(decision_save(ledger, &decision, &error));
	next_key++;
	return row.id;
}

/* The reply of a revision, in its ticket `after` asking. */
static void reply(int64_t id, int revision, enum effect_state state, const char *asked_at,
		  int64_t after)
{
	struct effect_row effect = effect_of(id, 1000 * next_key++);

	effect.revision = revision;
	ASSERT(effect_add(ledger, &effect, &error));
	ASSERT(effect_settle(ledger, effect.key, state,
			     instant_plus(at(asked_at), (struct span){after}), &error));
}

static void give(int64_t id, enum verdict verdict, enum verdict_state state, int64_t minor)
{
	struct case_row row = case_of("x", CASE_FLAGGED);
	struct verdict_row given = {
		.case_id = id,
		.revision = 1,
		.verdict = verdict,
		.state = state,
		.reviewer = "alice",
		.given_at = NOW,
	};

	row.id = id;
	if (minor > 0)
		given.total = (struct money){minor, currency_find("USD", 3)};
	ASSERT(verdict_save(ledger, &row, &given, NOW, &error));
}

Test(report, an_empty_ledger_reports_nothing)
{
	make_march();
	cr_expect_eq(report.row_count, 0);
	cr_expect_eq(report.money_count, 0);
	cr_expect_eq(report.signal_count, 0);
	cr_expect_eq(report.all.tickets, 0);
	cr_expect_eq(report.all.answered, 0);
}

Test(report, tickets_are_counted_by_day_of_asking_and_policy)
{
	struct case_row linked = case_of("linked", CASE_LINKED);

	decided(&(struct ticket){.asked_at = "2023-03-05T23:59:59+08:00",
				 .outcome = OUTCOME_APPROVE,
				 .course = COURSE_ANSWER,
				 .policy = "live",
				 .minor = 100});
	decided(&(struct ticket){.asked_at = "2023-03-06T00:00:00+08:00",
				 .outcome = OUTCOME_REJECT,
				 .course = COURSE_ANSWER,
				 .policy = "live"});
	decided(&(struct ticket){.asked_at = "2023-03-06T07:00:00+08:00",
				 .outcome = OUTCOME_FLAG,
				 .course = COURSE_ANSWER,
				 .policy = "live"});
	decided(&(struct ticket){.asked_at = "2023-03-06T07:00:00+08:00",
				 .outcome = OUTCOME_APPROVE,
				 .course = COURSE_HOLD,
				 .policy = "call",
				 .minor = 100});
	decided(&(struct ticket){.asked_at = "2023-03-06T07:00:00+08:00",
				 .outcome = OUTCOME_ASK,
				 .course = COURSE_PERSON,
				 .policy = NULL});
	ASSERT(case_save(ledger, &linked, &error)); /* asked 2023-03-06T07:59:59+08:00 */
	decided(&(struct ticket){.asked_at = "2023-04-01T00:00:00+08:00",
				 .outcome = OUTCOME_REJECT,
				 .course = COURSE_ANSWER,
				 .policy = "live"});
	make_march();
	cr_assert_eq(report.row_count, 4);
	cr_expect_eq(report.rows[0].day.day, 5);
	cr_expect_eq(report.rows[0].outcomes[OUTCOME_APPROVE], 1);
	cr_expect_eq(report.rows[1].day.day, 6);
	cr_expect_null(report.rows[1].policy);
	cr_expect_eq(report.rows[1].tickets, 2);
	cr_expect_eq(report.rows[1].undecided, 1);
	cr_expect_eq(report.rows[1].outcomes[OUTCOME_ASK], 1);
	cr_expect_eq(report.rows[1].courses[COURSE_PERSON], 1);
	cr_expect_str_eq(report.rows[2].policy, "call");
	cr_expect_eq(report.rows[2].courses[COURSE_HOLD], 1);
	cr_expect_str_eq(report.rows[3].policy, "live");
	cr_expect_eq(report.rows[3].tickets, 2);
	cr_expect_eq(report.rows[3].outcomes[OUTCOME_REJECT], 1);
	cr_expect_eq(report.rows[3].outcomes[OUTCOME_FLAG], 1);
	cr_expect_eq(report.rows[3].courses[COURSE_ANSWER], 2);
	cr_expect_eq(report.all.tickets, 6);
	cr_expect_eq(report.all.outcomes[OUTCOME_APPROVE], 2);
	cr_expect_eq(report.all.courses[COURSE_ANSWER], 3);
	cr_expect_eq(report.all.undecided, 1);
}

#define MARCH_6 "2023-03-06T07:59:59+08:00"

/* An approval that was told `after` asking. */
static void answered(const char *policy, int64_t after)
{
	int64_t id = decided(&(struct ticket){.asked_at = MARCH_6,
					      .outcome = OUTCOME_APPROVE,
					      .course = COURSE_ANSWER,
					      .policy = policy,
					      .minor = 100});

	reply(id, 1, EFFECT_DONE, MARCH_6, after);
}

Test(report, percentiles_are_of_the_nearest_rank)
{
	/* 1 to 20 seconds, in no order: the 10th is the median, the 19th is at 95 of 100. */
	for (int i = 0; i < 20; i++)
		answered("live", (1 + i * 7 % 20) * SECOND_US);
	answered("call", 100 * SECOND_US);
	make_march();
	cr_assert_eq(report.row_count, 2);
	cr_expect_eq(report.rows[0].answered, 1);
	cr_expect_eq(report.rows[0].median.us, 100 * SECOND_US);
	cr_expect_eq(report.rows[0].late.us, 100 * SECOND_US);
	cr_expect_eq(report.rows[1].answered, 20);
	cr_expect_eq(report.rows[1].median.us, 10 * SECOND_US);
	cr_expect_eq(report.rows[1].late.us, 19 * SECOND_US);
	/* Of all 21 the 11th and the 20th. */
	cr_expect_eq(report.all.answered, 21);
	cr_expect_eq(report.all.median.us, 11 * SECOND_US);
	cr_expect_eq(report.all.late.us, 20 * SECOND_US);
}

Test(report, an_answer_is_one_with_an_outcome_not_that_a_colleague_looks)
{
	struct ticket flag = {.asked_at = MARCH_6,
			      .outcome = OUTCOME_FLAG,
			      .course = COURSE_ANSWER,
			      .policy = "live"};
	struct ticket held = {.asked_at = MARCH_6,
			      .outcome = OUTCOME_REJECT,
			      .course = COURSE_HOLD,
			      .policy = "live"};
	int64_t waiting = decided(&flag), reviewed = decided(&flag), released = decided(&held);
	int64_t lost = decided(&(struct ticket){.asked_at = MARCH_6,
						.outcome = OUTCOME_APPROVE,
						.course = COURSE_ANSWER,
						.policy = "live",
						.minor = 100});

	reply(waiting, 1, EFFECT_DONE, MARCH_6, 1);
	reply(reviewed, 1, EFFECT_DONE, MARCH_6, 2);
	reply(reviewed, 2, EFFECT_DONE, MARCH_6, 3 * HOUR_US);
	reply(released, 2, EFFECT_DONE, MARCH_6, 5 * HOUR_US);
	reply(lost, 1, EFFECT_STOOD_BACK, MARCH_6, 7);
	give(reviewed, VERDICT_REJECT, VERDICT_FINAL, 0);
	give(released, VERDICT_RELEASE, VERDICT_FINAL, 0);
	make_march();
	cr_assert_eq(report.row_count, 1);
	cr_expect_eq(report.rows[0].answered, 2);
	cr_expect_eq(report.rows[0].median.us, 3 * HOUR_US);
	cr_expect_eq(report.rows[0].late.us, 5 * HOUR_US);
}

Test(report, money_is_what_was_granted_by_the_machine_and_by_reviewers)
{
	struct ticket flag = {.asked_at = MARCH_6,
			      .outcome = OUTCOME_FLAG,
			      .course = COURSE_ANSWER,
			      .policy = "live"};
	struct ticket approval = {.asked_at = MARCH_6,
				  .outcome = OUTCOME_APPROVE,
				  .course = COURSE_ANSWER,
				  .policy = "live",
				  .minor = 41851};
	struct ticket held = {.asked_at = MARCH_6,
			      .outcome = OUTCOME_APPROVE,
			      .course = COURSE_HOLD,
			      .policy = "live",
			      .minor = 1000};
	int64_t lost, reviewed, released;

	decided(&approval);
	decided(&approval);
	decided(&held); /* nobody released it */
	lost = decided(&approval);
	reply(lost, 1, EFFECT_OVERTAKEN, MARCH_6, 1);
	reviewed = decided(&flag);
	give(reviewed, VERDICT_APPROVE, VERDICT_FIRST, 777);
	give(reviewed, VERDICT_APPROVE, VERDICT_FINAL, 30000);
	released = decided(&held);
	give(released, VERDICT_RELEASE, VERDICT_FINAL, 1000);
	make_march();
	cr_assert_eq(report.money_count, 1);
	cr_expect_str_eq(report.money[0].policy, "live");
	cr_expect_str_eq(report.money[0].machine.currency->code, "USD");
	cr_expect_eq(report.money[0].machine.minor, 2 * 41851);
	cr_expect_eq(report.money[0].machine_count, 2);
	cr_expect_eq(report.money[0].reviewers.minor, 31000);
	cr_expect_eq(report.money[0].reviewer_count, 2);
}

Test(report, reviewers_agree_with_what_the_policy_says_without_suspicion)
{
	static const struct {
		enum outcome outcome;
		const char *alone;
		enum verdict verdict;
	} cases[] = {
		{OUTCOME_FLAG, "approve", VERDICT_APPROVE}, /* agreed */
		{OUTCOME_FLAG, "approve", VERDICT_REJECT},  /* differed */
		{OUTCOME_FLAG, "reject", VERDICT_REJECT},   /* agreed */
		{OUTCOME_FLAG, NULL, VERDICT_APPROVE},	    /* open */
		{OUTCOME_APPROVE, NULL, VERDICT_RELEASE},   /* agreed */
		{OUTCOME_REJECT, NULL, VERDICT_APPROVE},    /* differed */
		{OUTCOME_ASK, NULL, VERDICT_REJECT},	    /* open */
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		give(decided(&(struct ticket){.asked_at = MARCH_6,
					      .outcome = cases[i].outcome,
					      .course = COURSE_HOLD,
					      .policy = "live",
					      .minor = 100,
					      .alone = cases[i].alone}),
		     cases[i].verdict, VERDICT_FINAL, 0);
	make_march();
	cr_assert_eq(report.row_count, 1);
	cr_expect_eq(report.rows[0].agreed, 3);
	cr_expect_eq(report.rows[0].differed, 2);
	cr_expect_eq(report.rows[0].open, 2);
	cr_expect_eq(report.all.agreed, 3);
}

Test(report, a_signal_is_worth_what_became_of_its_flags)
{
	struct ticket ring = {.asked_at = MARCH_6,
			      .outcome = OUTCOME_FLAG,
			      .course = COURSE_ANSWER,
			      .policy = "live",
			      .minor = 0,
			      .alone = "approve",
			      .signal = "ring"};
	struct ticket noted = {.asked_at = MARCH_6,
			       .outcome = OUTCOME_APPROVE,
			       .course = COURSE_ANSWER,
			       .policy = "live",
			       .minor = 1,
			       .alone = NULL,
			       .signal = "ring"};
	struct ticket copied = {.asked_at = MARCH_6,
				.outcome = OUTCOME_FLAG,
				.course = COURSE_ANSWER,
				.policy = "live",
				.minor = 0,
				.alone = NULL,
				.signal = "copied"};

	give(decided(&ring), VERDICT_REJECT, VERDICT_FINAL, 0);
	give(decided(&ring), VERDICT_REJECT, VERDICT_FINAL, 0);
	give(decided(&ring), VERDICT_APPROVE, VERDICT_FINAL, 100);
	give(decided(&ring), VERDICT_APPROVE, VERDICT_FIRST, 100);
	decided(&noted);
	decided(&copied);
	make_march();
	cr_assert_eq(report.signal_count, 2, "weak gave nothing, slow could not be told");
	cr_expect_str_eq(report.signals[0].name, "ring");
	cr_expect_eq(report.signals[0].fired, 5);
	cr_expect_eq(report.signals[0].flagged, 4);
	cr_expect_eq(report.signals[0].confirmed, 2);
	cr_expect_eq(report.signals[0].cleared, 1);
	cr_expect_str_eq(report.signals[1].name, "copied");
	cr_expect_eq(report.signals[1].fired, 1);
}
