#include "domain/lifecycle.h"

#include <stddef.h>

static const char *const states[] = {
	[CASE_NEW] = "new",	      [CASE_WAITING] = "waiting", [CASE_ASKED] = "asked",
	[CASE_ANSWERED] = "answered", [CASE_FLAGGED] = "flagged", [CASE_HELD] = "held",
	[CASE_SHADOWED] = "shadowed", [CASE_LINKED] = "linked",	  [CASE_WITHDRAWN] = "withdrawn",
	[CASE_PERSON] = "person",
};
static const char *const events[] = {
	[EVENT_WAIT] = "wait",
	[EVENT_APPROVE] = "approve",
	[EVENT_REJECT] = "reject",
	[EVENT_ASK] = "ask",
	[EVENT_FLAG] = "flag",
	[EVENT_HOLD] = "hold",
	[EVENT_SHADOW] = "shadow",
	[EVENT_LINK] = "link",
	[EVENT_VERDICT] = "verdict",
	[EVENT_REVIEW_NOTED] = "review-noted",
	[EVENT_CUSTOMER_WROTE] = "customer-wrote",
	[EVENT_OVERTAKEN] = "overtaken",
	[EVENT_WITHDREW] = "withdrew",
	[EVENT_REFUNDED] = "refunded",
	[EVENT_REOPENED] = "reopened",
	[EVENT_PERSON_CAME] = "person-came",
	[EVENT_DOUBTFUL] = "doubtful",
};
static const char *const effects[] = {[EFFECT_REPLY] = "reply", [EFFECT_NOTE] = "note"};

const struct words case_state_words = WORDS(states);
const struct words case_event_words = WORDS(events);
const struct words effect_kind_words = WORDS(effects);

#define REPLY EFFECT_BIT(EFFECT_REPLY)
#define NOTE  EFFECT_BIT(EFFECT_NOTE)

struct cell {
	bool is_possible;
	struct transition transition;
	const char *why_never; /* of what is not possible */
};

#define TO(next, effects) ((struct cell){true, {CASE_##next, effects}, NULL})
#define NEVER(why)	  ((struct cell){false, {CASE_NEW, 0}, why})

#define JUDGED_ONCE  "only a case that is new or waiting is judged"
#define NOT_REVIEWED "it is not with the reviewers"
#define NOT_SOLVED   "its ticket was not solved by an answer"
#define NOT_SPOKEN   "it has nothing to say that could be overtaken"

/* clang-format off */
#define IS_JUDGED \
	[EVENT_WAIT]    = TO(WAITING, 0), \
	[EVENT_APPROVE] = TO(ANSWERED, REPLY), \
	[EVENT_REJECT]  = TO(ANSWERED, REPLY), \
	[EVENT_ASK]     = TO(ASKED, REPLY), \
	[EVENT_FLAG]    = TO(FLAGGED, REPLY | NOTE), \
	[EVENT_HOLD]    = TO(HELD, NOTE), \
	[EVENT_SHADOW]  = TO(SHADOWED, NOTE), \
	[EVENT_LINK]    = TO(LINKED, REPLY)

#define IS_NOT_JUDGED \
	[EVENT_WAIT]    = NEVER(JUDGED_ONCE), \
	[EVENT_APPROVE] = NEVER(JUDGED_ONCE), \
	[EVENT_REJECT]  = NEVER(JUDGED_ONCE), \
	[EVENT_ASK]     = NEVER(JUDGED_ONCE), \
	[EVENT_FLAG]    = NEVER(JUDGED_ONCE), \
	[EVENT_HOLD]    = NEVER(JUDGED_ONCE), \
	[EVENT_SHADOW]  = NEVER(JUDGED_ONCE), \
	[EVENT_LINK]    = NEVER(JUDGED_ONCE)

/* The prepared answer goes as it is. */
#define IS_RELEASED \
	[EVENT_WAIT]    = NEVER(JUDGED_ONCE), \
	[EVENT_APPROVE] = TO(ANSWERED, REPLY), \
	[EVENT_REJECT]  = TO(ANSWERED, REPLY), \
	[EVENT_ASK]     = TO(ASKED, REPLY), \
	[EVENT_FLAG]    = TO(FLAGGED, REPLY), \
	[EVENT_HOLD]    = NEVER(JUDGED_ONCE), \
	[EVENT_SHADOW]  = NEVER(JUDGED_ONCE), \
	[EVENT_LINK]    = NEVER(JUDGED_ONCE)

#define IS_NOT_REVIEWED \
	[EVENT_VERDICT]      = NEVER(NOT_REVIEWED), \
	[EVENT_REVIEW_NOTED] = NEVER(NOT_REVIEWED)

/* Whoever has the ticket is not spoken over; whoever does not know that it is theirs is told. */
#define GOES_TO_A_PERSON \
	[EVENT_PERSON_CAME] = TO(PERSON, 0), \
	[EVENT_DOUBTFUL]    = TO(PERSON, NOTE)

static const struct cell table[CASE_STATE_COUNT][CASE_EVENT_COUNT] = {
	[CASE_NEW] = {
		IS_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(NEW, 0),
		[EVENT_OVERTAKEN]      = NEVER(NOT_SPOKEN),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(NEW, 0),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_WAITING] = {
		IS_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(WAITING, 0),
		[EVENT_OVERTAKEN]      = NEVER(NOT_SPOKEN),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(WAITING, 0),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_ASKED] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(NEW, 0),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(ASKED, 0),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_ANSWERED] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(PERSON, NOTE),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(NEW, 0),
		[EVENT_REOPENED]       = TO(PERSON, 0),
		GOES_TO_A_PERSON,
	},
	[CASE_FLAGGED] = {
		IS_NOT_JUDGED,
		[EVENT_VERDICT]        = TO(ANSWERED, REPLY),
		[EVENT_REVIEW_NOTED]   = TO(FLAGGED, NOTE),
		[EVENT_CUSTOMER_WROTE] = TO(FLAGGED, 0),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(FLAGGED, NOTE),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_HELD] = {
		IS_RELEASED,
		[EVENT_VERDICT]        = TO(ANSWERED, REPLY),
		[EVENT_REVIEW_NOTED]   = TO(HELD, NOTE),
		[EVENT_CUSTOMER_WROTE] = TO(NEW, 0),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(HELD, NOTE),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_SHADOWED] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(NEW, 0),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(SHADOWED, 0),
		[EVENT_REOPENED]       = NEVER(NOT_SOLVED),
		GOES_TO_A_PERSON,
	},
	[CASE_LINKED] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(PERSON, NOTE),
		[EVENT_OVERTAKEN]      = TO(NEW, 0),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(LINKED, 0),
		[EVENT_REOPENED]       = TO(PERSON, 0),
		GOES_TO_A_PERSON,
	},
	[CASE_WITHDRAWN] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(PERSON, NOTE),
		[EVENT_OVERTAKEN]      = NEVER(NOT_SPOKEN),
		[EVENT_WITHDREW]       = TO(WITHDRAWN, 0),
		[EVENT_REFUNDED]       = TO(WITHDRAWN, 0),
		[EVENT_REOPENED]       = TO(PERSON, NOTE),
		GOES_TO_A_PERSON,
	},
	[CASE_PERSON] = {
		IS_NOT_JUDGED,
		IS_NOT_REVIEWED,
		[EVENT_CUSTOMER_WROTE] = TO(PERSON, 0),
		[EVENT_OVERTAKEN]      = TO(PERSON, 0),
		[EVENT_WITHDREW]       = TO(PERSON, 0),
		[EVENT_REFUNDED]       = TO(PERSON, 0),
		[EVENT_REOPENED]       = TO(PERSON, 0),
		[EVENT_PERSON_CAME]    = TO(PERSON, 0),
		[EVENT_DOUBTFUL]       = TO(PERSON, 0),
	},
};
/* clang-format on */

bool lifecycle_next(enum case_state state, enum case_event event, struct transition *transition,
		    struct error *error)
{
	const struct cell *cell = &table[state][event];

	if (!cell->is_possible)
		return error_set(error, ERROR_STATE,
				 "\"%s\" cannot happen to a case that is \"%s\": %s", events[event],
				 states[state], lifecycle_why_never(state, event));
	*transition = cell->transition;
	return true;
}

const char *lifecycle_why_never(enum case_state state, enum case_event event)
{
	return table[state][event].why_never;
}
