/* Review by people: what becomes of their verdicts and claims, and of flags that wait for them.
 *
 * A verdict comes from the ticket or through the control socket, and is the same either way: it is
 * weighed when its ticket has just been read, and becomes final, or waits for a second person, or
 * is refused with a reason. Only a final one is told to the customer. */
#ifndef REFUNDD_DAEMON_REVIEW_H
#define REFUNDD_DAEMON_REVIEW_H

#include "daemon/work.h"
#include "ledger/reviews.h"

/* ---- of a ticket that was just read, and whose case is flagged or held (review.c) ---- */

/* Whether a verdict waits to be carried out, in the ticket or in the ledger. */
bool review_has_verdict(const struct work *work, bool *has_verdict, struct error *error);
/* Carries out what waits. *wants_reread: the customer has written what was not heeded yet. */
bool review_take_verdicts(struct work *work, bool *wants_reread, struct error *error);

/* The case, moved and saved, is with the reviewers no longer: what they said and was not carried
 * out came too late. */
bool review_end(const struct work *work, enum review_ending ending, struct error *error);

/* ---- claims in the ticket (review_claim.c) ---- */

/* Whether the ticket says otherwise than the ledger who works on it. */
bool review_has_claim(const struct work *work, bool *has_claim, struct error *error);
bool review_take_claim(const struct work *work, struct error *error);

/* ---- flags that wait too long (review_wait.c) ---- */

/* Notes for the reviewers of `system`: reminders and escalations that are due, each once. */
bool review_look_after(const struct casework *casework, const char *system, struct instant now,
		       struct error *error);

/* ---- asked by refundctl (review_request.c) ---- */

struct review_request {
	const char *act; /* approve reject release claim unclaim */
	const char *ticket;
	const char *amount, *code, *reason; /* NULL: not told */
};

/* Does at once what `user` asks; a verdict is taken down, to be carried out when its ticket was
 * read again: then *wants_reread. *said is the answer, of `ctx`. ERROR_USE, ERROR_ABSENT and
 * ERROR_BUSY say why it cannot be; a verdict that cannot be is on record all the same. */
bool review_ask(const struct casework *casework, const void *ctx, const char *user,
		const struct review_request *request, struct instant now, const char **said,
		bool *wants_reread, struct error *error);

/* Adds a note for the reviewers under a key of its own that `what` makes; one that is known is not
 * said again. `work->ticket` may be NULL. */
bool review_note(const struct work *work, const char *what, const char *text, struct error *error);

#endif
