/* Everything that the log can tell: refundd(8) lists it from here (`make manuals`).
 *
 * A row is the event's id, its name (which people and alerts search for, so it stays as it is), its
 * level, its sentence, what it means, and what to do about it, "" where that is nothing. An event
 * that tells of a ticket has the fields "ticket" and, where there is one, "case": so the whole
 * story of a ticket is found by one field. No field is named time, level, event, message or at:
 * those are the log's own. */
#ifndef REFUNDD_SYS_LOG_EVENTS_H
#define REFUNDD_SYS_LOG_EVENTS_H

/* clang-format off */
#define LOG_EVENTS(X) \
	/* the daemon */ \
	X(STARTED, "started", INFO, "refundd started", \
	  "The configuration is in force and the ledger is open.", \
	  "") \
	X(STOP_ASKED, "stop-asked", INFO, "asked to stop", \
	  "Nothing more is sent; what is on its way is heard of for a few seconds.", \
	  "") \
	X(STOPPED_EARLY, "stopped-early", WARNING, \
	  "answers are still on their way; the next start looks for them", \
	  "It ended before the ticket system had said whether all answers arrived.", \
	  "Start it again: it finds out by itself.") \
	X(STOPPED, "stopped", INFO, "refundd stopped", \
	  "All is in the ledger.", \
	  "") \
	X(FAILED, "failed", ERROR, "refundd cannot go on", \
	  "It could not start, or not stay, and ends with status 1.", \
	  "See the reason.") \
	X(TURN_FAILED, "turn-failed", ERROR, \
	  "nothing of this turn could be kept, and nothing of it was said", \
	  "The ledger could not be written. Tickets are taken up again later; nobody was answered " \
	  "twice or without a record. Told once, then at level debug until the reason changes.", \
	  "See the reason; make room where the disk is full.") \
	X(TURN_KEPT, "turn-kept", DEBUG, "a turn was kept", \
	  "What happened since the turn before is in the ledger: tickets read, answers known to be " \
	  "written; and how many answers leave now or are on their way.", \
	  "") \
	X(TURNS_KEPT, "turns-kept", INFO, "turns can be kept again", \
	  "The trouble told of by turn-failed is over.", \
	  "") \
	X(RECORD_HEAD, "record-head", INFO, "the record's head", \
	  "The number and digest of the record's newest row, once an hour.", \
	  "Keep it elsewhere: refundctl audit verify compares.") \
	X(METRICS_SERVED, "metrics-served", INFO, "metrics are served", \
	  "Whoever collects metrics finds them there: http://ADDRESS/metrics.", \
	  "") \
	X(PAUSED, "paused", WARNING, "paused: nothing is read, decided or said", \
	  "Somebody paused it.", \
	  "When the reason is gone: refundctl resume.") \
	X(STILL_PAUSED, "still-paused", WARNING, \
	  "it is paused: nothing is read, decided or said before refundctl resume", \
	  "It was started while it is paused.", \
	  "When the reason is gone: refundctl resume.") \
	X(RESUMED, "resumed", WARNING, "resumed", \
	  "Somebody ended the pause.", \
	  "") \
	X(RELOADED, "reloaded", INFO, "reloaded: another configuration is in force", \
	  "Tickets are judged by it from now on; what was read before was judged by the one before.", \
	  "") \
	X(RELOAD_REFUSED, "reload-refused", WARNING, \
	  "the configuration was not reloaded: the one before stays in force", \
	  "The new one is wrong, or changes what needs a restart.", \
	  "See the reason; refundd --check says all that is wrong. Then reload again, or restart.") \
	X(IMPORTED, "imported", INFO, "imported", \
	  "Orders, usage, accounts or refunds were taken in.", \
	  "") \
	X(FORGOTTEN, "forgotten", INFO, "forgotten", \
	  "What could be forgotten of an account was erased.", \
	  "") \
	X(VACUUMED, "vacuumed", INFO, "the ledger was written anew", \
	  "Somebody freed the room that it did not need; nothing else was done meanwhile.", \
	  "") \
	X(WORDS_GONE, "words-gone", INFO, "words and contact data went with the years", \
	  "What keep_words no longer keeps was removed from that many cases.", \
	  "") \
	X(WORDS_KEPT, "words-kept", WARNING, "words that keep_words no longer keeps could not be removed", \
	  "The ledger could not be written just then; it is tried again in an hour.", \
	  "See the reason.") \
	X(CLOCK_DOUBTED, "clock-doubted", WARNING, \
	  "the machine's clock is doubted: no ticket is decided on by it", \
	  "It was set while refundd ran (why=set), is behind what is on record (record), or differs from the " \
	  "ticket system's clock (desk), by more than clock_tolerance: off is by how much it seems to be " \
	  "ahead. Tickets wait; what reviewers decide is carried out.", \
	  "See to the time of this machine. refundd trusts it again when the ticket system agrees; else say " \
	  "that it is right by refundctl clock confirm.") \
	X(CLOCK_TRUSTED, "clock-trusted", INFO, "the machine's clock is trusted again", \
	  "The ticket system's clock agrees with it, it was set back to where it was, or somebody confirmed " \
	  "it. Tickets that waited for it are decided on.", \
	  "") \
	X(CLOCK_CONFIRMED, "clock-confirmed", INFO, "somebody says that the machine's clock is right", \
	  "By refundctl clock confirm; it is trusted from now on.", \
	  "") \
	X(EXEMPTION, "exemption", INFO, "exemption", \
	  "Somebody exempted an account from a signal, or ended that.", \
	  "") \
	/* the log itself */ \
	X(BEFORE_ERROR, "before-error", DEBUG, "what was not written before the error, oldest first", \
	  "The lines up to before-error-end happened earlier, at the time in their field \"at\": what " \
	  "log_level had left out, some hundreds at most; at most once a minute.", \
	  "") \
	X(BEFORE_ERROR_END, "before-error-end", DEBUG, "that was what led to the error", \
	  "The end of what before-error began.", \
	  "") \
	/* the ticket system */ \
	X(DESK_ASKED, "desk-asked", DEBUG, "the ticket system was asked", \
	  "A request to its server ended, with this status; 0 where no whole answer came.", \
	  "") \
	X(LOOK_BEGUN, "look-begun", DEBUG, "looks for tickets", \
	  "The ticket system is asked for what is new, and for tickets to be read again.", \
	  "") \
	X(LOOKED, "looked", DEBUG, "looked for tickets", \
	  "The ticket system told of everything that is new; so many tickets were read.", \
	  "") \
	X(LOOK_FAILED, "look-failed", ERROR, "the ticket system could not be asked", \
	  "Tickets wait; it is asked again.", \
	  "See the reason; refundctl desk check says more.") \
	X(SILENT, "silent", INFO, \
	  "the ledger is new or restored, and answers that it does not know of may still arrive: nothing is looked at before " \
	  "they have", \
	  "Waits out the quarantine, so that nobody is answered twice.", \
	  "") \
	/* tickets */ \
	X(TICKET_READ, "ticket-read", DEBUG, "ticket read", \
	  "The ticket system told of a ticket.", \
	  "") \
	X(TICKET_BAD, "ticket-bad", WARNING, \
	  "there is trouble with a ticket; it is looked at again when it changes", \
	  "The ticket cannot be read, is too large, or is not what it should be.", \
	  "A person has to answer it, or to mend it.") \
	X(TICKET_CONTRADICTS, "ticket-contradicts", ERROR, \
	  "a ticket contradicts our records; it is passed over until it changes", \
	  "The ledger holds something about the ticket that cannot be.", \
	  "A person has to answer it; tell the developers.") \
	X(TICKET_TAKEN, "ticket-taken", INFO, "ticket taken", \
	  "A ticket was read and decided, or there was a reason not to.", \
	  "") \
	X(CASE_CHANGED, "case-changed", INFO, "case changed", \
	  "The case went into another state, and why.", \
	  "") \
	X(SIGNAL_FAILED, "signal-failed", WARNING, "signal failed", \
	  "A signal of abuse could not be computed: the ticket goes to a person.", \
	  "See why: the query may be wrong, or take too long.") \
	X(ADOPTED, "adopted", WARNING, "the ledger did not know of an answer of ours: adopted", \
	  "The ticket held an answer that the ledger had lost; it was not given again.", \
	  "Was the ledger lost or restored? If not, tell the developers.") \
	/* answers */ \
	X(EFFECT_LEAVES, "effect-leaves", DEBUG, "an answer leaves", \
	  "The ledger has it on record; now the ticket is written.", \
	  "") \
	X(EFFECT_SOUGHT, "effect-sought", DEBUG, "an answer is looked for", \
	  "The ticket is searched for the key of an answer that may have arrived.", \
	  "") \
	X(EFFECT_DONE, "effect-done", INFO, "it is in the ticket", \
	  "An answer, note or change of fields is surely in the ticket.", \
	  "") \
	X(EFFECT_PERSON, "effect-person", INFO, "not written: a person was there first", \
	  "Somebody took, answered or closed the ticket meanwhile.", \
	  "") \
	X(EFFECT_OVERTAKEN, "effect-overtaken", INFO, "not written: the customer wrote meanwhile", \
	  "The ticket is judged anew.", \
	  "") \
	X(EFFECT_GONE, "effect-gone", INFO, "not written: the ticket is no longer there", \
	  "The ticket was deleted or moved.", \
	  "") \
	X(EFFECT_PUT_OFF, "effect-put-off", WARNING, \
	  "an answer could not be written and is put off", \
	  "Surely nothing arrived; it is tried again, later each time.", \
	  "See the reason.") \
	X(EFFECT_UNSETTLED, "effect-unsettled", WARNING, \
	  "nobody knows whether an answer arrived; it will be looked for", \
	  "The connection broke while it was written. It is not repeated before the ticket was looked " \
	  "at.", \
	  "") \
	X(EFFECT_UNSEEN, "effect-unseen", INFO, \
	  "an answer that may have arrived could not be looked for yet", \
	  "The ticket system does not say; it is asked again, and warned of when that lasts.", \
	  "Is the ticket system well?") \
	X(EFFECT_AGAIN, "effect-again", INFO, "an answer did not arrive and is written again", \
	  "The ticket was looked at, and surely does not hold it.", \
	  "") \
	X(EFFECT_DOUBTFUL, "effect-doubtful", WARNING, \
	  "whether it is in the ticket cannot be settled: a person has to look", \
	  "The case is given to a person.", \
	  "Look at the ticket and finish it by hand.") \
	X(EFFECTS_RECOVERED, "effects-recovered", WARNING, \
	  "answers were on their way when it ended; they will be looked for", \
	  "refundd, or the machine, ended without notice.", \
	  "") \
	/* reviewers */ \
	X(REVIEW_ASKED, "review-asked", INFO, "a reviewer asks", \
	  "Somebody used refundctl review on a ticket.", \
	  "") \
	X(REVIEW_CLAIMED, "review-claimed", INFO, "a review is claimed", \
	  "A reviewer took the ticket.", \
	  "") \
	X(REVIEW_GIVEN_BACK, "review-given-back", INFO, "a review is given back", \
	  "The ticket has no owner any more: others may review it.", \
	  "") \
	X(REVIEW_WAITS, "review-waits", INFO, "a ticket waits for a reviewer", \
	  "A reminder, or at level warning an escalation, was written into the ticket.", \
	  "Review it: refundctl review list.") \
	X(VERDICT_REFUSED, "verdict-refused", WARNING, "a verdict cannot be carried out", \
	  "The ticket says why, to reviewers only.", \
	  "Give another verdict.") \
	X(VERDICT_FIRST, "verdict-first", INFO, "a verdict waits for a second person", \
	  "For this amount two people have to approve.", \
	  "Another reviewer has to look.")
/* clang-format on */

#endif
