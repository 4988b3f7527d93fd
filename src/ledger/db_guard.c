#include "base/memory.h"
#include "ledger/db_guarded.h"
#include "ledger/db_handle.h"
#include "ledger/signal_names.h"

#include <sqlite3.h>
#include <string.h>

/* A schema of tables that have the names and columns of the views, and of nothing else. */
struct guard {
	struct db *db;
	sqlite3 *stage; /* NULL: no more are prepared */
};

/* What the authorizer thinks of the query that is being prepared. */
struct scrutiny {
	bool is_on_stage;
	char refusal[160]; /* why it was refused first; else "" */
	char named[64];	   /* what the query names for that; else "" */
};

static bool is_view(const char *table)
{
	for (const struct signal_view *view = signal_views; view->name != NULL; view++)
		if (sqlite3_stricmp(table, view->name) == 0)
			return true;
	return false;
}

/* SQLite's own tables, and those that it makes up when they are named. */
static bool is_internal(const char *table)
{
	return sqlite3_strnicmp(table, "sqlite_", 7) == 0 ||
	       sqlite3_strnicmp(table, "pragma_", 7) == 0;
}

static bool is_function(const char *function)
{
	for (const char *const *known = signal_functions; *known != NULL; known++)
		if (sqlite3_stricmp(function, *known) == 0)
			return true;
	return false;
}

static int refuse(struct scrutiny *scrutiny, const char *format, const char *named)
{
	if (scrutiny->refusal[0] == '\0') {
		snprintf(scrutiny->refusal, sizeof(scrutiny->refusal), format, named);
		snprintf(scrutiny->named, sizeof(scrutiny->named), "%s", named);
	}
	return SQLITE_DENY;
}

/* What a query may not do, whatever it is done to. */
static int refuse_action(struct scrutiny *scrutiny, int action, const char *one)
{
	static const struct {
		int action;
		const char *format;
	} actions[] = {
		{SQLITE_INSERT, "it would write to %s: it may only read"},
		{SQLITE_UPDATE, "it would write to %s: it may only read"},
		{SQLITE_DELETE, "it would delete from %s: it may only read"},
		{SQLITE_ATTACH, "it would attach a database: %s is out of reach"},
		{SQLITE_PRAGMA, "it would use the pragma %s: it may only read"},
		{SQLITE_TRANSACTION, "it would end or begin a transaction (%s): it may only read"},
	};

	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (actions[i].action == action && one != NULL && !is_internal(one))
			return refuse(scrutiny, actions[i].format, one);
	return refuse(scrutiny, "it must be one SELECT over the views of refundd-signals(5)%s", "");
}

/* Without a column, the table may also be one that the query itself makes; whether it is, the stage
 * knows, where no others are. */
static int authorize_read(struct scrutiny *scrutiny, const char *table, const char *column,
			  bool is_through_view)
{
	if (is_view(table) || is_through_view || (column[0] == '\0' && !is_internal(table)))
		return SQLITE_OK;
	return refuse(scrutiny, "it reads %s, which is none of the views of refundd-signals(5)",
		      table);
}

/* `view` is through which view, if any, the action comes about. */
static int authorize(void *arg, int action, const char *one, const char *two, const char *database,
		     const char *view)
{
	struct scrutiny *scrutiny = arg;
	bool is_through_view = view != NULL && !scrutiny->is_on_stage;

	(void)database;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE: return SQLITE_OK;
	case SQLITE_READ: return authorize_read(scrutiny, one, two, is_through_view);
	case SQLITE_FUNCTION:
		if (is_function(two) || is_through_view)
			return SQLITE_OK;
		return refuse(scrutiny, "it calls %s(), which a signal cannot use", two);
	default: return refuse_action(scrutiny, action, one);
	}
}

/* Where the query names it, or -1. */
static long offset_of(const char *sql, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = sql; length > 0 && *at != '\0'; at++)
		if (sqlite3_strnicmp(at, name, (int)length) == 0)
			return at - sql;
	return -1;
}

/* Names that SQLite does not know stand at the end of its sentence: no such table: NAME. */
static long offset_of_complaint(sqlite3 *handle, const char *sql)
{
	int offset = sqlite3_error_offset(handle);
	const char *message = sqlite3_errmsg(handle);
	const char *colon = strrchr(message, ':');

	if (offset >= 0)
		return offset;
	return colon != NULL && colon[1] == ' ' ? offset_of(sql, colon + 2) : -1;
}

static bool refuse_rest(const char *sql, const char *rest, long *offset, struct error *error)
{
	*offset = rest - sql;
	return error_set(error, ERROR_CONFIG, "a signal is one SELECT, and this goes on behind it");
}

static bool fail_to_prepare(sqlite3 *handle, const char *sql, const struct scrutiny *scrutiny,
			    long *offset, struct error *error)
{
	if (scrutiny->refusal[0] != '\0') {
		*offset = offset_of(sql, scrutiny->named);
		return error_set(error, ERROR_CONFIG, "%s", scrutiny->refusal);
	}
	*offset = offset_of_complaint(handle, sql);
	return error_set(error, ERROR_CONFIG, "%s", sqlite3_errmsg(handle));
}

/* The one statement that `sql` is, under scrutiny. */
static bool prepare(sqlite3 *handle, bool is_on_stage, const char *sql, sqlite3_stmt **statement,
		    long *offset, struct error *error)
{
	struct scrutiny scrutiny = {.is_on_stage = is_on_stage};
	sqlite3_stmt *more = NULL;
	const char *rest = NULL;
	int code, code_of_rest;

	sqlite3_set_authorizer(handle, authorize, &scrutiny);
	code = sqlite3_prepare_v3(handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, &rest);
	if (code != SQLITE_OK) {
		fail_to_prepare(handle, sql, &scrutiny, offset, error);
		sqlite3_set_authorizer(handle, NULL, NULL);
		return false;
	}
	code_of_rest = sqlite3_prepare_v2(handle, rest, -1, &more, NULL);
	sqlite3_set_authorizer(handle, NULL, NULL);
	sqlite3_finalize(more);
	if (code_of_rest != SQLITE_OK || more != NULL) {
		sqlite3_finalize(*statement);
		*statement = NULL;
		return refuse_rest(sql, rest, offset, error);
	}
	return true;
}

static bool check_kind(sqlite3_stmt *statement, long *offset, struct error *error)
{
	*offset = 0;
	if (statement == NULL || sqlite3_stmt_isexplain(statement) != 0 ||
	    !sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0)
		return error_set(error, ERROR_CONFIG, "a signal is one SELECT");
	return true;
}

static bool is_parameter(const char *name)
{
	for (const struct signal_parameter *known = signal_parameters; known->name != NULL; known++)
		if (name[0] == ':' && strcmp(name + 1, known->name) == 0)
			return true;
	return false;
}

static bool check_parameters(sqlite3_stmt *statement, const char *sql, long *offset,
			     struct error *error)
{
	for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
		const char *name = sqlite3_bind_parameter_name(statement, i);

		if (name != NULL && is_parameter(name))
			continue;
		*offset = offset_of(sql, name != NULL ? name : "?");
		return error_set(error, ERROR_CONFIG,
				 "there is no parameter %s; refundd-signals(5) lists them",
				 name != NULL ? name : "?");
	}
	return true;
}

static bool prepare_on_stage(struct guard *guard, const char *sql, long *offset,
			     struct error *error)
{
	sqlite3_stmt *statement = NULL;
	bool is_good = prepare(guard->stage, true, sql, &statement, offset, error);

	sqlite3_finalize(statement);
	return is_good;
}

static void keep_columns(struct guarded *guarded)
{
	int count = sqlite3_column_count(guarded->statement);
	const char **columns = NEW_ARRAY(guarded, const char *, (size_t)count);

	for (int i = 0; i < count; i++)
		columns[i] = text_copy(columns, must(sqlite3_column_name(guarded->statement, i)));
	guarded->columns = columns;
	guarded->column_count = (size_t)count;
}

static int close_guarded(struct guarded *guarded)
{
	sqlite3_finalize(guarded->statement);
	return 0;
}

static int close_guard(struct guard *guard)
{
	sqlite3_close(guard->stage);
	return 0;
}

/* Without row numbers, which views have none of, and without tables that are functions. */
static bool set_stage(sqlite3 *stage)
{
	bool is_set = sqlite3_drop_modules(stage, NULL) == SQLITE_OK;

	for (const struct signal_view *view = signal_views; view->name != NULL && is_set; view++) {
		char *sql = text_format(
			NULL, "CREATE TABLE %s (%s, PRIMARY KEY (%.*s)) WITHOUT ROWID", view->name,
			view->columns, (int)strcspn(view->columns, ","), view->columns);

		is_set = sqlite3_exec(stage, sql, NULL, NULL, NULL) == SQLITE_OK;
		talloc_free(sql);
	}
	return is_set;
}

struct guard *guard_new(const void *ctx, struct db *db, struct error *error)
{
	static const struct asking nobody;
	struct guard *guard = NEW(ctx, struct guard);

	guard->db = db;
	talloc_set_destructor(guard, close_guard);
	if (sqlite3_open_v2(":memory:", &guard->stage, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			    NULL) == SQLITE_OK &&
	    set_stage(guard->stage)) {
		db_asking_install(guard->stage, &nobody);
		return guard;
	}
	error_put(error, ERROR_IO, "SQLite could not open a database in memory");
	talloc_free(guard);
	return NULL;
}

struct guarded *guard_prepare(struct guard *guard, const char *sql, long *offset,
			      struct error *error)
{
	struct guarded *guarded = NEW(guard, struct guarded);

	talloc_set_destructor(guarded, close_guarded);
	guarded->db = guard->db;
	guarded->sql = text_copy(guarded, sql);
	if (prepare(guard->db->handle, false, sql, &guarded->statement, offset, error) &&
	    prepare_on_stage(guard, sql, offset, error) &&
	    check_kind(guarded->statement, offset, error) &&
	    check_parameters(guarded->statement, sql, offset, error)) {
		keep_columns(guarded);
		return guarded;
	}
	talloc_free(guarded);
	return NULL;
}

void guard_seal(struct guard *guard)
{
	sqlite3_close(guard->stage);
	guard->stage = NULL;
}
