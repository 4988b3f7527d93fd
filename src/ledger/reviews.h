/* What waits for people: reviews of flagged and held cases, what reviewers said about them, and
 * the accounts that a signal does not count for.
 *
 * A case has at most one open review, of the revision at which it was opened. Reviewers go by
 * their plain login names, compared without case: whoever uses two ways is still one person. Every
 * change here has its row in the record. */
#ifndef REFUNDD_LEDGER_REVIEWS_H
#define REFUNDD_LEDGER_REVIEWS_H

#include "ledger/ledger.h"

/* ---- reviews (reviews.c) ---- */

/* How a reviewer said it. */
enum review_way { WAY_REFUNDCTL, WAY_TICKET, WAY_COUNT };
extern const struct words review_way_words; /* refundctl ticket */

enum review_ending {
	ENDING_APPROVE,	 /* a reviewer approved */
	ENDING_REJECT,	 /* a reviewer rejected */
	ENDING_RELEASE,	 /* the prepared answer goes as it is */
	ENDING_BY_HAND,	 /* a person answered or closed the ticket by hand */
	ENDING_CUSTOMER, /* the customer closed the ticket, or wrote and is judged anew */
	ENDING_COUNT
};
extern const struct words review_ending_words; /* approve reject release by-hand customer */

struct review_row {
	int64_t case_id;
	int revision; /* of the case */
	struct instant opened_at;
	const char *claimed_by; /* NULL: nobody */
	struct instant claimed_at;
	enum review_way claim_way; /* in the ticket it is whose the ticket is */
	bool is_reminded, is_escalated;
};

/* Of a case that became flagged or held, saved already. Nothing happens where it has one. */
bool review_open(struct ledger *ledger, const struct case_row *row, struct instant now,
		 struct error *error);
/* Nothing happens where the case has no open review. */
bool review_close(struct ledger *ledger, const struct case_row *row, enum review_ending ending,
		  const char *actor, struct instant now, struct error *error);
/* The open one; *found false: none. */
bool review_find(struct ledger *ledger, const void *ctx, int64_t case_id, struct review_row *review,
		 bool *found, struct error *error);
/* `reviewer` works on it from now on, whoever did before; who may is the caller's business. */
bool review_claim(struct ledger *ledger, const struct case_row *row, const char *reviewer,
		  enum review_way way, struct instant now, struct error *error);
/* Nobody works on it any more; `actor` said so. */
bool review_unclaim(struct ledger *ledger, const struct case_row *row, const char *actor,
		    struct instant now, struct error *error);
/* The reviewers were reminded of it, or it was escalated. */
bool review_remind(struct ledger *ledger, const struct case_row *row, bool is_escalation,
		   struct instant now, struct error *error);

struct review_summary {
	struct review_row review;
	struct case_row row;
	bool has_decision;
	struct decision_row decision; /* without facts_json, decision_json, sources, evidence */
	int64_t score;		      /* of the newest decision */
};
/* Open ones, the longest waiting first, at most `limit`. */
bool review_list(struct ledger *ledger, const void *ctx, int limit, struct review_summary **list,
		 size_t *count, struct error *error);
/* Open ones of `system`, opened until `opened_until` and not escalated yet. */
bool review_list_waiting(struct ledger *ledger, const void *ctx, const char *system,
			 struct instant opened_until, struct review_summary **list, size_t *count,
			 struct error *error);

/* ---- verdicts (verdicts.c) ---- */

enum verdict { VERDICT_APPROVE, VERDICT_REJECT, VERDICT_RELEASE, VERDICT_COUNT };
extern const struct words verdict_words; /* approve reject release */

enum verdict_state {
	VERDICT_GIVEN,	 /* taken down; what comes of it is seen when its ticket was read again */
	VERDICT_FIRST,	 /* stands, and a second person is needed */
	VERDICT_FINAL,	 /* the case went its way by it */
	VERDICT_REFUSED, /* it may not be, or came too late */
	VERDICT_STATE_COUNT
};
extern const struct words verdict_state_words; /* given first final refused */

struct verdict_row {
	int64_t id;
	int64_t case_id;
	int revision; /* of the review */
	enum verdict verdict;
	enum verdict_state state;
	const char *reviewer;
	enum review_way way;
	struct instant given_at;
	const char *code;   /* of the reason, for the customer; may be NULL */
	const char *reason; /* internal words; may be NULL */
	const char *order_id;
	struct money total;	 /* of approve: currency NULL: as the policy computes */
	const char *why_refused; /* of VERDICT_REFUSED, else NULL */
};

/* Adds (id 0, set then) or updates; `row` is its case. */
bool verdict_save(struct ledger *ledger, const struct case_row *row, struct verdict_row *verdict,
		  struct instant now, struct error *error);
/* All of a case, in the order in which they were given. */
bool verdict_list(struct ledger *ledger, const void *ctx, int64_t case_id,
		  struct verdict_row **list, size_t *count, struct error *error);
/* Cases of `system` with a verdict in VERDICT_GIVEN: their tickets have to be read again. */
bool verdict_list_given(struct ledger *ledger, const void *ctx, const char *system,
			struct case_row **list, size_t *count, struct error *error);
/* ---- exemptions (exemptions.c) ---- */

struct exemption_row {
	int64_t id;
	const char *account;
	const char *signal;
	struct instant from_at, until_at; /* holds for what was asked at from_at <= T < until_at */
	const char *author;
	const char *reason;
};

/* Sets id. */
bool exemption_add(struct ledger *ledger, struct exemption_row *row, struct error *error);
/* It holds no longer from `now` on. ERROR_ABSENT where the account has none of the signal then. */
bool exemption_end(struct ledger *ledger, const char *account, const char *signal,
		   const char *author, struct instant now, struct error *error);
/* Those that end after `since`, by account, signal and time. */
bool exemption_list(struct ledger *ledger, const void *ctx, struct instant since,
		    struct exemption_row **list, size_t *count, struct error *error);

#endif
