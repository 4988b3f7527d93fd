#include "domain/lifecycle.h"

static const char *const states[] = {
	[CASE_NEW] = "new",	      [CASE_WAITING] = "waiting", [CASE_ASKED] = "asked",
	[CASE_ANSWERED] = "answered", [CASE_FLAGGED] = "flagged", [CASE_PERSON] = "person",
};
static const char *const events[] = {
	[EVENT_WAIT] = "wait",		 [EVENT_APPROVE] = "approve",
	[EVENT_REJECT] = "reject",	 [EVENT_ASK] = "ask",
	[EVENT_FLAG] = "flag",		 [EVENT_CUSTOMER_WROTE] = "customer-wrote",
	[EVENT_OVERTAKEN] = "overtaken", [EVENT_PERSON_CAME] = "person-came",
};
static const char *const effects[] = {[EFFECT_REPLY] = "reply", [EFFECT_NOTE] = "note"};

const struct words case_state_words = WORDS(states);
const struct words case_event_words = WORDS(events);
const struct words effect_kind_words = WORDS(effects);

#define REPLY EFFECT_BIT(EFFECT_REPLY)
#define NOTE  EFFECT_BIT(EFFECT_NOTE)

struct cell {
	bool is_possible; /* else the pair cannot be */
	struct transition transition;
};

#define TO(next, effects) ((struct cell){true, {CASE_##next, effects}})

static const struct cell table[CASE_STATE_COUNT][CASE_EVENT_COUNT] = {
	[CASE_NEW][EVENT_WAIT] = TO(WAITING, 0),
	[CASE_NEW][EVENT_APPROVE] = TO(ANSWERED, REPLY),
	[CASE_NEW][EVENT_REJECT] = TO(ANSWERED, REPLY),
	[CASE_NEW][EVENT_ASK] = TO(ASKED, REPLY),
	[CASE_NEW][EVENT_FLAG] = TO(FLAGGED, REPLY | NOTE),
	[CASE_NEW][EVENT_PERSON_CAME] = TO(PERSON, 0),

	[CASE_WAITING][EVENT_WAIT] = TO(WAITING, 0),
	[CASE_WAITING][EVENT_APPROVE] = TO(ANSWERED, REPLY),
	[CASE_WAITING][EVENT_REJECT] = TO(ANSWERED, REPLY),
	[CASE_WAITING][EVENT_ASK] = TO(ASKED, REPLY),
	[CASE_WAITING][EVENT_FLAG] = TO(FLAGGED, REPLY | NOTE),
	[CASE_WAITING][EVENT_CUSTOMER_WROTE] = TO(WAITING, 0),
	[CASE_WAITING][EVENT_PERSON_CAME] = TO(PERSON, 0),

	[CASE_ASKED][EVENT_CUSTOMER_WROTE] = TO(NEW, 0),
	[CASE_ASKED][EVENT_OVERTAKEN] = TO(NEW, 0),
	[CASE_ASKED][EVENT_PERSON_CAME] = TO(PERSON, 0),

	[CASE_ANSWERED][EVENT_CUSTOMER_WROTE] = TO(PERSON, NOTE),
	[CASE_ANSWERED][EVENT_OVERTAKEN] = TO(NEW, 0),
	[CASE_ANSWERED][EVENT_PERSON_CAME] = TO(PERSON, 0),

	[CASE_FLAGGED][EVENT_CUSTOMER_WROTE] = TO(FLAGGED, 0),
	[CASE_FLAGGED][EVENT_OVERTAKEN] = TO(NEW, 0),
	[CASE_FLAGGED][EVENT_PERSON_CAME] = TO(PERSON, 0),

	[CASE_PERSON][EVENT_CUSTOMER_WROTE] = TO(PERSON, 0),
	[CASE_PERSON][EVENT_OVERTAKEN] = TO(PERSON, 0),
	[CASE_PERSON][EVENT_PERSON_CAME] = TO(PERSON, 0),
};

bool lifecycle_next(enum case_state state, enum case_event event, struct transition *transition,
		    struct error *error)
{
	const struct cell *cell = &table[state][event];

	if (!cell->is_possible)
		return error_set(error, ERROR_STATE,
				 "\"%s\" cannot happen to a case that is \"%s\"", events[event],
				 states[state]);
	*transition = cell->transition;
	return true;
}
