/* Chance that can be repeated: the same seed, the same numbers on every machine. */
#ifndef REFUNDD_TESTS_SIM_CHANCE_H
#define REFUNDD_TESTS_SIM_CHANCE_H

#include "domain/instant.h"

struct chance {
	uint64_t state;
};

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static inline uint64_t chance_next(struct chance *chance)
{
	uint64_t mixed = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

/* 0 to n - 1 */
static inline int chance_below(struct chance *chance, int n)
{
	return (int)(chance_next(chance) % (uint64_t)n);
}

static inline bool chance_of(struct chance *chance, int percent)
{
	return chance_below(chance, 100) < percent;
}

/* Zero to `longest`. */
static inline struct span chance_span(struct chance *chance, struct span longest)
{
	return (struct span){(int64_t)(chance_next(chance) % (uint64_t)(longest.us + 1))};
}

/* Mostly as short as the machines are, and sometimes as long as they can be. */
static inline struct span chance_delay(struct chance *chance, struct span usual,
				       struct span longest)
{
	return chance_span(chance, chance_of(chance, 85) ? usual : longest);
}

#endif
