#include "ledger/timeline.h"

#include "ledger/fixture.h"

#define FARMER "100000000001"

static struct timeline timeline;
static int next_key;

static void begin(void)
{
	ledger_make();
	next_key = 1;
}

TestSuite(timeline, .init = begin, .fini = folder_remove);

static void look(const char *asked_at)
{
	struct timeline_question question = {
		.account = FARMER, .system = "spool", .ticket = "50", .asked_at = at(asked_at)};

	ASSERT(ledger_timeline(ledger, ctx, &question, &timeline, &error));
}

/* "bought A 499.00 USD | asked 7 A approve 418.51 USD | ..." */
static const char *story(void)
{
	static const char *const kinds[] = {"bought", "asked", "refunded"};
	struct buffer *out = buffer_new(ctx);

	for (size_t i = 0; i < timeline.count; i++) {
		const struct timeline_entry *entry = &timeline.entries[i];

		buffer_add_format(out, "%s%s", i > 0 ? " | " : "", kinds[entry->kind]);
		if (entry->ticket != NULL)
			buffer_add_format(out, " %s", entry->ticket);
		buffer_add_format(out, " %s", entry->order_id != NULL ? entry->order_id : "-");
		if (entry->is_told)
			buffer_add_format(out, " %s", outcome_words.list[entry->outcome]);
		if (entry->reviewer != NULL)
			buffer_add_format(out, " %s by %s", verdict_words.list[entry->verdict],
					  entry->reviewer);
		if (entry->amount.currency != NULL)
			buffer_add_format(out, " %lld %s", (long long)entry->amount.minor,
					  entry->amount.currency->code);
	}
	return out->bytes;
}

static void import_order(const char *id, const char *owner, const char *payer, const char *day)
{
	import_all_of("orders",
		      text_format(ctx,
				  ORDERS_HEADER "%s,live,,,,,%s,%s,,,%sT08:00:00Z,1,USD,400.00,"
						"90.00,9.00,5.00\n",
				  id, owner, payer, day));
}

struct request {
	const char *ticket, *order, *asked_at;
	enum case_state state;
	enum outcome outcome;
	enum course course;
};

static int64_t ask(const struct request *request)
{
	struct case_row row = case_of(request->ticket, request->state);
	struct decision_row decision;

	row.requester_uin = FARMER;
	row.order_id = request->order;
	row.asked_at = at(request->asked_at);
	ASSERT(case_save(ledger, &row, &error));
	if (request->state == CASE_WITHDRAWN)
		return row.id;
	decision = decision_of(row.id);
	decision.outcome = request->outcome;
	decision.course = request->course;
	if (request->outcome != OUTCOME_APPROVE)
		decision.total = (struct money){0};
	ASSERT(decision_save(ledger, &decision, &error));
	return row.id;
}

static void settle_reply(int64_t case_id, enum effect_state state)
{
	struct effect_row effect = effect_of(case_id, next_key++);

	ASSERT(effect_add(ledger, &effect, &error));
	ASSERT(effect_settle(ledger, effect.key, state, NOW, &error));
}

static void decide(int64_t case_id, const char *reviewer, enum verdict verdict,
		   enum verdict_state state, const char *given_at, int64_t minor)
{
	struct case_row row = case_of("7", CASE_FLAGGED);
	struct verdict_row given = {
		.case_id = case_id,
		.revision = 1,
		.verdict = verdict,
		.state = state,
		.reviewer = reviewer,
		.given_at = at(given_at),
		.why_refused = state == VERDICT_REFUSED ? "twice" : NULL,
	};

	row.id = case_id;
	if (minor > 0)
		given.total = (struct money){minor, currency_find("USD", 3)};
	ASSERT(verdict_save(ledger, &row, &given, NOW, &error));
}

Test(timeline, nothing_on_record_is_an_empty_story)
{
	look("2023-03-06T00:00:00Z");
	cr_expect_eq(timeline.count, 0);
	cr_expect_eq(timeline.total[TIMELINE_BOUGHT], 0);
}

Test(timeline, it_tells_in_order_what_was_bought_asked_and_refunded)
{
	import_order("A", FARMER, FARMER, "2023-01-01");
	import_order("B", "2", FARMER, "2023-02-01"); /* paid for somebody else */
	import_order("C", "2", "2", "2023-02-02");    /* nothing of theirs */
	import_all_of("refunds", "order_id,refunded_at,currency,amount\n"
				 "A,2023-01-05T00:00:00Z,USD,418.51\n"
				 "C,2023-02-05T00:00:00Z,USD,1.00\n");
	ask(&(struct request){"7", "A", "2023-01-04T00:00:00Z", CASE_ANSWERED, OUTCOME_APPROVE,
			      COURSE_ANSWER});
	ask(&(struct request){"8", NULL, "2023-02-04T00:00:00Z", CASE_WITHDRAWN, 0, 0});
	look("2023-03-06T00:00:00Z");
	cr_expect_str_eq(story(), "bought A 49900 USD | asked 7 A approve 41851 USD | "
				  "refunded A 41851 USD | bought B 49900 USD | asked 8 -");
	cr_expect_eq(timeline.total[TIMELINE_BOUGHT], 2);
	cr_expect_eq(timeline.total[TIMELINE_ASKED], 2);
	cr_expect_eq(timeline.total[TIMELINE_REFUNDED], 1);
	cr_expect_eq(timeline.entries[4].state, CASE_WITHDRAWN);
}

Test(timeline, what_came_after_asking_is_not_seen)
{
	import_order("A", FARMER, FARMER, "2023-01-01");
	import_order("B", FARMER, FARMER, "2023-01-09");
	import_all_of("refunds", "order_id,refunded_at,currency,amount\n"
				 "A,2023-01-08T00:00:00Z,USD,418.51\n");
	ask(&(struct request){"7", "A", "2023-01-07T00:00:00Z", CASE_ANSWERED, OUTCOME_REJECT,
			      COURSE_ANSWER});
	look("2023-01-06T00:00:00Z");
	cr_expect_str_eq(story(), "bought A 49900 USD");
	look("2023-01-07T00:00:01Z");
	cr_expect_str_eq(story(), "bought A 49900 USD | asked 7 A reject");
}

Test(timeline, the_ticket_that_asks_and_its_later_equals_are_left_out)
{
	static const char *const tickets[] = {"50", "9", "49", "51", "100"};

	for (size_t i = 0; i < sizeof(tickets) / sizeof(tickets[0]); i++)
		ask(&(struct request){tickets[i], "A", "2023-01-07T00:00:00Z", CASE_ANSWERED,
				      OUTCOME_REJECT, COURSE_ANSWER});
	look("2023-01-07T00:00:00Z");
	cr_expect_eq(timeline.count, 2);
	cr_expect_eq(timeline.total[TIMELINE_ASKED], 2, "tickets 9 and 49");
}

Test(timeline, only_what_was_told_or_decided_by_then_counts_as_an_outcome)
{
	int64_t held = ask(&(struct request){"1", "A", "2023-01-01T00:00:00Z", CASE_HELD,
					     OUTCOME_APPROVE, COURSE_HOLD});
	int64_t overtaken = ask(&(struct request){"2", "A", "2023-01-02T00:00:00Z", CASE_PERSON,
						  OUTCOME_APPROVE, COURSE_ANSWER});
	int64_t flagged = ask(&(struct request){"3", "A", "2023-01-03T00:00:00Z", CASE_ANSWERED,
						OUTCOME_FLAG, COURSE_ANSWER});

	settle_reply(overtaken, EFFECT_STOOD_BACK);
	decide(flagged, "alice", VERDICT_APPROVE, VERDICT_FIRST, "2023-01-04T00:00:00Z", 30000);
	decide(flagged, "bob", VERDICT_APPROVE, VERDICT_FINAL, "2023-01-06T00:00:00Z", 30000);
	look("2023-01-05T00:00:00Z");
	cr_expect_str_eq(story(), "asked 1 A | asked 2 A | asked 3 A flag");
	decide(held, "carol", VERDICT_RELEASE, VERDICT_FINAL, "2023-01-05T00:00:00Z", 0);
	look("2023-01-07T00:00:00Z");
	cr_expect_str_eq(story(), "asked 1 A approve release by carol 41851 USD | asked 2 A | "
				  "asked 3 A flag approve by bob 30000 USD");
}

Test(timeline, of_many_the_newest_stay)
{
	for (int i = 0; i < 3 * TIMELINE_MAX; i++) {
		/* In no order of time, as the records of a year come in. */
		int day = 1 + i * 7 % (3 * TIMELINE_MAX);

		import_order(text_format(ctx, "%02d", day), FARMER, FARMER,
			     text_format(ctx, "2023-04-%02d", day));
	}
	look("2023-05-06T00:00:00Z");
	cr_expect_eq(timeline.count, TIMELINE_MAX);
	cr_expect_eq(timeline.total[TIMELINE_BOUGHT], 3 * TIMELINE_MAX);
	for (size_t i = 0; i < timeline.count; i++)
		cr_expect_str_eq(timeline.entries[i].order_id,
				 text_format(ctx, "%02zu", 2 * TIMELINE_MAX + 1 + i));
}

Test(timeline, an_amount_that_is_not_known_is_none)
{
	import_all_of("orders", ORDERS_HEADER "A,live,,,,," FARMER ",,,,2023-01-01T08:00:00Z,,USD,"
					      "1.00,,,\n");
	look("2023-03-06T00:00:00Z");
	cr_expect_str_eq(story(), "bought A");
}
