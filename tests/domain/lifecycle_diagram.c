/* Prints the table of a case's life, for the manual. */
#include "domain/lifecycle.h"

#include <stdio.h>
#include <string.h>

static void print_transition(enum case_state state, enum case_event event,
			     struct transition transition)
{
	const char *separator = "  ";

	printf("%-9s  %-15s  %-*s", case_state_words.list[state], case_event_words.list[event],
	       transition.effects == 0 ? 0 : 9, case_state_words.list[transition.next]);
	for (int kind = 0; kind < EFFECT_KIND_COUNT; kind++) {
		if (!(transition.effects & EFFECT_BIT(kind)))
			continue;
		printf("%s%s", separator, effect_kind_words.list[kind]);
		separator = ", ";
	}
	printf("\n");
}

static void print_possible(void)
{
	printf("%-9s  %-15s  %-9s  %s\n", "state", "event", "next", "effects");
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int event = 0; event < CASE_EVENT_COUNT; event++) {
			struct transition transition;
			struct error error;

			if (lifecycle_next((enum case_state)state, (enum case_event)event,
					   &transition, &error))
				print_transition((enum case_state)state, (enum case_event)event,
						 transition);
		}
}

/* "wait, approve": what cannot happen in a state, for one reason; nothing where nothing is. */
static void print_events(enum case_state state, const char *reason)
{
	const char *separator = case_state_words.list[state];
	int width = 11;

	for (int event = 0; event < CASE_EVENT_COUNT; event++) {
		const char *why = lifecycle_why_never(state, (enum case_event)event);

		if (why == NULL || strcmp(why, reason) != 0)
			continue;
		printf("%-*s%s", width, separator, case_event_words.list[event]);
		separator = ", ";
		width = 0;
	}
	if (width == 0)
		printf("\n");
}

static void print_reason(const char *reason)
{
	printf("\nnever: %s\n", reason);
	for (int state = 0; state < CASE_STATE_COUNT; state++)
		print_events((enum case_state)state, reason);
}

static bool is_among(const char *reason, const char *const *reasons, int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(reasons[i], reason) == 0)
			return true;
	return false;
}

static void print_impossible(void)
{
	const char *reasons[CASE_STATE_COUNT * CASE_EVENT_COUNT];
	int count = 0;

	for (int state = 0; state < CASE_STATE_COUNT; state++)
		for (int event = 0; event < CASE_EVENT_COUNT; event++) {
			const char *why =
				lifecycle_why_never((enum case_state)state, (enum case_event)event);

			if (why == NULL || is_among(why, reasons, count))
				continue;
			reasons[count++] = why;
			print_reason(why);
		}
}

int main(void)
{
	print_possible();
	print_impossible();
	return 0;
}
