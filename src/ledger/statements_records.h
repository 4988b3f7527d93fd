/* Statements of the ledger (see statements.h): what is imported, and what is asked of it.
 *
 * The LOOK_s tell of a row already known by the same key: which import and line said so, whether
 * it is older (-1), as old (0) or newer (1) than this one, and whether it says the same. */
#ifndef REFUNDD_LEDGER_STATEMENTS_RECORDS_H
#define REFUNDD_LEDGER_STATEMENTS_RECORDS_H

#define STATEMENTS_OF_RECORDS(X)                                                                  \
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
			"(entity, suspended, frozen, as_of, email, phone) IS (?2, ?3, ?4, ?5, "   \
			"coalesce(?6, email), coalesce(?7, phone)) FROM accounts WHERE uin = ?1") \
	X(SAVE_ACCOUNT, "INSERT INTO accounts (uin, entity, suspended, frozen, as_of, email, "    \
			"phone, import_id, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "             \
			"ON CONFLICT DO UPDATE SET entity = excluded.entity, "                    \
			"suspended = excluded.suspended, frozen = excluded.frozen, "              \
			"as_of = excluded.as_of, email = coalesce(excluded.email, email), "       \
			"phone = coalesce(excluded.phone, phone), "                               \
			"import_id = excluded.import_id, line = excluded.line")                   \
	X(FINGERPRINT_ADD, "INSERT INTO fingerprints (case_id, sketch) VALUES (?, ?)")            \
	X(FINGERPRINT_FIND, "SELECT f.sketch FROM cases c JOIN fingerprints f "                   \
			    "ON f.case_id = c.id WHERE c.system = ? AND c.ticket = ?")            \
	X(BAND_ADD, "INSERT INTO bands (band, asked_at, case_id) VALUES (?, ?, ?)")               \
	X(SIGNAL_EXEMPTIONS, "SELECT signal, until_at, author, reason FROM exemptions "           \
			     "WHERE account = ?1 AND from_at <= ?2 AND until_at > ?2 "            \
			     "ORDER BY signal, id")                                               \
	X(TRAIT_SAVE, "INSERT INTO traits (kind, value, account, since) VALUES (?, ?, ?, ?) "     \
		      "ON CONFLICT DO UPDATE SET since = excluded.since "                         \
		      "WHERE excluded.since < since")                                             \
	X(LOOK_REFUND, "SELECT import_id, line, 0, (currency, amount) IS (?3, ?4) FROM refunds "  \
		       "WHERE order_id = ?1 AND refunded_at = ?2")                                \
	X(SAVE_REFUND, "REPLACE INTO refunds (order_id, refunded_at, currency, amount, "          \
		       "import_id, line) VALUES (?, ?, ?, ?, ?, ?)")                              \
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
	X(REFUNDS_HEED, "UPDATE imports SET is_heeded = 1 WHERE " IS_UNHEEDED)                    \
	X(POLICY_ADD, "INSERT INTO policies (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING")   \
	X(POLICY_FIND, "SELECT text FROM policies WHERE hash = ?")                                \
	X(TIMELINE_ORDERS,                                                                        \
	  "SELECT purchased_at, order_id, iif(cash + transfer + gift IS NULL, NULL, currency), "  \
	  "cash + transfer + gift FROM orders WHERE (owner_uin = ?1 OR payer_uin = ?1) "          \
	  "AND purchased_at <= ?2")                                                               \
	X(TIMELINE_REQUESTS,                                                                      \
	  "SELECT c.asked_at, c.order_id, iif(v.id IS NULL OR v.verdict = 'release', "            \
	  "d.currency, v.currency), iif(v.id IS NULL OR v.verdict = 'release', d.total, "         \
	  "v.total), c.system, c.ticket, c.linked_to, c.state, "                                  \
	  "iif(v.verdict = 'release' OR (d.course = 'answer' AND NOT EXISTS ("                    \
	  "SELECT 1 FROM outbox o WHERE o.case_id = d.case_id AND o.revision = d.revision "       \
	  "AND o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken'))), d.outcome, NULL), " \
	  "v.verdict, v.reviewer FROM cases c LEFT JOIN decisions d ON " NEWEST_DECISION          \
	  " LEFT JOIN verdicts v ON v.id = (SELECT max(w.id) FROM verdicts w "                    \
	  "WHERE w.case_id = c.id AND w.state = 'final' AND w.given_at <= ?2) "                   \
	  "WHERE c.requester_uin = ?1 AND (c.asked_at < ?2 OR (c.asked_at = ?2 "                  \
	  "AND (length(c.ticket), c.ticket) < (length(?4), ?4))) "                                \
	  "AND NOT (c.system = ?3 AND c.ticket = ?4)")                                            \
	X(TIMELINE_REFUNDS,                                                                       \
	  "SELECT r.refunded_at, r.order_id, r.currency, r.amount FROM orders o "                 \
	  "CROSS JOIN refunds r ON r.order_id = o.order_id "                                      \
	  "WHERE (o.owner_uin = ?1 OR o.payer_uin = ?1) AND r.refunded_at <= ?2")

#endif
