/* The ledger's disk: a database in memory that outlives the program's crashes, and that can be
 * full, broken, lost, or put back from an old copy. One for the whole process. */
#ifndef REFUNDD_TESTS_SIM_DISK_H
#define REFUNDD_TESTS_SIM_DISK_H

#include "faults.h"
#include "ledger/ledger.h"

struct disk;

/* Not in use before disk_reset(). */
struct disk *disk_new(const void *ctx);
struct ledger *disk_ledger(const struct disk *disk);

/* As new, and in order: for the next run. What came before leaves no trace in it. */
bool disk_reset(struct disk *disk, enum fault fault, struct error *error);
/* Without the imports where somebody imported all of it again before the start. */
void disk_lose(struct disk *disk, bool with_imports);
void disk_copy(struct disk *disk);
/* False: there is no copy. */
bool disk_restore(struct disk *disk);
/* A crash: what is not committed is gone. */
void disk_crash(struct disk *disk);

/* While it is full nothing can be committed. */
void disk_fill(struct disk *disk, bool is_full);
/* One of the next statements fails: the `statements`th; 0: none does. */
void disk_disturb(struct disk *disk, int statements);

/* Of FAULT_EARLY_CURSOR. */
void disk_save_cursor(struct disk *disk, const char *system, const char *cursor);

/* ---- what is on record ---- */

enum question {
	ASK_EFFECT_STATE,     /* key -> state */
	ASK_CASE_STATE,	      /* ticket -> state */
	ASK_CASE_REVISION,    /* ticket -> revision */
	ASK_CASE_MESSAGES,    /* ticket -> customer_messages */
	ASK_CASE_DOUBTFUL,    /* ticket -> whether an effect of it is doubtful */
	ASK_OPEN_EFFECT,      /* any -> "ticket key state" of an effect that is not over */
	ASK_NEWEST_DECISION,  /* any -> id of the newest decision */
	ASK_DECISION_FACTS,   /* id -> facts */
	ASK_DECISION_SOURCES, /* id -> sources */
	ASK_DECISION_AT,      /* id -> decided_at */
	ASK_DECISION_JSON,    /* id -> decision */
	ASK_DECISION_POLICY,  /* id -> the text of the policy that it was made by */
	QUESTION_COUNT
};

/* The first column of the only row; NULL where there is none. Belongs to `ctx`. */
char *disk_ask(struct disk *disk, const void *ctx, enum question question, const char *about);
/* Nothing is under way: what is on record is durable. */
bool disk_is_idle(const struct disk *disk);

#endif
