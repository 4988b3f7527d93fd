/* Every answer exactly once, whatever the desk says and whenever the program dies. */
#include "daemon/turn.h"

#include "clocks.h"
#include "fixture.h"
#include "scripted_desk.h"

#include <sqlite3.h>

#define ROUNDS_MAX 100 /* that anything may take to come to rest */

static struct script script;
static struct ledger *ledger;
static struct turn *turn;
static struct error error;
static int commits_until_failure; /* 0: none fails */

static void start(void)
{
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	turn = turn_new(ctx, config, ledger, (struct desk_maker){script_make_desk, &script},
			(struct told_hook){NULL, NULL}, &error);
	cr_assert_not_null(turn, "%s", error.text);
}

/* With a ledger that is new, and a desk whose answers can come late, it would be silent first. */
static void start_with_cursor(void)
{
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	cr_assert(cursor_save(ledger, script.system, "0", &error));
	cr_assert(ledger_commit(ledger, &error));
	TALLOC_FREE(ledger);
	start();
}

/* As a program dies: nothing is ended, and what the desk had waiting is gone. */
static void crash(void)
{
	TALLOC_FREE(turn);
	TALLOC_FREE(ledger);
}

static int on_commit(void *arg)
{
	(void)arg;
	return commits_until_failure > 0 && --commits_until_failure == 0;
}

static int hook_commits(sqlite3 *database, char **message, const void *routines)
{
	(void)message;
	(void)routines;
	sqlite3_commit_hook(database, on_commit, NULL);
	return SQLITE_OK;
}

static void begin_world(void)
{
	lab_make();
	log_init(LOG_ERROR, LOG_FORMAT_PLAIN, "");
	commits_until_failure = 0;
	script = (struct script){.product = config->product,
				 .issue_type = config->issue_type,
				 .system = "script",
				 .quarantine = {HOUR_US}};
	start_with_cursor();
}

static void end_world(void)
{
	crash();
	lab_remove();
}

static void begin(void)
{
	sqlite3_auto_extension((void (*)(void))hook_commits);
	begin_world();
}

TestSuite(protocol, .init = begin, .fini = end_world);

/* ---- the ledger as a stranger sees it ---- */

static sqlite3 *open_file(void)
{
	sqlite3 *database;

	cr_assert_eq(sqlite3_open(path_of("state/ledger.sqlite"), &database), SQLITE_OK);
	return database;
}

/* The first column of all rows, each followed by a blank. */
static const char *ask(const char *sql)
{
	sqlite3 *database = open_file();
	struct buffer *answer = buffer_new(ctx);
	sqlite3_stmt *statement;

	cr_assert_eq(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK, "%s",
		     sqlite3_errmsg(database));
	while (sqlite3_step(statement) == SQLITE_ROW)
		buffer_add_format(answer, "%s ", sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return answer->bytes;
}

static void expect(const char *sql, const char *answer)
{
	cr_expect_str_eq(ask(sql), answer, "%s: %s", sql, ask(sql));
}

static void expect_effects(const char *states)
{
	expect("SELECT state FROM outbox ORDER BY id", states);
}

/* Every wait is over. */
static void pass_time(void)
{
	sqlite3 *database = open_file();
	int hook_was = commits_until_failure;

	commits_until_failure = 0;
	cr_assert_eq(sqlite3_exec(database, "UPDATE outbox SET due_at = 0", NULL, NULL, NULL),
		     SQLITE_OK, "%s", sqlite3_errmsg(database));
	sqlite3_close(database);
	commits_until_failure = hook_was;
	clocks_pass(script.quarantine);
}

/* ---- turns ---- */

static void go_round(void)
{
	turn_work(turn);
	cr_assert(turn_end(turn, &error), "%s", error.text);
}

/* Until nothing is left to do now. */
static void work_off(void)
{
	turn_poll(turn);
	for (int i = 0; turn_is_busy(turn); i++) {
		cr_assert_lt(i, ROUNDS_MAX, "it does not come to rest");
		go_round();
	}
}

/* The same with turns that may fail: each failure is followed by a look, as the daemon does it. */
static void struggle(void)
{
	turn_poll(turn);
	for (int i = 0; turn_is_busy(turn); i++) {
		cr_assert_lt(i, ROUNDS_MAX, "it does not come to rest");
		turn_work(turn);
		if (!turn_end(turn, &error))
			turn_poll(turn);
	}
}

/* Asks a customer for the order: one reply. */
static struct script_ticket *ask_one(void)
{
	return script_add(&script, "1001", "");
}

/* ---- what the desk says ---- */

Test(protocol, every_result_of_a_write_has_its_end)
{
	static const struct {
		enum desk_result result;
		bool arrives;
		const char *effects, *state;
		int replies;
	} rows[] = {
		{DESK_DONE, true, "done ", "asked ", 1},
		{DESK_PERSON, false, "stood-back ", "person ", 0},
		{DESK_OVERTAKEN, false, "overtaken done ", "asked ", 1},
		{DESK_GONE, false, "stood-back ", "asked ", 0},
		{DESK_LATER, false, "pending ", "asked ", 0},
		{DESK_UNKNOWN, false, "unsettled ", "asked ", 0},
		{DESK_UNKNOWN, true, "unsettled ", "asked ", 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct script_ticket *ticket = ask_one();

		script.result = rows[i].result;
		script.arrives = rows[i].arrives;
		work_off();
		expect_effects(rows[i].effects);
		expect("SELECT state FROM cases", rows[i].state);
		cr_expect_eq(script_replies(ticket), rows[i].replies, "row %zu", i);
		end_world();
		begin_world();
	}
}

Test(protocol, every_sight_of_an_unsettled_answer_has_its_end)
{
	static const struct {
		enum desk_sight sight;
		const char *effects, *state;
		int writes;
	} rows[] = {
		{SIGHT_THERE, "done ", "asked ", 1},
		{SIGHT_ABSENT, "done ", "asked ", 2},
		{SIGHT_DOUBTFUL, "doubtful done ", "person ", 2},
		{SIGHT_LATER, "unsettled ", "asked ", 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask_one();
		script.result = DESK_UNKNOWN;
		work_off();
		pass_time();
		script.is_blind = true;
		script.sight = rows[i].sight;
		work_off();
		expect_effects(rows[i].effects);
		expect("SELECT state FROM cases", rows[i].state);
		cr_expect_eq(script.looks, 1, "row %zu: %d looks", i, script.looks);
		cr_expect_eq(script.writes, rows[i].writes, "row %zu: %d writes", i, script.writes);
		end_world();
		begin_world();
	}
}

Test(protocol, what_is_known_not_to_be_there_is_written_when_it_is_due_again)
{
	const struct script_ticket *ticket = ask_one();

	script.result = DESK_LATER;
	work_off();
	work_off();
	cr_expect_eq(script.writes, 1, "it is not due yet");
	pass_time();
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
	cr_expect_eq(script.looks, 0, "there is nothing to look for");
	cr_expect_eq(turn_counts(turn).put_off, 1);
}

Test(protocol, an_unsettled_answer_is_neither_repeated_nor_looked_for_in_its_quarantine)
{
	const struct script_ticket *ticket = ask_one();

	script.result = DESK_UNKNOWN;
	script.arrives = true;
	for (int i = 0; i < 5; i++)
		work_off();
	cr_expect_eq(script.writes, 1);
	cr_expect_eq(script.looks, 0);
	cr_expect_eq(turn_counts(turn).unsettled, 1);
	expect("SELECT due_at - left_at >= 3600000000 FROM outbox", "1 ");
	pass_time();
	work_off();
	cr_expect_eq(script.looks, 1);
	cr_expect_eq(script_replies(ticket), 1);
	expect_effects("done ");
	expect(text_format(ctx, "SELECT left_at = %lld FROM outbox", (long long)script.since.us),
	       "1 ");
}

Test(protocol, what_cannot_be_looked_for_stays_unsettled_ever_longer)
{
	ask_one();
	script.result = DESK_UNKNOWN;
	script.is_blind = true;
	script.sight = SIGHT_LATER;
	work_off();
	for (int i = 1; i < 5; i++) {
		pass_time();
		work_off();
		cr_expect_eq(script.looks, i);
		work_off();
		cr_expect_eq(script.looks, i, "it is tried again with a delay");
		expect_effects("unsettled ");
	}
	expect("SELECT attempts FROM outbox", "5 ");
	script.is_blind = false;
	pass_time();
	work_off();
	expect_effects("done ");
	cr_expect_eq(script.writes, 2);
}

Test(protocol, the_note_of_a_case_waits_for_its_reply)
{
	/* An order that nobody knows: a reply and a note for the reviewer. */
	const struct script_ticket *ticket = script_add(&script, "1001", "99999999999999999999");

	script.result = DESK_UNKNOWN;
	script.arrives = true;
	work_off();
	expect_effects("unsettled pending ");
	pass_time();
	work_off();
	expect_effects("done done ");
	cr_expect_eq(ticket->said_count, 2);
	cr_expect_eq(script.writes, 2);
}

/* ---- the program dies ---- */

/* A crash after so many rounds, with what was on its way arriving or not. */
static void die_after(int rounds, bool arrives)
{
	struct script_ticket *ticket = ask_one();

	turn_poll(turn);
	for (int i = 0; i < rounds; i++)
		go_round();
	if (arrives)
		script_let_arrive(&script);
	crash();
	start();
	for (int i = 0; i < 3; i++) {
		work_off();
		pass_time();
	}
	expect_effects("done ");
	expect("SELECT state FROM cases", "asked ");
	cr_expect_eq(script_replies(ticket), 1, "%d rounds, %s: %d replies", rounds,
		     arrives ? "arrived" : "lost", script_replies(ticket));
}

Test(protocol, whenever_the_program_dies_there_is_one_answer)
{
	for (int rounds = 0; rounds < 7; rounds++)
		for (int arrives = 0; arrives < 2; arrives++) {
			die_after(rounds, arrives);
			end_world();
			begin_world();
		}
}

Test(protocol, a_program_that_dies_while_it_looks_looks_again)
{
	const struct script_ticket *ticket = ask_one();

	script.result = DESK_UNKNOWN;
	script.arrives = true;
	work_off();
	pass_time();
	turn_poll(turn);
	go_round();
	cr_expect_eq(script.looks, 1, "the look is on its way");
	crash();
	start();
	work_off();
	expect_effects("done ");
	cr_expect_eq(script_replies(ticket), 1);
}

/* It may have waited in the desk for long before it left. */
Test(protocol, the_quarantine_of_what_was_leaving_begins_at_the_next_start)
{
	ask_one();
	turn_poll(turn);
	go_round();
	go_round();
	expect_effects("leaving ");
	crash();
	pass_time();
	start();
	work_off();
	expect_effects("unsettled ");
	expect("SELECT due_at - left_at >= 3600000000 FROM outbox", "1 ");
	cr_expect_eq(script.looks, 0);
	cr_expect_eq(turn_counts(turn).unsettled, 1);
}

/* ---- the disk fails ---- */

static void fail_commit(int number, bool arrives)
{
	struct script_ticket *ticket = ask_one();

	commits_until_failure = number;
	script.arrives = arrives;
	struggle();
	for (int i = 0; i < 3; i++) {
		struggle();
		pass_time();
	}
	expect_effects("done ");
	cr_expect_eq(script_replies(ticket), 1, "commit %d: %d replies", number,
		     script_replies(ticket));
}

Test(protocol, whichever_commit_fails_there_is_one_answer)
{
	int number = 0;

	do {
		number++;
		fail_commit(number, true);
		number += commits_until_failure == 0 ? 0 : 100; /* there are not so many */
		end_world();
		begin_world();
	} while (number < 100);
	cr_expect_gt(number, 103, "several commits could fail");
}

Test(protocol, nothing_leaves_before_the_commit_that_says_so)
{
	struct script_ticket *ticket = ask_one();

	turn_poll(turn);
	go_round();
	commits_until_failure = 1;
	turn_work(turn);
	cr_assert_not(turn_end(turn, &error));
	cr_expect_not(turn_has_work(turn), "it waits for the next look");
	cr_expect_eq(script.writes, 0);
	turn_work(turn);
	cr_assert(turn_end(turn, &error));
	cr_expect_eq(script.writes, 0);
	cr_expect_eq(script_replies(ticket), 0);
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
}

Test(protocol, after_a_failure_nothing_is_begun_before_the_next_look)
{
	int rereads;

	ask_one();
	script.result = DESK_LATER;
	work_off();
	pass_time();
	script_add(&script, "1002", "");
	rereads = script.rereads;
	commits_until_failure = 1;
	turn_poll(turn);
	turn_work(turn);
	cr_assert_not(turn_end(turn, &error));
	cr_assert(cursor_save(ledger, "none", "1", &error));
	cr_assert(turn_end(turn, &error), "another turn can be kept");
	cr_expect_eq(script.rereads, rereads);
	cr_expect_eq(script.writes, 1);
	work_off();
	expect_effects("done done ");
}

/* Looked for and written again while it waits in the desk it could be there twice. */
Test(protocol, an_answer_that_waits_in_the_desk_stays_known_when_a_commit_fails)
{
	ask_one();
	turn_poll(turn);
	go_round();
	go_round();
	cr_expect_eq(script.writes, 1);
	cr_assert(cursor_save(ledger, "none", "1", &error));
	commits_until_failure = 1;
	cr_assert_not(turn_end(turn, &error));
	turn_poll(turn);
	cr_assert(turn_end(turn, &error));
	expect_effects("leaving ");
	work_off();
	expect_effects("done ");
	cr_expect_eq(script.looks, 0);
	cr_expect_eq(script.writes, 1);
}

/* ---- tickets of which an answer is on its way ---- */

static void customer_writes(struct script_ticket *ticket)
{
	ticket->customer_messages++;
	script_change(&script, ticket);
}

Test(protocol, a_ticket_is_held_while_its_answer_is_unsettled_and_read_once_after)
{
	struct script_ticket *ticket = ask_one();
	int rereads;

	script.result = DESK_UNKNOWN;
	script.arrives = true;
	work_off();
	rereads = script.rereads;
	customer_writes(ticket);
	for (int i = 0; i < 5; i++)
		work_off();
	expect("SELECT revision FROM cases", "1 ");
	cr_expect_eq(script.rereads, rereads, "it is not read in vain");
	pass_time();
	work_off();
	cr_expect_eq(script.rereads, rereads + 1);
	expect("SELECT revision FROM cases", "2 ");
	cr_expect_eq(script_replies(ticket), 2, "the customer was heard");
}

Test(protocol, the_cursor_is_kept_only_when_nothing_is_owed)
{
	struct script_ticket *ticket = ask_one();

	work_off();
	expect("SELECT cursor FROM cursors", "1 ");
	script.result = DESK_UNKNOWN;
	customer_writes(ticket);
	work_off();
	expect("SELECT cursor FROM cursors", "2 ");
	customer_writes(ticket);
	work_off();
	expect("SELECT cursor FROM cursors", "2 ");
	work_off();
	cr_expect_str_eq(script.cursor, "3", "what was seen is not asked for again");
	crash();
	start();
	work_off();
	cr_expect_str_eq(script.cursor, "2");
	pass_time();
	work_off();
	expect("SELECT cursor FROM cursors", "3 ");
	expect("SELECT revision FROM cases", "3 ");
}

Test(protocol, the_cursor_does_not_cover_what_could_not_be_read_again)
{
	const struct script_ticket *ticket = ask_one();

	script.is_blurred = true;
	work_off();
	work_off();
	expect("SELECT cursor FROM cursors", "0 ");
	crash();
	script.is_blurred = false;
	start();
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
	expect("SELECT cursor FROM cursors", "1 ");
}

Test(protocol, the_cursor_is_not_kept_with_a_turn_that_failed)
{
	ask_one();
	turn_poll(turn);
	for (int i = 0; i < 4; i++) {
		commits_until_failure = 1;
		turn_work(turn);
		turn_end(turn, &error);
	}
	commits_until_failure = 0;
	expect("SELECT cursor FROM cursors", "0 ");
	work_off();
	expect("SELECT cursor FROM cursors", "1 ");
}

Test(protocol, a_poll_without_news_writes_nothing)
{
	ask_one();
	work_off();
	turn_poll(turn);
	turn_work(turn);
	cr_expect_not(turn_is_dirty(turn));
	work_off();
}

/* ---- at a start ---- */

Test(protocol, nothing_leaves_before_one_whole_poll_went_well)
{
	const struct script_ticket *ticket = ask_one();

	script.result = DESK_LATER;
	work_off();
	crash();
	pass_time();
	start();
	script.is_down = true;
	work_off();
	cr_expect_eq(script.writes, 1);
	cr_expect_eq(turn_counts(turn).failed_polls, 1);
	script.is_down = false;
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
}

Test(protocol, answers_to_another_ticket_system_stay_here)
{
	const struct script_ticket *ticket = ask_one();

	script.result = DESK_LATER;
	work_off();
	crash();
	pass_time();
	script.system = "another";
	script.ticket_count = 0;
	start_with_cursor();
	work_off();
	cr_expect_eq(script.writes, 1);
	crash();
	script.system = "script";
	script.ticket_count = 1;
	start();
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
}

Test(protocol, a_lost_ledger_says_nothing_twice)
{
	const struct script_ticket *ticket = ask_one();
	int polls;

	work_off();
	polls = script.polls;
	crash();
	cr_assert_eq(unlink(path_of("state/ledger.sqlite")), 0);
	start();
	cr_expect(turn_is_busy(turn), "what left may still arrive");
	turn_poll(turn);
	cr_expect_eq(script.polls, polls, "it looks at nothing before that");
	crash();
	script.quarantine = (struct span){0};
	start();
	work_off();
	cr_expect_eq(script_replies(ticket), 1);
	expect("SELECT state FROM cases", "asked ");
}

/* ---- how much at once ---- */

static void put_many(void)
{
	for (int i = 0; i < SCRIPT_TICKETS; i++) {
		script_add(&script, text_format(ctx, "%d", 1000 + i), "");
	}
}

Test(protocol, at_most_a_hundred_are_on_their_way)
{
	put_many();
	work_off();
	cr_expect_eq(script.most_at_once, 100);
	cr_expect_eq(script.writes, SCRIPT_TICKETS);
	cr_expect_eq(turn_counts(turn).written, SCRIPT_TICKETS);
}

Test(protocol, a_desk_that_is_slow_gets_batches_and_not_drops)
{
	int batches = 0, rounds = 0;

	put_many();
	work_off();
	for (int i = 0; i < SCRIPT_TICKETS; i++)
		customer_writes(&script.tickets[i]);
	turn_poll(turn);
	go_round();
	script.pace = 10;
	while (turn_is_busy(turn)) {
		int before = script.writes;

		cr_assert_lt(rounds++, ROUNDS_MAX, "it does not come to rest");
		go_round();
		batches += script.writes > before;
	}
	cr_expect_leq(batches, 3, "%d batches", batches);
	cr_expect_eq(script.writes, 2 * SCRIPT_TICKETS);
}

Test(protocol, nothing_is_packed_any_more_when_it_is_held_back)
{
	put_many();
	turn_poll(turn);
	go_round();
	go_round();
	cr_expect(turn_is_sending(turn));
	turn_hold_back(turn);
	while (turn_is_busy(turn))
		go_round();
	cr_expect_not(turn_is_sending(turn));
	cr_expect_eq(script.writes, 100);
	expect("SELECT count(*) FROM outbox WHERE state = 'pending'", "60 ");
}

Test(protocol, a_poll_that_is_under_way_is_not_begun_twice)
{
	ask_one();
	script.is_mute = true;
	turn_poll(turn);
	turn_poll(turn);
	go_round();
	turn_poll(turn);
	cr_expect_eq(script.polls, 1);
	cr_expect(turn_is_busy(turn));
	cr_expect_not(turn_has_work(turn) && (go_round(), turn_has_work(turn)),
		      "it waits without turning");
	script.is_mute = false;
	work_off();
	work_off();
	cr_expect_eq(script.polls, 2);
}

/* ---- what the desk may ask ---- */

Test(protocol, answers_on_record_are_no_news_and_asking_writes_nothing)
{
	const struct script_ticket *ticket = ask_one();
	const struct desk_listener *listener;

	work_off();
	listener = &script.desk->listener;
	cr_expect(listener->knows(listener->arg, ticket->said[0].key));
	cr_expect_not(listener->knows(listener->arg, "0123456789abcdef0123456789abcdef"));
	cr_expect_not(turn_is_dirty(turn));
}

/* ---- refunds that become known meanwhile ---- */

static void import(const char *kind, const char *text)
{
	struct import_result result;
	FILE *file = fmemopen((void *)text, strlen(text), "r");

	cr_assert(turn_import(turn, kind, "test", file, &result, &error), "%s", error.text);
	fclose(file);
}

static struct script_ticket *approve_one(void)
{
	import("orders",
	       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
	       "entity,origin,purchased_at,months,currency,cash,transfer,gift,"
	       "voucher\n" ORDER ",rtc-engine,standard,purchase,shipped,1400000001,100000000001,"
	       "100000000001,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,"
	       "0.00,0.00,0.00\n");
	import("usage",
	       "order_id,gifted_minutes_used,as_of\n" ORDER ",0,2023-03-06T12:00:00+08:00\n");
	import("accounts", "uin,entity,suspended,frozen,as_of\n"
			   "100000000001,E-1,none,0.00,2023-03-06T12:00:00+08:00\n");
	return script_add(&script, "1001", ORDER);
}

static void import_refund(void)
{
	import("refunds",
	       "order_id,refunded_at,currency,amount\n" ORDER ",2023-03-07T00:00:00Z,USD,499.00\n");
}

#define OUTCOMES "SELECT outcome FROM decisions ORDER BY id"

Test(protocol, an_approval_that_has_not_left_is_taken_back_when_the_order_was_refunded)
{
	const struct script_ticket *ticket = approve_one();

	script.result = DESK_LATER;
	work_off();
	expect(OUTCOMES, "approve ");
	import_refund();
	work_off();
	expect(OUTCOMES, "approve reject ");
	cr_expect_eq(script_replies(ticket), 1);
	expect("SELECT state FROM outbox WHERE kind = 'reply' ORDER BY id", "overtaken done ");
}

Test(protocol, an_approval_that_may_have_left_is_taken_back_when_it_is_known_not_to_be_there)
{
	static const bool arrives[] = {false, true};

	for (size_t i = 0; i < 2; i++) {
		const struct script_ticket *ticket = approve_one();

		script.result = DESK_UNKNOWN;
		script.arrives = arrives[i];
		work_off();
		import_refund();
		work_off();
		expect(OUTCOMES, "approve ");
		crash();
		start();
		pass_time();
		work_off();
		expect(OUTCOMES, arrives[i] ? "approve " : "approve reject ");
		cr_expect_eq(script_replies(ticket), 1);
		work_off();
		expect("SELECT is_heeded FROM imports WHERE kind = 'refunds'", "1 ");
		end_world();
		begin_world();
	}
}

Test(protocol, a_refund_that_was_imported_while_nobody_was_there_is_heeded_at_the_start)
{
	approve_one();
	script.result = DESK_LATER;
	work_off();
	script.is_down = true;
	import_refund();
	crash();
	script.is_down = false;
	start();
	work_off();
	expect(OUTCOMES, "approve reject ");
}
