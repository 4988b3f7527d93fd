/* turn-cost CONFIG ORDERS FIRST COUNT: what a ticket costs refundd itself, without a ticket system.
 *
 * Drives the daemon's turns with COUNT tickets about the orders that ledger.sh made, a page of 100
 * at a time, against a desk in memory. Every answer goes through the outbox, and every turn is
 * committed durably. Prints "MICROSECONDS CPU-MICROSECONDS" per ticket. The first page is not
 * counted: it warms up. */
#include "base/memory.h"
#include "daemon/turn.h"
#include "sys/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define PAGE 100
/* 2023-03-06T07:59:59+08:00, within five days of the purchase. */
#define ASKED_AT ((struct instant){INT64_C(1678060799) * SECOND_US})

struct bench_desk {
	struct desk desk;
	long orders, next, left; /* tickets to come */
	bool is_polled;
	const char *writes[10 * PAGE]; /* keys */
	size_t write_count;
	long written;
};

/* ---- the desk ---- */

/* The free orders have odd numbers; a large prime's steps spread them over all of the index. */
static long order_of(const struct bench_desk *desk, long ticket)
{
	return 2 * (ticket * 7919 % (desk->orders / 2)) + 1;
}

static void deliver(struct bench_desk *desk)
{
	char id[32], order[32], uin[32];
	long number = order_of(desk, desk->next);
	struct ticket_field field = {"order_id", order};
	struct ticket_message message = {"m1", AUTHOR_CUSTOMER, true, ASKED_AT, "Please.", NULL};
	struct ticket ticket = {.system = desk->desk.system,
				.id = id,
				.subject = "Refund",
				.status = TICKET_NEW,
				.product = "Tencent Real-Time Communication TRTC",
				.issue_type = "Billing and Refund Issues",
				.language = "en",
				.created_at = ASKED_AT,
				.updated_at = ASKED_AT,
				.requester_uin = uin,
				.fields = &field,
				.field_count = 1,
				.messages = &message,
				.message_count = 1};

	snprintf(id, sizeof(id), "new-%ld", desk->next++);
	snprintf(order, sizeof(order), "20230301%012ld", number);
	snprintf(uin, sizeof(uin), "%ld", 100000000000 + number / 4);
	desk->left--;
	desk->desk.listener.ticket(desk->desk.listener.arg, &ticket);
}

static void poll(struct desk *desk, const char *cursor)
{
	(void)cursor;
	((struct bench_desk *)desk)->is_polled = true;
}

static void take_write(struct desk *desk, const struct desk_write *write)
{
	struct bench_desk *bench = (struct bench_desk *)desk;

	bench->writes[bench->write_count++] = text_copy(bench, write->key);
}

static void look(struct desk *desk, const struct desk_write *write, struct instant since)
{
	(void)since;
	desk->listener.looked(desk->listener.arg, write->key, SIGHT_ABSENT, NULL);
}

static void reread(struct desk *desk, const char *ticket)
{
	(void)desk;
	(void)ticket;
}

/* A page, or the answers to what was written. */
static bool run(struct desk *desk)
{
	struct bench_desk *bench = (struct bench_desk *)desk;
	size_t count = bench->write_count;

	bench->write_count = 0;
	for (size_t i = 0; i < count; i++) {
		desk->listener.written(desk->listener.arg, bench->writes[i], DESK_DONE, NULL);
		talloc_free((char *)bench->writes[i]);
		bench->written++;
	}
	if (!bench->is_polled)
		return count > 0;
	bench->is_polled = false;
	while (bench->left > 0)
		deliver(bench);
	desk->listener.polled(desk->listener.arg, NULL, NULL);
	return true;
}

static bool is_busy(const struct desk *desk)
{
	const struct bench_desk *bench = (const struct bench_desk *)desk;

	return bench->is_polled || bench->write_count > 0;
}

static struct desk *make(void *arg, const void *ctx, const struct desk_listener *listener,
			 struct error *error)
{
	static const struct desk_ops ops = {poll, take_write, look, reread, run, is_busy};
	struct bench_desk **desk = arg;

	(void)error;
	*desk = NEW(ctx, struct bench_desk);
	(*desk)->desk = (struct desk){&ops, *listener, "spool", {0}};
	return &(*desk)->desk;
}

/* ---- the clocks ---- */

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double cpu_us(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* ---- the rounds ---- */

static void fail(const char *text)
{
	fprintf(stderr, "turn-cost: %s\n", text);
	exit(1);
}

/* Polls once, and goes on until all that came of it is done. */
static void work_off(struct turn *turn)
{
	struct error error;

	turn_poll(turn);
	do {
		turn_work(turn);
		if (!turn_end(turn, &error))
			fail(error.text);
	} while (turn_is_busy(turn));
}

static void measure(struct turn *turn, struct bench_desk *desk, long count)
{
	double began_us = now_us(), began_cpu_us = cpu_us();
	long written = desk->written;

	for (long done = 0; done < count; done += PAGE) {
		desk->left = PAGE;
		work_off(turn);
	}
	if (desk->written < written + count)
		fail("not every ticket was answered");
	printf("%.1f %.1f\n", (now_us() - began_us) / (double)count,
	       (cpu_us() - began_cpu_us) / (double)count);
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	const struct config *config = argc == 5 ? config_load(ctx, argv[1], problems) : NULL;
	struct told_hook hook = {NULL, NULL};
	struct bench_desk *desk;
	struct desk_maker maker = {make, &desk};
	struct ledger *ledger;
	struct turn *turn;
	struct error error;

	if (config == NULL)
		fail("bad use or configuration");
	log_init(LOG_ERROR, LOG_FORMAT_PLAIN, "");
	ledger = ledger_open(ctx, config->state_dir, LEDGER_WRITE, &error);
	turn = ledger == NULL ? NULL : turn_new(ctx, config, ledger, maker, hook, &error);
	if (turn == NULL)
		fail(error.text);
	desk->orders = atol(argv[2]);
	desk->next = atol(argv[3]);
	work_off(turn);
	desk->left = PAGE;
	work_off(turn);
	measure(turn, desk, atol(argv[4]));
	talloc_free(ctx);
	return 0;
}
