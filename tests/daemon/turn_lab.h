/* A turn over a spool, driven by the test: no loop, no waiting. */
#ifndef REFUNDD_TESTS_DAEMON_TURN_LAB_H
#define REFUNDD_TESTS_DAEMON_TURN_LAB_H

#include "daemon/turn.h"
#include "desk/spool.h"
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static struct ledger *ledger;
static struct turn *turn;
static struct error error;

static inline struct desk *make_spool(void *arg, const void *owner,
				      const struct desk_listener *listener, struct error *why)
{
	(void)arg;
	return spool_new(owner, config->spool_dir, DESK_LIVE, listener, why);
}

static inline void start(void)
{
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	turn = turn_new(ctx, config, ledger, (struct desk_maker){make_spool, NULL},
			(struct told_hook){NULL, NULL}, &error);
	cr_assert_not_null(turn, "%s", error.text);
}

static inline void stop(void)
{
	talloc_free(turn);
	talloc_free(ledger);
}

static inline void turn_lab_begin(void)
{
	lab_make();
	start();
}

static inline void turn_lab_end(void)
{
	stop();
	lab_remove();
}

/* One turn of the loop. */
static inline void go_round(void)
{
	turn_work(turn);
	cr_assert(turn_end(turn, &error), "%s", error.text);
}

static inline void work_off(void)
{
	turn_poll(turn);
	while (turn_is_busy(turn))
		go_round();
}

static inline bool import(const char *kind, const char *text)
{
	struct import_result result;
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	bool is_done = turn_import(turn, kind, "test", file, &result, &error);

	fclose(file);
	return is_done;
}

static inline void import_purchase(void)
{
	cr_assert(import("orders",
			 "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
			 "entity,origin,purchased_at,months,currency,cash,transfer,gift,"
			 "voucher\n" ORDER
			 ",rtc-engine,standard,purchase,shipped,1400000001,100000000001,"
			 "100000000001,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,"
			 "0.00,0.00,0.00\n"),
		  "%s", error.text);
	cr_assert(import("accounts", "uin,entity,suspended,frozen,as_of\n"
				     "100000000001,E-1,none,0.00,2023-03-06T12:00:00+08:00\n"),
		  "%s", error.text);
}

static inline void import_use(void)
{
	cr_assert(import("usage", "order_id,gifted_minutes_used,as_of\n" ORDER
				  ",0,2023-03-06T12:00:00+08:00\n"),
		  "%s", error.text);
}

static inline void import_order(void)
{
	import_purchase();
	import_use();
}

static inline bool has(const char *ticket, const char *part)
{
	return strstr(get_file(text_format(ctx, "spool/%s.json", ticket)), part) != NULL;
}

static inline int count_replies(const char *ticket)
{
	const char *at = get_file(text_format(ctx, "spool/%s.json", ticket));
	int count = 0;

	while ((at = strstr(at, "\"key\":")) != NULL) {
		at++;
		count++;
	}
	return count;
}

/* ---- a disk that is full ---- */

static inline void fill_disk(void)
{
	struct stat found;
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(stat(path_of("state/ledger.sqlite-wal"), &found), 0);
	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = (rlim_t)found.st_size;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static inline void empty_disk(void)
{
	struct rlimit limit;

	cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

#endif
