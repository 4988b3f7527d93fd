/* The life of a case: one table, (state, event) -> (next state, effects).
 *
 * Words and numbers are pinned: the words stand in the database, the logs and the manual, and the
 * diagram in refundd(8) is printed from this table by a test, so that it cannot lie. */
#ifndef REFUNDD_DOMAIN_LIFECYCLE_H
#define REFUNDD_DOMAIN_LIFECYCLE_H

#include "base/error.h"
#include "base/words.h"

enum case_state {
	CASE_NEW,	/* to be judged in this turn */
	CASE_WAITING,	/* judged, but the usage figures have not settled yet */
	CASE_ASKED,	/* the customer has a question to answer */
	CASE_ANSWERED,	/* approved or rejected, and told so */
	CASE_FLAGGED,	/* a reviewer has to look */
	CASE_HELD,	/* the answer is prepared; a reviewer releases it, or decides otherwise */
	CASE_SHADOWED,	/* judged and noted only: people answer, as if we were not there */
	CASE_LINKED,	/* another ticket speaks for the same order, and the customer was told so */
	CASE_WITHDRAWN, /* the customer closed it before it was answered */
	CASE_PERSON,	/* a person works on the ticket: we stand back */
	CASE_STATE_COUNT
};

enum case_event {
	EVENT_WAIT,	      /* judged: figures that matter have not settled */
	EVENT_APPROVE,	      /* judged: money goes back */
	EVENT_REJECT,	      /* judged: a clause says no */
	EVENT_ASK,	      /* judged: the customer must tell us something */
	EVENT_FLAG,	      /* judged: a person decides */
	EVENT_HOLD,	      /* judged: a brake holds the answer until a person releases it */
	EVENT_SHADOW,	      /* judged: in shadow mode nobody is answered */
	EVENT_LINK,	      /* judged: an earlier ticket of this customer is about the order */
	EVENT_VERDICT,	      /* a reviewer decided; where two are needed, the second of them */
	EVENT_REVIEW_NOTED,   /* the reviewers are told: a second is needed, refused, waits long */
	EVENT_CUSTOMER_WROTE, /* a new message of the customer */
	EVENT_OVERTAKEN,      /* the customer wrote before our answer had left */
	EVENT_WITHDREW,	      /* the customer closed the ticket; ours had not left yet */
	EVENT_REFUNDED,	      /* the order was refunded elsewhere; no approval had left yet */
	EVENT_REOPENED,	      /* somebody opened its ticket again, and wrote nothing */
	EVENT_PERSON_CAME,    /* somebody took, answered or closed the ticket */
	EVENT_DOUBTFUL,	      /* whether our answer is in the ticket cannot be settled */
	CASE_EVENT_COUNT
};

enum effect_kind {
	EFFECT_REPLY, /* public, to the customer; sets the fields and the status with it */
	EFFECT_NOTE,  /* internal, to the reviewer */
	EFFECT_KIND_COUNT
};

#define EFFECT_BIT(kind) (1u << (kind))

struct transition {
	enum case_state next;
	unsigned effects; /* EFFECT_BITs, in the order of enum effect_kind */
};

extern const struct words case_state_words;  /* new waiting asked answered flagged held ... */
extern const struct words case_event_words;  /* wait approve reject ask flag hold shadow ... */
extern const struct words effect_kind_words; /* reply note */

/* The table speaks of every pair; ERROR_STATE for one that it says cannot be. */
bool lifecycle_next(enum case_state state, enum case_event event, struct transition *transition,
		    struct error *error);

/* Why a pair cannot be; NULL for one that can. */
const char *lifecycle_why_never(enum case_state state, enum case_event event);

#endif
