#include "base/memory.h"
#include "daemon/metrics.h"
#include "daemon/turn_state.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <string.h>

/* What was held for the effect's end is read again. */
static void release(struct turn *turn, const char *ticket, bool wants_reread)
{
	bool was_held = ticket_list_remove(&turn->held, ticket);

	if (was_held || wants_reread)
		ticket_list_add(turn, &turn->again, ticket);
}

/* ---- what the desk says of tickets ---- */

/* A ticket that contradicts our records would fail every turn that it is part of: it is passed
 * over, so that the others of this turn are taken again without it. */
static void fail_ticket(struct turn *turn, const char *ticket, const struct error *error)
{
	turn_fail(turn, error);
	if (error->kind != ERROR_STATE) {
		ticket_list_add(turn, &turn->taken, ticket);
		return;
	}
	log_event(EVENT_TICKET_CONTRADICTS, "ticket", ticket, "reason", error->text, "class",
		  error_kind_name(error->kind), NULL);
}

static bool find_in_flight(struct turn *turn, const struct ticket *ticket, bool *is_in_flight,
			   struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct case_row row;
	bool is_known, is_found;

	*is_in_flight = false;
	is_found = case_find(turn->ledger, scratch, ticket->system, ticket->id, &row, &is_known,
			     error) &&
		   (!is_known || case_is_in_flight(turn->ledger, row.id, is_in_flight, error));
	talloc_free(scratch);
	return is_found;
}

/* Nobody knows what the ticket says while an effect is on its way to it: reading it again before
 * that has ended would lead to nothing. */
static bool put_aside(struct turn *turn, const struct ticket *ticket, struct error *error)
{
	bool is_in_flight;

	if (!find_in_flight(turn, ticket, &is_in_flight, error))
		return false;
	if (!is_in_flight)
		ticket_list_add(turn, &turn->again, ticket->id);
	else if (!ticket_list_has(&turn->held, ticket->id))
		ticket_list_add(turn, &turn->held, ticket->id);
	return true;
}

/* While all is paused: as after a failure, it is read again. */
static void put_off(struct turn *turn, const struct ticket *ticket)
{
	ticket_list_add(turn, &turn->again, ticket->id);
	turn->is_poll_whole = false;
}

static void on_ticket(void *arg, const struct ticket *ticket)
{
	struct turn *turn = arg;
	bool wants_reread = false;
	struct error error;

	turn->has_work = true;
	turn->is_unhurried = false;
	turn->counts.tickets++;
	log_event(EVENT_TICKET_READ, "ticket", ticket->id, NULL);
	turn->counts.news += !ticket_list_remove(&turn->asked, ticket->id);
	ticket_list_remove(&turn->bad, ticket->id);
	turn->counts.bad_now = (long)turn->bad.count;
	if (turn->is_paused) {
		put_off(turn, ticket);
		return;
	}
	if (!turn->has_failed && (!casework_take_ticket(turn->casework, ticket, turn->knows_all,
							turn_now(turn), &wants_reread, &error) ||
				  (wants_reread && !put_aside(turn, ticket, &error)))) {
		fail_ticket(turn, ticket->id, &error);
		return;
	}
	ticket_list_add(turn, &turn->taken, ticket->id);
}

static void on_bad_ticket(void *arg, const char *ticket, const struct error *error)
{
	struct turn *turn = arg;

	turn->has_work = true;
	turn->counts.bad_tickets++;
	turn->counts.last_bad_ticket = clock_now();
	ticket_list_remove(&turn->asked, ticket);
	if (!ticket_list_has(&turn->bad, ticket))
		ticket_list_add(turn, &turn->bad, ticket);
	turn->counts.bad_now = (long)turn->bad.count;
	log_event(EVENT_TICKET_BAD, "ticket", ticket, "reason", error->text, "class",
		  error_kind_name(error->kind), NULL);
}

static void take_cursor(struct turn *turn, const char *cursor)
{
	/* What is still on the list by now was passed over; without cursors nobody minds. */
	if (cursor != NULL || turn->cursor == NULL)
		ticket_list_clear(&turn->asked);
	if (cursor == NULL || (turn->cursor != NULL && strcmp(turn->cursor, cursor) == 0))
		return;
	talloc_free(turn->cursor);
	turn->cursor = text_copy(turn, cursor);
	turn->is_cursor_kept = false;
}

static void on_polled(void *arg, const char *cursor, const struct error *error)
{
	struct turn *turn = arg;

	turn->has_work = true;
	turn->is_unhurried = false;
	turn->is_polling = false;
	if (error != NULL) {
		turn->counts.failed_polls++;
		turn->counts.failed_in_row++;
		log_event(EVENT_LOOK_FAILED, "reason", error->text, "class",
			  error_kind_name(error->kind), NULL);
		return;
	}
	take_cursor(turn, cursor);
	/* A ticket that is still to be read again may hold an answer of ours. */
	turn->has_polled = turn->knows_all || (turn->is_poll_whole && turn->asked.count == 0);
	turn->counts.polls++;
	turn->counts.failed_in_row = 0;
	turn->counts.last_poll = clock_now();
	turn_log_looked(turn);
}

/* ---- what the desk says of effects ---- */

/* The effect surely is in the ticket, or surely will not be. */
static bool end_effect(struct turn *turn, const struct effect_row *effect, enum desk_result result,
		       struct error *error)
{
	bool wants_reread = false;

	if (!casework_take_result(turn->casework, effect, result, clock_now(), &wants_reread,
				  error))
		return false;
	turn->counts.written += result == DESK_DONE;
	turn->counts.stood_back += result == DESK_PERSON;
	release(turn, effect->ticket, wants_reread);
	return true;
}

/* It will leave again: an approval only if its order was not refunded meanwhile. */
static void keep_pending(struct turn *turn, const struct effect_row *effect)
{
	release(turn, effect->ticket, false);
	turn->tells_of_refunds = turn->tells_of_refunds || turn->owes_refunds;
}

static bool take_result(struct turn *turn, const struct effect_row *effect, enum desk_result result,
			const struct error *reason, struct error *error)
{
	switch (result) {
	case DESK_DONE:
	case DESK_PERSON:
	case DESK_OVERTAKEN:
	case DESK_GONE: return end_effect(turn, effect, result, error);
	case DESK_LATER:
		turn->counts.put_off++;
		keep_pending(turn, effect);
		return outbox_postpone(turn->outbox, effect, reason->text, clock_now(), error);
	case DESK_UNKNOWN:
		turn->counts.unsettled++;
		return outbox_unsettle(turn->outbox, effect, reason->text, clock_now(), error);
	}
	__builtin_unreachable();
}

static bool let_go_again(struct turn *turn, const struct effect_row *effect, struct error *error)
{
	log_event(EVENT_EFFECT_AGAIN, "ticket", effect->ticket, "key", effect->key, "case",
		  log_number(effect->case_id).text, NULL);
	keep_pending(turn, effect);
	return effect_postpone(turn->ledger, effect->key, clock_now(), "it did not arrive", error);
}

static bool take_sight(struct turn *turn, const struct effect_row *effect, enum desk_sight sight,
		       const struct error *reason, struct error *error)
{
	switch (sight) {
	case SIGHT_THERE: return end_effect(turn, effect, DESK_DONE, error);
	case SIGHT_ABSENT: return let_go_again(turn, effect, error);
	case SIGHT_DOUBTFUL:
		release(turn, effect->ticket, false);
		return casework_take_doubt(turn->casework, effect, clock_now(), error);
	case SIGHT_LATER:
		return outbox_unsettle(turn->outbox, effect, reason->text, clock_now(), error);
	}
	__builtin_unreachable();
}

/* After a failure what the desk said is lost: the effect is leaving or unsettled on record, and
 * will be looked for. */
static void on_written(void *arg, const char *key, enum desk_result result,
		       const struct error *reason)
{
	struct turn *turn = arg;
	void *scratch = talloc_new(NULL);
	const struct effect_row *effect = outbox_take_back(turn->outbox, scratch, key);
	struct error error;

	turn->has_work = true;
	turn->is_unhurried = result == DESK_DONE && (turn->is_unhurried || !turn_is_dirty(turn));
	if (effect != NULL && !turn->has_failed &&
	    !take_result(turn, effect, result, reason, &error))
		turn_fail(turn, &error);
	talloc_free(scratch);
}

static void on_looked(void *arg, const char *key, enum desk_sight sight, const struct error *reason)
{
	struct turn *turn = arg;
	void *scratch = talloc_new(NULL);
	const struct effect_row *effect = outbox_take_back(turn->outbox, scratch, key);
	struct error error;

	turn->has_work = true;
	turn->is_unhurried = false;
	if (effect != NULL && !turn->has_failed && !take_sight(turn, effect, sight, reason, &error))
		turn_fail(turn, &error);
	talloc_free(scratch);
}

/* Unknown by an error is news, too: the ticket is read once too often, that is all. */
static bool on_knows(void *arg, const char *key)
{
	struct turn *turn = arg;
	bool is_known;
	struct error ignored;

	return effect_is_known(turn->ledger, key, &is_known, &ignored) && is_known;
}

static void on_requested(void *arg, const struct desk_request *request)
{
	struct metrics *metrics = ((struct turn *)arg)->metrics;
	const char *word = desk_purpose_words.list[request->purpose];

	metrics_add(metrics, METRIC_REQUESTS, 1,
		    LABELS(word, desk_request_end_words.list[request->end]));
	if (request->end != REQUEST_UNSENT)
		metrics_observe(metrics, METRIC_REQUEST_TIME, request->took, LABELS(word));
	turn_log_request(request);
}

static void on_told_time(void *arg, struct instant date)
{
	turn_hear_time(arg, date);
}

struct desk_listener turn_listener(struct turn *turn)
{
	return (struct desk_listener){.arg = turn,
				      .ticket = on_ticket,
				      .bad_ticket = on_bad_ticket,
				      .polled = on_polled,
				      .written = on_written,
				      .looked = on_looked,
				      .knows = on_knows,
				      .requested = on_requested,
				      .told_time = on_told_time};
}
