/* signal-cost CONFIG ORDERS COUNT: what all signals of a ticket cost.
 *
 * Asks the configured signals about COUNT tickets to come, of customers spread over the orders that
 * ledger.sh made, a month after the last one. Prints the median, the 99th of 100 and the longest in
 * microseconds, and how many failed. */
#include "base/memory.h"
#include "ledger/signals.h"
#include "sys/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASKED_AT ((struct instant){INT64_C(1678060799) * SECOND_US})
#define TICKET_WORDS \
	"I bought the wrong package by mistake and have not used a single minute of it yet"

static long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;

	return (left > right) - (left < right);
}

static int fail(const char *text)
{
	fprintf(stderr, "signal-cost: %s\n", text);
	return 1;
}

/* The microseconds of one ticket about the order of that number, or -1. */
static long ask(struct ledger *ledger, struct signals *signals, long number, size_t *failed,
		struct error *error)
{
	void *ctx = talloc_new(NULL);
	struct facts_question question = {
		.order_id = text_format(ctx, "20230301%012ld", number),
		.asked_at = ASKED_AT,
		.requester_uin = text_format(ctx, "%ld", 100000000000 + number / 4),
		.system = "spool",
		.ticket = "signal-cost",
		.text = TICKET_WORDS,
	};
	struct signal_findings findings;
	struct facts facts;
	long us = -1, begin;

	facts_init(&facts);
	facts.value[FACT_TICKET_SYSTEM] = value_text(question.system);
	facts.value[FACT_TICKET_ID] = value_text(question.ticket);
	facts.value[FACT_TICKET_CREATED_AT] = value_instant(question.asked_at);
	facts.value[FACT_TICKET_REQUESTER_UIN] = value_text(question.requester_uin);
	if (ledger_gather(ledger, ctx, &question, &facts, buffer_new(ctx), NULL, error)) {
		begin = now_us();
		if (signals_find(signals, ctx, &facts, TICKET_WORDS, &findings, error))
			us = now_us() - begin;
		*failed += signal_findings_failed(&findings);
	}
	talloc_free(ctx);
	return us;
}

int main(int argc, char **argv)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	struct config *config = argc == 4 ? config_load(ctx, argv[1], problems) : NULL;
	long orders = argc == 4 ? atol(argv[2]) : 0, count = argc == 4 ? atol(argv[3]) : 0;
	long *us = NEW_ARRAY(ctx, long, (size_t)count + 1);
	struct error error;
	struct ledger *ledger;
	struct signals *signals;
	size_t failed = 0;

	if (config == NULL)
		return fail("usage: signal-cost CONFIG ORDERS COUNT");
	ledger = ledger_open(ctx, config->state_dir, LEDGER_READ, &error);
	if (ledger == NULL)
		return fail(error.text);
	signals = signals_new(ctx, ledger, &config->policies, config->signal_steps, problems);
	if (signals == NULL)
		return fail(problems->list[0].text);
	for (long i = 0; i < count; i++) {
		us[i] = ask(ledger, signals, i * 7919 % orders, &failed, &error);
		if (us[i] < 0)
			return fail(error.text);
	}
	qsort(us, (size_t)count, sizeof(*us), compare);
	printf("%ld %ld %ld %zu\n", us[count / 2], us[count * 99 / 100], us[count - 1], failed);
	talloc_free(ctx);
	return 0;
}
