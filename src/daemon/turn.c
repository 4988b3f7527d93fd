#include "daemon/turn.h"

#include "base/memory.h"
#include "daemon/metrics.h"
#include "daemon/turn_state.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <string.h>

#define WAITING_MAX 10000 /* cases that are read again at once */
#define END_OF_TIME ((struct instant){INSTANT_MAX_US})

/* ---- reading again ---- */

void turn_reread(struct turn *turn, const char *ticket)
{
	desk_reread(turn->desk, ticket);
	ticket_list_add(turn, &turn->asked, ticket);
	turn->has_work = true;
}

static void reread_list(struct turn *turn, struct ticket_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		turn_reread(turn, list->ids[list->first + i]);
	ticket_list_clear(list);
}

static bool is_wait_over(const struct turn *turn, const struct case_row *row, struct instant now)
{
	return row->wait_until.us <= now.us && strcmp(row->system, turn->desk->system) == 0 &&
	       !ticket_list_has(&turn->asked, row->ticket);
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
			if (is_wait_over(turn, &rows[i], now))
				turn_reread(turn, rows[i].ticket);
	} else {
		turn_fail(turn, &error);
	}
	talloc_free(scratch);
}

/* ---- after a failure, or a start ---- */

static bool recover(struct turn *turn, struct error *error)
{
	size_t count;

	if (!outbox_recover(turn->outbox, clock_now(), &count, error))
		return false;
	turn->counts.unsettled += (long)count;
	if (count > 0)
		log_event(EVENT_EFFECTS_RECOVERED, "answers", log_number((int64_t)count).text,
			  NULL);
	turn->wants_recovery = false;
	return true;
}

/* ---- refunds of which the cases were not told yet ---- */

/* A case that contradicts our records is passed over: it would fail every turn. */
static bool take_refunded(struct turn *turn, const struct case_row *row, struct error *error)
{
	bool wants_reread = false;

	if (ticket_list_has(&turn->untold, row->ticket))
		return true;
	if (!casework_take_refunded(turn->casework, row, clock_now(), &wants_reread, error)) {
		if (error->kind == ERROR_STATE)
			ticket_list_add(turn, &turn->untold, row->ticket);
		return false;
	}
	if (wants_reread)
		ticket_list_add(turn, &turn->again, row->ticket);
	return true;
}

/* One with an effect on its way is told when that has ended. */
static bool tell_of_refund(struct turn *turn, const struct case_row *row, bool *is_told,
			   struct error *error)
{
	bool is_in_flight;

	if (!case_is_in_flight(turn->ledger, row->id, &is_in_flight, error) ||
	    (!is_in_flight && !take_refunded(turn, row, error)))
		return false;
	*is_told = !is_in_flight;
	return true;
}

static bool tell_of_refunds(struct turn *turn, struct error *error)
{
	void *scratch = talloc_new(NULL);
	bool are_all_told = true, is_done;
	struct case_row *rows;
	size_t count;

	is_done =
		case_list_refunded(turn->ledger, scratch, turn->desk->system, &rows, &count, error);
	for (size_t i = 0; is_done && i < count; i++) {
		bool is_told = false;

		is_done = tell_of_refund(turn, &rows[i], &is_told, error);
		are_all_told = are_all_told && is_told;
	}
	talloc_free(scratch);
	turn->tells_of_refunds = false;
	turn->owes_refunds = !are_all_told;
	return is_done && (!are_all_told || refunds_heed(turn->ledger, error));
}

/* ---- the end of a turn ---- */

/* A cursor that covers a ticket which is still to be read would lose it in a crash. */
static bool keep_cursor(struct turn *turn, struct error *error)
{
	bool is_owed_any = turn_owes_tickets(turn) || turn->held.count > 0;

	if (turn->cursor == NULL || turn->is_cursor_kept || is_owed_any || desk_is_busy(turn->desk))
		return true;
	turn->is_cursor_kept = true;
	return cursor_save(turn->ledger, turn->desk->system, turn->cursor, error);
}

/* Before every ticket was read once nothing leaves: the answer may stand in its ticket, and the
 * ledger be an old copy. */
static bool may_let_go(const struct turn *turn)
{
	return (turn->knows_all || turn->has_polled) && !turn->wants_recovery;
}

/* What goes into the commit last. */
static bool round_off(struct turn *turn, struct error *error)
{
	bool has_news = turn->has_polled || turn->tells_of_refunds || turn_is_dirty(turn);

	if (has_news && may_let_go(turn)) {
		if (turn->tells_of_refunds && !tell_of_refunds(turn, error))
			return false;
		if (!turn->is_held_back && !turn->is_paused &&
		    !outbox_pack(turn->outbox, turn_due(turn), error))
			return false;
	}
	return turn_keep_clock(turn, error) && keep_cursor(turn, error);
}

static bool commit(struct turn *turn, struct error *error)
{
	struct error failure;
	bool has_news;

	if (!turn->has_failed && !round_off(turn, &failure))
		turn_fail(turn, &failure);
	if (turn->has_failed) {
		ledger_rollback(turn->ledger);
		*error = turn->failure;
		return false;
	}
	has_news = turn_is_dirty(turn);
	if (!ledger_commit(turn->ledger, error))
		return false;
	if (has_news)
		turn_log_kept(turn);
	return true;
}

/* What the turn took is taken again with the next poll, and nothing is done before that. */
static void forget(struct turn *turn)
{
	outbox_unpack(turn->outbox);
	ticket_list_move(turn, &turn->again, &turn->taken);
	turn->wants_recovery = true;
	turn->owes_refunds = true;
	turn->is_cursor_kept = false;
	turn->is_clock_kept = false;
	turn->is_poll_whole = false;
	turn->has_polled = false;
	turn->has_failed = false;
	turn->has_work = false;
	turn->is_unhurried = false;
}

/* Before the first poll it is not known what was imported while nobody was there. By a clock that
 * is doubted none would be judged. */
static void look_at_waiting(struct turn *turn)
{
	struct instant now = turn_now(turn);

	if (turn_doubts_clock(turn))
		return;
	reread_waiting(turn, turn->knows_all && !turn->rereads_waiting ? now : END_OF_TIME);
	turn->rereads_waiting = false;
}

static bool find_cursor(struct turn *turn, struct error *error)
{
	const char *cursor;

	if (!cursor_find(turn->ledger, turn, turn->desk->system, &cursor, error))
		return false;
	turn->cursor = (char *)cursor;
	if (cursor == NULL)
		turn_begin_silence(turn);
	turn->is_cursor_kept = true;
	return true;
}

void turn_fail(struct turn *turn, const struct error *error)
{
	if (!turn->has_failed)
		turn->failure = *error;
	turn->has_failed = true;
}

struct turn *turn_new(const void *ctx, const struct config *config, struct ledger *ledger,
		      struct desk_maker maker, struct told_hook hook, struct error *error)
{
	struct turn *turn = NEW(ctx, struct turn);
	struct desk_listener listener = turn_listener(turn);

	turn->ledger = ledger;
	turn->wants_recovery = true;
	turn->owes_refunds = true;
	turn->casework = casework_new(turn, config, ledger, hook, error);
	turn->desk = turn->casework == NULL ? NULL : maker.make(maker.arg, turn, &listener, error);
	if (turn->desk == NULL || !find_cursor(turn, error) || !turn_find_pause(turn, error) ||
	    !turn_find_clock(turn, error)) {
		talloc_free(turn);
		return NULL;
	}
	turn->outbox = outbox_new(turn, ledger, turn->desk);
	return turn;
}

void turn_poll(struct turn *turn)
{
	struct error error;

	if (turn->is_paused || turn_silence(turn).us > 0)
		return;
	turn->has_work = true;
	turn->is_unhurried = false;
	if (turn->wants_recovery && !recover(turn, &error))
		turn_fail(turn, &error);
	if (turn->is_polling)
		return;
	turn->is_polling = true;
	turn->is_poll_whole = true;
	turn_log_look(turn);
	desk_poll(turn->desk, turn->cursor);
	reread_list(turn, &turn->again);
	look_at_waiting(turn);
	turn->tells_of_refunds = turn->owes_refunds;
	turn_look_after_reviews(turn);
}

void turn_work(struct turn *turn)
{
	turn->has_work = false;
	turn->has_work = desk_run(turn->desk);
}

bool turn_end(struct turn *turn, struct error *error)
{
	bool is_kept = commit(turn, error);

	metrics_end_turn(turn->metrics, is_kept);
	if (!is_kept) {
		forget(turn);
		return false;
	}
	ticket_list_clear(&turn->taken);
	turn->knows_all = turn->knows_all || turn->has_polled;
	turn->has_polled = false;
	turn->is_unhurried = false;
	if (turn->knows_all && !turn->wants_recovery && !turn->is_paused)
		reread_list(turn, &turn->again);
	if (outbox_send(turn->outbox))
		turn->has_work = true;
	/* Between two looks no ticket waits for its decision. */
	if (!turn->is_polling)
		ledger_tidy(turn->ledger);
	return true;
}

void turn_hold_back(struct turn *turn)
{
	turn->is_held_back = true;
}

bool turn_has_work(const struct turn *turn)
{
	return turn->has_work;
}

bool turn_may_wait(const struct turn *turn)
{
	return turn->is_unhurried && turn_is_dirty(turn) && !turn->has_failed;
}

bool turn_is_busy(const struct turn *turn)
{
	return turn->has_work || desk_is_busy(turn->desk) || turn_silence(turn).us > 0;
}

bool turn_is_sending(const struct turn *turn)
{
	return outbox_count(turn->outbox) > 0;
}

bool turn_owes_tickets(const struct turn *turn)
{
	return turn->again.count > 0 || turn->asked.count > 0;
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
	turn->owes_refunds = true;
	turn->tells_of_refunds = true;
	turn->rereads_waiting = turn->is_paused;
	if (!turn->is_paused)
		reread_waiting(turn, END_OF_TIME);
	return true;
}

struct turn_counts turn_counts(const struct turn *turn)
{
	return turn->counts;
}
