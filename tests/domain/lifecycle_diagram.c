/* Prints the table of a case's life, for the manual. */
#include "domain/lifecycle.h"

#include <stdio.h>

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

int main(void)
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
	return 0;
}
