#include "daemon/turn_state.h"

void turn_measure(struct turn *turn, struct metrics *metrics)
{
	turn->metrics = metrics;
	turn->casework->metrics = metrics;
}
