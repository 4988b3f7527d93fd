#include "faults/world.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const folders[] = {"state", "spool", "lost+found"};
#define FOLDER_COUNT 3

static void give_up(const char *what, const char *name)
{
	fprintf(stderr, "sweep: cannot %s %s\n", what, name);
	exit(2);
}

static bool read_file(const char *dir, const char *path, struct world_file *file)
{
	char whole[1024];
	struct stat found;
	FILE *stream;

	snprintf(whole, sizeof(whole), "%s/%s", dir, path);
	stream = fopen(whole, "r");
	if (stream == NULL || fstat(fileno(stream), &found) != 0)
		return false;
	snprintf(file->path, sizeof(file->path), "%s", path);
	file->bytes = calloc(1, (size_t)found.st_size + 1);
	file->length = fread(file->bytes, 1, (size_t)found.st_size, stream);
	fclose(stream);
	return true;
}

static void write_file(const char *dir, const struct world_file *file)
{
	char whole[1024];
	FILE *stream;

	snprintf(whole, sizeof(whole), "%s/%s", dir, file->path);
	stream = fopen(whole, "w");
	if (stream == NULL || fwrite(file->bytes, 1, file->length, stream) != file->length ||
	    fclose(stream) != 0)
		give_up("write", whole);
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct world_file *)a)->path, ((const struct world_file *)b)->path);
}

static void read_folder(struct world *world, const char *dir, const char *folder)
{
	char path[1024];
	DIR *stream;
	const struct dirent *entry;

	snprintf(path, sizeof(path), "%s/%s", dir, folder);
	stream = opendir(path);
	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (world->count == WORLD_FILES_MAX)
			give_up("hold so many files of", path);
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		world->count += read_file(dir, path, &world->files[world->count]);
	}
	if (stream != NULL)
		closedir(stream);
}

static void remove_folder(const char *path)
{
	DIR *stream = opendir(path);
	const struct dirent *entry;

	while (stream != NULL && (entry = readdir(stream)) != NULL)
		unlinkat(dirfd(stream), entry->d_name, 0);
	if (stream != NULL)
		closedir(stream);
	rmdir(path);
}

/* None before the first start. */
static bool has_state(const struct world *world)
{
	for (int i = 0; i < world->count; i++)
		if (strncmp(world->files[i].path, "state/", 6) == 0)
			return true;
	return false;
}

/* ---- public ---- */

struct world *world_read(const char *dir)
{
	struct world *world = calloc(1, sizeof(*world));

	world->count += read_file(dir, "refundd.conf", &world->files[0]);
	read_folder(world, dir, "state");
	read_folder(world, dir, "spool");
	qsort(world->files, (size_t)world->count, sizeof(world->files[0]), compare_files);
	return world;
}

void world_free(struct world *world)
{
	for (int i = 0; i < world->count; i++)
		free(world->files[i].bytes);
	free(world);
}

void world_restore(const struct world *world, const char *dir)
{
	char path[1024];

	for (int i = 0; i < FOLDER_COUNT; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		remove_folder(path);
		if (i > 0 || has_state(world))
			mkdir(path, 0700);
	}
	for (int i = 0; i < world->count; i++)
		write_file(dir, &world->files[i]);
}

void world_set_port(const struct world *world, const char *dir, int port)
{
	static const char mark[] = "PORT";
	char path[1024];
	FILE *stream;

	snprintf(path, sizeof(path), "%s/refundd.conf", dir);
	stream = fopen(path, "w");
	for (int i = 0; i < world->count && stream != NULL; i++) {
		const char *text = world->files[i].bytes;
		const char *at = strstr(text, mark);

		if (strcmp(world->files[i].path, "refundd.conf") == 0 && at != NULL)
			fprintf(stream, "%.*s%d%s", (int)(at - text), text, port,
				at + strlen(mark));
	}
	if (stream == NULL || fclose(stream) != 0)
		give_up("write", path);
}

int world_count_answers(const struct world *world)
{
	static const char mark[] = "\"author\": \"refundd\"";
	int count = 0;

	for (int i = 0; i < world->count; i++)
		for (const char *at = world->files[i].bytes; (at = strstr(at, mark)) != NULL; at++)
			count++;
	return count;
}
