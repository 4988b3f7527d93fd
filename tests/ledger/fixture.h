/* A ledger in a folder of its own, and a second pair of eyes on its file. */
#ifndef REFUNDD_TESTS_LEDGER_FIXTURE_H
#define REFUNDD_TESTS_LEDGER_FIXTURE_H

#include "base/memory.h"
#include "ledger/ledger.h"

#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[64];
static char *ctx;
static struct ledger *ledger;
static struct error error;

#define ASSERT(call) cr_assert((call), "%s", error.text)
#define NOW	     ((struct instant){INT64_C(1700000000) * SECOND_US})
#define ORDERS_HEADER                                                                         \
	"order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin," \
	"purchased_at,months,currency,cash,transfer,gift,voucher\n"

static inline void folder_make(void)
{
	strcpy(dir, "/tmp/refundd-ledger-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	ctx = text_copy(NULL, "test");
}

static inline void folder_remove(void)
{
	static const char *const names[] = {"ledger.sqlite", "ledger.sqlite-wal",
					    "ledger.sqlite-shm", "ledger.sqlite-journal", "lock"};
	char path[sizeof(dir) + 32];

	talloc_free(ctx);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	cr_expect_eq(rmdir(dir), 0, "files were left in %s", dir);
}

static inline void ledger_make(void)
{
	folder_make();
	ledger = ledger_open(ctx, dir, LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
}

static inline sqlite3 *database_open(void)
{
	sqlite3 *database;
	char *path = text_format(ctx, "%s/ledger.sqlite", dir);

	cr_assert_eq(sqlite3_open(path, &database), SQLITE_OK);
	return database;
}

/* Runs `sql` on the file as a stranger would, and gives what it says: columns parted by "|", each
 * row ended by a newline. */
static inline const char *database_ask(const char *sql)
{
	sqlite3 *database = database_open();
	sqlite3_stmt *statement = NULL;
	struct buffer *answer = buffer_new(ctx);

	for (const char *rest = sql; *rest != '\0'; sqlite3_finalize(statement)) {
		cr_assert_eq(sqlite3_prepare_v2(database, rest, -1, &statement, &rest), SQLITE_OK,
			     "%s", sqlite3_errmsg(database));
		while (sqlite3_step(statement) == SQLITE_ROW) {
			for (int i = 0; i < sqlite3_column_count(statement); i++) {
				const char *text = (const char *)sqlite3_column_text(statement, i);

				buffer_add_format(answer, "%s%s", i > 0 ? "|" : "",
						  text == NULL ? "null" : text);
			}
			buffer_add_char(answer, '\n');
		}
	}
	sqlite3_close(database);
	return answer->bytes;
}

static inline void expect_database(const char *sql, const char *answer)
{
	cr_expect_str_eq(database_ask(sql), answer);
}

static inline struct instant at(const char *text)
{
	struct instant instant;

	ASSERT(instant_parse(text, strlen(text), &instant, &error));
	return instant;
}

static inline bool import_text(const char *kind, const char *text, struct import_result *result)
{
	FILE *file = tmpfile();
	char *name = text_format(ctx, "%s.csv", kind);
	bool is_taken;

	cr_assert_not_null(file);
	cr_assert_geq(fputs(text, file), 0);
	rewind(file);
	is_taken = ledger_import(ledger, kind, name, file, NOW, result, &error);
	fclose(file);
	return is_taken;
}

static inline void import_all_of(const char *kind, const char *text)
{
	struct import_result result;

	ASSERT(import_text(kind, text, &result));
}

/* ---- a case with what hangs on it ---- */

static inline struct case_row case_of(const char *ticket, enum case_state state)
{
	return (struct case_row){
		.system = "spool",
		.ticket = ticket,
		.revision = 1,
		.state = state,
		.asked_at = at("2023-03-06T07:59:59+08:00"),
		.changed_at = NOW,
	};
}

static inline struct decision_row decision_of(int64_t case_id)
{
	return (struct decision_row){
		.case_id = case_id,
		.revision = 1,
		.decided_at = NOW,
		.outcome = OUTCOME_APPROVE,
		.policy = "rtc-engine",
		.version = "2023-01-01",
		.rule = "unused-within-window",
		.policy_hash = "abc",
		.policy_text = "the text",
		.total = {41851, currency_find("USD", 3)},
		.facts_json = "{\"order\":{}}",
		.decision_json = "{\"outcome\":\"approve\"}",
		.sources = "order: not on record\n",
	};
}

static inline struct effect_row effect_of(int64_t case_id, int number)
{
	return (struct effect_row){
		.case_id = case_id,
		.revision = 1,
		.kind = EFFECT_REPLY,
		.key = text_format(ctx, "%032x", number),
		.payload = "{}",
		.due_at = NOW,
	};
}

/* A case that approves the refund of `order_id`, its reply pending; returns the case's id. */
static inline int64_t approve(const char *ticket, const char *order_id)
{
	struct case_row row = case_of(ticket, CASE_ANSWERED);
	struct decision_row decision;
	struct effect_row effect;

	row.order_id = order_id;
	ASSERT(case_save(ledger, &row, &error));
	decision = decision_of(row.id);
	ASSERT(decision_save(ledger, &decision, &error));
	effect = effect_of(row.id, (int)row.id);
	ASSERT(effect_add(ledger, &effect, &error));
	return row.id;
}

#endif
