#include "desk/spool_file.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define READ_STEP     (64 * 1024)
#define RANDOM_DIGITS 6

/* By errno: "cannot WHAT: ...". */
static bool failed(struct error *error, const char *what)
{
	enum error_kind kind = errno == ENOSPC || errno == EDQUOT ? ERROR_FULL : ERROR_IO;

	return error_set(error, kind, "cannot %s: %s", what, strerror(errno));
}

/* ---- reading ---- */

static bool not_opened(struct error *error)
{
	switch (errno) {
	case ENOENT: return error_set(error, ERROR_ABSENT, "there is no such file");
	case ELOOP: return error_set(error, ERROR_INPUT, "this is a link, not a file");
	case ENXIO: return error_set(error, ERROR_INPUT, "this is a socket or device, not a file");
	case EACCES: return error_set(error, ERROR_INPUT, "it may not be read: permission denied");
	default: return failed(error, "open the file");
	}
}

static bool read_bytes(int fd, size_t max_bytes, struct buffer *bytes, struct error *error)
{
	ssize_t n;

	do {
		n = read(fd, buffer_reserve(bytes, READ_STEP), READ_STEP);
		if (n < 0)
			return failed(error, "read the file");
		buffer_extend(bytes, (size_t)n);
	} while (n > 0 && bytes->length <= max_bytes);
	if (bytes->length > max_bytes)
		return error_set(error, ERROR_INPUT, "the file is larger than %zu bytes",
				 max_bytes);
	return true;
}

static bool read_opened(const void *ctx, int fd, size_t max_bytes, struct spool_file *file,
			struct error *error)
{
	struct stat version;
	struct buffer *bytes;

	if (fstat(fd, &version) != 0)
		return failed(error, "look at the file");
	if (!S_ISREG(version.st_mode))
		return error_set(error, ERROR_INPUT, "this is a %s, not a file",
				 S_ISDIR(version.st_mode) ? "folder" : "pipe or device");
	bytes = buffer_new(ctx);
	if (!read_bytes(fd, max_bytes, bytes, error)) {
		talloc_free(bytes);
		return false;
	}
	*file = (struct spool_file){version, bytes->bytes, bytes->length};
	return true;
}

/* ---- replacing ---- */

struct temporary { /* ".ID.json.XXXXXX" */
	char *name;
	int fd;
};

static char *random_name(const void *ctx, const char *name)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz012345";
	unsigned char random[RANDOM_DIGITS];
	char text[RANDOM_DIGITS + 1] = "";

	while (getrandom(random, RANDOM_DIGITS, 0) != RANDOM_DIGITS)
		; /* so few bytes can only be late */
	for (size_t i = 0; i < RANDOM_DIGITS; i++)
		text[i] = digits[random[i] % 32];
	return text_format(ctx, ".%s.%s", name, text);
}

/* Its fd is negative when that fails. */
static struct temporary temporary_open(const void *ctx, int dir, const char *name,
				       struct error *error)
{
	struct temporary made;

	do {
		made.name = random_name(ctx, name);
		made.fd = openat(dir, made.name,
				 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	} while (made.fd < 0 && errno == EEXIST);
	if (made.fd < 0)
		failed(error, "write beside the file");
	return made;
}

/* In a folder with the set-group-ID bit it is the right group from its birth; where a filter of
 * system calls lets nobody change it, that is the only way. */
static bool has_group(int fd, gid_t group)
{
	struct stat ours;

	return fstat(fd, &ours) == 0 && ours.st_gid == group;
}

/* Whoever could read and write the file before still can. */
static bool keep_rights(int fd, const struct stat *before)
{
	mode_t mode = before->st_mode & (S_IRWXU | S_IRWXG | S_IRWXO);

	if (fchown(fd, before->st_uid, before->st_gid) != 0 && !has_group(fd, before->st_gid) &&
	    fchown(fd, (uid_t)-1, before->st_gid) != 0)
		mode &= ~(mode_t)S_IRWXG; /* they were another group's */
	return fchmod(fd, mode) == 0;
}

static bool temporary_fill(int fd, const struct stat *before, const char *bytes, size_t length,
			   struct error *error)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0)
			return failed(error, "write the file");
		bytes += n;
		length -= (size_t)n;
	}
	if (!keep_rights(fd, before) || fsync(fd) != 0)
		return failed(error, "write the file");
	return true;
}

static bool replaced_meanwhile(struct error *error)
{
	return error_set(error, ERROR_BUSY, "the file was replaced while it was being answered");
}

static bool stands_still(int dir, const char *name, const struct stat *before)
{
	struct stat found;

	return fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
	       spool_file_is_same(&found, before);
}

/* Where the file system cannot exchange: between look and rename a change could be lost. */
static bool place_by_rename(int dir, const char *own, const char *name, const struct stat *before,
			    struct error *error)
{
	if (!stands_still(dir, name, before))
		return replaced_meanwhile(error);
	if (renameat(dir, own, dir, name) != 0)
		return failed(error, "replace the file");
	return true;
}

static bool not_exchanged(int dir, const char *own, const char *name, const struct stat *before,
			  struct error *error)
{
	switch (errno) {
	case EINVAL:
	case ENOSYS: return place_by_rename(dir, own, name, before, error);
	case ENOENT: return replaced_meanwhile(error); /* by nothing: it was removed */
	default: return failed(error, "replace the file");
	}
}

/* An exchange brings out what stood there. If that is not what was expected, then somebody put it
 * there meanwhile and it goes back in, which again must bring out what we had put there; and so on
 * until nobody interferes. What came out last is outdated, and nothing newer was ever lost. */
static bool place_by_exchange(int dir, const char *own, const char *name, const struct stat *before,
			      const struct stat *ours, struct error *error)
{
	struct stat expected = *before, placed = *ours;

	for (;;) {
		struct stat found;

		if (renameat2(dir, own, dir, name, RENAME_EXCHANGE) != 0)
			return not_exchanged(dir, own, name, before, error);
		if (fstatat(dir, own, &found, AT_SYMLINK_NOFOLLOW) != 0)
			return failed(error, "look at the replaced file");
		if (spool_file_is_same(&found, &expected))
			break;
		expected = placed;
		placed = found;
	}
	return spool_file_is_same(&placed, ours) || replaced_meanwhile(error);
}

static bool temporary_place(int dir, const struct temporary *temporary, const char *name,
			    const struct stat *before, struct error *error)
{
	struct stat ours;

	if (fstat(temporary->fd, &ours) != 0)
		return failed(error, "look at the written file");
	/* An exchange that has to be undone is seen by others for a moment. */
	if (!stands_still(dir, name, before))
		return replaced_meanwhile(error);
	return place_by_exchange(dir, temporary->name, name, before, &ours, error);
}

/* ---- sweeping ---- */

/* ".ID.json.XXXXXX" */
static bool is_temporary_name(const char *name)
{
	static const char ending[] = ".json.";
	size_t length = strlen(name);
	size_t tail = sizeof(ending) - 1 + RANDOM_DIGITS;

	return name[0] == '.' && length > tail + 1 &&
	       strncmp(name + length - tail, ending, sizeof(ending) - 1) == 0;
}

static bool is_older(int dir, const char *name, struct instant moment)
{
	struct stat found;

	return fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(found.st_mode) &&
	       found.st_mtim.tv_sec < moment.us / SECOND_US;
}

/* ---- public ---- */

bool spool_file_is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool spool_file_read(const void *ctx, int dir, const char *name, size_t max_bytes,
		     struct spool_file *file, struct error *error)
{
	/* O_NONBLOCK: opening a FIFO must not wait for its writer. */
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	bool is_read;

	if (fd < 0)
		return not_opened(error);
	is_read = read_opened(ctx, fd, max_bytes, file, error);
	close(fd);
	return is_read;
}

bool spool_file_replace(int dir, const char *name, const struct stat *before, const char *bytes,
			size_t length, struct stat *after, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct temporary temporary = temporary_open(scratch, dir, name, error);
	struct stat ours;
	bool is_placed;

	if (temporary.fd < 0) {
		talloc_free(scratch);
		return false;
	}
	is_placed = temporary_fill(temporary.fd, before, bytes, length, error) &&
		    temporary_place(dir, &temporary, name, before, error);
	unlinkat(dir, temporary.name, 0); /* ours if it was not placed, else what it replaced */
	fstat(temporary.fd, &ours);
	close(temporary.fd);
	talloc_free(scratch);
	if (!is_placed)
		return false;
	if (fsync(dir) != 0)
		return failed(error, "make the folder durable");
	*after = ours;
	return true;
}

void spool_file_sweep(int dir, struct instant moment)
{
	int own = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = own < 0 ? NULL : fdopendir(own);
	const struct dirent *entry;

	if (folder == NULL)
		return;
	while ((entry = readdir(folder)) != NULL)
		if (is_temporary_name(entry->d_name) && is_older(dir, entry->d_name, moment))
			unlinkat(dir, entry->d_name, 0);
	closedir(folder);
}
