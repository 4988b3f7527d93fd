#include "desk/spool_ticket.h"

#include "base/memory.h"
#include "desk/ticket_json.h"
#include "sys/clock.h"

#include <string.h>

/* NULL when it is none. */
static const char *id_of_name(const void *ctx, const char *name, struct error *error)
{
	const char *id = text_copy_n(ctx, name, strlen(name) - strlen(".json"));

	if (is_ticket_id(id))
		return id;
	error_set(error, ERROR_INPUT,
		  "the name is no ticket's: expected ID.json, the ID of A-Z a-z 0-9 _ . - and no "
		  "longer than 64");
	return NULL;
}

static bool is_answered(const struct ticket *ticket)
{
	for (size_t i = 0; i < ticket->message_count; i++)
		if (ticket->messages[i].author == AUTHOR_REFUNDD)
			return true;
	return ticket_has_person(ticket);
}

static bool understand(const void *ctx, const char *bytes, size_t length, const char *id,
		       struct spool_ticket *opened, struct error *error)
{
	if (!json_read(ctx, bytes, length, &ticket_json_limits, &opened->document, error) ||
	    !ticket_from_json(ctx, &opened->document, &opened->ticket, error))
		return false;
	if (strcmp(opened->ticket.id, id) != 0)
		return error_set(error, ERROR_INPUT,
				 "the ticket's id is %s: expected that of the file's name, %s",
				 opened->ticket.id, id);
	/* Nobody is named who closed it: who else would, before anybody was there? */
	opened->ticket.is_withdrawn =
		opened->ticket.status >= TICKET_SOLVED && !is_answered(&opened->ticket);
	return true;
}

static bool is_note(const struct desk_write *write)
{
	return !write->is_public && !write->sets_status;
}

/* A note to a colleague is welcome wherever it can still be read, and whoever wrote meanwhile. */
static bool is_in_the_way(const struct ticket *ticket, const struct desk_write *write)
{
	if (ticket->status == TICKET_CLOSED || is_note(write))
		return ticket->status == TICKET_CLOSED;
	return ticket->status == TICKET_SOLVED ||
	       (write->is_verdict ? ticket_has_public_agent_message(ticket)
				  : ticket_has_person(ticket));
}

static bool is_overtaken(const struct ticket *ticket, const struct desk_write *write)
{
	return !is_note(write) && ticket_customer_messages(ticket) != write->customer_messages;
}

static bool put_answer(const void *ctx, int dir, const char *name, struct spool_entry *entry,
		       const struct spool_ticket *opened, const struct desk_write *write,
		       struct error *error)
{
	char *answer =
		ticket_json_amend(ctx, &opened->document, &opened->ticket, write, clock_now());
	size_t length = strlen(answer);
	struct spool_ticket check;
	struct stat after;

	/* An answer that we could not find again by its key would be given again. */
	if (!understand(ctx, answer, length, opened->ticket.id, &check, error))
		return error_wrap(error, "the answered ticket could not be read any more");
	if (!spool_file_replace(dir, name, &opened->file.version, answer, length, &after, error))
		return false;
	if (entry != NULL && spool_entry_knows(entry, &opened->file.version))
		spool_entry_know(entry, &after);
	return true;
}

bool spool_ticket_open(const void *ctx, int dir, const char *name, struct spool_ticket *opened,
		       struct error *error)
{
	const char *id = id_of_name(ctx, name, error);

	return id != NULL &&
	       spool_file_read(ctx, dir, name, ticket_json_limits.max_bytes, &opened->file,
			       error) &&
	       understand(ctx, opened->file.bytes, opened->file.length, id, opened, error);
}

enum desk_result spool_ticket_write(const void *ctx, int dir, const char *name,
				    struct spool_entry *entry, const struct desk_write *write,
				    struct error *error)
{
	struct spool_ticket opened;

	if (!spool_ticket_open(ctx, dir, name, &opened, error))
		return error->kind == ERROR_ABSENT ? DESK_GONE : DESK_LATER;
	if (ticket_has_key(&opened.ticket, write->key))
		return DESK_DONE;
	if (is_in_the_way(&opened.ticket, write))
		return DESK_PERSON;
	if (is_overtaken(&opened.ticket, write))
		return DESK_OVERTAKEN;
	if (!put_answer(ctx, dir, name, entry, &opened, write, error))
		return DESK_LATER;
	return DESK_DONE;
}

enum desk_sight spool_ticket_look(const void *ctx, int dir, const char *name, const char *key,
				  struct error *error)
{
	struct spool_ticket opened;

	if (!spool_ticket_open(ctx, dir, name, &opened, error))
		return error->kind == ERROR_ABSENT ? SIGHT_ABSENT : SIGHT_LATER;
	return ticket_has_key(&opened.ticket, key) ? SIGHT_THERE : SIGHT_ABSENT;
}
