/* What a reply can say of a case: every placeholder, and its value in words.
 *
 * Words and deciding are apart: nothing here can change an outcome. Values come from the decision
 * and the facts on record; none is read from what the customer wrote. */
#ifndef REFUNDD_POLICY_FIGURES_H
#define REFUNDD_POLICY_FIGURES_H

#include "policy/policy.h"

enum reply_kind {
	REPLY_APPROVE,
	REPLY_REJECT,
	REPLY_ASK,
	REPLY_FLAG,
	REPLY_LINKED,  /* another ticket speaks for the order: nothing was judged */
	REPLY_GRANTED, /* a reviewer approved */
	REPLY_REFUSED, /* a reviewer rejected */
	REPLY_NOTE,    /* internal, for the reviewer */
	REPLY_KIND_COUNT
};
extern const struct words reply_kind_words; /* approve reject ask flag linked granted ... */

/* clang-format off */
#define IN_APPROVE (1 << REPLY_APPROVE | 1 << REPLY_GRANTED | 1 << REPLY_NOTE)
#define IN_REASONS (1 << REPLY_REJECT | 1 << REPLY_ASK | 1 << REPLY_NOTE)
#define IN_CLAUSES (IN_REASONS | 1 << REPLY_GRANTED | 1 << REPLY_REFUSED)
#define IN_LINKED  (1 << REPLY_LINKED)
#define IN_NOTE    (1 << REPLY_NOTE)

/* Beside the names of names.h: */
#define PLACEHOLDERS(X) \
	X(TOTAL,      "total",      IN_APPROVE, "what goes back in all, with its currency") \
	X(CASH,       "cash",       IN_APPROVE, "the part that goes back to cash; none where nothing does") \
	X(TRANSFER,   "transfer",   IN_APPROVE, "the part that goes back to the revenue transfer account") \
	X(GIFT,       "gift",       IN_APPROVE, "the part that goes back to the gift account") \
	X(VOUCHER,    "voucher",    IN_APPROVE, "what vouchers paid, which does not go back; none where nothing was") \
	X(PAYER,      "payer",      IN_APPROVE, "the payer's account") \
	X(ARITHMETIC, "arithmetic", IN_APPROVE, "how the total comes about; none where a reviewer chose it") \
	X(FORMULA,    "formula",    IN_APPROVE, "the same in figures alone, for other languages; none where all comes back") \
	X(FROZEN,     "frozen",     IN_APPROVE, "frozen fees; none where there are none") \
	X(CLAUSE,     "clause",     IN_CLAUSES, "the words of the rule that decided, or of the reviewer's reason; none without one") \
	X(FIGURES,    "figures",    IN_REASONS, "the rule's figures, filled in") \
	X(SPEAKER,    "speaker",    IN_LINKED,  "the ticket that speaks for the order") \
	X(OUTCOME,    "outcome",    IN_NOTE,    "approve, reject, flag or ask") \
	X(WHY,        "why",        IN_NOTE,    "abuse or doubt; none unless flagged") \
	X(RULE,       "rule",       IN_NOTE,    "the id of the rule that decided; none where facts were missing") \
	X(BECAUSE,    "because",    IN_NOTE,    "the values that made that rule apply; none where facts were missing") \
	X(POLICY,     "policy",     IN_NOTE,    "the policy and its version; none where no policy fits") \
	X(MISSING,    "missing",    IN_NOTE,    "the facts that were missing; none where nothing was") \
	X(SIGNALS,    "signals",    IN_NOTE,    "the signals that scored, a line each; none where none did") \
	X(TRACE,      "trace",      IN_NOTE,    "every rule that was looked at, a line each") \
	X(HEADLINE,   "headline",   IN_NOTE,    "what came of the ticket, and why, in one line") \
	X(REMARK,     "remark",     IN_NOTE,    "which brake has the ticket left to a person, or which other ticket is about the order; none where neither is so") \
	X(ALONE,      "alone",      IN_NOTE,    "what the policy would have decided without any suspicion; none where it is the same") \
	X(EVIDENCE,   "evidence",   IN_NOTE,    "the signals that fired, each with the rows that made it; none where none did") \
	X(TIMELINE,   "timeline",   IN_NOTE,    "what the account bought, asked for and got back before, newest last; none where nothing is on record") \
	X(RELATED,    "related",    IN_NOTE,    "the tickets that the note names, with their links; none where it names none") \
	X(ACTIONS,    "actions",    IN_NOTE,    "what a reviewer can do now, a line each; none where nothing is to be done")
/* clang-format on */

enum placeholder {
	/* 0 to NAME_COUNT - 1 are the names. */
	PLACEHOLDER_LAST_NAME = NAME_COUNT - 1,
#define X(identifier, ...) PLACEHOLDER_##identifier,
	PLACEHOLDERS(X)
#undef X
		PLACEHOLDER_COUNT,
};

/* What only a note says, put into words by whoever knows it; NULL: this case has none. */
struct note_parts {
	const char *headline, *remark, *alone, *evidence, *timeline, *related, *actions;
};

struct placeholder_info {
	const char *name;
	unsigned kinds; /* 1 << enum reply_kind: the texts that it may stand in */
	const char *help;
};

/* Of 0 to PLACEHOLDER_COUNT - 1. A reply that flags or links says no more than the ticket and the
 * order; score, limit and hard_sign are for the reviewer alone. */
struct placeholder_info placeholder_info(int placeholder);

/* The number of a placeholder that may stand in texts of `kind`, or -1 with ERROR_CONFIG. */
int placeholder_find(enum reply_kind kind, const char *text, struct error *error);

/* How a language writes a length of time. */
struct time_words {
	const char *units[8]; /* one and many of day, hour, minute, second */
	const char *joiner;   /* between numbers and units: " ", or "" in Chinese */
};

/* Adds "4 days 23 hours 59 minutes 59 seconds"; "0 seconds"; a minus for what is negative. */
void time_words_add(const struct time_words *words, struct span span, struct buffer *out);

/* One decision and what stands behind it. */
struct figures {
	const struct decision *decision;
	struct view view;
	const struct rule *rule; /* that decided, or NULL */
	const struct says *says; /* what it says, in the reply's language; NULL: nothing */
	const struct time_words *words;
	const char *speaker;	 /* of REPLY_LINKED */
	struct note_parts parts; /* of REPLY_NOTE */
};

/* `says`, `speaker` and `parts` are left NULL: whoever knows them sets them. All must outlive the
 * figures. */
void figures_init(struct figures *figures, const struct policy_set *set, const struct facts *facts,
		  const struct decision *decision, const struct time_words *words);

/* Adds the value of a placeholder; false where this case has none, or for PLACEHOLDER_FIGURES,
 * which is a text of its own. */
bool figures_add(const struct figures *figures, int placeholder, struct buffer *out);

#endif
