/* Statements of the ledger (see statements.h): what refundctl tells, which may read whole
 * tables, and how things stand for who watches the daemon, which may not. */
#ifndef REFUNDD_LEDGER_STATEMENTS_OVERVIEW_H
#define REFUNDD_LEDGER_STATEMENTS_OVERVIEW_H

#define STATEMENTS_OF_OVERVIEW(X)                                                                  \
	X(OVERVIEW_REVIEWS,                                                                        \
	  "SELECT " REVIEW_COLUMNS ", " CASE_COLUMNS ", "                                          \
	  "CAST(json_extract(d.decision, '$.score') AS INTEGER), " DECISION_COLUMNS                \
	  " FROM reviews r CROSS JOIN cases c ON c.id = r.case_id "                                \
	  "LEFT JOIN decisions d ON " NEWEST_DECISION " WHERE r.closed_at IS NULL "                \
	  "ORDER BY r.opened_at, c.id LIMIT ?")                                                    \
	X(GAUGE_CASES, "SELECT (SELECT count(*) FROM (SELECT 1 FROM cases WHERE state = ?1 "       \
		       "LIMIT 20000)), (SELECT min(changed_at) FROM cases WHERE state = ?1)")      \
	X(GAUGE_PENDING, "SELECT count(*), min(added_at) FROM (SELECT state, added_at FROM "       \
			 "outbox WHERE state IN ('pending', 'unsettled') AND due_at > 0 "          \
			 "LIMIT 2000) WHERE state = 'pending'")                                    \
	X(GAUGE_IN_FLIGHT, "SELECT count(*), min(left_at) FROM (SELECT state, left_at FROM "       \
			   "outbox WHERE " IS_IN_FLIGHT " LIMIT 2000) WHERE state = ?")            \
	X(GAUGE_REVIEWS,                                                                           \
	  "SELECT (SELECT count(*) FROM (SELECT 1 FROM reviews WHERE closed_at IS NULL "           \
	  "AND opened_at > 0 LIMIT 20000)), (SELECT count(*) FROM (SELECT 1 FROM reviews "         \
	  "WHERE closed_at IS NULL AND escalated_at IS NULL AND opened_at > 0 LIMIT 20000)), "     \
	  "(SELECT min(opened_at) FROM reviews WHERE closed_at IS NULL AND opened_at > 0)")        \
	X(GAUGE_IMPORT, "SELECT max(imported_at) FROM imports WHERE id > "                         \
			"(SELECT max(id) FROM imports) - 1000 AND kind = ?")                       \
	X(OVERVIEW_CURSORS_FORGET, "DELETE FROM cursors")                                          \
	X(OVERVIEW_EFFECTS_UNSETTLE,                                                               \
	  "UPDATE outbox SET state = 'unsettled', left_at = coalesce(left_at, added_at), "         \
	  "due_at = ?, reason = ? WHERE " IS_OPEN " " EFFECT_CHANGED)                              \
	X(OVERVIEW_FORGOTTEN, "SELECT account FROM forgotten ORDER BY account")                    \
	X(OVERVIEW_EXEMPTIONS, "SELECT " EXEMPTION_COLUMNS " FROM exemptions e "                   \
			       "WHERE e.until_at > ? ORDER BY e.account, e.signal, e.id")          \
	X(OVERVIEW_AUDIT, "SELECT " AUDIT_COLUMNS ", hash FROM audit ORDER BY id")                 \
	X(OVERVIEW_STATES, "SELECT state, count(*) FROM cases GROUP BY state")                     \
	X(OVERVIEW_OUTCOMES, "SELECT outcome, count(*) FROM cases c JOIN decisions d "             \
			     "ON " NEWEST_DECISION " GROUP BY outcome")                            \
	X(OVERVIEW_APPROVED, "SELECT currency, sum(total), count(*) FROM approvals "               \
			     "WHERE total IS NOT NULL "                                            \
			     "GROUP BY currency ORDER BY currency LIMIT ?")                        \
	X(OVERVIEW_EFFECTS, "SELECT count(*) FILTER (WHERE state <> 'unsettled'), "                \
			    "count(*) FILTER (WHERE state = 'unsettled'), min(added_at) FROM ("    \
			    "SELECT state, added_at FROM outbox "                                  \
			    "WHERE state IN ('pending', 'unsettled') UNION ALL "                   \
			    "SELECT state, added_at FROM outbox WHERE state = 'leaving')")         \
	X(OVERVIEW_ROWS, "SELECT (SELECT count(*) FROM left_alone), "                              \
			 "(SELECT count(*) FROM orders), (SELECT count(*) FROM usage), "           \
			 "(SELECT count(*) FROM accounts), (SELECT count(*) FROM refunds)")        \
	X(OVERVIEW_REPORT_TICKETS,                                                                 \
	  "SELECT " REPORT_DAY ", d.policy, count(*), "                                            \
	  "count(*) FILTER (WHERE d.outcome = 'approve'), "                                        \
	  "count(*) FILTER (WHERE d.outcome = 'reject'), "                                         \
	  "count(*) FILTER (WHERE d.outcome = 'flag'), "                                           \
	  "count(*) FILTER (WHERE d.outcome = 'ask'), count(*) FILTER (WHERE d.id IS NULL), "      \
	  "count(*) FILTER (WHERE d.course = 'answer'), "                                          \
	  "count(*) FILTER (WHERE d.course = 'person'), "                                          \
	  "count(*) FILTER (WHERE d.course = 'hold'), "                                            \
	  "count(*) FILTER (WHERE d.course = 'shadow'), "                                          \
	  "count(*) FILTER (WHERE v.verdict = 'release' OR v.verdict = " POLICY_ALONE "), "        \
	  "count(*) FILTER (WHERE v.verdict <> 'release' AND v.verdict <> " POLICY_ALONE           \
	  " AND " POLICY_ALONE " IN ('approve', 'reject')), "                                      \
	  "count(*) FILTER (WHERE v.verdict <> 'release' AND " POLICY_ALONE                        \
	  " IN ('flag', 'ask')) "                                                                  \
	  "FROM cases c LEFT JOIN decisions d ON " NEWEST_DECISION                                 \
	  " LEFT JOIN verdicts v ON " FINAL_VERDICT " WHERE " REPORT_CASES                         \
	  " GROUP BY 1, 2 ORDER BY 1, 2")                                                          \
	X(OVERVIEW_REPORT_MONEY,                                                                   \
	  "SELECT day, policy, currency, coalesce(sum(total) FILTER (WHERE NOT is_reviewed), 0), " \
	  "coalesce(sum(total) FILTER (WHERE is_reviewed), 0), "                                   \
	  "count(*) FILTER (WHERE NOT is_reviewed), count(*) FILTER (WHERE is_reviewed) FROM ("    \
	  "SELECT " REPORT_DAY " AS day, d.policy, a.currency, a.total, 0 AS is_reviewed "         \
	  "FROM cases c JOIN decisions d ON " NEWEST_DECISION                                      \
	  " JOIN decisions a ON a.case_id = c.id WHERE " REPORT_CASES                              \
	  " AND a.outcome = 'approve' AND a.course = 'answer' AND NOT EXISTS (SELECT 1 "           \
	  "FROM outbox o WHERE o.case_id = c.id AND o.revision = a.revision AND " IS_REPLY_LOST    \
	  ") UNION ALL "                                                                           \
	  "SELECT " REPORT_DAY ", d.policy, v.currency, v.total, 1 "                               \
	  "FROM cases c JOIN decisions d ON " NEWEST_DECISION                                      \
	  " JOIN verdicts v ON v.case_id = c.id WHERE " REPORT_CASES                               \
	  " AND v.state = 'final' AND v.total IS NOT NULL AND NOT EXISTS (SELECT 1 "               \
	  "FROM outbox o WHERE o.case_id = c.id AND o.revision = v.revision + 1 "                  \
	  "AND " IS_REPLY_LOST ")) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")                             \
	X(OVERVIEW_REPORT_TIMES,                                                                   \
	  "WITH answers AS (SELECT " REPORT_DAY " AS day, d.policy AS policy, "                    \
	  "min(o.settled_at) - c.asked_at AS took "                                                \
	  "FROM cases c JOIN decisions d ON " NEWEST_DECISION " JOIN outbox o "                    \
	  "ON o.case_id = c.id AND o.kind = 'reply' AND o.state = 'done' WHERE " REPORT_CASES      \
	  " AND (EXISTS (SELECT 1 FROM decisions a WHERE a.case_id = c.id "                        \
	  "AND a.revision = o.revision AND a.course = 'answer' "                                   \
	  "AND a.outcome IN ('approve', 'reject')) OR EXISTS (SELECT 1 FROM verdicts v "           \
	  "WHERE v.case_id = c.id AND v.revision = o.revision - 1 AND v.state = 'final' "          \
	  "AND (v.verdict <> 'release' OR d.outcome IN ('approve', 'reject')))) "                  \
	  "GROUP BY c.id), "                                                                       \
	  "each AS (SELECT 0 AS is_all, day, policy, took FROM answers "                           \
	  "UNION ALL SELECT 1, NULL, NULL, took FROM answers), "                                   \
	  "ranked AS (SELECT is_all, day, policy, took, "                                          \
	  "row_number() OVER (PARTITION BY is_all, day, policy ORDER BY took) AS nth, "            \
	  "count(*) OVER (PARTITION BY is_all, day, policy) AS n FROM each) "                      \
	  "SELECT day, policy, n, max(took) FILTER (WHERE nth = (n * 50 + 99) / 100), "            \
	  "max(took) FILTER (WHERE nth = (n * 95 + 99) / 100) "                                    \
	  "FROM ranked GROUP BY is_all, day, policy")                                              \
	X(OVERVIEW_REPORT_SIGNALS,                                                                 \
	  "SELECT f.value ->> 'signal' AS name, count(*), "                                        \
	  "count(*) FILTER (WHERE d.outcome = 'flag'), "                                           \
	  "count(*) FILTER (WHERE d.outcome = 'flag' AND v.verdict = 'reject'), "                  \
	  "count(*) FILTER (WHERE d.outcome = 'flag' AND v.verdict = 'approve') "                  \
	  "FROM cases c JOIN decisions d ON " NEWEST_DECISION " JOIN json_each(d.evidence) f "     \
	  "LEFT JOIN verdicts v ON " FINAL_VERDICT " WHERE " REPORT_CASES                          \
	  " AND ?1 IS NOT NULL AND (f.value ->> 'points' > 0 OR f.value ->> 'hard') "              \
	  "GROUP BY 1 ORDER BY 2 DESC, 1")                                                         \
	X(OVERVIEW_CASES, "SELECT " CASE_COLUMNS ", " DECISION_COLUMNS " FROM cases c "            \
			  "LEFT JOIN decisions d ON " NEWEST_DECISION                              \
			  " ORDER BY c.changed_at DESC, c.id DESC LIMIT ?")                        \
	X(OVERVIEW_CASES_IN_STATE,                                                                 \
	  "SELECT " CASE_COLUMNS ", " DECISION_COLUMNS " FROM cases c "                            \
	  "LEFT JOIN decisions d ON " NEWEST_DECISION " WHERE c.state = ? "                        \
	  "ORDER BY c.changed_at DESC, c.id DESC LIMIT ?")

#endif
