#include "daemon/casework.h"

#include "base/memory.h"
#include "daemon/adoption.h"
#include "daemon/event.h"
#include "daemon/judgement.h"

#include <string.h>

/* What a ticket wants of us. */
enum need {
	NEED_NOTHING,
	NEED_ADOPTION,	     /* our answer stands in it, and the ledger knows nothing of it */
	NEED_OTHER_SUBJECT,  /* it is not about refunds of ours */
	NEED_PERSON_HAS_IT,  /* a person had it before us */
	NEED_PERSON_CAME,    /* a person took it from us */
	NEED_CUSTOMER_WROTE, /* there is more of the customer's than was judged */
	NEED_JUDGEMENT,
};

static bool is_open(const struct ticket *ticket)
{
	return ticket->status == TICKET_NEW || ticket->status == TICKET_OPEN;
}

static bool is_ours(const struct config *config, const struct ticket *ticket)
{
	return strcmp(ticket->product, config->product) == 0 &&
	       strcmp(ticket->issue_type, config->issue_type) == 0;
}

static enum need need_of_stranger(const struct work *work)
{
	const struct ticket *ticket = work->ticket;

	if (adoption_revision(ticket) > 0)
		return NEED_ADOPTION;
	if (!is_open(ticket))
		return NEED_NOTHING;
	if (!is_ours(work->casework->config, ticket))
		return NEED_OTHER_SUBJECT;
	return ticket_has_person(ticket) ? NEED_PERSON_HAS_IT : NEED_JUDGEMENT;
}

static enum need need_of_case(const struct work *work)
{
	const struct ticket *ticket = work->ticket;
	bool is_unjudged = work->row.state == CASE_NEW || work->row.state == CASE_WAITING;

	if (work->row.state == CASE_PERSON)
		return NEED_NOTHING;
	if (ticket_has_person(ticket) || (is_unjudged && ticket->status > TICKET_PENDING))
		return NEED_PERSON_CAME;
	if (is_unjudged)
		return NEED_JUDGEMENT;
	return ticket_customer_messages(ticket) > work->row.customer_messages ? NEED_CUSTOMER_WROTE
									      : NEED_NOTHING;
}

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

static bool meet(struct work *work, enum need need, struct error *error)
{
	switch (need) {
	case NEED_NOTHING: return true;
	case NEED_ADOPTION: return adoption_make(work, error);
	case NEED_OTHER_SUBJECT: return leave_alone(work, "another product or issue type", error);
	case NEED_PERSON_HAS_IT: return leave_alone(work, "with a person", error);
	case NEED_PERSON_CAME: return event_person_came(work, error);
	case NEED_CUSTOMER_WROTE: return take_customer(work, error);
	case NEED_JUDGEMENT: return judge_ticket(work, error);
	}
	__builtin_unreachable();
}

static bool find_need(struct work *work, enum need *need, struct error *error)
{
	bool is_known;

	if (!case_find(work->casework->ledger, work->ctx, work->ticket->system, work->ticket->id,
		       &work->row, &is_known, error))
		return false;
	*need = is_known ? need_of_case(work) : need_of_stranger(work);
	return true;
}

static bool take_ticket(struct work *work, bool may_judge, bool *wants_reread, struct error *error)
{
	enum need need;

	if (!find_need(work, &need, error))
		return false;
	if (!may_judge && (need == NEED_JUDGEMENT || need == NEED_CUSTOMER_WROTE)) {
		*wants_reread = true;
		return true;
	}
	/* The customer may have written to an adopted case. */
	*wants_reread = need == NEED_ADOPTION;
	return meet(work, need, error);
}

static bool take_result(struct work *work, const struct effect_row *effect, enum desk_result result,
			bool *wants_reread, struct error *error)
{
	bool is_known;

	if (!case_find(work->casework->ledger, work->ctx, effect->system, effect->ticket,
		       &work->row, &is_known, error))
		return false;
	*wants_reread = false;
	return event_effect_ended(work, effect, result, wants_reread, error);
}

struct casework *casework_new(const void *ctx, const struct config *config, struct ledger *ledger,
			      struct told_hook hook, struct error *error)
{
	struct casework *casework = NEW(ctx, struct casework);

	*casework = (struct casework){.config = config, .ledger = ledger, .hook = hook};
	casework->finder =
		order_finder_new(casework, config->order_field, config->order_pattern, error);
	if (casework->finder == NULL) {
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
	bool is_taken = take_result(&work, effect, result, wants_reread, error);

	talloc_free(work.ctx);
	return is_taken;
}
