#include "faults.h"

static const char *const words[] = {
	[FAULT_NONE] = "none",
	[FAULT_NO_QUARANTINE] = "no-quarantine",
	[FAULT_SHORT_QUARANTINE] = "short-quarantine",
	[FAULT_NO_MARK] = "no-mark",
	[FAULT_UNKNOWN_IS_LATER] = "unknown-is-later",
	[FAULT_UNKNOWN_IS_DONE] = "unknown-is-done",
	[FAULT_GUESS] = "guess",
	[FAULT_NO_KEYS] = "no-keys",
	[FAULT_NO_SILENCE] = "no-silence",
	[FAULT_EARLY_CURSOR] = "early-cursor",
	[FAULT_HALF_POLL] = "half-poll",
	[FAULT_NO_CHECK] = "no-check",
	[FAULT_ONE_CLOCK] = "one-clock",
	[FAULT_RAW_RESTORE] = "raw-restore",
};

const struct words fault_words = WORDS(words);
