#include "ledger/db_guarded.h"

#include "base/memory.h"
#include "ledger/db_handle.h"

#include <sqlite3.h>
#include <string.h>

#define STEPS_A_LOOK   1000
#define PLAN_DEPTH_MAX 64

static int count_steps(void *arg)
{
	struct guarded *guarded = arg;

	return --guarded->steps_left < 0;
}

static sqlite3_stmt *prepare_plan(const struct guarded *guarded, struct error *error)
{
	char *sql = text_format(NULL, "EXPLAIN QUERY PLAN %s", guarded->sql);
	sqlite3_stmt *plan = NULL;
	int code = sqlite3_prepare_v2(guarded->db->handle, sql, -1, &plan, NULL);

	talloc_free(sql);
	if (code != SQLITE_OK)
		db_fail(guarded->db, code, error);
	return plan;
}

/* Each line tells its own number and that of the line that it belongs to. */
static void add_plan_line(sqlite3_stmt *plan, int open[PLAN_DEPTH_MAX], int *depth,
			  struct buffer *text)
{
	int parent = sqlite3_column_int(plan, 1);

	while (*depth > 0 && open[*depth - 1] != parent)
		(*depth)--;
	buffer_add_format(text, "%*s%s\n", *depth * 2, "", sqlite3_column_text(plan, 3));
	if (*depth < PLAN_DEPTH_MAX)
		open[(*depth)++] = sqlite3_column_int(plan, 0);
}

/* Whether the query has none but itself to blame: not the disk, nor a lock. */
static bool is_own_fault(int code)
{
	switch (code & 0xff) {
	case SQLITE_ERROR:
	case SQLITE_INTERRUPT:
	case SQLITE_TOOBIG:
	case SQLITE_MISMATCH: return true;
	default: return false;
	}
}

static bool fail(struct guarded *guarded, int code, struct error *error)
{
	if (!is_own_fault(code))
		return db_fail(guarded->db, code, error);
	if ((code & 0xff) == SQLITE_INTERRUPT)
		return error_set(error, ERROR_INPUT, "it took more than %lld steps and was stopped",
				 (long long)guarded->steps_given);
	return error_set(error, ERROR_INPUT, "%s", sqlite3_errmsg(guarded->db->handle));
}

void guarded_begin(struct guarded *guarded, int64_t steps)
{
	sqlite3_reset(guarded->statement);
	sqlite3_clear_bindings(guarded->statement);
	sqlite3_stmt_status(guarded->statement, SQLITE_STMTSTATUS_VM_STEP, 1);
	guarded->steps_given = steps;
	guarded->steps_left = steps / STEPS_A_LOOK;
}

/* 0: it has none of that name, as most queries have none of most. */
static int index_of(const struct guarded *guarded, const char *name)
{
	int index = sqlite3_bind_parameter_count(guarded->statement);

	while (index > 0 &&
	       strcmp(sqlite3_bind_parameter_name(guarded->statement, index) + 1, name) != 0)
		index--;
	return index;
}

void guarded_bind(struct guarded *guarded, const char *name, struct value value)
{
	int index = index_of(guarded, name);

	if (index == 0 || !value.is_known)
		return;
	switch (value.type) {
	case VALUE_TEXT:
		sqlite3_bind_text(guarded->statement, index, value.text, -1, SQLITE_STATIC);
		return;
	case VALUE_INSTANT: sqlite3_bind_int64(guarded->statement, index, value.instant.us); return;
	case VALUE_MONEY:
	case VALUE_NUMBER:
	case VALUE_TRUTH:
	case VALUE_DURATION: break; /* no parameter is one */
	}
	__builtin_unreachable();
}

bool guarded_next(struct guarded *guarded, bool *has_row, struct error *error)
{
	int code;

	sqlite3_progress_handler(guarded->db->handle, STEPS_A_LOOK, count_steps, guarded);
	code = sqlite3_step(guarded->statement);
	sqlite3_progress_handler(guarded->db->handle, 0, NULL, NULL);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return fail(guarded, code, error);
	*has_row = code == SQLITE_ROW;
	return true;
}

int64_t guarded_end(struct guarded *guarded)
{
	sqlite3_reset(guarded->statement);
	return sqlite3_stmt_status(guarded->statement, SQLITE_STMTSTATUS_VM_STEP, 1);
}

const char *const *guarded_columns(const struct guarded *guarded, const void *ctx, size_t *count)
{
	*count = guarded->column_count;
	return must(talloc_reference(ctx, guarded->columns));
}

bool guarded_number(const struct guarded *guarded, int column, int64_t *number)
{
	int type = sqlite3_column_type(guarded->statement, column);

	if (type != SQLITE_INTEGER && type != SQLITE_NULL)
		return false;
	*number = sqlite3_column_int64(guarded->statement, column);
	return true;
}

char *guarded_text(const struct guarded *guarded, int column, const void *ctx)
{
	const char *text;

	if (sqlite3_column_type(guarded->statement, column) == SQLITE_NULL)
		return NULL;
	text = must(sqlite3_column_text(guarded->statement, column));
	return text_copy_n(ctx, text, (size_t)sqlite3_column_bytes(guarded->statement, column));
}

char *guarded_plan(const struct guarded *guarded, const void *ctx, struct error *error)
{
	sqlite3_stmt *plan = prepare_plan(guarded, error);
	int open[PLAN_DEPTH_MAX];
	int depth = 0;
	struct buffer *text;

	if (plan == NULL)
		return NULL;
	text = buffer_new(ctx);
	while (sqlite3_step(plan) == SQLITE_ROW)
		add_plan_line(plan, open, &depth, text);
	sqlite3_finalize(plan);
	return text->bytes;
}
