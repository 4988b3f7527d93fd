/* The ledger's files as files: owners, names, and that they are on the disk. */
#ifndef REFUNDD_LEDGER_FILES_H
#define REFUNDD_LEDGER_FILES_H

#include "base/error.h"

/* What the umask leaves of it: whether the group may read the ledger is for who makes it. */
#define LEDGER_MODE	   0640
#define LEDGER_FOLDER_MODE 0750

/* DIR/ledger.sqlite, owned by `ctx`. */
char *ledger_file(const void *ctx, const char *dir);

/* Says what went wrong, by errno: "PATH cannot be created: ...". Returns false. */
bool file_fail(const char *path, const char *what, struct error *error);
/* What root makes in the daemon's folder is the daemon's: the folder's owner gets it. */
bool file_give_to_owner(int file, const char *path, const char *dir, struct error *error);
/* `from` is called `to` from now on. ERROR_USE where there is such a file already. */
bool file_name_new(const char *from, const char *to, struct error *error);
/* What was made, renamed or removed in the folder is on the disk. */
bool file_sync_folder(const char *dir, struct error *error);
bool file_sync_folder_of(const char *path, struct error *error);
bool file_sync(const char *path, struct error *error);

#endif
