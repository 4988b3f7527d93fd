#include "desk/rt_cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ID_DIGITS 18

/* Steps over a number; false where there is none. */
static bool read_number(const char **text, int64_t *number)
{
	size_t length = strspn(*text, "0123456789");

	if (length == 0 || length > ID_DIGITS)
		return false;
	*number = strtoll(*text, NULL, 10);
	*text += length;
	return true;
}

bool rt_cursor_parse(const char *text, struct rt_cursor *cursor)
{
	struct rt_cursor read = {.newest = -1};
	int64_t newest, before;

	if (!read_number(&text, &newest))
		return false;
	rt_cursor_see(&read, newest);
	while (*text == '-') {
		text++;
		if (!read_number(&text, &before) || before >= RT_LOOK_BACK)
			return false;
		rt_cursor_see(&read, newest - before);
	}
	if (*text != '\0')
		return false;
	*cursor = read;
	return true;
}

void rt_cursor_format(const struct rt_cursor *cursor, char text[RT_CURSOR_TEXT_SIZE])
{
	size_t length = (size_t)snprintf(text, RT_CURSOR_TEXT_SIZE, "%" PRId64, cursor->newest);

	for (size_t i = 0; i < cursor->seen_count; i++)
		if (cursor->seen[i] != cursor->newest)
			length += (size_t)snprintf(text + length, RT_CURSOR_TEXT_SIZE - length,
						   "-%" PRId64, cursor->newest - cursor->seen[i]);
}

bool rt_cursor_has_seen(const struct rt_cursor *cursor, int64_t id)
{
	for (size_t i = 0; i < cursor->seen_count; i++)
		if (cursor->seen[i] == id)
			return true;
	return false;
}

static void forget_old(struct rt_cursor *cursor)
{
	size_t kept = 0;

	for (size_t i = 0; i < cursor->seen_count; i++)
		if (cursor->seen[i] > cursor->newest - RT_LOOK_BACK)
			cursor->seen[kept++] = cursor->seen[i];
	cursor->seen_count = kept;
}

void rt_cursor_see(struct rt_cursor *cursor, int64_t id)
{
	if (id > cursor->newest) {
		cursor->newest = id;
		forget_old(cursor);
	}
	if (id > cursor->newest - RT_LOOK_BACK && !rt_cursor_has_seen(cursor, id))
		cursor->seen[cursor->seen_count++] = id;
}
