/* A real folder for the tests of the spool. */
#ifndef REFUNDD_TESTS_SPOOL_FOLDER_H
#define REFUNDD_TESTS_SPOOL_FOLDER_H

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder_path[64];
static int folder;

static inline void folder_make(void)
{
	strcpy(folder_path, "/tmp/refundd-spool-XXXXXX");
	cr_assert_not_null(mkdtemp(folder_path));
	folder = open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cr_assert_geq(folder, 0);
}

static inline int folder_count(void)
{
	DIR *dir = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY));
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2; /* . and .. */
}

static inline void folder_remove(void)
{
	DIR *dir = fdopendir(openat(folder, ".", O_RDONLY | O_DIRECTORY));
	const struct dirent *entry;

	while ((entry = readdir(dir)) != NULL)
		if (unlinkat(folder, entry->d_name, 0) != 0)
			unlinkat(folder, entry->d_name, AT_REMOVEDIR);
	closedir(dir);
	close(folder);
	rmdir(folder_path);
}

/* In place: what is there keeps its inode. */
static inline void folder_write(const char *name, const char *text)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* By rename, as the spool asks for. */
static inline void folder_put(const char *name, const char *text)
{
	folder_write("incoming", text);
	cr_assert_eq(renameat(folder, "incoming", folder, name), 0);
}

/* The whole file; free() it. */
static inline char *folder_get(const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	char *text = calloc(1, 1 << 20);
	ssize_t n;

	cr_assert_geq(fd, 0, "%s is not there", name);
	n = read(fd, text, (1 << 20) - 1);
	cr_assert_geq(n, 0);
	close(fd);
	return text;
}

static inline void folder_expect(const char *name, const char *text)
{
	char *found = folder_get(name);

	cr_assert_str_eq(found, text);
	free(found);
}

#endif
