/* Every statement that the ledger runs, by name: prepared once when the ledger is opened.
 *
 * Parameters are bound and columns read in the order in which they stand. A "+" before a column
 * and CROSS JOIN keep SQLite, which counts no rows, from a plan that reads too many. The statements
 * named OVERVIEW_ may read whole tables; a test reads the plans of all others and finds none that
 * does.
 */
#ifndef REFUNDD_LEDGER_STATEMENTS_H
#define REFUNDD_LEDGER_STATEMENTS_H

#define ORDER_COLUMNS                                                                         \
	"family, edition, action, status, sdk_app_id, owner_uin, payer_uin, entity, origin, " \
	"purchased_at, months, currency, cash, transfer, gift, voucher"

#define CASE_COLUMNS                                                                   \
	"c.id, c.system, c.ticket, c.revision, c.state, c.order_id, c.requester_uin, " \
	"c.linked_to, c.questions, c.customer_messages, c.asked_at, c.changed_at, c.wait_until"

#define DECISION_COLUMNS                                                                \
	"d.case_id, d.revision, d.decided_at, d.outcome, d.policy, d.version, d.rule, " \
	"d.policy_hash, d.currency, d.total"

#define EFFECT_COLUMNS                                                                         \
	"o.id, o.case_id, o.revision, o.kind, o.key, c.system, c.ticket, o.payload, o.state, " \
	"o.attempts, o.due_at, o.left_at"

/* Of effects that are not over: in the ticket, or never to be there. */
#define IS_OPEN "state IN ('pending', 'leaving', 'unsettled')"

/* Of effects that may be in their ticket or not; written so that SQLite finds their own index. */
#define IS_IN_FLIGHT "state IN ('leaving', 'unsettled')"

/* Which imports of refunds are meant. */
#define IS_UNHEEDED "kind = 'refunds' AND is_heeded = 0"

#define NEWEST_DECISION \
	"d.id = (SELECT max(newest.id) FROM decisions newest WHERE newest.case_id = c.id)"

/* The LOOK_s tell of a row already known by the same key: which import and line said so, whether
 * it is older (-1), as old (0) or newer (1) than this one, and whether it says the same. */
#define STATEMENTS(X)                                                                             \
	X(IMPORT_NEXT_ID, "SELECT coalesce(max(id), 0) + 1 FROM imports")                         \
	X(IMPORT_ADD, "INSERT INTO imports (id, kind, name, sha256, row_count, imported_at) "     \
		      "VALUES (?, ?, ?, ?, ?, ?)")                                                \
	X(IMPORT_FIND, "SELECT name, imported_at FROM imports WHERE id = ?")                      \
	X(LOOK_ORDER, "SELECT import_id, line, 0, (" ORDER_COLUMNS ") IS (?2, ?3, ?4, ?5, ?6, "   \
		      "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "                      \
		      "FROM orders WHERE order_id = ?1")                                          \
	X(SAVE_ORDER, "REPLACE INTO orders (order_id, " ORDER_COLUMNS ", import_id, line) "       \
		      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")         \
	X(LOOK_USAGE, "SELECT import_id, line, 0, gifted_minutes_used IS ?2 FROM usage "          \
		      "WHERE order_id = ?1 AND as_of = ?3")                                       \
	X(SAVE_USAGE, "REPLACE INTO usage (order_id, gifted_minutes_used, as_of, import_id, "     \
		      "line) VALUES (?, ?, ?, ?, ?)")                                             \
	X(LOOK_ACCOUNT, "SELECT import_id, line, (as_of > ?5) - (as_of < ?5), "                   \
			"(entity, suspended, frozen, as_of) IS (?2, ?3, ?4, ?5) "                 \
			"FROM accounts WHERE uin = ?1")                                           \
	X(SAVE_ACCOUNT, "REPLACE INTO accounts (uin, entity, suspended, frozen, as_of, "          \
			"import_id, line) VALUES (?, ?, ?, ?, ?, ?, ?)")                          \
	X(LOOK_REFUND, "SELECT import_id, line, 0, (currency, amount) IS (?3, ?4) FROM refunds "  \
		       "WHERE order_id = ?1 AND refunded_at = ?2")                                \
	X(SAVE_REFUND, "REPLACE INTO refunds (order_id, refunded_at, currency, amount, "          \
		       "import_id, line) VALUES (?, ?, ?, ?, ?, ?)")                              \
                                                                                                  \
	X(ORDER_FIND, "SELECT import_id, line, " ORDER_COLUMNS " FROM orders WHERE order_id = ?") \
	X(ACCOUNT_FIND, "SELECT import_id, line, as_of, suspended, frozen FROM accounts "         \
			"WHERE uin = ?")                                                          \
	X(USAGE_LIST, "SELECT import_id, line, as_of, gifted_minutes_used FROM usage "            \
		      "WHERE order_id = ? AND gifted_minutes_used IS NOT NULL ORDER BY as_of")    \
	X(REFUND_FIND, "SELECT import_id, line, refunded_at FROM refunds WHERE order_id = ? "     \
		       "ORDER BY refunded_at LIMIT 1")                                            \
	X(IS_REFUND_PENDING, "SELECT EXISTS (SELECT 1 FROM approvals WHERE order_id = ?1 "        \
			     "AND NOT (system IS ?2 AND ticket IS ?3))")                          \
	X(COUNT_ENTITY_REFUNDS,                                                                   \
	  "SELECT count(*) FROM orders o WHERE o.entity = ?1 AND o.sdk_app_id = ?2 "              \
	  "AND o.family = ?3 AND o.order_id <> ?4 AND ("                                          \
	  "EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.order_id "                        \
	  "AND r.refunded_at < ?5) OR "                                                           \
	  "EXISTS (SELECT 1 FROM approvals a WHERE a.order_id = o.order_id "                      \
	  "AND NOT (a.system IS ?6 AND a.ticket IS ?7)))")                                        \
	X(COUNT_REPEAT_REFUNDS,                                                                   \
	  "SELECT count(*) FROM orders o WHERE (o.owner_uin = ?1 OR o.payer_uin = ?1) AND ("      \
	  "EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.order_id "                        \
	  "AND r.refunded_at BETWEEN ?2 AND ?3) OR "                                              \
	  "EXISTS (SELECT 1 FROM approvals a WHERE a.order_id = o.order_id "                      \
	  "AND a.asked_at BETWEEN ?2 AND ?3 AND NOT (a.system IS ?4 AND a.ticket IS ?5)))")       \
                                                                                                  \
	X(CASE_FIND, "SELECT " CASE_COLUMNS " FROM cases c WHERE system = ? AND ticket = ?")      \
	X(CASE_ADD, "INSERT INTO cases (system, ticket, revision, state, order_id, "              \
		    "requester_uin, linked_to, questions, customer_messages, asked_at, "          \
		    "changed_at, wait_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "        \
		    "RETURNING id")                                                               \
	X(CASE_UPDATE, "UPDATE cases SET system = ?, ticket = ?, revision = ?, state = ?, "       \
		       "order_id = ?, requester_uin = ?, linked_to = ?, questions = ?, "          \
		       "customer_messages = ?, asked_at = ?, changed_at = ?, wait_until = ? "     \
		       "WHERE id = ? RETURNING id")                                               \
	X(CASE_FIND_FIRST_OF_ORDER,                                                               \
	  "SELECT " CASE_COLUMNS " FROM cases c WHERE order_id = ? AND requester_uin = ? "        \
	  "AND system = ? AND id <> ? AND linked_to IS NOT ? AND state NOT IN ('linked', "        \
	  "'withdrawn') "                                                                         \
	  "ORDER BY id LIMIT 1")                                                                  \
	X(CASE_LIST_REFUNDED,                                                                     \
	  "SELECT " CASE_COLUMNS " FROM imports i CROSS JOIN refunds r ON r.import_id = i.id "    \
	  "CROSS JOIN cases c ON c.order_id = r.order_id WHERE i.kind = 'refunds' AND "           \
	  "i.is_heeded = 0 "                                                                      \
	  "AND +c.system = ? AND (c.state IN ('new', 'waiting', 'asked', 'flagged') "             \
	  "OR (c.state = 'answered' AND EXISTS (SELECT 1 FROM outbox o WHERE o.case_id = c.id "   \
	  "AND o." IS_OPEN "))) AND NOT EXISTS (SELECT 1 FROM refunds earlier "                   \
	  "WHERE earlier.order_id = r.order_id AND earlier.refunded_at < r.refunded_at "          \
	  "AND earlier.import_id IN (SELECT id FROM imports WHERE " IS_UNHEEDED "))")             \
	X(CASE_IS_IN_FLIGHT, "SELECT EXISTS (SELECT 1 FROM outbox WHERE case_id = ? "             \
			     "AND " IS_IN_FLIGHT ")")                                             \
	X(REFUNDS_HEED, "UPDATE imports SET is_heeded = 1 WHERE " IS_UNHEEDED)                    \
	X(CASE_LIST_IN_STATE, "SELECT " CASE_COLUMNS " FROM cases c WHERE state = ? "             \
			      "ORDER BY changed_at, id LIMIT ?")                                  \
	X(POLICY_ADD, "INSERT INTO policies (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING")   \
	X(DECISION_ADD, "INSERT INTO decisions (case_id, revision, decided_at, outcome, policy, " \
			"version, rule, policy_hash, currency, total, facts, decision, sources, " \
			"order_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "   \
			"?13, (SELECT order_id FROM cases WHERE id = ?1))")                       \
	X(DECISION_FIND, "SELECT " DECISION_COLUMNS ", p.text, d.facts, d.decision, d.sources "   \
			 "FROM decisions d LEFT JOIN policies p ON p.hash = d.policy_hash "       \
			 "WHERE d.case_id = ? ORDER BY d.id DESC LIMIT 1")                        \
                                                                                                  \
	X(EFFECT_ADD, "INSERT INTO outbox (case_id, revision, kind, key, payload, state, "        \
		      "attempts, due_at, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8) "  \
		      "RETURNING id")                                                             \
	X(EFFECT_LIST_DUE, "SELECT " EFFECT_COLUMNS " FROM outbox o "                             \
			   "JOIN cases c ON c.id = o.case_id "                                    \
			   "WHERE o.state IN ('pending', 'unsettled') AND o.due_at <= ? "         \
			   "AND +c.system = ? AND NOT EXISTS ("                                   \
			   "SELECT 1 FROM outbox first WHERE first.case_id = o.case_id "          \
			   "AND first." IS_OPEN " AND first.id < o.id) "                          \
			   "ORDER BY o.due_at, o.id LIMIT ?")                                     \
	X(EFFECT_LIST_LEAVING, "SELECT " EFFECT_COLUMNS " FROM outbox o "                         \
			       "JOIN cases c ON c.id = o.case_id "                                \
			       "WHERE o." IS_IN_FLIGHT " AND o.state = \'leaving\' "              \
			       "ORDER BY o.id")                                                   \
	X(EFFECT_LIST_CASE, "SELECT " EFFECT_COLUMNS " FROM outbox o "                            \
			    "JOIN cases c ON c.id = o.case_id WHERE o.case_id = ? ORDER BY o.id") \
	X(EFFECT_SETTLE, "UPDATE outbox SET state = ?, settled_at = ? WHERE key = ? "             \
			 "RETURNING id")                                                          \
	X(EFFECT_LEAVE, "UPDATE outbox SET state = 'leaving', left_at = ? WHERE key = ? "         \
			"RETURNING id")                                                           \
	X(EFFECT_PUT_OFF, "UPDATE outbox SET state = ?, attempts = attempts + 1, due_at = ?, "    \
			  "reason = ? WHERE key = ? RETURNING id")                                \
	X(EFFECT_IS_KNOWN, "SELECT EXISTS (SELECT 1 FROM outbox WHERE key = ?)")                  \
	X(EFFECT_COUNT_UNSETTLED,                                                                 \
	  "SELECT count(*) FROM outbox WHERE " IS_IN_FLIGHT " AND state = \'unsettled\'")         \
	X(EFFECT_SETTLE_CASE, "UPDATE outbox SET state = ?, settled_at = ? "                      \
			      "WHERE case_id = ? AND state = 'pending'")                          \
	X(CURSOR_FIND, "SELECT cursor FROM cursors WHERE system = ?")                             \
	X(CURSOR_SAVE, "INSERT INTO cursors (system, cursor) VALUES (?, ?) "                      \
		       "ON CONFLICT DO UPDATE SET cursor = excluded.cursor")                      \
	X(LEFT_ALONE_ADD, "INSERT INTO left_alone (system, ticket, reason, seen_at) "             \
			  "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")                           \
                                                                                                  \
	X(OVERVIEW_STATES, "SELECT state, count(*) FROM cases GROUP BY state")                    \
	X(OVERVIEW_OUTCOMES, "SELECT outcome, count(*) FROM cases c JOIN decisions d "            \
			     "ON " NEWEST_DECISION " GROUP BY outcome")                           \
	X(OVERVIEW_APPROVED, "SELECT d.currency, sum(d.total), count(*) FROM cases c "            \
			     "JOIN decisions d ON " NEWEST_DECISION                               \
			     " WHERE d.outcome = 'approve' AND d.total IS NOT NULL "              \
			     "GROUP BY d.currency ORDER BY d.currency LIMIT ?")                   \
	X(OVERVIEW_EFFECTS, "SELECT count(*) FILTER (WHERE state <> 'unsettled'), "               \
			    "count(*) FILTER (WHERE state = 'unsettled'), min(added_at) FROM ("   \
			    "SELECT state, added_at FROM outbox "                                 \
			    "WHERE state IN ('pending', 'unsettled') UNION ALL "                  \
			    "SELECT state, added_at FROM outbox WHERE state = 'leaving')")        \
	X(OVERVIEW_ROWS, "SELECT (SELECT count(*) FROM left_alone), "                             \
			 "(SELECT count(*) FROM orders), (SELECT count(*) FROM usage), "          \
			 "(SELECT count(*) FROM accounts), (SELECT count(*) FROM refunds)")       \
	X(OVERVIEW_CASES, "SELECT " CASE_COLUMNS ", " DECISION_COLUMNS " FROM cases c "           \
			  "LEFT JOIN decisions d ON " NEWEST_DECISION                             \
			  " ORDER BY c.changed_at DESC, c.id DESC LIMIT ?")                       \
	X(OVERVIEW_CASES_IN_STATE,                                                                \
	  "SELECT " CASE_COLUMNS ", " DECISION_COLUMNS " FROM cases c "                           \
	  "LEFT JOIN decisions d ON " NEWEST_DECISION " WHERE c.state = ? "                       \
	  "ORDER BY c.changed_at DESC, c.id DESC LIMIT ?")

enum statement {
#define X(identifier, sql) SQL_##identifier,
	STATEMENTS(X)
#undef X
		STATEMENT_COUNT
};

#endif
