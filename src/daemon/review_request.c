#include "base/memory.h"
#include "daemon/review.h"
#include "daemon/sitting.h"

#include <string.h>

/* One request in hand. */
struct asking {
	struct work *work;
	struct sitting sitting;
	const char *user;
	const struct review_request *request;
	const char *said;
	bool wants_reread;
};

static bool claim(struct asking *asking, struct error *error)
{
	const struct work *work = asking->work;
	const char *claimer = sitting_claimer(&asking->sitting);

	if (claimer != NULL && !is_same_reviewer(claimer, asking->user))
		return error_set(error, ERROR_BUSY, "%s works on it", claimer);
	asking->said = text_format(work->ctx, "claimed by %s", asking->user);
	return review_claim(work->casework->ledger, &work->row, asking->user, WAY_REFUNDCTL,
			    work->now, error);
}

static bool unclaim(struct asking *asking, struct error *error)
{
	const struct work *work = asking->work;
	const char *claimer = sitting_claimer(&asking->sitting);

	if (claimer == NULL)
		return error_set(error, ERROR_USE, "nobody has claimed it");
	if (!is_same_reviewer(claimer, asking->user))
		return error_set(error, ERROR_BUSY, "%s works on it", claimer);
	asking->said = "given back";
	return review_unclaim(work->casework->ledger, &work->row, asking->user, work->now, error);
}

static const char *said_of(const struct asking *asking, const struct weighed *weighed)
{
	static const char *const done[VERDICT_COUNT] = {
		[VERDICT_APPROVE] = "approved",
		[VERDICT_REJECT] = "rejected",
		[VERDICT_RELEASE] = "released",
	};
	int verdict = words_find(verdict_words, asking->request->act, strlen(asking->request->act));
	struct money total = weighed->grant.refund.total;
	char amount[MONEY_TEXT_SIZE + 8] = "";

	if (total.currency != NULL) {
		size_t length;

		amount[0] = ' ';
		length = money_format(total, amount + 1) + 1;
		snprintf(amount + length, sizeof(amount) - length, " %s", total.currency->code);
	}
	return text_format(asking->work->ctx, "%s%s; %s", done[verdict], amount,
			   weighed->state == VERDICT_FIRST
				   ? "for this amount a second person has to approve, too"
				   : "the customer is told as soon as the ticket was read again");
}

/* The total that was seen now is the one that counts when it is carried out. */
static bool take_down(struct asking *asking, struct verdict_row *row, struct error *error)
{
	const struct work *work = asking->work;
	struct weighed weighed;

	if (!sitting_weigh(&asking->sitting, row, asking->request->amount, &weighed, error)) {
		struct error failure;

		if (error->kind != ERROR_USE)
			return false;
		row->state = VERDICT_REFUSED;
		row->why_refused = text_copy(work->ctx, error->text);
		if (!verdict_save(work->casework->ledger, &work->row, row, work->now, &failure))
			*error = failure;
		return false;
	}
	row->state = VERDICT_GIVEN;
	row->total = weighed.grant.refund.total;
	asking->said = said_of(asking, &weighed);
	asking->wants_reread = true;
	return verdict_save(work->casework->ledger, &work->row, row, work->now, error);
}

static bool give_verdict(struct asking *asking, struct error *error)
{
	const struct review_request *request = asking->request;
	const struct work *work = asking->work;
	struct verdict_row row = {
		.case_id = work->row.id,
		.revision = asking->sitting.review.revision,
		.verdict =
			(enum verdict)words_find(verdict_words, request->act, strlen(request->act)),
		.way = WAY_REFUNDCTL,
		.reviewer = asking->user,
		.given_at = work->now,
		.code = request->code,
		.reason = request->reason,
		.order_id = work->row.order_id,
	};

	for (size_t i = 0; i < asking->sitting.count; i++)
		if (asking->sitting.verdicts[i].state == VERDICT_GIVEN)
			return error_set(error, ERROR_BUSY,
					 "a verdict of %s is just being carried out",
					 asking->sitting.verdicts[i].reviewer);
	return take_down(asking, &row, error);
}

static const struct {
	const char *act;
	bool (*serve)(struct asking *asking, struct error *error);
} acts[] = {
	{"approve", give_verdict}, {"reject", give_verdict}, {"release", give_verdict},
	{"claim", claim},	   {"unclaim", unclaim},
};

static bool find_review(struct asking *asking, struct error *error)
{
	struct work *work = asking->work;
	const struct casework *casework = work->casework;
	const char *ticket = asking->request->ticket;
	bool is_known, is_open = false;

	if (!case_find(casework->ledger, work->ctx, casework->config->desk, ticket, &work->row,
		       &is_known, error) ||
	    (is_known && !sitting_open(work, &asking->sitting, &is_open, error)))
		return false;
	if (!is_known)
		return error_set(error, ERROR_ABSENT, "there is no case of ticket %s", ticket);
	return is_open ||
	       error_set(error, ERROR_USE, "ticket %s does not wait for a reviewer: its case is %s",
			 ticket, case_state_words.list[work->row.state]);
}

static bool serve(struct asking *asking, struct error *error)
{
	if (!find_review(asking, error))
		return false;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
		if (strcmp(acts[i].act, asking->request->act) == 0)
			return acts[i].serve(asking, error);
	return error_set(error, ERROR_USE, "expected an \"act\" that is known");
}

bool review_ask(const struct casework *casework, const void *ctx, const char *user,
		const struct review_request *request, struct instant now, const char **said,
		bool *wants_reread, struct error *error)
{
	struct work work = {.casework = casework, .ctx = talloc_new(NULL), .now = now};
	struct asking asking = {.work = &work, .user = user, .request = request};
	bool is_done = serve(&asking, error);

	if (is_done) {
		*said = text_copy(ctx, asking.said);
		*wants_reread = asking.wants_reread;
	}
	talloc_free(work.ctx);
	return is_done;
}
