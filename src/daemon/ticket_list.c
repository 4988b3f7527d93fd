#include "daemon/ticket_list.h"

#include "base/memory.h"

#include <string.h>

/* The end of the list where it is not there. */
static size_t find(const struct ticket_list *list, const char *id)
{
	size_t i = list->first;

	while (i < list->first + list->count && strcmp(list->ids[i], id) != 0)
		i++;
	return i;
}

/* What is gone takes up at most as much room as what is there. */
static void make_room(const void *ctx, struct ticket_list *list)
{
	if (list->first > list->count) {
		memmove(list->ids, list->ids + list->first, list->count * sizeof(list->ids[0]));
		list->first = 0;
	}
	list->ids = GROW_ARRAY(ctx, list->ids, char *, list->first + list->count + 1);
}

void ticket_list_add(const void *ctx, struct ticket_list *list, const char *id)
{
	make_room(ctx, list);
	list->ids[list->first + list->count] = text_copy(list->ids, id);
	list->count++;
}

bool ticket_list_has(const struct ticket_list *list, const char *id)
{
	return find(list, id) < list->first + list->count;
}

bool ticket_list_remove(struct ticket_list *list, const char *id)
{
	size_t i = find(list, id);
	size_t end = list->first + list->count;

	if (i == end)
		return false;
	talloc_free(list->ids[i]);
	list->count--;
	if (i == list->first)
		list->first++;
	else
		memmove(&list->ids[i], &list->ids[i + 1], (end - i - 1) * sizeof(list->ids[0]));
	return true;
}

void ticket_list_move(const void *ctx, struct ticket_list *to, struct ticket_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		ticket_list_add(ctx, to, from->ids[from->first + i]);
	ticket_list_clear(from);
}

void ticket_list_clear(struct ticket_list *list)
{
	talloc_free(list->ids);
	*list = (struct ticket_list){NULL, 0, 0};
}
