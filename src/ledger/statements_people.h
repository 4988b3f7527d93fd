/* Statements of the ledger (see statements.h): reviews, brakes and the record of what was done. */
#ifndef REFUNDD_LEDGER_STATEMENTS_PEOPLE_H
#define REFUNDD_LEDGER_STATEMENTS_PEOPLE_H

#define STATEMENTS_OF_PEOPLE(X)                                                                    \
	X(PAUSE_FIND, "SELECT id, paused_at, paused_by, reason FROM pauses "                       \
		      "WHERE (resumed_at IS NULL) = 1 AND resumed_at IS NULL")                     \
	X(PAUSE_ADD, "INSERT INTO pauses (paused_at, paused_by, reason) VALUES (?, ?, ?)")         \
	X(PAUSE_END, "UPDATE pauses SET resumed_at = ?, resumed_by = ? WHERE id = ?")              \
	X(CLOCK_DOUBT_FIND, "SELECT id, began_at, why, off, ended_at IS NOT NULL, desk_off "       \
			    "FROM clock_doubts WHERE id = (SELECT max(id) FROM clock_doubts)")     \
	X(CLOCK_DOUBT_ADD, "INSERT INTO clock_doubts (began_at, why, off, desk_off) "              \
			   "VALUES (?, ?, ?, ?)")                                                  \
	X(CLOCK_DOUBT_END,                                                                         \
	  "UPDATE clock_doubts SET ended_at = ?, ended_by = ?, desk_off = ? WHERE id = ?")         \
	X(AUDIT_NEWEST_TIME, "SELECT at FROM audit WHERE id = (SELECT max(id) FROM audit)")        \
	X(AUDIT_HEAD, "SELECT id, hash FROM audit WHERE id = (SELECT max(id) FROM audit)")         \
	X(AUDIT_LAST_CONFIG, "SELECT digest FROM audit WHERE id = "                                \
			     "(SELECT max(id) FROM audit WHERE kind = 'config')")                  \
	X(AUDIT_KEPT_DECISION, "SELECT facts || char(10) || decision, 0 FROM decisions "           \
			       "WHERE id = ?")                                                     \
	X(AUDIT_KEPT_EFFECT, "SELECT nullif(o.payload, ''), " WORDS_GONE " FROM outbox o "         \
			     "JOIN cases c ON c.id = o.case_id "                                   \
			     "LEFT JOIN forgotten f ON f.account = c.requester_uin "               \
			     "WHERE o.id = ?")                                                     \
	X(AUDIT_KEPT_VERDICT, "SELECT v.reason, " WORDS_GONE " FROM verdicts v "                   \
			      "JOIN cases c ON c.id = v.case_id "                                  \
			      "LEFT JOIN forgotten f ON f.account = c.requester_uin "              \
			      "WHERE v.id = ?")                                                    \
	X(AUDIT_KEPT_EXEMPTION, "SELECT nullif(e.reason, ''), f.forgotten_at FROM exemptions e "   \
				"LEFT JOIN forgotten f ON f.account = e.account WHERE e.id = ?")   \
	X(AUDIT_KEPT_CONFIG, "SELECT text, 0 FROM policies WHERE hash = ?")                        \
	X(FORGET_IS_KNOWN, "SELECT EXISTS (SELECT 1 FROM accounts WHERE uin = ?1) OR "             \
			   "EXISTS (SELECT 1 FROM cases WHERE requester_uin = ?1) OR "             \
			   "EXISTS (SELECT 1 FROM orders WHERE owner_uin = ?1) OR "                \
			   "EXISTS (SELECT 1 FROM orders WHERE payer_uin = ?1)")                   \
	X(FORGET_COUNT_OPEN, "SELECT count(*) FROM outbox WHERE " IS_OPEN " AND " IS_OF_ACCOUNT)   \
	X(FORGET_CONTACTS, "UPDATE accounts SET email = NULL, phone = NULL WHERE uin = ?1")        \
	X(FORGET_TRAITS, "DELETE FROM traits WHERE account = ?1 AND kind IN ('email', 'phone') "   \
			 "RETURNING 0")                                                            \
	X(FORGET_SKETCHES, FORGETS_SKETCHES IS_OF_ACCOUNT)                                         \
	X(FORGET_BAND, "DELETE FROM bands WHERE band = ? AND case_id = ?")                         \
	X(FORGET_FINGERPRINTS, FORGETS_FINGERPRINTS IS_OF_ACCOUNT " RETURNING 0")                  \
	X(FORGET_VERDICTS, FORGETS_VERDICTS IS_OF_ACCOUNT " RETURNING 0")                          \
	X(FORGET_EXEMPTIONS, "UPDATE exemptions SET reason = '' WHERE account = ?1 "               \
			     "AND reason <> '' RETURNING 0")                                       \
	X(FORGET_EVIDENCE, FORGETS_EVIDENCE IS_OF_ACCOUNT " RETURNING 0")                          \
	X(FORGET_TEXTS, FORGETS_TEXTS IS_OF_ACCOUNT " RETURNING 0")                                \
	X(RETIRE_LIST,                                                                             \
	  "SELECT c.id, c.changed_at, c.system || '/' || c.ticket, c.requester_uin, "              \
	  "c.words_gone_at IS NULL AND c.state NOT IN ('new', 'waiting', 'flagged', 'held') "      \
	  "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.case_id = c.id AND o." IS_OPEN ") "      \
	  "FROM cases c WHERE (c.changed_at, c.id) > (?1, ?2) AND c.changed_at < ?3 "              \
	  "ORDER BY c.changed_at, c.id LIMIT ?4")                                                  \
	X(RETIRE_SKETCHES, FORGETS_SKETCHES "case_id = ?1")                                        \
	X(RETIRE_FINGERPRINTS, FORGETS_FINGERPRINTS "case_id = ?1 RETURNING 0")                    \
	X(RETIRE_VERDICTS, FORGETS_VERDICTS "case_id = ?1 RETURNING 0")                            \
	X(RETIRE_EVIDENCE, FORGETS_EVIDENCE "case_id = ?1 RETURNING 0")                            \
	X(RETIRE_TEXTS, FORGETS_TEXTS "case_id = ?1 RETURNING 0")                                  \
	X(RETIRE_MARK, "UPDATE cases SET words_gone_at = ? WHERE id = ?")                          \
	X(RETIRE_IS_LAST, "SELECT NOT EXISTS (SELECT 1 FROM cases WHERE requester_uin = ? "        \
			  "AND words_gone_at IS NULL)")                                            \
	X(FORGET_ADD, "INSERT INTO forgotten (account, forgotten_at) VALUES (?, ?) "               \
		      "ON CONFLICT DO UPDATE SET forgotten_at = excluded.forgotten_at")            \
	X(IS_FORGOTTEN, "SELECT EXISTS (SELECT 1 FROM forgotten WHERE account = ?)")               \
	X(AUDIT_ADD, "INSERT INTO audit (" AUDIT_COLUMNS ", hash) "                                \
		     "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")                                            \
	X(REVIEW_OPEN, "INSERT INTO reviews (case_id, revision, opened_at) VALUES (?, ?, ?) "      \
		       "ON CONFLICT DO NOTHING RETURNING case_id")                                 \
	X(REVIEW_CLOSE, "UPDATE reviews SET closed_at = ?, ending = ? WHERE case_id = ? "          \
			"AND closed_at IS NULL RETURNING case_id")                                 \
	X(REVIEW_FIND, "SELECT " REVIEW_COLUMNS " FROM reviews r WHERE r.case_id = ? "             \
		       "AND r.closed_at IS NULL")                                                  \
	X(REVIEW_CLAIM,                                                                            \
	  "UPDATE reviews SET claimed_by = ?, claimed_at = ?, claim_way = ? WHERE case_id = ? "    \
	  "AND closed_at IS NULL RETURNING case_id")                                               \
	X(REVIEW_REMIND, "UPDATE reviews SET reminded_at = coalesce(reminded_at, ?1), "            \
			 "escalated_at = iif(?2, ?1, escalated_at) WHERE case_id = ?3 "            \
			 "AND closed_at IS NULL RETURNING case_id")                                \
	X(REVIEW_LIST_WAITING,                                                                     \
	  "SELECT " REVIEW_COLUMNS ", " CASE_COLUMNS " FROM reviews r CROSS JOIN cases c "         \
	  "ON c.id = r.case_id WHERE r.closed_at IS NULL AND r.escalated_at IS NULL "              \
	  "AND r.opened_at <= ? AND +c.system = ? ORDER BY r.opened_at")                           \
	X(VERDICT_ADD, "INSERT INTO verdicts (case_id, revision, verdict, state, reviewer, way, "  \
		       "given_at, code, reason, order_id, currency, total, why_refused) "          \
		       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")              \
	X(VERDICT_UPDATE, "UPDATE verdicts SET state = ?, order_id = ?, currency = ?, total = ?, " \
			  "why_refused = ? WHERE id = ? RETURNING id")                             \
	X(VERDICT_LIST, "SELECT " VERDICT_COLUMNS " FROM verdicts v WHERE v.case_id = ? "          \
			"ORDER BY v.revision, v.id")                                               \
	X(VERDICT_LIST_GIVEN, "SELECT " CASE_COLUMNS " FROM verdicts v "                           \
			      "CROSS JOIN cases c ON c.id = v.case_id WHERE v.state = 'given' "    \
			      "AND v.case_id > 0 AND +c.system = ? GROUP BY v.case_id")            \
	X(EXEMPTION_ADD, "INSERT INTO exemptions (account, signal, from_at, until_at, author, "    \
			 "reason) VALUES (?, ?, ?, ?, ?, ?) RETURNING id")                         \
	X(EXEMPTION_FIND, "SELECT " EXEMPTION_COLUMNS " FROM exemptions e WHERE e.account = ? "    \
			  "AND e.signal = ? AND e.until_at > ? ORDER BY e.id")                     \
	X(EXEMPTION_END, "UPDATE exemptions SET until_at = ? WHERE id = ? RETURNING id")

#endif
