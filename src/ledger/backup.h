/* A copy of the ledger that can be kept elsewhere, and its way back.
 *
 * A backup is one file: a ledger as of one moment, checked. A restored ledger knows less than the
 * tickets do: it has no cursor, and all that it had on its way is unsettled, so that the next start
 * looks at everything before it says anything, as after a loss. */
#ifndef REFUNDD_LEDGER_BACKUP_H
#define REFUNDD_LEDGER_BACKUP_H

#include "ledger/audit.h"
#include "ledger/db.h"

struct backup {
	int64_t bytes;
	int version;	 /* of its schema */
	bool is_checked; /* its record, too: not that of an older version */
	struct audit_head head;
};

/* Copies the ledger of the folder `dir`, whatever its version and whoever writes to it meanwhile,
 * into `file` (0600), checks the copy and syncs it. ERROR_USE where `file` is there already.
 * Nothing is under that name before all is done; on failure nothing is left but what a kill leaves:
 * FILE.part, which the next one takes. */
bool ledger_backup(const char *dir, const char *file, const struct watcher *watcher,
		   struct backup *backup, struct error *error);

struct restoring {
	const char *aside; /* where the ledger that was there is now, of `ctx`; NULL: none was */
	struct audit_head head; /* of the backup */
	long unsettled;		/* answers that it had on their way */
	long forgotten;		/* accounts that were forgotten since, and are again */
	bool is_since_unknown;	/* the ledger that was there cannot be read, or is of an older
				   version */
	bool is_paused_again;	/* all was paused since, or may have been, and is */
};

/* Puts the backup `file` in the place of the ledger of `dir`. It must be of this program's version
 * or older, and sound. ERROR_BUSY while a daemon works on the folder, or somebody reads there. The
 * ledger that was there is kept beside it. `user` is who wanted it. */
bool ledger_restore(const void *ctx, const char *dir, const char *file, const char *user,
		    struct instant now, const struct watcher *watcher, struct restoring *restoring,
		    struct error *error);

/* What a restored ledger must forget and be told: no cursor, nothing that could leave without
 * having been looked for, and a row of the record. Commits. `restoring` has the counts
 * of what was forgotten, and gets those of what is unsettled. */
bool ledger_be_restored(struct ledger *ledger, const char *file, const char *user,
			struct instant now, struct restoring *restoring, struct error *error);

#endif
