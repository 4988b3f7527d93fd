/* Every statement that the ledger runs, by name: prepared when first wanted, and then kept.
 *
 * Parameters are bound and columns read in the order in which they stand. A "+" before a column
 * and CROSS JOIN keep SQLite, which counts no rows, from a plan that reads too many. The statements
 * named OVERVIEW_ may read whole tables; a test reads the plans of all others and finds none that
 * does.
 */
#ifndef REFUNDD_LEDGER_STATEMENTS_H
#define REFUNDD_LEDGER_STATEMENTS_H

#include "ledger/statements_records.h"
#include "ledger/statements_cases.h"
#include "ledger/statements_people.h"
#include "ledger/statements_overview.h"

#define ORDER_COLUMNS                                                                         \
	"family, edition, action, status, sdk_app_id, owner_uin, payer_uin, entity, origin, " \
	"purchased_at, months, currency, cash, transfer, gift, voucher"

#define CASE_COLUMNS                                                                   \
	"c.id, c.system, c.ticket, c.revision, c.state, c.order_id, c.requester_uin, " \
	"c.linked_to, c.questions, c.customer_messages, c.asked_at, c.changed_at, c.wait_until"

#define DECISION_COLUMNS                                                                \
	"d.case_id, d.revision, d.decided_at, d.outcome, d.policy, d.version, d.rule, " \
	"d.policy_hash, d.currency, d.total, d.course, d.brake"

#define EFFECT_COLUMNS                                                                         \
	"o.id, o.case_id, o.revision, o.kind, o.key, c.system, c.ticket, o.payload, o.state, " \
	"o.attempts, o.due_at, o.left_at"

/* What the record says of an effect; the table is not to be called o here. */
#define EFFECT_CHANGED                                                          \
	"RETURNING id, key, kind, revision, state, (SELECT c.system || '/' || " \
	"c.ticket FROM cases c WHERE c.id = case_id)"

/* Of the words that may go: of an account, or of a case. */
#define FORGETS_SKETCHES     "SELECT case_id, sketch FROM fingerprints WHERE "
#define FORGETS_FINGERPRINTS "DELETE FROM fingerprints WHERE "
#define FORGETS_VERDICTS     "UPDATE verdicts SET reason = NULL WHERE reason IS NOT NULL AND "
#define FORGETS_EVIDENCE     "UPDATE decisions SET evidence = NULL WHERE evidence IS NOT NULL AND "
#define FORGETS_TEXTS \
	"UPDATE outbox SET payload = '' WHERE payload <> '' AND NOT (" IS_OPEN ") AND "

/* When words went, of an account or of a case c; NULL: they did not. */
#define WORDS_GONE "nullif(max(coalesce(f.forgotten_at, 0), coalesce(c.words_gone_at, 0)), 0)"

/* Of an account's cases, whose answers and notes may be forgotten once they are over. */
#define IS_OF_ACCOUNT "case_id IN (SELECT id FROM cases WHERE requester_uin = ?1)"

#define AUDIT_COLUMNS "id, at, kind, actor, subject, detail, digest"

#define REVIEW_COLUMNS                                                                  \
	"r.case_id, r.revision, r.opened_at, r.claimed_by, r.claimed_at, r.claim_way, " \
	"r.reminded_at IS NOT NULL, r.escalated_at IS NOT NULL"

#define VERDICT_COLUMNS                                                                            \
	"v.id, v.case_id, v.revision, v.verdict, v.state, v.reviewer, v.way, v.given_at, v.code, " \
	"v.reason, v.order_id, v.currency, v.total, v.why_refused"

#define EXEMPTION_COLUMNS "e.id, e.account, e.signal, e.from_at, e.until_at, e.author, e.reason"

/* Of effects that are not over: in the ticket, or never to be there. */
#define IS_OPEN "state IN ('pending', 'leaving', 'unsettled')"

/* Of effects that may be in their ticket or not; written so that SQLite finds their own index. */
#define IS_IN_FLIGHT "state IN ('leaving', 'unsettled')"

/* Which imports of refunds are meant. */
#define IS_UNHEEDED "kind = 'refunds' AND is_heeded = 0"

/* Of approvals of the machine's own: not of those that a person or the customer overtook. */
#define IS_GRANTED                                                                            \
	"d.outcome = 'approve' AND d.course = 'answer' AND NOT EXISTS (SELECT 1 FROM outbox " \
	"o WHERE o.case_id = d.case_id AND o.revision = d.revision AND o.kind = 'reply' "     \
	"AND o.state IN ('stood-back', 'overtaken'))"

#define NEWEST_DECISION \
	"d.id = (SELECT max(newest.id) FROM decisions newest WHERE newest.case_id = c.id)"

/* Days since 1970 in the zone ?1, of the tickets asked from ?2 until before ?3. */
#define REPORT_DAY   "(c.asked_at + ?1) / 86400000000"
#define REPORT_CASES "c.asked_at >= ?2 AND c.asked_at < ?3"

/* Of a reply that was not sent, because somebody was there first. */
#define IS_REPLY_LOST "o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken')"

/* A final verdict v on the decision d that its review was opened with, held against what the policy
 * said without suspicion. */
#define POLICY_ALONE "coalesce(d.alone, d.outcome)"
#define FINAL_VERDICT                                                                    \
	"v.id = (SELECT max(w.id) FROM verdicts w WHERE w.case_id = c.id AND w.state = " \
	"'final')"

#define STATEMENTS(X)            \
	STATEMENTS_OF_RECORDS(X) \
	STATEMENTS_OF_CASES(X)   \
	STATEMENTS_OF_PEOPLE(X)  \
	STATEMENTS_OF_OVERVIEW(X)

enum statement {
#define X(identifier, sql) SQL_##identifier,
	STATEMENTS(X)
#undef X
		STATEMENT_COUNT
};

#endif
