/* One ticket of the spool: its file, its document and what it says, read as one. */
#ifndef REFUNDD_DESK_SPOOL_TICKET_H
#define REFUNDD_DESK_SPOOL_TICKET_H

#include "desk/desk.h"
#include "desk/spool_file.h"
#include "desk/spool_list.h"
#include "wire/json.h"

struct spool_ticket {
	struct spool_file file;
	struct json_document document;
	struct ticket ticket;
};

/* `name` is "ID.json". All belongs to `ctx`. ERROR_ABSENT: there is no such file; ERROR_INPUT:
 * this version of it is no ticket; else it could not be read now. */
bool spool_ticket_open(const void *ctx, int dir, const char *name, struct spool_ticket *opened,
		       struct error *error);

/* Reads the ticket anew and writes into it, if nothing stands against it. `entry` (may be NULL) is
 * what is known of the file: it knows the answered one too if it knew the one before, since our
 * own words are no news. */
enum desk_result spool_ticket_write(const void *ctx, int dir, const char *name,
				    struct spool_entry *entry, const struct desk_write *write,
				    struct error *error);

/* Whether a message of ours stands in the ticket under this key. */
enum desk_sight spool_ticket_look(const void *ctx, int dir, const char *name, const char *key,
				  struct error *error);

#endif
