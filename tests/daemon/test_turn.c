#include "daemon/turn.h"

#include "desk/spool.h"
#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static struct ledger *ledger;
static struct turn *turn;
static struct error error;

static struct desk *make_spool(void *arg, const void *owner, const struct desk_listener *listener,
			       struct error *why)
{
	(void)arg;
	return spool_new(owner, config->spool_dir, DESK_LIVE, listener, why);
}

static void start(void)
{
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	turn = turn_new(ctx, config, ledger, (struct desk_maker){make_spool, NULL},
			(struct told_hook){NULL, NULL}, &error);
	cr_assert_not_null(turn, "%s", error.text);
}

static void stop(void)
{
	talloc_free(turn);
	talloc_free(ledger);
}

static void begin(void)
{
	lab_make();
	start();
}

static void end(void)
{
	stop();
	lab_remove();
}

TestSuite(turn, .init = begin, .fini = end);

/* One turn of the loop. */
static void go_round(void)
{
	turn_work(turn);
	cr_assert(turn_end(turn, &error), "%s", error.text);
}

static void work_off(void)
{
	turn_poll(turn);
	while (turn_is_busy(turn))
		go_round();
}

static bool import(const char *kind, const char *text)
{
	struct import_result result;
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	bool is_done = turn_import(turn, kind, "test", file, &result, &error);

	fclose(file);
	return is_done;
}

static void import_order(void)
{
	cr_assert(import("orders",
			 "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
			 "entity,origin,purchased_at,months,currency,cash,transfer,gift,"
			 "voucher\n" ORDER
			 ",rtc-engine,standard,purchase,shipped,1400000001,100000000001,"
			 "100000000001,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,"
			 "0.00,0.00,0.00\n"),
		  "%s", error.text);
	cr_assert(import("usage", "order_id,gifted_minutes_used,as_of\n" ORDER
				  ",0,2023-03-06T12:00:00+08:00\n"),
		  "%s", error.text);
	cr_assert(import("accounts", "uin,entity,suspended,frozen,as_of\n"
				     "100000000001,E-1,none,0.00,2023-03-06T12:00:00+08:00\n"),
		  "%s", error.text);
}

static bool has(const char *ticket, const char *part)
{
	return strstr(get_file(text_format(ctx, "spool/%s.json", ticket)), part) != NULL;
}

static int count_replies(const char *ticket)
{
	const char *at = get_file(text_format(ctx, "spool/%s.json", ticket));
	int count = 0;

	while ((at = strstr(at, "\"key\":")) != NULL) {
		at++;
		count++;
	}
	return count;
}

Test(turn, judges_only_when_every_ticket_was_read_once)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	turn_work(turn); /* reads all that is there */
	cr_expect_not(turn_is_dirty(turn));
	cr_assert(turn_end(turn, &error));
	turn_work(turn); /* reads again and judges */
	cr_expect(turn_is_dirty(turn));
}

Test(turn, lets_nothing_out_before_it_is_committed)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	turn_work(turn);
	turn_work(turn);
	cr_expect_eq(count_replies("1001"), 0);
	cr_assert(turn_end(turn, &error));
	cr_expect_eq(count_replies("1001"), 0, "only the next turn writes");
	go_round();
	cr_expect(has("1001", "418.51"));
}

Test(turn, hands_out_each_answer_once_however_many_there_are)
{
	for (int i = 0; i < 150; i++)
		PUT_TICKET(text_format(ctx, "%d", i), "", "null", CUSTOMER);
	work_off();
	cr_expect_eq(turn_counts(turn).written, 150);
	for (int i = 0; i < 150; i++)
		cr_expect_eq(count_replies(text_format(ctx, "%d", i)), 1);
}

Test(turn, begins_anew_when_the_customer_writes_before_the_answer_leaves)
{
	import_order();
	PUT_TICKET("1001", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error)); /* the question is handed out */
	PUT_TICKET("1001", ORDER, "null", CUSTOMER, CUSTOMER);
	while (turn_is_busy(turn))
		go_round();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect(has("1001", "418.51"), "it is the answer to what was written last");
}

Test(turn, begins_anew_when_that_is_seen_before_the_answer_is_handed_out)
{
	import_order();
	PUT_TICKET("1001", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn); /* judged, not committed */
	PUT_TICKET("1001", ORDER, "null", CUSTOMER, CUSTOMER);
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect(has("1001", "418.51"));
}

Test(turn, stands_back_when_a_person_comes_before_the_answer_leaves)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error));
	PUT_TICKET("1001", ORDER, "\"mei\"", CUSTOMER);
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
	work_off();
	cr_expect_eq(count_replies("1001"), 0);
}

Test(turn, gives_up_an_answer_whose_ticket_is_gone)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	turn_work(turn);
	cr_assert(turn_end(turn, &error));
	cr_assert_eq(unlink(path_of("spool/1001.json")), 0);
	work_off();
	cr_expect_eq(turn_counts(turn).written, 0);
	cr_expect_eq(turn_counts(turn).put_off, 0);
}

/* ---- a disk that is full ---- */

static void fill_disk(void)
{
	struct stat found;
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(stat(path_of("state/ledger.sqlite-wal"), &found), 0);
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = (rlim_t)found.st_size;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void empty_disk(void)
{
	struct rlimit limit;

	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(turn, says_nothing_that_it_could_not_write_down)
{
	bool is_ended;

	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	PUT_TICKET("1002", "", "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	fill_disk();
	turn_work(turn);
	is_ended = turn_end(turn, &error);
	empty_disk();
	cr_assert_not(is_ended, "the disk was not full enough for this test");
	cr_expect_not(turn_is_busy(turn), "it waits for the next poll");
	cr_expect_eq(count_replies("1001") + count_replies("1002"), 0);

	work_off();
	cr_expect_eq(count_replies("1001"), 1, "the tickets are taken up again by themselves");
	cr_expect_eq(count_replies("1002"), 1);
	cr_expect(has("1001", "418.51"));
}

Test(turn, repeats_nothing_when_only_the_end_of_it_could_not_be_written_down)
{
	bool is_ended;

	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	turn_poll(turn);
	go_round();
	go_round();
	turn_work(turn); /* the answer is in the ticket */
	cr_expect_eq(count_replies("1001"), 1);
	fill_disk();
	is_ended = turn_end(turn, &error);
	empty_disk();
	cr_assert_not(is_ended, "the disk was not full enough for this test");

	work_off();
	cr_expect_eq(count_replies("1001"), 1);
	cr_expect_eq(turn_counts(turn).written, 2, "it was found there under its key");
	stop();
	start();
	work_off();
	cr_expect_eq(count_replies("1001"), 1);
}

Test(turn, an_import_that_fails_changes_nothing_and_stops_nothing)
{
	cr_expect_not(import("usage", "order_id,gifted_minutes_used,as_of\nx,-1,never\n"));
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect(has("1001", "418.51"));
}

Test(turn, a_poll_without_news_writes_nothing)
{
	import_order();
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	turn_poll(turn);
	turn_work(turn);
	cr_expect_not(turn_is_dirty(turn));
}

Test(turn, a_spool_that_goes_away_is_counted_and_comes_back)
{
	import_order();
	cr_assert_eq(rename(path_of("spool"), path_of("away")), 0);
	work_off();
	cr_expect_eq(turn_counts(turn).failed_polls, 1);
	cr_assert_eq(rename(path_of("away"), path_of("spool")), 0);
	PUT_TICKET("1001", ORDER, "null", CUSTOMER);
	work_off();
	cr_expect(has("1001", "418.51"));
}
