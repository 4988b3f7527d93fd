#include "daemon/note.h"

#include "base/memory.h"
#include "policy/judge.h"
#include "wire/facts_json.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void *ctx;
static struct config config;
static struct facts facts;
static struct decision decision, alone;
static struct signal_findings findings;
static struct timeline timeline;
static struct note note;

static const struct review_reason reasons[] = {
	{.code = "misuse", .outcome = OUTCOME_REJECT},
	{.code = "kindly", .outcome = OUTCOME_APPROVE},
	{.code = "late", .outcome = OUTCOME_REJECT},
};

static void begin(void)
{
	struct problems *problems;

	ctx = talloc_new(NULL);
	problems = problems_new(ctx);
	config = *(struct config *)must(
		config_load(ctx, TESTS_DIR "/../etc/refundd.conf", problems));
	config.review.reasons = reasons;
	config.review.reason_count = COUNT(reasons);
	findings = (struct signal_findings){.is_asked = true};
	timeline = (struct timeline){.count = 0};
	note = (struct note){.config = &config,
			     .system = "spool",
			     .ticket = "1001",
			     .zone = {.offset_s = 28800},
			     .facts = &facts,
			     .decision = &decision,
			     .alone = &alone,
			     .findings = &findings,
			     .timeline = &timeline};
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(note, .init = begin, .fini = end);

/* The founding case, with other use and another score. */
static void take(const char *minutes, const char *paid, int score)
{
	static const char format[] =
		"{\"ticket\":{\"system\":\"spool\",\"id\":\"1001\",\"created_at\":"
		"\"2023-03-06T07:59:59+08:00\",\"product\":\"Tencent Real-Time Communication "
		"TRTC\",\"issue_type\":\"Billing and Refund Issues\",\"requester_uin\":"
		"\"100000000001\",\"language\":\"en\",\"orders_named\":1},\"order\":{\"id\":"
		"\"20230301080000000001\",\"family\":\"rtc-engine\",\"edition\":\"standard\","
		"\"action\":\"purchase\",\"status\":\"shipped\",\"sdk_app_id\":\"1400000001\","
		"\"owner_uin\":\"100000000001\",\"payer_uin\":\"100000000001\",\"entity\":\"E-1\","
		"\"origin\":\"purchased\",\"purchased_at\":\"2023-03-01T08:00:00+08:00\","
		"\"months\":1,\"currency\":\"USD\",\"paid\":{\"cash\":\"%s\",\"transfer\":\"0.00\","
		"\"gift\":\"0.00\",\"voucher\":\"0.00\"}},\"usage\":{%s\"used_after_request\":"
		"false,\"as_of\":\"2023-03-06T11:00:00+08:00\"},\"account\":{\"suspended\":"
		"\"none\",\"frozen\":\"0.00\"},\"history\":{\"order_refunded\":false,"
		"\"order_refund_pending\":false,\"entity_refunds_of_family\":0},\"signals\":{}}";
	char *text = text_format(ctx, format, paid, minutes);
	struct signal_step *step = NEW(ctx, struct signal_step);
	struct signal *signal = NEW(ctx, struct signal);
	struct json_document document;
	struct error error;

	cr_assert(json_read(ctx, text, strlen(text), &facts_json_limits, &document, &error) &&
			  facts_from_json(ctx, &document, &facts, &error),
		  "%s", error.text);
	*step = (struct signal_step){{0}, score};
	*signal =
		(struct signal){.name = "sign", .title = "a sign", .steps = step, .step_count = 1};
	config.policies.signals = signal;
	config.policies.signal_count = 1;
	judge(ctx, &config.policies, &facts, NULL, &decision);
	judge_unsuspecting(ctx, &config.policies, &facts, NULL, &alone);
}

#define UNUSED "\"gifted_minutes_used\":\"0\","
#define USED   "\"gifted_minutes_used\":\"7\","

/* What stands above the details. */
static const char *top(void)
{
	char *text = note_text(ctx, &note);
	char *details = strstr(text, "\n----\n");

	cr_assert_not_null(details, "%s", text);
	details[0] = '\0';
	return text;
}

static const char *first_line(void)
{
	const char *text = top();

	return text_copy_n(ctx, text, strcspn(text, "\n"));
}

#define CHOICES(also)                                                               \
	"Set review_verdict to approve" also " reject, reviewer to your name, and " \
	"review_reason to a code:\n"                                                \
	"- approve: kindly\n"                                                       \
	"- reject: misuse, late\n"

/* ---- whole notes ---- */

static const struct signal repeats = {.name = "repeat-refunds",
				      .title = "refunds granted to the account in the 30 days "
					       "before asking"};
static const struct signal ring = {.name = "ring",
				   .title = "accounts of one payer or entity that ask for refunds "
					    "within 30 days"};
static const char *const refund_columns[] = {"ticket", "order_id", "granted_at", "amount"};
static const char *const ring_columns[] = {"account", "system", "ticket", "shares"};

static struct instant at(const char *text)
{
	struct instant instant;
	struct error error;

	cr_assert(instant_parse(text, strlen(text), &instant, &error), "%s", error.text);
	return instant;
}

static struct money usd(int64_t minor)
{
	return (struct money){minor, currency_find("USD", 3)};
}

static void find_farmer(void)
{
	static const char *const refunds[][4] = {
		{"977", "20230103080000000001", "2023-02-08T01:00:00Z", "418.51 USD"},
		{"981", "20230209080000000001", "2023-02-14T01:00:00Z", "402.41 USD"},
		{NULL, "20230215080000000001", "2023-02-20T01:00:00Z", "402.41 USD"},
	};
	static const char *const members[][4] = {
		{"100000000002", "spool", "981", "payer 100000000009"},
		{"100000000003", "spool", "983", "payer 100000000009"},
		{"100000000004", "old", "55", "entity E-1"},
		{"100000000005", "spool", "985", "entity E-1"},
		{"100000000006", "spool", "986", "entity E-1"},
		{"100000000007", "spool", "987", "entity E-1"},
	};
	static struct signal_evidence rows[COUNT(refunds) + COUNT(members)];
	static struct signal_finding list[3];

	for (size_t i = 0; i < COUNT(refunds); i++)
		rows[i].texts = refunds[i];
	for (size_t i = 0; i < COUNT(members); i++)
		rows[COUNT(refunds) + i].texts = members[i];
	list[0] = (struct signal_finding){.signal = &repeats,
					  .value = number_of(3),
					  .points = 35,
					  .columns = refund_columns,
					  .column_count = 4,
					  .rows = rows,
					  .row_count = 3,
					  .row_total = 3};
	list[1] = (struct signal_finding){.signal = &config.policies.signals[0],
					  .value = number_of(0)}; /* found nothing */
	list[2] = (struct signal_finding){.signal = &ring,
					  .value = number_of(17),
					  .points = 50,
					  .is_hard = true,
					  .columns = ring_columns,
					  .column_count = 4,
					  .rows = rows + COUNT(refunds),
					  .row_count = 6,
					  .row_total = 17};
	findings.list = list;
	findings.count = 3;
}

static void remember_farmer(void)
{
	struct timeline_entry entries[] = {
		{.kind = TIMELINE_BOUGHT,
		 .at = at("2023-02-09T08:00:00+08:00"),
		 .order_id = "20230209080000000001",
		 .amount = usd(49900)},
		{.kind = TIMELINE_ASKED,
		 .at = at("2023-02-14T07:30:00+08:00"),
		 .order_id = "20230209080000000001",
		 .amount = usd(40241),
		 .system = "spool",
		 .ticket = "981",
		 .state = CASE_ANSWERED,
		 .is_told = true,
		 .outcome = OUTCOME_APPROVE},
		{.kind = TIMELINE_REFUNDED,
		 .at = at("2023-02-15T10:00:00+08:00"),
		 .order_id = "20230209080000000001",
		 .amount = usd(40241)},
		{.kind = TIMELINE_ASKED,
		 .at = at("2023-02-20T07:30:00+08:00"),
		 .system = "old",
		 .ticket = "57",
		 .state = CASE_ANSWERED,
		 .reviewer = "alice",
		 .verdict = VERDICT_REJECT},
		{.kind = TIMELINE_BOUGHT,
		 .at = at("2023-03-01T08:00:00+08:00"),
		 .order_id = "20230301080000000001",
		 .amount = usd(49900)},
	};

	memcpy(timeline.entries, entries, sizeof(entries));
	timeline.count = COUNT(entries);
	timeline.total[TIMELINE_BOUGHT] = 4;
	timeline.total[TIMELINE_ASKED] = 3;
	timeline.total[TIMELINE_REFUNDED] = 1;
}

static const char farmer[] =
	"Held for a person: score 85 (suspicious: score >= 65)\n"
	"The policy alone: approve 418.51 USD = 499.00 x (31 - 5) / 31 = 418.516..., truncated "
	"to 418.51\n"
	"\n"
	"What fired: 85 points\n"
	"- repeat-refunds 3, 35 points: refunds granted to the account in the 30 days before "
	"asking\n"
	"    ticket 977, order_id 20230103080000000001, granted_at 2023-02-08 09:00, amount "
	"418.51 USD\n"
	"    ticket 981, order_id 20230209080000000001, granted_at 2023-02-14 09:00, amount "
	"402.41 USD\n"
	"    order_id 20230215080000000001, granted_at 2023-02-20 09:00, amount 402.41 USD\n"
	"- ring 17, 50 points, a hard sign: accounts of one payer or entity that ask for refunds "
	"within 30 days\n"
	"    account 100000000002, ticket 981, shares payer 100000000009\n"
	"    account 100000000003, ticket 983, shares payer 100000000009\n"
	"    account 100000000004, system old, ticket 55, shares entity E-1\n"
	"    account 100000000005, ticket 985, shares entity E-1\n"
	"    account 100000000006, ticket 986, shares entity E-1\n"
	"    and 12 more\n"
	"\n"
	"The account before: 4 purchases, 3 requests, 1 refund; times in +08:00\n"
	"- 3 earlier\n"
	"- 2023-02-09 08:00  bought 20230209080000000001: 499.00 USD\n"
	"- 2023-02-14 07:30  asked in ticket 981 about 20230209080000000001: approved 402.41 USD\n"
	"- 2023-02-15 10:00  got back for 20230209080000000001: 402.41 USD\n"
	"- 2023-02-20 07:30  asked in ticket 57 about an order not named: rejected by alice\n"
	"- 2023-03-01 08:00  bought 20230301080000000001: 499.00 USD\n"
	"\n"
	"Tickets named: 977, 981, 983, 985, 986\n"
	"\n" CHOICES(" or") "Or with refundctl review: approve 1001, reject 1001 --code CODE\n";

Test(note, a_flag_says_why_what_fired_what_went_before_and_what_to_do)
{
	take(UNUSED, "499.00", 85);
	find_farmer();
	remember_farmer();
	cr_expect_str_eq(top(), farmer, "%s", top());
}

Test(note, in_a_request_tracker_its_tickets_are_links_and_its_fields_have_its_names)
{
	static const struct rt_settings rt = {.url = "https://rt.example.com",
					      .verdict_field = "ReviewVerdict",
					      .reason_field = "ReviewReason"};
	const char *text;

	take(UNUSED, "499.00", 85);
	find_farmer();
	config.rt = &rt;
	text = top();
	cr_expect_not_null(strstr(text, "Tickets named: 977, 981, 983, 985, 986\n"
					"- https://rt.example.com/Ticket/Display.html?id=977\n"
					"- https://rt.example.com/Ticket/Display.html?id=981\n"),
			   "%s", text);
	cr_expect_not_null(strstr(text, "Set ReviewVerdict to approve or reject, and ReviewReason "
					"to a code:\n"),
			   "%s", text);
}

Test(note, what_is_not_so_takes_no_line)
{
	take("", "499.00", 0);
	note.findings = NULL;
	cr_expect_str_eq(
		top(),
		"Held for a person: not known: usage.gifted_minutes_used\n\n" CHOICES(
			" or") "Or with refundctl review: approve 1001, reject 1001 --code CODE\n",
		"%s", top());
}

/* ---- the first line ---- */

Test(note, its_first_line_says_what_came_of_the_ticket_and_why)
{
	static const struct {
		const char *minutes, *paid;
		int score;
		struct braking braking;
		const char *line;
	} cases[] = {
		{UNUSED,
		 "499.00",
		 85,
		 {COURSE_ANSWER, BRAKE_NONE},
		 "Held for a person: score 85 (suspicious: score >= 65)"},
		{UNUSED,
		 "9000.00",
		 0,
		 {COURSE_ANSWER, BRAKE_NONE},
		 "Held for a person: refund 7548.38 USD, limit 5000.00 USD (above-limit: refund > "
		 "limit)"},
		{"",
		 "499.00",
		 0,
		 {COURSE_ANSWER, BRAKE_NONE},
		 "Held for a person: not known: usage.gifted_minutes_used"},
		{UNUSED,
		 "499.00",
		 40,
		 {COURSE_ANSWER, BRAKE_NONE},
		 "Answered, with a score of 40: refundd has approved 418.51 USD"},
		{UNUSED,
		 "499.00",
		 0,
		 {COURSE_SHADOW, BRAKE_SHADOW},
		 "Shadow mode: refundd would have approved 418.51 USD"},
		{UNUSED,
		 "499.00",
		 85,
		 {COURSE_SHADOW, BRAKE_SHADOW},
		 "Shadow mode: refundd would have left it to a person: score 85 (suspicious: score "
		 ">= 65)"},
		{USED,
		 "499.00",
		 0,
		 {COURSE_HOLD, BRAKE_ASSIST},
		 "Held until a person releases it: refundd would have rejected it: "
		 "usage.gifted_minutes_used 7 (used: usage.gifted_minutes_used > 0)"},
		{UNUSED,
		 "499.00",
		 0,
		 {COURSE_PERSON, BRAKE_BUDGET},
		 "Held for a person: refundd would have approved 418.51 USD"},
		{UNUSED,
		 "499.00",
		 0,
		 {COURSE_PERSON, BRAKE_RATE},
		 "Held for a person: refundd would have approved 418.51 USD"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		take(cases[i].minutes, cases[i].paid, cases[i].score);
		note.braking = cases[i].braking;
		cr_expect_str_eq(first_line(), cases[i].line, "%s", first_line());
	}
}

Test(note, a_question_says_what_the_customer_would_have_been_asked)
{
	take(UNUSED, "499.00", 0);
	decision = (struct decision){.outcome = OUTCOME_ASK, .missing = FACT_BIT(FACT_ORDER_ID)};
	alone = decision;
	note.braking = (struct braking){COURSE_PERSON, BRAKE_QUESTIONS};
	note.remark = "The customer was asked 3 times and has not told what is needed.";
	cr_expect_eq(strncmp(top(),
			     "Held for a person: refundd would have asked the customer for "
			     "order.id\nThe customer was asked 3 times and has not told what is "
			     "needed.\n\n",
			     130),
		     0, "%s", top());
}

/* ---- what can be done ---- */

Test(note, what_can_be_done_hangs_on_what_came_of_it)
{
	take(UNUSED, "499.00", 0);
	note.braking = (struct braking){COURSE_HOLD, BRAKE_ASSIST};
	cr_expect_not_null(strstr(top(), CHOICES(", release or") "Or with refundctl review: "
								 "approve 1001, reject 1001 "
								 "--code CODE, release 1001\n"),
			   "%s", top());
	note.braking = (struct braking){COURSE_PERSON, BRAKE_BUDGET};
	cr_expect_null(strstr(top(), "two different people"));
	cr_expect_not_null(
		strstr(top(), "refundctl review: approve 1001, reject 1001 --code CODE\n"));
	note.braking = (struct braking){COURSE_SHADOW, BRAKE_SHADOW};
	cr_expect_null(strstr(top(), "refundctl"));
	cr_expect_not_null(strstr(top(), "Nobody was answered"));
	note.braking = (struct braking){COURSE_ANSWER, BRAKE_NONE};
	cr_expect_null(strstr(top(), "refundctl"), "what was answered waits for nobody");
	take(UNUSED, "1500.00", 85); /* 1258.06 USD */
	cr_expect_not_null(strstr(top(), "Of this amount two different people have to approve.\n"));
}

/* ---- evidence ---- */

Test(note, what_failed_or_does_not_count_is_said)
{
	static const struct signal slow = {.name = "slow", .title = "slow"};
	struct signal_finding list[] = {
		{.signal = &slow, .failure = "it was stopped after 2000000 steps"},
		{.signal = &ring, .exemption = "until 2026-12-31, by alice: a reseller"},
	};

	take(UNUSED, "499.00", 0);
	findings.list = list;
	findings.count = 2;
	cr_expect_not_null(strstr(top(), "What fired: 0 points\n"
					 "- slow could not be told: it was stopped after 2000000 "
					 "steps\n"
					 "- ring does not count for this account: until "
					 "2026-12-31, by alice: a reseller\n"),
			   "%s", top());
}

Test(note, values_stay_on_their_line_and_long_ones_are_cut_between_characters)
{
	static const char *const columns[] = {"entity"};
	const char *texts[1];
	struct signal_evidence row = {texts};
	struct signal_finding found = {.signal = &ring,
				       .value = number_of(1),
				       .points = 1,
				       .columns = columns,
				       .column_count = 1,
				       .rows = &row,
				       .row_count = 1,
				       .row_total = 1};

	take(UNUSED, "499.00", 0);
	findings.list = &found;
	findings.count = 1;
	texts[0] = "A\n\nHeld\x1b[31m";
	cr_expect_not_null(strstr(top(), "    entity A??Held?[31m\n"), "%s", top());
	texts[0] = "1234567890123456789012345678901234567890123456789012345678901234567890"
		   "123456789\xe5\xa4\xa9 and more";
	cr_expect_not_null(strstr(top(), "0123456789...\n"), "%s", top());
}

/* ---- the timeline ---- */

Test(note, each_request_says_what_came_of_it)
{
	static const struct {
		struct timeline_entry entry;
		const char *outcome;
	} cases[] = {
		{{.state = CASE_LINKED, .linked_to = "9"}, "answered in ticket 9"},
		{{.state = CASE_WITHDRAWN}, "withdrawn"},
		{{.state = CASE_ANSWERED, .is_told = true, .outcome = OUTCOME_REJECT}, "rejected"},
		{{.state = CASE_ASKED, .is_told = true, .outcome = OUTCOME_ASK}, "asked back"},
		{{.state = CASE_FLAGGED, .is_told = true, .outcome = OUTCOME_FLAG},
		 "left to a person"},
		{{.state = CASE_SHADOWED}, "not answered by refundd"},
		{{.state = CASE_ANSWERED, .reviewer = "bob", .verdict = VERDICT_APPROVE},
		 "approved 1.00 USD by bob"},
		{{.state = CASE_ANSWERED,
		  .is_told = true,
		  .outcome = OUTCOME_APPROVE,
		  .reviewer = "bob",
		  .verdict = VERDICT_RELEASE},
		 "approved 1.00 USD, released by bob"},
	};

	take(UNUSED, "499.00", 0);
	timeline.count = 1;
	timeline.total[TIMELINE_ASKED] = 1;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct timeline_entry *entry = &timeline.entries[0];
		char *line = text_format(ctx, "ticket 8 about A1: %s\n", cases[i].outcome);

		*entry = cases[i].entry;
		entry->kind = TIMELINE_ASKED;
		entry->system = "spool";
		entry->ticket = "8";
		entry->order_id = "A1";
		if (entry->reviewer != NULL)
			entry->amount = usd(100);
		cr_expect_not_null(strstr(top(), line), "%s: %s", cases[i].outcome, top());
	}
}

Test(note, at_most_ten_tickets_are_named_each_once)
{
	take(UNUSED, "499.00", 0);
	timeline.count = TIMELINE_MAX;
	timeline.total[TIMELINE_ASKED] = TIMELINE_MAX;
	for (size_t i = 0; i < TIMELINE_MAX; i++)
		timeline.entries[i] =
			(struct timeline_entry){.kind = TIMELINE_ASKED,
						.at = {(int64_t)i},
						.system = "spool",
						.ticket = text_format(ctx, "%zu", i < 2 ? 1 : i)};
	cr_expect_not_null(strstr(top(), "Tickets named: 9, 8, 7, 6, 5, 4, 3, 2, 1\n"), "%s",
			   top());
	find_farmer();
	cr_expect_not_null(
		strstr(top(), "Tickets named: 977, 981, 983, 985, 986, 9, 8, 7, 6, 5 and more\n"),
		"%s", top());
}
