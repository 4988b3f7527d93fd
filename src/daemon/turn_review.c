#include "daemon/review.h"
#include "daemon/turn_state.h"
#include "ledger/reviews.h"
#include "sys/clock.h"

#include <talloc.h>

/* A verdict that was taken down is carried out on the ticket as it is now. */
static bool reread_given(struct turn *turn, const void *scratch, struct error *error)
{
	struct case_row *rows;
	size_t count;

	if (!verdict_list_given(turn->ledger, scratch, turn->desk->system, &rows, &count, error))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!ticket_list_has(&turn->asked, rows[i].ticket))
			turn_reread(turn, rows[i].ticket);
	return true;
}

void turn_look_after_reviews(struct turn *turn)
{
	void *scratch = talloc_new(NULL);
	struct error error;

	/* By a clock that is doubted nobody is late. */
	if ((!turn_doubts_clock(turn) &&
	     !review_look_after(turn->casework, turn->desk->system, clock_now(), &error)) ||
	    !reread_given(turn, scratch, &error))
		turn_fail(turn, &error);
	talloc_free(scratch);
}

static bool is_refusal(const struct error *error)
{
	return error->kind == ERROR_USE || error->kind == ERROR_ABSENT || error->kind == ERROR_BUSY;
}

bool turn_keep(struct turn *turn, bool is_done, struct error *error)
{
	struct error failure;

	if (!is_done && !is_refusal(error))
		turn_fail(turn, error);
	if (turn_end(turn, &failure))
		return is_done;
	*error = failure;
	return false;
}

bool turn_review(struct turn *turn, const void *ctx, const char *user,
		 const struct review_request *request, const char **said, struct error *error)
{
	bool wants_reread = false;
	const char *answer;

	if (!turn_keep(turn,
		       review_ask(turn->casework, ctx, user, request, clock_now(), &answer,
				  &wants_reread, error),
		       error))
		return false;
	*said = answer;
	if (wants_reread && !turn->is_paused)
		turn_reread(turn, request->ticket);
	return true;
}
