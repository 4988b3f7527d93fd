#include "daemon/remark.h"

#include "ledger/reviews.h"

static void add_sentence(const struct case_row *row, enum case_event event, struct buffer *out)
{
	const char *withdrawn = "The customer closed this ticket before it was answered, and ";

	if (event == EVENT_DOUBTFUL)
		buffer_add_text(out, "It could not be settled whether our answer arrived in this "
				     "ticket. Please look, and answer if it did not.\n");
	else if (event == EVENT_REFUNDED)
		buffer_add_format(out,
				  "Order %s was refunded elsewhere meanwhile, as the records "
				  "say now.\n",
				  row->order_id);
	else if (event == EVENT_REOPENED)
		buffer_add_format(out, "%sit was opened again.\n", withdrawn);
	else if (row->state == CASE_WITHDRAWN)
		buffer_add_format(out, "%snow writes again.\n", withdrawn);
	else if (row->state == CASE_LINKED)
		buffer_add_format(out,
				  "The customer wrote again after being told that ticket %s "
				  "speaks for the order.\n",
				  row->linked_to);
	else
		buffer_add_text(out, "The customer wrote again after the answer.\n");
}

static void add_time(struct instant instant, struct buffer *out)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(instant_whole(instant), (struct zone){.offset_s = 0}, text);
	buffer_add_text(out, text);
}

static void add_request(const struct case_row *row, struct buffer *out)
{
	buffer_add_text(out, "\nWhat went before:\n- ");
	add_time(row->asked_at, out);
	buffer_add_format(out, ": the customer asked for a refund of %s%s\n",
			  row->order_id != NULL ? "order " : "an order not named",
			  row->order_id != NULL ? row->order_id : "");
	if (row->questions > 0)
		buffer_add_format(out, "- questions asked of the customer: %d\n", row->questions);
}

static void add_decision(const struct decision_row *decision, struct buffer *out)
{
	buffer_add_text(out, "- ");
	add_time(decision->decided_at, out);
	buffer_add_format(out, ": decided to %s", outcome_words.list[decision->outcome]);
	if (decision->total.currency != NULL) {
		char amount[MONEY_TEXT_SIZE];

		money_format(decision->total, amount);
		buffer_add_format(out, " %s %s", amount, decision->total.currency->code);
	}
	if (decision->rule != NULL)
		buffer_add_format(out, ", by rule %s", decision->rule);
	if (decision->policy != NULL)
		buffer_add_format(out, " of policy %s %s", decision->policy,
				  decision->version != NULL ? decision->version : "");
	buffer_add_char(out, '\n');
}

/* A reviewer's, that the customer was told. */
static void add_verdict(const struct verdict_row *verdict, struct buffer *out)
{
	buffer_add_text(out, "- ");
	add_time(verdict->given_at, out);
	buffer_add_format(out, ": %s decided to %s", verdict->reviewer,
			  verdict_words.list[verdict->verdict]);
	if (verdict->total.currency != NULL) {
		char amount[MONEY_TEXT_SIZE];

		money_format(verdict->total, amount);
		buffer_add_format(out, " %s %s", amount, verdict->total.currency->code);
	}
	buffer_add_char(out, '\n');
}

bool remark_make(const struct work *work, enum case_event event, const char **text,
		 struct error *error)
{
	struct buffer *out = buffer_new(work->ctx);
	struct decision_row decision;
	struct verdict_row *verdicts;
	size_t count;
	bool is_decided;

	if (!decision_find(work->casework->ledger, work->ctx, work->row.id, &decision, &is_decided,
			   error) ||
	    !verdict_list(work->casework->ledger, work->ctx, work->row.id, &verdicts, &count,
			  error))
		return false;
	add_sentence(&work->row, event, out);
	add_request(&work->row, out);
	if (is_decided)
		add_decision(&decision, out);
	for (size_t i = 0; i < count; i++)
		if (verdicts[i].state == VERDICT_FINAL)
			add_verdict(&verdicts[i], out);
	*text = out->bytes;
	return true;
}
