/* A ledger with customers, and signals that are asked about one of them. */
#ifndef REFUNDD_TESTS_LEDGER_SIGNAL_LAB_H
#define REFUNDD_TESTS_LEDGER_SIGNAL_LAB_H

#include "ledger/fixture.h"
#include "ledger/signals.h"

#define ASKED "2023-03-06T08:00:00Z"

static struct facts_question question;
static struct facts facts;
static struct signal_findings findings;

static inline void signal_lab_make(void)
{
	ledger_make();
	question = (struct facts_question){
		.asked_at = at(ASKED),
		.requester_uin = "1",
		.settle = {180 * MINUTE_US},
		.system = "spool",
		.ticket = "100",
	};
}

/* ---- what is on record ---- */

static inline void bought(const char *order, const char *owner, const char *payer,
			  const char *entity, const char *app, const char *when)
{
	import_all_of("orders",
		      text_format(ctx,
				  ORDERS_HEADER "%s,call,standard,purchase,shipped,%s,%s,%s,%s,"
						"purchased,%s,1,USD,100,0,0,0\n",
				  order, app, owner, payer, entity, when));
}

static inline void refunded(const char *order, const char *when)
{
	import_all_of("refunds", text_format(ctx,
					     "order_id,refunded_at,currency,amount\n"
					     "%s,%s,USD,1.00\n",
					     order, when));
}

static inline struct case_row asked(const char *ticket, const char *account, const char *when)
{
	struct case_row row = case_of(ticket, CASE_ANSWERED);

	row.requester_uin = account;
	row.asked_at = at(when);
	ASSERT(case_save(ledger, &row, &error));
	ASSERT(ledger_commit(ledger, &error));
	return row;
}

/* By the machine itself. */
static inline void approved(const char *ticket, const char *account, const char *order,
			    const char *when)
{
	struct case_row row = case_of(ticket, CASE_ANSWERED);
	struct decision_row decision;

	row.requester_uin = account;
	row.order_id = order;
	row.asked_at = at(when);
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	decision.course = COURSE_ANSWER;
	ASSERT(decision_save(ledger, &decision, &error));
	ASSERT(ledger_commit(ledger, &error));
}

static inline void known(const char *account, const char *entity, const char *email,
			 const char *phone, const char *when)
{
	import_all_of("accounts", text_format(ctx,
					      "uin,entity,suspended,frozen,as_of,email,phone\n"
					      "%s,%s,none,0,%s,%s,%s\n",
					      account, entity, when, email, phone));
}

/* ---- asking ---- */

static inline void find_of_set(const struct policy_set *set, int steps)
{
	struct problems *problems = problems_new(ctx);

	question.signals = signals_new(ctx, ledger, set, steps, problems);
	cr_assert_not_null(question.signals, "%s",
			   problems->count > 0 ? problems->list[0].text : "");
	facts_init(&facts);
	ASSERT(ledger_gather(ledger, ctx, &question, &facts, buffer_new(ctx), &findings, &error));
	TALLOC_FREE(question.signals);
}

static inline struct signal signal_of(const char *sql)
{
	return (struct signal){.name = "sign", .title = "a sign", .sql = sql};
}

/* What one signal finds. */
static inline const struct signal_finding *find_of_signal(struct signal signal, int steps)
{
	struct signal *copy = NEW(ctx, struct signal);
	struct policy_set set = {.signals = copy, .signal_count = 1};

	*copy = signal;
	find_of_set(&set, steps);
	cr_assert_eq(findings.count, 1);
	return &findings.list[0];
}

/* The rows that `sql` gives: columns parted by "|", each row ended by a newline. */
static inline const char *rows_of(const char *sql)
{
	const struct signal_finding *finding = find_of_signal(signal_of(sql), 2000);
	struct buffer *text = buffer_new(ctx);

	cr_assert_null(finding->failure, "%s: %s", sql, finding->failure);
	for (size_t i = 0; i < finding->row_count; i++) {
		for (size_t j = 0; j < finding->column_count; j++) {
			const char *cell = finding->rows[i].texts[j];

			buffer_add_format(text, "%s%s", j > 0 ? "|" : "",
					  cell != NULL ? cell : "null");
		}
		buffer_add_char(text, '\n');
	}
	return text->bytes;
}

#endif
