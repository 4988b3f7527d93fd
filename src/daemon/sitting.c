#include "daemon/sitting.h"

#include <string.h>
#include <strings.h>

#define SPACES " \t\r\n"

/* Spaces around a name make no other person of it. */
static const char *trim(const char *name, size_t *length)
{
	name += strspn(name, SPACES);
	*length = strlen(name);
	while (*length > 0 && strchr(SPACES, name[*length - 1]) != NULL)
		(*length)--;
	return name;
}

bool sitting_open(const struct work *work, struct sitting *sitting, bool *found,
		  struct error *error)
{
	struct ledger *ledger = work->casework->ledger;
	int64_t id = work->row.id;

	*sitting = (struct sitting){.work = work};
	return review_find(ledger, work->ctx, id, &sitting->review, found, error) &&
	       verdict_list(ledger, work->ctx, id, &sitting->verdicts, &sitting->count, error) &&
	       decision_find(ledger, work->ctx, id, &sitting->decision, &sitting->has_decision,
			     error);
}

const char *sitting_claimer(const struct sitting *sitting)
{
	const struct work *work = sitting->work;
	const struct review_row *review = &sitting->review;
	struct span lasts = work->casework->config->review.claim_ends;

	if (review->claimed_by == NULL ||
	    instant_plus(review->claimed_at, lasts).us <= work->now.us)
		return NULL;
	return review->claimed_by;
}

struct verdict_row *sitting_first(const struct sitting *sitting)
{
	for (size_t i = 0; i < sitting->count; i++)
		if (sitting->verdicts[i].state == VERDICT_FIRST &&
		    sitting->verdicts[i].revision == sitting->review.revision)
			return &sitting->verdicts[i];
	return NULL;
}

bool is_same_reviewer(const char *a, const char *b)
{
	size_t a_length, b_length;

	a = trim(a, &a_length);
	b = trim(b, &b_length);
	return a_length == b_length && strncasecmp(a, b, a_length) == 0;
}
