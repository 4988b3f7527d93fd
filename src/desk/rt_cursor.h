/* Up to where a queue's transactions were taken. Pure.
 *
 * A transaction has its number from its beginning and is seen from its end, so that one may still
 * come up among those before the newest: these are asked for again, and the cursor knows which of
 * them were taken. */
#ifndef REFUNDD_DESK_RT_CURSOR_H
#define REFUNDD_DESK_RT_CURSOR_H

#include "desk/rt_query.h"

/* How far before the newest one may come up: fewer numbers than a page has items, so that a quiet
 * look is one request. */
#define RT_LOOK_BACK 90

#define RT_CURSOR_TEXT_SIZE 512

struct rt_cursor {
	int64_t newest;			/* negative: nothing was taken */
	int64_t seen[2 * RT_LOOK_BACK]; /* those after newest - RT_LOOK_BACK */
	size_t seen_count;
};

/* "1551-2-7": the newest, and how far before it the others are. False: it is none. */
bool rt_cursor_parse(const char *text, struct rt_cursor *cursor);
void rt_cursor_format(const struct rt_cursor *cursor, char text[RT_CURSOR_TEXT_SIZE]);

bool rt_cursor_has_seen(const struct rt_cursor *cursor, int64_t id);
/* Takes it: in any order. */
void rt_cursor_see(struct rt_cursor *cursor, int64_t id);

#endif
