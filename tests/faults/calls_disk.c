/* The calls by which a program touches the disk. */
#include "faults/interpose.h"
#include "faults/journal.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

/* ---- opening and closing ---- */

static int open_at(int dir, const char *path, int flags, mode_t mode)
{
	bool creates = (flags & O_CREAT) != 0;

	if (meet(creates ? CALL_CREATE : CALL_OPEN) == FAIL)
		return -1;
	if (needs_journal() && creates)
		journal_create(dir, path);
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

static mode_t mode_of(int flags, va_list rest)
{
	return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	mode_t mode;
	va_list rest;

	va_start(rest, flags);
	mode = mode_of(flags, rest);
	va_end(rest);
	return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	mode_t mode;
	va_list rest;

	va_start(rest, flags);
	mode = mode_of(flags, rest);
	va_end(rest);
	return open_at(dir, path, flags, mode);
}

int creat(const char *path, mode_t mode)
{
	return open_at(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int mkdir(const char *path, mode_t mode)
{
	return meet(CALL_MKDIR) == FAIL ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int close(int fd)
{
	if (is_on_disk(fd))
		meet(CALL_CLOSE);
	return (int)syscall(SYS_close, fd);
}

/* ---- reading and writing ---- */

ssize_t read(int fd, void *bytes, size_t length)
{
	if (is_on_disk(fd) && meet(CALL_READ) == FAIL)
		return -1;
	return syscall(SYS_read, fd, bytes, length);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset)
{
	if (meet(CALL_READ) == FAIL)
		return -1;
	return syscall(SYS_pread64, fd, bytes, length, offset);
}

static off_t position(int fd)
{
	bool appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
	struct stat found;

	return appends && fstat(fd, &found) == 0 ? found.st_size : lseek(fd, 0, SEEK_CUR);
}

/* At `offset`, or at the file's position where that is negative. */
static ssize_t put(int fd, const void *bytes, size_t length, off_t offset)
{
	return offset < 0 ? syscall(SYS_write, fd, bytes, length)
			  : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t offset)
{
	switch (meet(CALL_WRITE)) {
	case GO_ON: break;
	case FAIL: return -1;
	case HALF: length = (length + 1) / 2; break;
	case HALF_AND_DIE: put(fd, bytes, length / 2, offset); die();
	}
	if (needs_journal())
		journal_write(fd, offset < 0 ? position(fd) : offset, length);
	return put(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	return is_on_disk(fd) ? write_at(fd, bytes, length, -1)
			      : syscall(SYS_write, fd, bytes, length);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return write_at(fd, bytes, length, offset);
}

/* Of a file only the first part is written, as may happen; the caller asks for the rest. */
ssize_t writev(int fd, const struct iovec *parts, int count)
{
	return is_on_disk(fd) ? write_at(fd, parts[0].iov_base, parts[0].iov_len, -1)
			      : syscall(SYS_writev, fd, parts, count);
}

int ftruncate(int fd, off_t length)
{
	if (meet(CALL_TRUNCATE) == FAIL)
		return -1;
	if (needs_journal())
		journal_truncate(fd, length);
	return (int)syscall(SYS_ftruncate, fd, length);
}

static int sync_by(long number, int fd)
{
	long result;

	if (meet(CALL_SYNC) == FAIL)
		return -1;
	result = syscall(number, fd);
	if (result == 0 && needs_journal() && !is_sync_a_lie())
		journal_sync(fd);
	return (int)result;
}

int fsync(int fd)
{
	return sync_by(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return sync_by(SYS_fdatasync, fd);
}

/* ---- names ---- */

int renameat2(int dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	if (meet(CALL_RENAME) == FAIL)
		return -1;
	if (needs_journal())
		journal_rename(dir, from, to_dir, to, (flags & RENAME_EXCHANGE) != 0);
	return (int)syscall(SYS_renameat2, dir, from, to_dir, to, flags);
}

int renameat(int dir, const char *from, int to_dir, const char *to)
{
	return renameat2(dir, from, to_dir, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int dir, const char *path, int flags)
{
	if (meet(CALL_UNLINK) == FAIL)
		return -1;
	if (needs_journal())
		journal_remove(dir, path);
	return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int fchmod(int fd, mode_t mode)
{
	return meet(CALL_RIGHTS) == FAIL ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fchown(int fd, uid_t user, gid_t group)
{
	return meet(CALL_RIGHTS) == FAIL ? -1 : (int)syscall(SYS_fchown, fd, user, group);
}

/* ---- the names of 64 bits ---- */

/* clang-format off */
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int dir, const char *path, int flags, ...) __attribute__((alias("openat")));
int creat64(const char *path, mode_t mode) __attribute__((alias("creat")));
ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) __attribute__((alias("pread")));
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) __attribute__((alias("pwrite")));
int ftruncate64(int fd, off64_t length) __attribute__((alias("ftruncate")));
/* clang-format on */
