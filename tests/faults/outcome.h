/* What a run has left: tickets, ledger and the names of files, without times. */
#ifndef REFUNDD_TESTS_FAULTS_OUTCOME_H
#define REFUNDD_TESTS_FAULTS_OUTCOME_H

#include "faults/server.h"

#include <stddef.h>

enum wrong {
	RIGHT,
	DUPLICATE, /* more answers than expected */
	LOST,	   /* fewer */
	CORRUPT,   /* the ledger */
	DIFFERENT,
	UNENDED, /* it crashed, or there was no end of it */
	WRONG_COUNT
};

struct outcome;
/* `server`: NULL where the tickets are in the spool. */
struct outcome *outcome_read(const char *dir, const struct server *server);
void outcome_free(struct outcome *outcome);

/* How many answers of refundd's there are. */
int outcome_answers(const struct outcome *outcome);
/* `what` says the first difference. */
enum wrong outcome_compare(const struct outcome *expected, const struct outcome *found, char *what,
			   size_t size);

#endif
