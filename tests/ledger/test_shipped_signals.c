/* The signals of etc/signals.conf: each fires where it should, and where it should not does not. */
#include "ledger/signal_lab.h"

#include "support/shipped_config.h"

static const struct config *config;

static void begin(void)
{
	signal_lab_make();
	config = shipped_config(ctx);
	bought("now", "1", "1", "E", "14", "2023-03-02T00:00:00Z");
	question.order_id = "now";
}

TestSuite(shipped_signals, .init = begin, .fini = folder_remove);

static int64_t value_of(const char *name)
{
	find_of_set(&config->policies, config->signal_steps);
	for (size_t i = 0; i < findings.count; i++) {
		const struct signal_finding *finding = &findings.list[i];

		cr_assert_null(finding->failure, "%s: %s", finding->signal->name, finding->failure);
		if (strcmp(finding->signal->name, name) == 0)
			return finding->value.millionths / NUMBER_SCALE;
	}
	cr_assert_fail("no signal %s is shipped", name);
	return -1;
}

static void expect_value(const char *name, int64_t value)
{
	int64_t found = value_of(name);

	cr_expect_eq(found, value, "%s is %lld instead of %lld", name, (long long)found,
		     (long long)value);
}

Test(shipped_signals, whoever_did_nothing_yet_has_no_points)
{
	value_of("ring");
	for (size_t i = 0; i < findings.count; i++)
		cr_expect_eq(findings.list[i].points, 0, "%s", findings.list[i].signal->name);
	cr_expect_eq(findings.count, config->policies.signal_count);
}

Test(shipped_signals, bought_again_within_7_days_after_a_refund)
{
	bought("a", "1", "1", "E", "14", "2023-02-01T00:00:00Z");
	refunded("a", "2023-02-22T23:59:59Z"); /* 7 days and a second before */
	expect_value("bought-again", 0);
	bought("b", "1", "1", "E", "14", "2023-02-10T00:00:00Z");
	refunded("b", "2023-02-23T00:00:00Z");
	expect_value("bought-again", 1);
	bought("c", "1", "1", "E", "14", "2023-02-28T00:00:00Z");
	expect_value("bought-again", 2);
	bought("d", "2", "1", "E", "14", "2023-02-28T00:00:00Z"); /* of somebody else */
	expect_value("bought-again", 2);
}

Test(shipped_signals, repeated_refunds_are_those_of_orders_owned_or_paid_in_30_days)
{
	bought("a", "1", "2", "E", "14", "2023-01-01T00:00:00Z");
	bought("b", "2", "1", "E", "14", "2023-01-01T00:00:00Z");
	bought("c", "2", "2", "E", "14", "2023-01-01T00:00:00Z");
	bought("d", "1", "1", "E", "14", "2023-01-01T00:00:00Z");
	refunded("a", "2023-02-04T08:00:00Z");
	refunded("b", "2023-02-10T00:00:00Z");
	refunded("c", "2023-02-10T00:00:00Z"); /* of others */
	refunded("d", "2023-02-04T07:59:59Z"); /* a second too early */
	expect_value("repeat-refunds", 2);
	approved("50", "1", "d", "2023-03-01T00:00:00Z");
	expect_value("repeat-refunds", 3);
	approved("100", "1", "now", ASKED); /* the case itself */
	expect_value("repeat-refunds", 3);
}

Test(shipped_signals, refunds_of_the_entity_in_a_year)
{
	for (int i = 0; i < 10; i++) {
		char *order = text_format(ctx, "e%d", i), *owner = text_format(ctx, "%d", i + 20);

		bought(order, owner, owner, "E", "99", "2022-03-06T00:00:00Z");
		refunded(order, i == 0 ? "2022-03-06T07:59:59Z" : "2022-06-06T00:00:00Z");
	}
	expect_value("entity-refunds", 9);
}

Test(shipped_signals, a_ring_is_followed_through_several_links)
{
	/* 1 shares its entity with 2, who shares a payer with 3, who shares an address with 4. */
	bought("b", "2", "9", "E", "22", "2023-02-01T00:00:00Z");
	bought("c", "3", "9", "F", "33", "2023-02-01T00:00:00Z");
	known("3", "F", "ring@example.com", "", "2023-02-01T00:00:00Z");
	known("4", "G", "Ring+4@example.com", "+86 4", "2023-02-01T00:00:00Z");
	known("5", "H", "", "0086 4", "2023-02-01T00:00:00Z");
	known("6", "I", "", "6", "2023-02-01T00:00:00Z");
	expect_value("ring", 0);
	asked("50", "4", "2023-03-01T00:00:00Z");
	expect_value("ring", 1);
	asked("51", "4", "2023-03-02T00:00:00Z"); /* again: one account */
	expect_value("ring", 1);
	asked("52", "5", "2023-02-04T08:00:00Z");
	expect_value("ring", 2);
	asked("53", "2", "2023-02-04T07:59:59Z"); /* a second too early */
	asked("54", "6", "2023-03-01T00:00:00Z"); /* not of them */
	asked("55", "1", "2023-03-01T00:00:00Z"); /* oneself */
	expect_value("ring", 2);
}

Test(shipped_signals, whoever_pays_for_another_is_linked_with_them)
{
	bought("b", "2", "1", "F", "22", "2023-02-01T00:00:00Z");
	asked("50", "2", "2023-03-01T00:00:00Z");
	expect_value("ring", 1);
	question.requester_uin = "2";
	asked("51", "1", "2023-03-01T00:00:00Z");
	expect_value("ring", 1);
}

Test(shipped_signals, what_very_many_have_in_common_links_nobody)
{
	for (int i = 0; i < 19; i++)
		bought(text_format(ctx, "r%d", i), text_format(ctx, "%d", i + 20), "9", "", "",
		       "2023-02-01T00:00:00Z");
	bought("mine", "1", "9", "E", "14", "2023-02-01T00:00:00Z");
	asked("50", "20", "2023-03-01T00:00:00Z");
	expect_value("ring", 0); /* 19, oneself and the payer: 21 */
	question.requester_uin = "21";
	question.order_id = NULL;
	expect_value("ring", 0);
}

Test(shipped_signals, half_of_three_or_more_orders_refunded)
{
	bought("a", "1", "1", "E", "14", "2022-01-01T00:00:00Z");
	refunded("a", "2022-01-02T00:00:00Z");
	expect_value("half-refunded", 0); /* of two */
	bought("b", "1", "1", "E", "14", "2022-02-01T00:00:00Z");
	expect_value("half-refunded", 33);
	refunded("b", "2022-02-02T00:00:00Z");
	expect_value("half-refunded", 66);
	bought("c", "1", "1", "E", "14", "2022-03-01T00:00:00Z");
	expect_value("half-refunded", 50);
}

Test(shipped_signals, many_tickets_in_24_hours)
{
	asked("50", "1", "2023-03-05T08:00:00Z");
	asked("51", "1", "2023-03-05T07:59:59Z"); /* a second too early */
	asked("52", "2", "2023-03-06T07:00:00Z"); /* of somebody else */
	asked("53", "1", "2023-03-06T09:00:00Z"); /* later */
	expect_value("many-tickets", 1);
	asked("54", "1", ASKED);
	expect_value("many-tickets", 2);
}

#define OWN_WORDS \
	"I bought the wrong package by mistake and have not used a single minute of it at all"

static void write_words(const char *ticket, const char *account, const char *when)
{
	struct case_row row = asked(ticket, account, when);

	ASSERT(fingerprint_save(ledger, &row, OWN_WORDS, &error));
	ASSERT(ledger_commit(ledger, &error));
}

Test(shipped_signals, the_same_words_of_other_accounts)
{
	question.text = OWN_WORDS;
	write_words("50", "1", "2023-03-01T00:00:00Z"); /* one's own */
	expect_value("copied-text", 0);
	write_words("51", "2", "2023-03-01T00:00:00Z");
	write_words("52", "2", "2023-03-02T00:00:00Z");
	expect_value("copied-text", 1);
	write_words("53", "3", "2023-02-04T08:00:00Z");
	write_words("54", "4", "2023-02-04T07:59:59Z"); /* a second too early */
	expect_value("copied-text", 2);
	question.text = "Something that nobody else would write about a package, I should think";
	expect_value("copied-text", 0);
}

Test(shipped_signals, the_last_hour_of_the_fifth_day)
{
	static const struct {
		const char *bought;
		int64_t value;
	} cases[] = {
		{"2023-03-01T08:00:00Z", 1},
		{"2023-03-01T07:59:59Z", 0},
		{"2023-03-01T08:59:59Z", 1},
		{"2023-03-01T09:00:00Z", 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bought("now", "1", "1", "E", "14", cases[i].bought);
		expect_value("last-hour", cases[i].value);
	}
}

/* ---- plans ---- */

/* What is scanned in the plan must be something that the query itself made. */
static void expect_no_scan(const char *name, const char *plan)
{
	for (const char *at_scan = strstr(plan, "SCAN "); at_scan != NULL;
	     at_scan = strstr(at_scan + 1, "SCAN ")) {
		const char *what = at_scan + 5;
		char *made = text_copy_n(ctx, what, strcspn(what, " \n"));

		cr_expect(strncmp(what, "CONSTANT ROW", 12) == 0 ||
				  strstr(plan, text_format(ctx, "CO-ROUTINE %s\n", made)) != NULL ||
				  strstr(plan, text_format(ctx, "MATERIALIZE %s\n", made)) != NULL,
			  "%s reads all of %s:\n%s", name, made, plan);
	}
}

Test(shipped_signals, all_use_indexes)
{
	struct signals *signals = signals_new(ctx, ledger, &config->policies, 1, NULL);

	for (size_t i = 0; i < config->policies.signal_count; i++) {
		const char *plan = signals_plan(signals, ctx, i);

		cr_expect_not_null(plan);
		expect_no_scan(config->policies.signals[i].name, plan);
		cr_expect_null(strstr(plan, "AUTOMATIC"), "%s", plan);
	}
}
