#include "domain/decision.h"

static const char *const outcomes[] = {
	[OUTCOME_APPROVE] = "approve",
	[OUTCOME_REJECT] = "reject",
	[OUTCOME_FLAG] = "flag",
	[OUTCOME_ASK] = "ask",
};
static const char *const whys[] = {
	[WHY_NONE] = "none",
	[WHY_ABUSE] = "abuse",
	[WHY_DOUBT] = "doubt",
};
static const char *const purses[] = {
	[PURSE_CASH] = "cash",
	[PURSE_TRANSFER] = "transfer",
	[PURSE_GIFT] = "gift",
};

const struct words outcome_words = WORDS(outcomes);
const struct words flag_why_words = WORDS(whys);
const struct words purse_words = WORDS(purses);
