#include "daemon/turn.h"

#include "base/memory.h"
#include "daemon/outbox.h"
#include "sys/clock.h"
#include "sys/log.h"

#define WAITING_MAX 10000 /* cases that are read again at once */

struct ticket_list {
	char **ids;
	size_t count;
};

struct turn {
	const struct config *config;
	struct ledger *ledger;
	struct desk *desk;
	struct casework *casework;
	struct outbox *outbox;

	struct ticket_list taken; /* in this turn: read again if it cannot be committed */
	struct ticket_list again; /* to be read again at the next chance */
	/* Until every ticket was read once, none is judged: see casework_take_ticket(). */
	bool knows_all;
	bool is_desk_busy;

	/* Of this turn. */
	bool has_polled; /* to the end, and well */
	bool has_failed;
	struct error failure;
	struct turn_counts counts;
};

/* ---- lists of tickets ---- */

static void list_add(struct turn *turn, struct ticket_list *list, const char *id)
{
	list->ids = GROW_ARRAY(turn, list->ids, char *, list->count + 1);
	list->ids[list->count] = text_copy(list->ids, id);
	list->count++;
}

static void list_clear(struct ticket_list *list)
{
	talloc_free(list->ids);
	*list = (struct ticket_list){NULL, 0};
}

static void list_move(struct turn *turn, struct ticket_list *to, struct ticket_list *from)
{
	for (size_t i = 0; i < from->count; i++)
		list_add(turn, to, from->ids[i]);
	list_clear(from);
}

static void reread(struct turn *turn, const char *ticket)
{
	desk_reread(turn->desk, ticket);
	turn->is_desk_busy = true;
}

static void reread_list(struct turn *turn, struct ticket_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		reread(turn, list->ids[i]);
	list_clear(list);
}

/* ---- waiting cases ---- */

static void fail(struct turn *turn, const struct error *error)
{
	if (!turn->has_failed)
		turn->failure = *error;
	turn->has_failed = true;
}

/* Those whose wait is over at `now`. */
static void reread_waiting(struct turn *turn, struct instant now)
{
	void *scratch = talloc_new(NULL);
	struct case_row *rows;
	struct error error;
	size_t count;

	if (case_list_in_state(turn->ledger, scratch, CASE_WAITING, WAITING_MAX, &rows, &count,
			       &error)) {
		for (size_t i = 0; i < count; i++)
			if (rows[i].wait_until.us <= now.us)
				reread(turn, rows[i].ticket);
	} else {
		fail(turn, &error);
	}
	talloc_free(scratch);
}

/* ---- what the desk says ---- */

/* A ticket that contradicts our records would fail every turn that it is part of: it is passed
 * over, so that the others of this turn are taken again without it. */
static void fail_ticket(struct turn *turn, const char *ticket, const struct error *error)
{
	fail(turn, error);
	if (error->kind != ERROR_STATE) {
		list_add(turn, &turn->taken, ticket);
		return;
	}
	log_write(LOG_ERROR, "a ticket contradicts our records; it is passed over until it changes",
		  "ticket", ticket, "reason", error->text, NULL);
}

static void on_ticket(void *arg, const struct ticket *ticket)
{
	struct turn *turn = arg;
	bool wants_reread = false;
	struct error error;

	turn->counts.tickets++;
	if (!turn->has_failed && !casework_take_ticket(turn->casework, ticket, turn->knows_all,
						       clock_now(), &wants_reread, &error)) {
		fail_ticket(turn, ticket->id, &error);
		return;
	}
	list_add(turn, &turn->taken, ticket->id);
	if (wants_reread)
		list_add(turn, &turn->again, ticket->id);
}

static void on_bad_ticket(void *arg, const char *name, const struct error *error)
{
	struct turn *turn = arg;

	turn->counts.bad_tickets++;
	log_write(LOG_WARNING, "a ticket could not be read; it will be when it changes", "name",
		  name, "reason", error->text, NULL);
}

static void on_polled(void *arg, const struct error *error)
{
	struct turn *turn = arg;

	if (error != NULL) {
		turn->counts.failed_polls++;
		log_write(LOG_ERROR, "the ticket system could not be asked", "reason", error->text,
			  NULL);
		return;
	}
	turn->has_polled = true;
	turn->counts.polls++;
	turn->counts.last_poll = clock_now();
	log_write(LOG_DEBUG, "looked for tickets", NULL);
}

static bool take_result(struct turn *turn, const struct effect_row *effect, enum desk_result result,
			const struct error *reason, struct error *error)
{
	struct instant now = clock_now();
	bool wants_reread;

	if (result == DESK_LATER) {
		turn->counts.put_off++;
		return outbox_postpone(turn->outbox, effect, reason->text, now, error);
	}
	if (!casework_take_result(turn->casework, effect, result, now, &wants_reread, error))
		return false;
	turn->counts.written += result == DESK_DONE;
	if (wants_reread)
		list_add(turn, &turn->again, effect->ticket);
	return true;
}

static void on_written(void *arg, const char *key, enum desk_result result,
		       const struct error *reason)
{
	struct turn *turn = arg;
	void *scratch = talloc_new(NULL);
	const struct effect_row *effect = outbox_take_back(turn->outbox, scratch, key);
	struct error error;

	/* After a failure the effect is still pending, and will be found in its ticket. */
	if (effect != NULL && !turn->has_failed &&
	    !take_result(turn, effect, result, reason, &error))
		fail(turn, &error);
	talloc_free(scratch);
}

/* ---- public ---- */

static bool open_parts(struct turn *turn, enum ledger_mode ledger_mode, enum spool_mode spool_mode,
		       struct told_hook hook, struct error *error)
{
	const struct config *config = turn->config;
	struct desk_listener listener = {turn, on_ticket, on_bad_ticket, on_polled, on_written};

	turn->ledger = ledger_open(turn, config->state_dir, ledger_mode, error);
	if (turn->ledger == NULL)
		return false;
	turn->desk = spool_new(turn, config->spool_dir, spool_mode, &listener, error);
	if (turn->desk == NULL)
		return false;
	turn->casework = casework_new(turn, config, turn->ledger, hook, error);
	if (turn->casework == NULL)
		return false;
	turn->outbox = outbox_new(turn, turn->ledger, turn->desk);
	return true;
}

struct turn *turn_new(const void *ctx, const struct config *config, enum ledger_mode ledger_mode,
		      enum spool_mode spool_mode, struct told_hook hook, struct error *error)
{
	struct turn *turn = NEW(ctx, struct turn);

	turn->config = config;
	if (!open_parts(turn, ledger_mode, spool_mode, hook, error)) {
		talloc_free(turn);
		return NULL;
	}
	return turn;
}

void turn_poll(struct turn *turn)
{
	desk_poll(turn->desk);
	turn->is_desk_busy = true;
	reread_list(turn, &turn->again);
	reread_waiting(turn, clock_now());
}

void turn_work(struct turn *turn)
{
	turn->is_desk_busy = desk_run(turn->desk);
}

static bool commit(struct turn *turn, struct error *error)
{
	if (turn->has_failed) {
		ledger_rollback(turn->ledger);
		*error = turn->failure;
		return false;
	}
	return ledger_commit(turn->ledger, error);
}

/* What the turn took is taken again with the next poll, and nothing is done before that. */
static void forget(struct turn *turn)
{
	list_move(turn, &turn->again, &turn->taken);
	turn->has_polled = false;
	turn->has_failed = false;
	turn->is_desk_busy = false;
}

bool turn_end(struct turn *turn, struct error *error)
{
	bool may_have_effects = turn->has_polled || ledger_is_dirty(turn->ledger);

	if (!commit(turn, error)) {
		forget(turn);
		return false;
	}
	list_clear(&turn->taken);
	turn->knows_all = turn->knows_all || turn->has_polled;
	turn->has_polled = false;
	if (turn->knows_all)
		reread_list(turn, &turn->again);
	if (!may_have_effects)
		return true;
	turn->is_desk_busy = true;
	return outbox_hand_out(turn->outbox, clock_now(), error);
}

bool turn_is_busy(const struct turn *turn)
{
	return turn->is_desk_busy;
}

bool turn_is_dirty(const struct turn *turn)
{
	return ledger_is_dirty(turn->ledger);
}

bool turn_import(struct turn *turn, const char *kind, const char *name, FILE *file,
		 struct import_result *result, struct error *error)
{
	if (!turn_end(turn, error) ||
	    !ledger_import(turn->ledger, kind, name, file, clock_now(), result, error))
		return false;
	reread_waiting(turn, (struct instant){INT64_MAX});
	return true;
}

struct turn_counts turn_counts(const struct turn *turn)
{
	return turn->counts;
}
