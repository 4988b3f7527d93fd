#include "ledger/connection.h"
#include "ledger/fixture.h"

TestSuite(outbox, .init = ledger_make, .fini = folder_remove);

static int64_t saved_case(const char *ticket)
{
	struct case_row row = case_of(ticket, CASE_ANSWERED);

	ASSERT(case_save(ledger, &row, &error));
	return row.id;
}

static void add(int64_t case_id, int number, int64_t due_us)
{
	struct effect_row row = effect_of(case_id, number);

	row.due_at.us = due_us;
	ASSERT(effect_add(ledger, &row, &error));
	cr_expect_neq(row.id, 0);
}

static const char *key(int number)
{
	return text_format(ctx, "%032x", number);
}

/* The numbers of the effects that are due: "3 1 ". */
static void expect_due(int64_t now_us, int limit, const char *numbers)
{
	struct buffer *due = buffer_new(ctx);
	struct effect_row *rows;
	size_t count;

	ASSERT(effect_list_due(ledger, ctx, "spool", (struct instant){now_us}, limit, &rows, &count,
			       &error));
	for (size_t i = 0; i < count; i++)
		buffer_add_format(due, "%ld ", strtol(rows[i].key, NULL, 16));
	cr_expect_str_eq(due->bytes, numbers);
}

Test(outbox, an_effect_comes_back_with_its_ticket)
{
	int64_t id = saved_case("1001");
	struct effect_row saved = effect_of(id, 10), *rows;
	size_t count;

	saved.kind = EFFECT_NOTE;
	saved.payload = "{\"ticket\":\"1001\"}";
	ASSERT(effect_add(ledger, &saved, &error));
	ASSERT(effect_list_case(ledger, ctx, id, &rows, &count, &error));
	cr_assert_eq(count, 1);
	cr_expect_eq(rows[0].id, saved.id);
	cr_expect_eq(rows[0].case_id, id);
	cr_expect_eq(rows[0].revision, 1);
	cr_expect_eq(rows[0].kind, EFFECT_NOTE);
	cr_expect_str_eq(rows[0].key, "0000000000000000000000000000000a");
	cr_expect_str_eq(rows[0].system, "spool");
	cr_expect_str_eq(rows[0].ticket, "1001");
	cr_expect_str_eq(rows[0].payload, saved.payload);
	cr_expect_eq(rows[0].state, EFFECT_PENDING);
	cr_expect_eq(rows[0].attempts, 0);
	cr_expect_eq(rows[0].due_at.us, NOW.us);
}

Test(outbox, a_key_is_used_once)
{
	struct effect_row again = effect_of(saved_case("1001"), 1);

	add(again.case_id, 1, 0);
	cr_expect_not(effect_add(ledger, &again, &error));
	cr_expect_eq(error.kind, ERROR_STATE, "%s", error.text);
}

Test(outbox, a_key_is_32_hexadecimal_digits)
{
	static const char *const keys[] = {"", "abc", "0000000000000000000000000000000A",
					   "000000000000000000000000000000000"};
	int64_t id = saved_case("1001");

	ASSERT(ledger_commit(ledger, &error));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct effect_row row = effect_of(id, 1);

		row.key = keys[i];
		cr_expect_not(effect_add(ledger, &row, &error), "%s", keys[i]);
		ledger_rollback(ledger);
	}
}

Test(outbox, the_longest_due_goes_first_and_of_a_case_only_the_first)
{
	int64_t one = saved_case("1"), two = saved_case("2"), three = saved_case("3");

	add(one, 1, 50);
	add(one, 2, 10);
	add(two, 3, 40);
	add(three, 4, 200);
	expect_due(100, 10, "3 1 ");
	expect_due(100, 1, "3 ");
	expect_due(200, 10, "3 1 4 ");
	expect_due(40, 10, "3 ");
	expect_due(39, 10, "");
	ASSERT(effect_settle(ledger, key(1), EFFECT_DONE, NOW, &error));
	expect_due(100, 10, "2 3 ");
}

Test(outbox, what_is_settled_is_never_due_again)
{
	int64_t id = saved_case("1");

	for (int state = EFFECT_DONE; state <= EFFECT_DOUBTFUL; state++) {
		add(id, state, 0);
		ASSERT(effect_settle(ledger, key(state), (enum effect_state)state, NOW, &error));
	}
	expect_due(100, 10, "");
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT state, settled_at FROM outbox",
			"done|1700000000000000\nstood-back|1700000000000000\n"
			"overtaken|1700000000000000\ndoubtful|1700000000000000\n");
}

Test(outbox, what_leaves_is_not_due_until_it_is_heard_of)
{
	int64_t id = saved_case("1");

	add(id, 1, 0);
	add(id, 2, 0);
	ASSERT(effect_leave(ledger, key(1), NOW, &error));
	expect_due(100, 10, "");
	ASSERT(effect_unsettle(ledger, key(1), (struct instant){500}, "no answer", NOW, &error));
	expect_due(499, 10, "");
	expect_due(500, 10, "1 ");
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT state, attempts, due_at, left_at, reason FROM outbox",
			"unsettled|1|500|1700000000000000|no answer\npending|0|0|null|null\n");
	ASSERT(effect_postpone(ledger, key(1), (struct instant){600}, "it is not there", &error));
	expect_due(600, 10, "1 ");
	ASSERT(effect_settle(ledger, key(1), EFFECT_DONE, NOW, &error));
	expect_due(600, 10, "2 ");
}

Test(outbox, what_leaves_is_listed_whatever_its_system)
{
	struct case_row other = case_of("1", CASE_ANSWERED);
	struct effect_row *rows;
	size_t count;

	other.system = "rt";
	ASSERT(case_save(ledger, &other, &error));
	add(saved_case("1"), 1, 0);
	add(other.id, 2, 0);
	add(saved_case("2"), 3, 0);
	expect_due(100, 10, "1 3 ");
	ASSERT(effect_leave(ledger, key(2), NOW, &error));
	ASSERT(effect_leave(ledger, key(3), NOW, &error));
	ASSERT(effect_list_in_flight(ledger, ctx, &rows, &count, &error));
	cr_assert_eq(count, 2);
	cr_expect_str_eq(rows[0].system, "rt");
	cr_expect_str_eq(rows[1].key, key(3));
	cr_expect_eq(rows[1].state, EFFECT_LEAVING);
	cr_expect_eq(rows[1].left_at.us, NOW.us);
}

Test(outbox, a_case_is_in_flight_while_an_effect_is_leaving_or_unsettled)
{
	static const bool is_in_flight[] = {
		[EFFECT_PENDING] = false,  [EFFECT_LEAVING] = true,	[EFFECT_UNSETTLED] = true,
		[EFFECT_DONE] = false,	   [EFFECT_STOOD_BACK] = false, [EFFECT_OVERTAKEN] = false,
		[EFFECT_DOUBTFUL] = false,
	};
	int64_t one = saved_case("1"), two = saved_case("2");
	bool is_so;

	add(one, 1, 0);
	add(two, 2, 0);
	ASSERT(effect_leave(ledger, key(1), NOW, &error));
	for (int state = EFFECT_PENDING; state <= EFFECT_DOUBTFUL; state++) {
		ASSERT(effect_settle(ledger, key(1), (enum effect_state)state, NOW, &error));
		ASSERT(case_is_in_flight(ledger, one, &is_so, &error));
		cr_expect_eq(is_so, is_in_flight[state], "%s", effect_state_words.list[state]);
		ASSERT(case_is_in_flight(ledger, two, &is_so, &error));
		cr_expect_not(is_so);
	}
}

Test(outbox, a_key_is_known_from_the_moment_it_is_added)
{
	bool is_known;

	ASSERT(effect_is_known(ledger, key(1), &is_known, &error));
	cr_expect_not(is_known);
	cr_expect_not(ledger_is_dirty(ledger), "asking begins no transaction");
	add(saved_case("1"), 1, 0);
	ASSERT(effect_is_known(ledger, key(1), &is_known, &error));
	cr_expect(is_known);
}

Test(outbox, the_unsettled_are_counted)
{
	int64_t id = saved_case("1");
	long count;

	for (int i = 1; i < 5; i++) {
		add(id, i, 0);
		if (i < 4)
			ASSERT(effect_leave(ledger, key(i), NOW, &error));
		if (i < 3)
			ASSERT(effect_unsettle(ledger, key(i), NOW, "no answer", NOW, &error));
	}
	ASSERT(effect_count_unsettled(ledger, &count, &error));
	cr_expect_eq(count, 2);
}

Test(outbox, what_is_postponed_holds_back_its_case_until_then)
{
	int64_t id = saved_case("1");

	add(id, 1, 0);
	add(id, 2, 0);
	ASSERT(effect_postpone(ledger, key(1), (struct instant){500}, "no answer", &error));
	expect_due(499, 10, "");
	expect_due(500, 10, "1 ");
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT attempts, due_at, added_at, reason FROM outbox",
			"1|500|0|no answer\n0|0|0|null\n");
}

Test(outbox, all_that_is_pending_of_a_case_is_settled_at_once)
{
	int64_t one = saved_case("1"), two = saved_case("2");

	for (int i = 1; i < 6; i++)
		add(one, i, 0);
	add(two, 6, 0);
	ASSERT(effect_settle(ledger, key(1), EFFECT_DONE, NOW, &error));
	ASSERT(effect_leave(ledger, key(2), NOW, &error));
	ASSERT(effect_leave(ledger, key(3), NOW, &error));
	ASSERT(effect_unsettle(ledger, key(3), NOW, "no answer", NOW, &error));
	ASSERT(effect_settle_case(ledger, one, EFFECT_STOOD_BACK, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT state FROM outbox ORDER BY id",
			"done\nleaving\nunsettled\nstood-back\nstood-back\npending\n");
}

Test(outbox, a_key_that_was_never_used_is_a_contradiction)
{
	cr_expect_not(effect_settle(ledger, key(1), EFFECT_DONE, NOW, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_str_eq(error.text, "the ledger has no such effect");
	cr_expect_not(effect_postpone(ledger, key(1), NOW, "x", &error));
	cr_expect_not(effect_unsettle(ledger, key(1), NOW, "x", NOW, &error));
	cr_expect_not(effect_leave(ledger, key(1), NOW, &error));
}

Test(outbox, a_word_that_nobody_knows_is_a_contradiction)
{
	int64_t id = saved_case("1");
	struct effect_row *rows;
	size_t count;

	add(id, 1, 0);
	ASSERT(db_execute(ledger->db,
			  "PRAGMA ignore_check_constraints = ON; UPDATE outbox SET state = 'odd'",
			  &error));
	cr_expect_not(effect_list_case(ledger, ctx, id, &rows, &count, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	ASSERT(db_execute(ledger->db, "UPDATE outbox SET kind = 'odd'", &error));
	cr_expect_not(effect_list_case(ledger, ctx, id, &rows, &count, &error));
}

Test(outbox, an_effect_is_durable_after_the_commit_and_not_before)
{
	add(saved_case("1"), 1, 0);
	expect_database("SELECT count(*) FROM outbox", "0\n");
	ASSERT(ledger_commit(ledger, &error));
	expect_database("SELECT count(*) FROM outbox", "1\n");
}

Test(outbox, a_commit_that_finds_no_room_takes_all_back)
{
	int64_t id = saved_case("1");
	struct effect_row row = effect_of(id, 1);
	char *payload = talloc_size(ctx, 1 << 20);

	ASSERT(ledger_commit(ledger, &error));
	memset(payload, 'x', 1 << 20);
	payload[0] = payload[(1 << 20) - 2] = '"';
	payload[(1 << 20) - 1] = '\0';
	row.payload = payload;
	ASSERT(db_execute(ledger->db, "PRAGMA max_page_count = 64", &error));
	cr_expect_not(effect_add(ledger, &row, &error));
	cr_expect_eq(error.kind, ERROR_FULL, "%s", error.text);
	cr_expect_not(ledger_commit(ledger, &error));
	cr_expect_eq(error.kind, ERROR_FULL, "%s", error.text);
	expect_due(100, 10, "");
	expect_database("SELECT count(*) FROM outbox", "0\n");
}
