#include "ledger/signal_lab.h"

TestSuite(signal_views, .init = signal_lab_make, .fini = folder_remove);

/* All that the views can show, in an order of its own. */
static const char *all_views(void)
{
	static const char *const queries[] = {
		"SELECT * FROM v_orders ORDER BY order_id",
		"SELECT * FROM v_requests ORDER BY system, ticket",
		"SELECT * FROM v_refunds ORDER BY order_id, granted_at",
		"SELECT * FROM v_accounts ORDER BY account, trait, value",
		"SELECT * FROM v_links ORDER BY account, other, trait, value",
		"SELECT * FROM v_alike ORDER BY system, ticket",
	};
	struct buffer *all = buffer_new(ctx);

	for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++)
		buffer_add_text(all, rows_of(queries[i]));
	return all->bytes;
}

#define OWN_WORDS \
	"I bought the wrong package by mistake and have not used a single minute of it at all"

static void write_words(const char *ticket, const char *account, const char *when)
{
	struct case_row row = asked(ticket, account, when);

	ASSERT(fingerprint_save(ledger, &row, OWN_WORDS, &error));
	ASSERT(ledger_commit(ledger, &error));
}

static void set_up_before(void)
{
	bought("A", "1", "1", "E", "14", "2023-03-01T00:00:00Z");
	bought("B", "2", "1", "E", "15", "2023-03-06T08:00:00Z");
	refunded("A", "2023-03-06T08:00:00Z");
	approved("50", "2", "B", "2023-03-05T00:00:00Z");
	asked("99", "3", ASKED); /* of the same instant, but before */
	known("1", "E", "a@example.com", "", "2023-03-02T00:00:00Z");
	known("3", "F", "A+x@Example.com", "", "2023-03-06T08:00:00Z");
	write_words("60", "3", "2023-03-05T00:00:00Z");
	question.text = OWN_WORDS;
}

static void add_what_came_later(void)
{
	bought("C", "1", "1", "E", "14", "2023-03-06T08:00:01Z");
	bought("D", "4", "1", "E", "14", "2023-03-06T08:00:01Z");
	refunded("B", "2023-03-06T08:00:01Z");
	refunded("C", "2023-03-06T08:00:01Z");
	approved("51", "1", "C", "2023-03-06T08:00:01Z");
	approved("100", "1", "A", ASKED); /* the case at hand itself */
	asked("101", "1", ASKED);	  /* of the same instant, but behind */
	asked("1000", "1", ASKED);
	known("4", "E", "a@example.com", "", "2023-03-06T08:00:01Z");
	write_words("61", "4", "2023-03-06T08:00:01Z");
	write_words("102", "4", ASKED);
}

Test(signal_views, a_late_run_sees_what_one_at_the_moment_of_asking_saw)
{
	const char *before, *after;

	set_up_before();
	before = all_views();
	add_what_came_later();
	after = all_views();
	cr_expect_str_eq(after, before);
	question.asked_at = at("2023-03-06T08:00:02Z");
	cr_expect_str_neq(all_views(), before);
}

Test(signal_views, they_show_what_was_there)
{
	set_up_before();
	cr_expect_str_eq(all_views(),
			 "A|1|1|E|14|call|standard|purchased|2023-03-01T00:00:00Z|1|USD|10000\n"
			 "B|2|1|E|15|call|standard|purchased|2023-03-06T08:00:00Z|1|USD|10000\n"
			 "spool|50|2|2023-03-05T00:00:00Z\n"
			 "spool|60|3|2023-03-05T00:00:00Z\n"
			 "spool|99|3|2023-03-06T08:00:00Z\n"
			 "A|1|1|E|14|call|2023-03-01T00:00:00Z|2023-03-06T08:00:00Z|null|USD|100\n"
			 "B|2|1|E|15|call|2023-03-06T08:00:00Z|2023-03-05T00:00:00Z|50|USD|41851\n"
			 "1|app|14|2023-03-01T00:00:00Z\n"
			 "1|email|08168cd80dfd534a|2023-03-02T00:00:00Z\n"
			 "1|entity|E|2023-03-01T00:00:00Z\n"
			 "1|payer|1|2023-03-01T00:00:00Z\n"
			 "2|app|15|2023-03-06T08:00:00Z\n"
			 "2|entity|E|2023-03-06T08:00:00Z\n"
			 "2|payer|1|2023-03-06T08:00:00Z\n"
			 "3|email|08168cd80dfd534a|2023-03-06T08:00:00Z\n"
			 "3|entity|F|2023-03-06T08:00:00Z\n"
			 "1|2|entity|E|2023-03-06T08:00:00Z\n"
			 "1|2|payer|1|2023-03-06T08:00:00Z\n"
			 "1|3|email|08168cd80dfd534a|2023-03-06T08:00:00Z\n"
			 "2|1|entity|E|2023-03-06T08:00:00Z\n"
			 "2|1|payer|1|2023-03-06T08:00:00Z\n"
			 "3|1|email|08168cd80dfd534a|2023-03-06T08:00:00Z\n"
			 "spool|60|3|2023-03-05T00:00:00Z|100\n");
}

Test(signal_views, a_reviewers_approval_counts_from_the_verdict_on)
{
	struct case_row row;

	bought("A", "1", "1", "E", "14", "2023-03-01T00:00:00Z");
	row = asked("50", "1", "2023-03-05T00:00:00Z");
	database_ask(text_format(ctx,
				 "INSERT INTO verdicts (case_id, revision, verdict, state, "
				 "reviewer, way, given_at, order_id, currency, total) VALUES "
				 "(%lld, 1, 'approve', 'final', 'alice', 'ticket', %lld, 'A', "
				 "'USD', 700)",
				 (long long)row.id, (long long)at("2023-03-06T07:00:00Z").us));
	cr_expect_str_eq(rows_of("SELECT order_id, granted_at, amount FROM v_refunds"),
			 "A|2023-03-06T07:00:00Z|700\n");
	question.asked_at = at("2023-03-06T06:59:59Z");
	cr_expect_str_eq(rows_of("SELECT order_id FROM v_refunds"), "");
}

Test(signal_views, of_an_order_the_first_refund_counts)
{
	bought("A", "1", "1", "E", "14", "2023-03-01T00:00:00Z");
	refunded("A", "2023-03-04T00:00:00Z");
	refunded("A", "2023-03-03T00:00:00Z");
	cr_expect_str_eq(rows_of("SELECT order_id, granted_at, ticket FROM v_refunds"),
			 "A|2023-03-03T00:00:00Z|null\n");
	approved("50", "1", "A", "2023-03-02T00:00:00Z");
	cr_expect_str_eq(rows_of("SELECT order_id, granted_at, ticket FROM v_refunds"),
			 "A|2023-03-02T00:00:00Z|50\n");
}

Test(signal_views, what_was_not_answered_as_decided_is_no_refund)
{
	bought("A", "1", "1", "E", "14", "2023-03-01T00:00:00Z");
	approved("50", "1", "A", "2023-03-02T00:00:00Z");
	database_ask("UPDATE decisions SET course = 'hold'");
	cr_expect_str_eq(rows_of("SELECT order_id FROM v_refunds"), "");
}

/* ---- traits ---- */

Test(signal_views, an_account_has_its_traits_from_their_first_day)
{
	bought("A", "1", "2", "E", "14", "2023-03-02T00:00:00Z");
	bought("B", "1", "2", "E", "14", "2023-03-01T00:00:00Z");
	bought("C", "1", "2", "E", "14", "2023-03-03T00:00:00Z");
	cr_expect_str_eq(rows_of("SELECT * FROM v_accounts ORDER BY account, trait"),
			 "1|app|14|2023-03-01T00:00:00Z\n"
			 "1|entity|E|2023-03-01T00:00:00Z\n"
			 "1|payer|2|2023-03-01T00:00:00Z\n"
			 "2|payer|2|2023-03-01T00:00:00Z\n");
}

Test(signal_views, addresses_and_numbers_are_the_same_however_they_are_written)
{
	static const struct {
		const char *email, *phone;
	} same[] = {
		{"Me@Example.COM", "+86 (10) 1234-5678"},
		{"me+shop@example.com", "0086 10 12345678"},
		{" me+a+b@example.com ", "861012345678"},
	};

	known("1", "", "me@example.com", "861012345678", "2023-03-01T00:00:00Z");
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		char *account = text_format(ctx, "%zu", i + 10);

		known(account, "", same[i].email, same[i].phone, "2023-03-01T00:00:00Z");
		cr_expect_str_eq(
			rows_of(text_format(ctx,
					    "SELECT trait FROM v_links WHERE account = '1' "
					    "AND other = '%s' ORDER BY trait",
					    account)),
			"email\nphone\n", "%s, %s", same[i].email, same[i].phone);
	}
	known("20", "", "me@example.org", "86101234567", "2023-03-01T00:00:00Z");
	known("21", "", "you+me@example.com", "none", "2023-03-01T00:00:00Z");
	cr_expect_str_eq(rows_of("SELECT * FROM v_links WHERE account IN ('20', '21')"), "");
}

Test(signal_views, contact_data_are_shown_by_a_digest_only)
{
	known("1", "", "me@example.com", "861012345678", "2023-03-01T00:00:00Z");
	cr_expect_null(strstr(rows_of("SELECT * FROM v_accounts"), "example"));
	cr_expect_null(strstr(rows_of("SELECT * FROM v_accounts"), "8610"));
}

Test(signal_views, files_from_before_the_contacts_stay_valid_and_take_none_back)
{
	struct import_result result;
	const char *old = "uin,entity,suspended,frozen,as_of\n1,E,none,0,2023-03-02T00:00:00Z\n";

	known("1", "E", "a@example.com", "49", "2023-03-01T00:00:00Z");
	ASSERT(import_text("accounts", old, &result));
	cr_expect_eq(result.changed, 1);
	ASSERT(import_text("accounts", old, &result));
	cr_expect_eq(result.same, 1);
	expect_database("SELECT email, phone FROM accounts", "a@example.com|49\n");
	ASSERT(import_text("accounts",
			   "{\"uin\":\"1\",\"as_of\":\"2023-03-03T00:00:00Z\",\"phone\":\"50\"}\n",
			   &result));
	expect_database("SELECT email, phone FROM accounts", "a@example.com|50\n");
}

/* ---- likeness ---- */

Test(signal_views, words_are_alike_whatever_order_they_name)
{
	static const struct {
		const char *text;
		bool is_alike;
	} cases[] = {
		{OWN_WORDS, true},
		{"Order 20230301080000000001: I bought the WRONG package by mistake, and have not "
		 "used a single minute of it at all!",
		 true},
		{"After five days the picture was still not good enough for our lessons, sadly",
		 false},
		{"Please refund it", false},
	};

	write_words("60", "3", "2023-03-05T00:00:00Z");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		question.text = cases[i].text;
		cr_expect_str_eq(rows_of("SELECT ticket FROM v_alike WHERE likeness >= 75"),
				 cases[i].is_alike ? "60\n" : "", "%s", cases[i].text);
	}
}

Test(signal_views, without_the_words_those_on_record_are_compared)
{
	write_words("60", "3", "2023-03-05T00:00:00Z");
	cr_expect_str_eq(rows_of("SELECT ticket FROM v_alike"), "");
	write_words("100", "1", ASKED);
	cr_expect_str_eq(rows_of("SELECT ticket FROM v_alike"), "60\n");
}
