/* Reviews for people and for programs. */
#ifndef REFUNDD_CTL_REVIEW_PRINT_H
#define REFUNDD_CTL_REVIEW_PRINT_H

#include "ctl/ctl.h"
#include "ledger/reviews.h"

/* One case, and what reviewers said about it. */
struct review_story {
	struct case_row row;
	bool has_decision;
	struct decision_row decision;
	bool is_open;
	struct review_row review; /* of one that is open */
	struct verdict_row *verdicts;
	size_t verdict_count;
	struct effect_row *effects;
	size_t effect_count;
};

void review_print_list(const struct ctl *ctl, const struct config *config, struct ledger *ledger,
		       const struct review_summary *list, size_t count);
/* The review, its newest note, and what was said so far. */
void review_print_story(const struct ctl *ctl, const struct config *config,
			const struct review_story *story);
void review_print_history(const struct ctl *ctl, const struct config *config,
			  const struct review_story *story);
void review_print_reasons(const struct ctl *ctl, const struct config *config);

#endif
