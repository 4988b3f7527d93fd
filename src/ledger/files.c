#include "ledger/files.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *ledger_file(const void *ctx, const char *dir)
{
	return text_format(ctx, "%s/ledger.sqlite", dir);
}

bool file_fail(const char *path, const char *what, struct error *error)
{
	bool is_full = errno == ENOSPC || errno == EDQUOT;

	return error_set(error, is_full ? ERROR_FULL : ERROR_IO, "%s cannot be %s: %s", path, what,
			 strerror(errno));
}

bool file_give_to_owner(int file, const char *path, const char *dir, struct error *error)
{
	struct stat folder;

	if (geteuid() != 0)
		return true;
	return (stat(dir, &folder) == 0 && fchown(file, folder.st_uid, folder.st_gid) == 0) ||
	       file_fail(path, "given to the owner of its folder", error);
}

bool file_name_new(const char *from, const char *to, struct error *error)
{
	bool is_done = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0;

	/* Some file systems, of other machines above all, know only the older way. */
	if (!is_done && (errno == EINVAL || errno == ENOSYS))
		is_done = link(from, to) == 0 && unlink(from) == 0;
	if (!is_done && errno == EEXIST)
		return error_set(error, ERROR_USE, "%s is there already", to);
	return is_done || file_fail(to, "created", error);
}

static bool sync_open(const char *path, int flags, struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool is_done = file >= 0 && fsync(file) == 0;

	if (!is_done)
		file_fail(path, "synced", error);
	if (file >= 0)
		close(file);
	return is_done;
}

bool file_sync_folder(const char *dir, struct error *error)
{
	return sync_open(dir, O_DIRECTORY, error);
}

bool file_sync_folder_of(const char *path, struct error *error)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == NULL   ? text_copy(NULL, ".")
		    : slash == path ? text_copy(NULL, "/")
				    : text_copy_n(NULL, path, (size_t)(slash - path));
	bool is_done = file_sync_folder(dir, error);

	talloc_free(dir);
	return is_done;
}

bool file_sync(const char *path, struct error *error)
{
	return sync_open(path, 0, error);
}
