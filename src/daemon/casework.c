#include "daemon/casework.h"

#include "base/memory.h"
#include "daemon/adoption.h"
#include "daemon/counting.h"
#include "daemon/event.h"
#include "daemon/judgement.h"
#include "daemon/need.h"
#include "daemon/record.h"
#include "daemon/review.h"

static bool judge_ticket(struct work *work, struct error *error)
{
	if (work->row.id == 0)
		work->row = (struct case_row){.system = work->ticket->system,
					      .ticket = work->ticket->id,
					      .revision = 1,
					      .state = CASE_NEW};
	return judgement_make(work, error);
}

static bool take_customer(struct work *work, struct error *error)
{
	bool wants_judgement;

	return event_customer_wrote(work, &wants_judgement, error) &&
	       (!wants_judgement || judgement_make(work, error));
}

static bool leave_alone(const struct work *work, const char *reason, struct error *error)
{
	const struct ticket *ticket = work->ticket;
	struct told told = {.ticket = ticket->id, .outcome = "left alone", .why = reason};

	if (!left_alone_save(work->casework->ledger, ticket->system, ticket->id, reason, work->now,
			     error))
		return false;
	work_tell(work, &told);
	return true;
}

static bool meet(struct work *work, enum need need, bool *wants_reread, struct error *error)
{
	switch (need) {
	case NEED_NOTHING: return true;
	case NEED_ADOPTION: return adoption_make(work, error);
	case NEED_OTHER_SUBJECT: return leave_alone(work, "another product or issue type", error);
	case NEED_PERSON_HAS_IT: return leave_alone(work, "with a person", error);
	case NEED_PERSON_CAME: return event_person_came(work, error);
	case NEED_WITHDRAWN: return event_withdrew(work, error);
	case NEED_REOPENED: return event_reopened(work, error);
	case NEED_VERDICT: return review_take_verdicts(work, wants_reread, error);
	case NEED_CLAIM: return review_take_claim(work, error);
	case NEED_CUSTOMER_WROTE: return take_customer(work, error);
	case NEED_JUDGEMENT: return judge_ticket(work, error);
	}
	__builtin_unreachable();
}

/* A ledger that was lost did not know of the note that a reviewer has answered. */
static bool find_early_verdict(const struct work *work, bool *wants_reread, struct error *error)
{
	return work->row.state != CASE_HELD || review_has_verdict(work, wants_reread, error);
}

static bool take_ticket(struct work *work, bool may_judge, bool *wants_reread, struct error *error)
{
	enum need need = NEED_NOTHING;
	bool is_in_flight;

	if (!need_find(work, &need, &is_in_flight, error))
		return false;
	if (is_in_flight || (!may_judge && need_may_judge(need))) {
		*wants_reread = true;
		return true;
	}
	/* The customer may have written to an adopted case. */
	*wants_reread = need == NEED_ADOPTION;
	return meet(work, need, wants_reread, error) &&
	       (need != NEED_JUDGEMENT || find_early_verdict(work, wants_reread, error));
}

static bool find_case_of(struct work *work, const struct effect_row *effect, struct error *error)
{
	bool is_known;

	if (!case_find(work->casework->ledger, work->ctx, effect->system, effect->ticket,
		       &work->row, &is_known, error))
		return false;
	return is_known ||
	       error_set(error, ERROR_STATE, "ticket %s has an answer and no case", effect->ticket);
}

static bool prepare_signals(struct casework *casework, struct error *error)
{
	struct problems *problems = problems_new(casework);
	const struct config *config = casework->config;

	casework->signals = signals_new(casework, casework->ledger, &config->policies,
					config->signal_steps, problems);
	if (casework->signals == NULL)
		error_put(error, ERROR_CONFIG, "%s", problem_format(problems, &problems->list[0]));
	talloc_free(problems);
	return casework->signals != NULL;
}

struct casework *casework_new(const void *ctx, const struct config *config, struct ledger *ledger,
			      struct told_hook hook, struct error *error)
{
	struct casework *casework = NEW(ctx, struct casework);

	*casework = (struct casework){.config = config, .ledger = ledger, .hook = hook};
	casework->words = record_policies(casework, &config->policies);
	casework->finder =
		order_finder_new(casework, config->order_field, config->order_pattern, error);
	if (casework->finder == NULL || !prepare_signals(casework, error)) {
		talloc_free(casework);
		return NULL;
	}
	return casework;
}

bool casework_take_ticket(const struct casework *casework, const struct ticket *ticket,
			  bool may_judge, struct instant now, bool *wants_reread,
			  struct error *error)
{
	struct work work = {
		.casework = casework, .ctx = talloc_new(NULL), .ticket = ticket, .now = now};
	bool is_taken = take_ticket(&work, may_judge, wants_reread, error);

	talloc_free(work.ctx);
	return is_taken;
}

bool casework_take_result(const struct casework *casework, const struct effect_row *effect,
			  enum desk_result result, struct instant now, bool *wants_reread,
			  struct error *error)
{
	struct work work = {.casework = casework, .ctx = talloc_new(NULL), .now = now};
	bool wants = false;
	bool is_taken = find_case_of(&work, effect, error) &&
			event_effect_ended(&work, effect, result, &wants, error);

	if (is_taken)
		counting_result(&work, effect, result);
	talloc_free(work.ctx);
	if (is_taken)
		*wants_reread = wants;
	return is_taken;
}

bool casework_take_doubt(const struct casework *casework, const struct effect_row *effect,
			 struct instant now, struct error *error)
{
	struct work work = {.casework = casework, .ctx = talloc_new(NULL), .now = now};
	bool is_taken = find_case_of(&work, effect, error) && event_doubtful(&work, effect, error);

	talloc_free(work.ctx);
	return is_taken;
}

bool casework_take_refunded(const struct casework *casework, const struct case_row *row,
			    struct instant now, bool *wants_reread, struct error *error)
{
	struct work work = {.casework = casework, .ctx = talloc_new(NULL), .row = *row, .now = now};
	bool begins_anew = false;
	bool is_taken = event_refunded(&work, &begins_anew, error);

	talloc_free(work.ctx);
	if (is_taken)
		*wants_reread = begins_anew;
	return is_taken;
}
