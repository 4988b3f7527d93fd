/* Statements of the ledger (see statements.h): cases, decisions and what is said of them. */
#ifndef REFUNDD_LEDGER_STATEMENTS_CASES_H
#define REFUNDD_LEDGER_STATEMENTS_CASES_H

#define STATEMENTS_OF_CASES(X)                                                                     \
	X(CASE_FIND, "SELECT " CASE_COLUMNS " FROM cases c WHERE system = ? AND ticket = ?")       \
	X(CASE_ADD, "INSERT INTO cases (system, ticket, revision, state, order_id, "               \
		    "requester_uin, linked_to, questions, customer_messages, asked_at, "           \
		    "changed_at, wait_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "         \
		    "RETURNING id")                                                                \
	X(CASE_UPDATE, "UPDATE cases SET revision = ?, state = ?, linked_to = ?, questions = ?, "  \
		       "customer_messages = ?, changed_at = ?, wait_until = ? WHERE id = ? "       \
		       "RETURNING id")                                                             \
	X(CASE_UPDATE_ASKED,                                                                       \
	  "UPDATE cases SET order_id = ?1, requester_uin = ?2, asked_at = ?3 WHERE id = ?4 "       \
	  "AND (order_id, requester_uin, asked_at) IS NOT (?1, ?2, ?3)")                           \
	X(CASE_FIND_FIRST_OF_ORDER,                                                                \
	  "SELECT " CASE_COLUMNS " FROM cases c WHERE order_id = ? AND requester_uin = ? "         \
	  "AND system = ? AND id <> ? AND linked_to IS NOT ? AND state NOT IN ('linked', "         \
	  "'withdrawn') "                                                                          \
	  "ORDER BY id LIMIT 1")                                                                   \
	X(CASE_LIST_REFUNDED,                                                                      \
	  "SELECT " CASE_COLUMNS " FROM imports i CROSS JOIN refunds r ON r.import_id = i.id "     \
	  "CROSS JOIN cases c ON c.order_id = r.order_id WHERE i.kind = 'refunds' AND "            \
	  "i.is_heeded = 0 "                                                                       \
	  "AND +c.system = ? AND (c.state IN ('new', 'waiting', 'asked', 'flagged', 'held') "      \
	  "OR (c.state = 'answered' AND EXISTS (SELECT 1 FROM outbox o WHERE o.case_id = c.id "    \
	  "AND o." IS_OPEN "))) AND NOT EXISTS (SELECT 1 FROM refunds earlier "                    \
	  "WHERE earlier.order_id = r.order_id AND earlier.refunded_at < r.refunded_at "           \
	  "AND earlier.import_id IN (SELECT id FROM imports WHERE " IS_UNHEEDED "))")              \
	X(CASE_IS_IN_FLIGHT, "SELECT EXISTS (SELECT 1 FROM outbox WHERE case_id = ? "              \
			     "AND " IS_IN_FLIGHT ")")                                              \
	X(CASE_LIST_IN_STATE, "SELECT " CASE_COLUMNS " FROM cases c WHERE state = ? "              \
			      "ORDER BY changed_at, id LIMIT ?")                                   \
	X(DECISION_ADD, "INSERT INTO decisions (case_id, revision, decided_at, outcome, policy, "  \
			"version, rule, policy_hash, currency, total, facts, decision, sources, "  \
			"course, brake, evidence, alone, order_id) VALUES (?1, ?2, ?3, ?4, ?5, "   \
			"?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "                 \
			"(SELECT order_id FROM cases WHERE id = ?1)) RETURNING id, "               \
			"(SELECT system || '/' || ticket FROM cases WHERE id = case_id)")          \
	X(DECISION_FIND,                                                                           \
	  "SELECT " DECISION_COLUMNS ", p.text, d.facts, d.decision, d.sources, "                  \
	  "d.evidence, d.alone FROM decisions d LEFT JOIN policies p ON p.hash = d.policy_hash "   \
	  "WHERE d.case_id = ? ORDER BY d.id DESC LIMIT 1")                                        \
	X(GRANTED_SUM, "SELECT coalesce(sum(d.total), 0) FROM decisions d WHERE " IS_GRANTED       \
		       " AND d.decided_at >= ? AND +d.currency = ?")                               \
	X(GRANTED_COUNT,                                                                           \
	  "SELECT count(*) FROM decisions d WHERE " IS_GRANTED " AND d.decided_at >= ?")           \
	X(DECISION_FIRST, "SELECT coalesce(min(id), 1) FROM decisions")                            \
	X(DECISION_LAST, "SELECT coalesce(max(id), 0) FROM decisions")                             \
	X(DECISION_WALK, "SELECT d.id, " DECISION_COLUMNS ", d.facts, d.decision "                 \
			 "FROM decisions d WHERE d.id > ?1 AND d.id <= ?2 AND d.decided_at >= ?3 " \
			 "ORDER BY d.id LIMIT ?4")                                                 \
	X(DECISION_WALK_NEWEST,                                                                    \
	  "SELECT d.id, " DECISION_COLUMNS ", d.facts, d.decision FROM decisions d "               \
	  "WHERE d.id > ?1 AND d.id <= ?2 AND d.decided_at >= ?3 AND NOT EXISTS ("                 \
	  "SELECT 1 FROM decisions newer WHERE newer.case_id = d.case_id AND newer.id > d.id "     \
	  "AND newer.id <= ?2) ORDER BY d.id LIMIT ?4")                                            \
	X(CASE_TICKET, "SELECT system, ticket FROM cases WHERE id = ?")                            \
	X(EFFECT_ADD, "INSERT INTO outbox (case_id, revision, kind, key, payload, state, "         \
		      "attempts, due_at, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "       \
		      "?8) " EFFECT_CHANGED)                                                       \
	X(EFFECT_LIST_DUE, "SELECT " EFFECT_COLUMNS " FROM outbox o "                              \
			   "JOIN cases c ON c.id = o.case_id "                                     \
			   "WHERE o.state IN ('pending', 'unsettled') AND o.due_at <= ? "          \
			   "AND +c.system = ? AND NOT EXISTS ("                                    \
			   "SELECT 1 FROM outbox first WHERE first.case_id = o.case_id "           \
			   "AND first." IS_OPEN " AND first.id < o.id) "                           \
			   "ORDER BY o.due_at, o.id LIMIT ?")                                      \
	X(EFFECT_LIST_IN_FLIGHT,                                                                   \
	  "SELECT " EFFECT_COLUMNS " FROM outbox o "                                               \
	  "JOIN cases c ON c.id = o.case_id WHERE o." IS_IN_FLIGHT " ORDER BY o.state, o.id")      \
	X(EFFECT_LIST_CASE, "SELECT " EFFECT_COLUMNS " FROM outbox o "                             \
			    "JOIN cases c ON c.id = o.case_id WHERE o.case_id = ? ORDER BY o.id")  \
	X(EFFECT_SETTLE,                                                                           \
	  "UPDATE outbox SET state = ?, settled_at = ? WHERE key = ? " EFFECT_CHANGED)             \
	X(EFFECT_LEAVE, "UPDATE outbox SET state = 'leaving', left_at = ? WHERE key = ? "          \
			"RETURNING id")                                                            \
	X(EFFECT_PUT_OFF, "UPDATE outbox SET state = ?, attempts = attempts + 1, due_at = ?, "     \
			  "reason = ? WHERE key = ? " EFFECT_CHANGED)                              \
	X(EFFECT_IS_FAR, "SELECT EXISTS (SELECT 1 FROM outbox "                                    \
			 "WHERE state IN ('pending', 'unsettled') AND due_at > ?)")                \
	X(EFFECT_HASTEN, "UPDATE outbox SET due_at = ?1 "                                          \
			 "WHERE state IN ('pending', 'unsettled') AND due_at > ?1")                \
	X(EFFECT_IS_KNOWN, "SELECT EXISTS (SELECT 1 FROM outbox WHERE key = ?)")                   \
	X(EFFECT_COUNT_UNSETTLED,                                                                  \
	  "SELECT count(*) FROM outbox WHERE " IS_IN_FLIGHT " AND state = \'unsettled\'")          \
	X(EFFECT_SETTLE_CASE, "UPDATE outbox SET state = ?, settled_at = ? "                       \
			      "WHERE case_id = ? AND state = 'pending' " EFFECT_CHANGED)           \
	X(CURSOR_FIND, "SELECT cursor FROM cursors WHERE system = ?")                              \
	X(CURSOR_SAVE, "INSERT INTO cursors (system, cursor) VALUES (?, ?) "                       \
		       "ON CONFLICT DO UPDATE SET cursor = excluded.cursor")                       \
	X(LEFT_ALONE_ADD, "INSERT INTO left_alone (system, ticket, reason, seen_at) "              \
			  "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")

#endif
