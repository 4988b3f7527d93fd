#include "faults/journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SECTOR	    512
#define NAME_SIZE   256
#define RECORDS_MAX 65536
#define NODES_MAX   256

enum kind { KIND_SECTOR, KIND_LENGTH, KIND_CREATE, KIND_REMOVE, KIND_RENAME, KIND_EXCHANGE };

/* A file or folder, held open so that its number stays its own. */
struct node {
	dev_t dev;
	ino_t ino;
	int fd;
};

struct record {
	enum kind kind;
	int node;
	bool is_durable;
	bool is_kept; /* when the power is lost */
	off_t offset; /* KIND_SECTOR; KIND_LENGTH: how long it was */
	size_t length;
	unsigned char bytes[SECTOR]; /* that stood there */
	char name[NAME_SIZE], other[NAME_SIZE];
	int saved; /* a link to what the name stood for, or -1 */
};

static struct node nodes[NODES_MAX];
static int node_count;
static struct record records[RECORDS_MAX]; /* memory only once it is touched */
static int record_count;
static int saved_count;

static void give_up(const char *what)
{
	fprintf(stderr, "faults: the journal cannot %s\n", what);
	abort();
}

/* ---- files and folders ---- */

static int node_of(int fd)
{
	char path[64];
	struct stat found;

	if (fstat(fd, &found) != 0)
		return -1;
	for (int i = 0; i < node_count; i++)
		if (nodes[i].dev == found.st_dev && nodes[i].ino == found.st_ino)
			return i;
	if (node_count == NODES_MAX)
		give_up("hold so many files");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	nodes[node_count] = (struct node){
		found.st_dev, found.st_ino,
		(int)syscall(SYS_openat, AT_FDCWD, path,
			     (S_ISDIR(found.st_mode) ? O_RDONLY : O_RDWR) | O_CLOEXEC)};
	if (nodes[node_count].fd < 0)
		give_up("open the file");
	return node_count++;
}

/* The folder that `path` lies in, and its last name. */
static int folder_of(int dir, const char *path, char name[NAME_SIZE])
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";
	int fd, node;

	if (slash != NULL)
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path + 1), path);
	snprintf(name, NAME_SIZE, "%s", slash == NULL ? path : slash + 1);
	fd = (int)syscall(SYS_openat, dir, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	node = node_of(fd);
	syscall(SYS_close, fd);
	return node;
}

/* ---- noting ---- */

static struct record *add(enum kind kind, int node)
{
	struct record *record = &records[record_count++];

	if (record_count == RECORDS_MAX)
		give_up("note so much");
	record->kind = kind;
	record->node = node;
	record->saved = -1;
	return record;
}

static off_t length_of(int node)
{
	struct stat found;

	return fstat(nodes[node].fd, &found) == 0 ? found.st_size : 0;
}

static void note_length(int node)
{
	off_t length = length_of(node);

	add(KIND_LENGTH, node)->offset = length;
}

static void note_sectors(int node, off_t from, off_t to)
{
	for (off_t at = from - from % SECTOR; at < to; at += SECTOR) {
		struct record *record = add(KIND_SECTOR, node);

		/* What lies behind the end is zeros. */
		syscall(SYS_pread64, nodes[node].fd, record->bytes, SECTOR, at);
		record->offset = at;
		record->length = SECTOR;
	}
}

static void saved_name(int number, char name[64])
{
	snprintf(name, 64, "lost+found/%d.%d", (int)getpid(), number);
}

/* So that a name can be given back to what it stood for. */
static void save(struct record *record, int node, const char *name)
{
	char link[64];

	saved_name(saved_count, link);
	if (linkat(nodes[node].fd, name, AT_FDCWD, link, 0) == 0)
		record->saved = saved_count++;
}

void journal_write(int fd, off_t offset, size_t length)
{
	int node = node_of(fd);

	if (offset + (off_t)length > length_of(node))
		note_length(node);
	note_sectors(node, offset, offset + (off_t)length);
}

void journal_truncate(int fd, off_t length)
{
	int node = node_of(fd);

	note_sectors(node, length, length_of(node));
	note_length(node);
}

static struct record *note_name(enum kind kind, int dir, const char *path)
{
	char name[NAME_SIZE];
	int node = folder_of(dir, path, name);
	struct record *record;

	if (node < 0)
		return NULL;
	record = add(kind, node);
	strcpy(record->name, name);
	return record;
}

void journal_create(int dir, const char *path)
{
	struct stat found;

	if (fstatat(dir, path, &found, AT_SYMLINK_NOFOLLOW) != 0)
		note_name(KIND_CREATE, dir, path);
}

void journal_remove(int dir, const char *path)
{
	struct record *record = note_name(KIND_REMOVE, dir, path);

	if (record == NULL)
		return;
	save(record, record->node, record->name);
	if (record->saved < 0)
		record_count--; /* there is nothing */
}

void journal_rename(int dir, const char *from, int to_dir, const char *to, bool exchanges)
{
	struct record *record = note_name(exchanges ? KIND_EXCHANGE : KIND_RENAME, dir, from);

	if (record == NULL)
		return;
	if (folder_of(to_dir, to, record->other) != record->node)
		give_up("follow a rename into another folder");
	if (!exchanges)
		save(record, record->node, record->other);
}

void journal_sync(int fd)
{
	int node = node_of(fd);

	for (int i = 0; i < record_count; i++)
		if (records[i].node == node)
			records[i].is_durable = true;
}

/* ---- losing ---- */

static bool is_data(const struct record *record)
{
	return record->kind == KIND_SECTOR || record->kind == KIND_LENGTH;
}

static bool share_name(const struct record *a, const struct record *b)
{
	return strcmp(a->name, b->name) == 0 || strcmp(a->name, b->other) == 0 ||
	       (a->other[0] != '\0' &&
		(strcmp(a->other, b->name) == 0 || strcmp(a->other, b->other) == 0));
}

/* Of the same sector, length or name: the one cannot last without what was before it. */
static bool belong_together(const struct record *a, const struct record *b)
{
	if (a->node != b->node)
		return false;
	if (is_data(a))
		return a->kind == b->kind && (a->kind == KIND_LENGTH || a->offset == b->offset);
	return !is_data(b) && share_name(a, b);
}

static bool must_be_kept(int i)
{
	for (int later = i + 1; later < record_count; later++)
		if (records[later].is_kept && belong_together(&records[i], &records[later]))
			return true;
	return false;
}

static void put_back_sector(const struct record *record)
{
	off_t end = length_of(record->node);
	off_t length = end - record->offset < SECTOR ? end - record->offset : SECTOR;

	if (length > 0)
		syscall(SYS_pwrite64, nodes[record->node].fd, record->bytes, length,
			record->offset);
}

static void put_back_name(const struct record *record, const char *name)
{
	char link[64];

	saved_name(record->saved, link);
	if (record->saved >= 0)
		linkat(AT_FDCWD, link, nodes[record->node].fd, name, 0);
}

static void take_back(const struct record *record)
{
	int fd = nodes[record->node].fd;

	switch (record->kind) {
	case KIND_SECTOR: put_back_sector(record); break;
	case KIND_LENGTH: syscall(SYS_ftruncate, fd, record->offset); break;
	case KIND_CREATE: syscall(SYS_unlinkat, fd, record->name, 0); break;
	case KIND_REMOVE: put_back_name(record, record->name); break;
	case KIND_RENAME:
		syscall(SYS_renameat2, fd, record->other, fd, record->name, 0);
		put_back_name(record, record->other);
		break;
	case KIND_EXCHANGE:
		syscall(SYS_renameat2, fd, record->other, fd, record->name, 2 /* exchange */);
		break;
	}
}

void journal_lose_power(unsigned seed)
{
	/* From "all is lost" to "all came through", and what lies between. */
	int kept_of_4 = (int)(seed % 5);

	for (int i = record_count - 1; i >= 0; i--) {
		struct record *record = &records[i];

		record->is_kept = record->is_durable || must_be_kept(i) ||
				  rand_r(&seed) / (RAND_MAX / 4 + 1) < kept_of_4;
		if (!record->is_kept)
			take_back(record);
	}
}
