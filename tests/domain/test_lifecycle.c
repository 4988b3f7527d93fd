#include "domain/lifecycle.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct pin {
	int number;
	const char *word;
};

static void expect_pinned(struct words words, const struct pin *pins, size_t count)
{
	cr_assert_eq(words.count, count);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(pins[i].number, (int)i);
		cr_expect_str_eq(words.list[i], pins[i].word);
	}
}

Test(lifecycle, words_and_numbers_are_pinned)
{
	static const struct pin states[] = {
		{CASE_NEW, "new"},
		{CASE_WAITING, "waiting"},
		{CASE_ASKED, "asked"},
		{CASE_ANSWERED, "answered"},
		{CASE_FLAGGED, "flagged"},
		{CASE_HELD, "held"},
		{CASE_SHADOWED, "shadowed"},
		{CASE_LINKED, "linked"},
		{CASE_WITHDRAWN, "withdrawn"},
		{CASE_PERSON, "person"},
	};
	static const struct pin events[] = {
		{EVENT_WAIT, "wait"},
		{EVENT_APPROVE, "approve"},
		{EVENT_REJECT, "reject"},
		{EVENT_ASK, "ask"},
		{EVENT_FLAG, "flag"},
		{EVENT_HOLD, "hold"},
		{EVENT_SHADOW, "shadow"},
		{EVENT_LINK, "link"},
		{EVENT_VERDICT, "verdict"},
		{EVENT_REVIEW_NOTED, "review-noted"},
		{EVENT_CUSTOMER_WROTE, "customer-wrote"},
		{EVENT_OVERTAKEN, "overtaken"},
		{EVENT_WITHDREW, "withdrew"},
		{EVENT_REFUNDED, "refunded"},
		{EVENT_REOPENED, "reopened"},
		{EVENT_PERSON_CAME, "person-came"},
		{EVENT_DOUBTFUL, "doubtful"},
	};
	static const struct pin effects[] = {{EFFECT_REPLY, "reply"}, {EFFECT_NOTE, "note"}};

	expect_pinned(case_state_words, states, COUNT(states));
	expect_pinned(case_event_words, events, COUNT(events));
	expect_pinned(effect_kind_words, effects, COUNT(effects));
	cr_expect_eq(CASE_STATE_COUNT, COUNT(states));
	cr_expect_eq(CASE_EVENT_COUNT, COUNT(events));
	cr_expect_eq(EFFECT_KIND_COUNT, COUNT(effects));
}

/* Next state, "+r" with a reply, "+n" with a note; "-" cannot be. */
/* clang-format off */
static const char *const expected[CASE_STATE_COUNT][CASE_EVENT_COUNT] = {
	/* wait           approve        reject         ask            flag           hold           shadow         link
	 * verdict        review-noted   customer-wrote overtaken      withdrew       refunded       reopened       person-came    doubtful */
	[CASE_NEW] = {
		"waiting",     "answered+r",  "answered+r",  "asked+r",     "flagged+r+n", "held+n",      "shadowed+n",  "linked+r",
		"-",           "-",           "new",         "-",           "withdrawn",   "new",         "-",           "person",      "person+n",
	},
	[CASE_WAITING] = {
		"waiting",     "answered+r",  "answered+r",  "asked+r",     "flagged+r+n", "held+n",      "shadowed+n",  "linked+r",
		"-",           "-",           "waiting",     "-",           "withdrawn",   "waiting",     "-",           "person",      "person+n",
	},
	[CASE_ASKED] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "new",         "new",         "withdrawn",   "asked",       "-",           "person",      "person+n",
	},
	[CASE_ANSWERED] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "person+n",    "new",         "withdrawn",   "new",         "person",      "person",      "person+n",
	},
	[CASE_FLAGGED] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"answered+r",  "flagged+n",   "flagged",     "new",         "withdrawn",   "flagged+n",   "-",           "person",      "person+n",
	},
	[CASE_HELD] = {
		"-",           "answered+r",  "answered+r",  "asked+r",     "flagged+r",   "-",           "-",           "-",
		"answered+r",  "held+n",      "new",         "new",         "withdrawn",   "held+n",      "-",           "person",      "person+n",
	},
	[CASE_SHADOWED] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "new",         "new",         "withdrawn",   "shadowed",    "-",           "person",      "person+n",
	},
	[CASE_LINKED] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "person+n",    "new",         "withdrawn",   "linked",      "person",      "person",      "person+n",
	},
	[CASE_WITHDRAWN] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "person+n",    "-",           "withdrawn",   "withdrawn",   "person+n",    "person",      "person+n",
	},
	[CASE_PERSON] = {
		"-",           "-",           "-",           "-",           "-",           "-",           "-",           "-",
		"-",           "-",           "person",      "person",      "person",      "person",      "person",      "person",      "person",
	},
};
/* clang-format on */

static const char *describe(enum case_state state, enum case_event event, char text[64])
{
	struct transition transition;
	struct error error;

	if (!lifecycle_next(state, event, &transition, &error))
		return "-";
	strcpy(text, case_state_words.list[transition.next]);
	if (transition.effects & EFFECT_BIT(EFFECT_REPLY))
		strcat(text, "+r");
	if (transition.effects & EFFECT_BIT(EFFECT_NOTE))
		strcat(text, "+n");
	return text;
}

Test(lifecycle, no_pair_of_state_and_event_is_left_out)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int event = 0; event < CASE_EVENT_COUNT; event++) {
			struct transition transition;
			struct error error;
			bool is_possible =
				lifecycle_next((enum case_state)state, (enum case_event)event,
					       &transition, &error);

			cr_expect_neq(is_possible,
				      lifecycle_why_never((enum case_state)state,
							  (enum case_event)event) != NULL,
				      "%s, %s: either it leads somewhere or it is said why it "
				      "cannot be",
				      case_state_words.list[state], case_event_words.list[event]);
		}
}

Test(lifecycle, every_pair_of_state_and_event_leads_where_it_should)
{
	char text[64];

	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int event = 0; event < CASE_EVENT_COUNT; event++)
			cr_expect_str_eq(
				describe((enum case_state)state, (enum case_event)event, text),
				expected[state][event], "%s, %s", case_state_words.list[state],
				case_event_words.list[event]);
}

Test(lifecycle, an_impossible_pair_is_named_and_changes_nothing)
{
	struct transition transition = {CASE_FLAGGED, 42};
	struct error error;

	cr_expect_not(lifecycle_next(CASE_PERSON, EVENT_APPROVE, &transition, &error));
	cr_expect_eq(error.kind, ERROR_STATE);
	cr_expect_str_eq(
		error.text,
		"\"approve\" cannot happen to a case that is \"person\": only a case that is "
		"new or waiting is judged");
	cr_expect_eq(transition.next, CASE_FLAGGED);
	cr_expect_eq(transition.effects, 42);
}

Test(lifecycle, every_state_but_the_end_can_be_left_and_every_state_be_reached)
{
	bool is_reached[CASE_STATE_COUNT] = {[CASE_NEW] = true};

	for (int state = 0; state < CASE_STATE_COUNT; state++) {
		bool can_leave = false;

		for (int event = 0; event < CASE_EVENT_COUNT; event++) {
			struct transition transition;
			struct error error;

			if (!lifecycle_next((enum case_state)state, (enum case_event)event,
					    &transition, &error))
				continue;
			can_leave |= (int)transition.next != state;
			is_reached[transition.next] = true;
		}
		cr_expect_eq(can_leave, state != CASE_PERSON, "%s", case_state_words.list[state]);
	}
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		cr_expect(is_reached[state], "%s", case_state_words.list[state]);
}

Test(lifecycle, a_doubt_goes_to_a_person_who_is_told)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++) {
		struct transition transition;
		struct error error;

		cr_assert(lifecycle_next((enum case_state)state, EVENT_DOUBTFUL, &transition,
					 &error));
		cr_expect_eq(transition.next, CASE_PERSON);
		cr_expect_eq(transition.effects,
			     state == CASE_PERSON ? 0 : EFFECT_BIT(EFFECT_NOTE));
	}
}

Test(lifecycle, the_customer_hears_only_what_was_judged_or_a_reviewer_decided)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int event = EVENT_REVIEW_NOTED; event < CASE_EVENT_COUNT; event++) {
			struct transition transition = {CASE_NEW, 0};
			struct error error;

			lifecycle_next((enum case_state)state, (enum case_event)event, &transition,
				       &error);
			cr_expect_eq(transition.effects & EFFECT_BIT(EFFECT_REPLY), 0, "%s, %s",
				     case_state_words.list[state], case_event_words.list[event]);
		}
}

Test(lifecycle, what_a_brake_holds_is_noted_and_not_told)
{
	static const enum case_event held[] = {EVENT_HOLD, EVENT_SHADOW};

	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int i = 0; i < 2; i++) {
			struct transition transition = {CASE_NEW, EFFECT_BIT(EFFECT_NOTE)};
			struct error error;

			lifecycle_next((enum case_state)state, held[i], &transition, &error);
			cr_expect_eq(transition.effects, EFFECT_BIT(EFFECT_NOTE), "%s, %s",
				     case_state_words.list[state], case_event_words.list[held[i]]);
		}
}

Test(lifecycle, a_person_can_come_at_any_time_and_is_never_spoken_over)
{
	for (int state = 0; state < CASE_STATE_COUNT; state++) {
		struct transition transition;
		struct error error;

		cr_assert(lifecycle_next((enum case_state)state, EVENT_PERSON_CAME, &transition,
					 &error));
		cr_expect_eq(transition.next, CASE_PERSON);
		cr_expect_eq(transition.effects, 0);
	}
	for (int event = 0; event < CASE_EVENT_COUNT; event++) {
		struct transition transition = {CASE_PERSON, 0};
		struct error error;

		lifecycle_next(CASE_PERSON, (enum case_event)event, &transition, &error);
		cr_expect_eq(transition.next, CASE_PERSON);
		cr_expect_eq(transition.effects, 0);
	}
}
