#include "sys/process.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static struct span span_of(struct timeval time)
{
	return (struct span){(int64_t)time.tv_sec * SECOND_US + time.tv_usec};
}

/* proc(5): size and resident, in pages, are the first two. */
static void read_memory(struct process_use *use)
{
	FILE *file = fopen("/proc/self/statm", "re");
	char line[128], *rest;

	if (file == NULL)
		return;
	if (fgets(line, sizeof(line), file) != NULL) {
		use->virtual_bytes = strtol(line, &rest, 10) * sysconf(_SC_PAGESIZE);
		use->resident_bytes = strtol(rest, NULL, 10) * sysconf(_SC_PAGESIZE);
	}
	fclose(file);
}

static long count_fds(void)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;
	long count = -1; /* the folder's own */

	if (folder == NULL)
		return 0;
	while ((entry = readdir(folder)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(folder);
	return count;
}

struct process_use process_use(void)
{
	struct process_use use = {.open_fds = count_fds()};
	struct rusage usage;
	struct rlimit limit;

	if (getrusage(RUSAGE_SELF, &usage) == 0)
		use.cpu.us = span_of(usage.ru_utime).us + span_of(usage.ru_stime).us;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		use.max_fds = (long)limit.rlim_cur;
	read_memory(&use);
	return use;
}

int64_t file_bytes(const char *path)
{
	struct stat found;

	return stat(path, &found) == 0 ? found.st_size : 0;
}

int64_t folder_free_bytes(const char *path)
{
	struct statvfs disk;

	return statvfs(path, &disk) == 0 ? (int64_t)(disk.f_bavail * disk.f_frsize) : -1;
}
