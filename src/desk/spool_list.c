#include "desk/spool_list.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

static bool is_ticket_name(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 5 && strcmp(name + length - 5, ".json") == 0;
}

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct spool_entry *)a)->name, ((const struct spool_entry *)b)->name);
}

static void add_entry(struct spool_list *list, const char *name)
{
	if (list->count == list->capacity) {
		list->capacity *= 2;
		list->entries = GROW_ARRAY(list, list->entries, struct spool_entry, list->capacity);
	}
	list->entries[list->count++] = (struct spool_entry){.name = text_copy(list, name)};
}

static bool read_names(struct spool_list *list, DIR *folder)
{
	const struct dirent *entry;

	errno = 0;
	while ((entry = readdir(folder)) != NULL)
		if (is_ticket_name(entry->d_name))
			add_entry(list, entry->d_name);
	return errno == 0;
}

/* Both are sorted: they are walked side by side. */
static void remember(struct spool_list *list, const struct spool_list *before)
{
	size_t old = 0;

	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->entries[i].name;

		while (old < before->count && strcmp(before->entries[old].name, name) < 0)
			old++;
		if (old < before->count && strcmp(before->entries[old].name, name) == 0) {
			list->entries[i] = before->entries[old];
			list->entries[i].name = name;
		}
	}
}

struct spool_list *spool_list_new(const void *ctx)
{
	struct spool_list *list = NEW(ctx, struct spool_list);

	list->capacity = FIRST_CAPACITY;
	list->entries = NEW_ARRAY(list, struct spool_entry, list->capacity);
	return list;
}

struct spool_list *spool_list_read(const void *ctx, int dir, const struct spool_list *before,
				   struct error *error)
{
	struct spool_list *list = spool_list_new(ctx);
	int own = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = own < 0 ? NULL : fdopendir(own);

	if (folder == NULL || !read_names(list, folder)) {
		error_set(error, ERROR_IO, "cannot list the spool: %s", strerror(errno));
		if (folder != NULL)
			closedir(folder);
		talloc_free(list);
		return NULL;
	}
	closedir(folder);
	qsort(list->entries, list->count, sizeof(*list->entries), compare_entries);
	remember(list, before);
	return list;
}

struct spool_entry *spool_list_find(const struct spool_list *list, const char *name)
{
	const struct spool_entry wanted = {.name = name};

	return bsearch(&wanted, list->entries, list->count, sizeof(wanted), compare_entries);
}

bool spool_entry_knows(const struct spool_entry *entry, const struct stat *version)
{
	return entry->is_known && entry->inode == version->st_ino &&
	       entry->size == version->st_size &&
	       entry->modified.tv_sec == version->st_mtim.tv_sec &&
	       entry->modified.tv_nsec == version->st_mtim.tv_nsec &&
	       entry->changed.tv_sec == version->st_ctim.tv_sec &&
	       entry->changed.tv_nsec == version->st_ctim.tv_nsec;
}

void spool_entry_know(struct spool_entry *entry, const struct stat *version)
{
	entry->is_known = true;
	entry->inode = version->st_ino;
	entry->size = version->st_size;
	entry->modified = version->st_mtim;
	entry->changed = version->st_ctim;
}
