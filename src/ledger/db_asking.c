#include "ledger/db_handle.h"

#include <sqlite3.h>

static const struct asking *asking_of(sqlite3_context *context)
{
	return sqlite3_user_data(context);
}

static void tell_asked_at(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct asking *asking = asking_of(context);

	(void)count;
	(void)values;
	if (asking->ticket != NULL)
		sqlite3_result_int64(context, asking->asked_at.us);
}

static void tell_asked_ticket(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_text(context, asking_of(context)->ticket, -1, SQLITE_TRANSIENT);
}

static void tell_asked_band(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct asking *asking = asking_of(context);
	int band = sqlite3_value_int(values[0]);

	(void)count;
	if (asking->ticket != NULL && asking->has_print)
		sqlite3_result_int64(context, fingerprint_band(&asking->print, band));
}

static void tell_asked_likeness(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct asking *asking = asking_of(context);
	const unsigned char *bytes = sqlite3_value_blob(values[0]);
	struct fingerprint print;

	(void)count;
	if (asking->ticket == NULL || !asking->has_print ||
	    sqlite3_value_bytes(values[0]) != FINGERPRINT_BYTES)
		return;
	fingerprint_read(bytes, &print);
	sqlite3_result_int(context, fingerprint_likeness(&asking->print, &print));
}

/* days(30): as many microseconds, which is how instants are kept. */
static void tell_span(sqlite3_context *context, sqlite3_value *value, int64_t unit)
{
	int64_t span;

	if (sqlite3_value_type(value) == SQLITE_INTEGER &&
	    !__builtin_mul_overflow(sqlite3_value_int64(value), unit, &span))
		sqlite3_result_int64(context, span);
	else
		sqlite3_result_error(context, "days() and hours() take a whole number", -1);
}

static void tell_days(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	tell_span(context, values[0], DAY_US);
}

static void tell_hours(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	tell_span(context, values[0], HOUR_US);
}

void db_asking_install(sqlite3 *handle, const struct asking *asking)
{
	static const struct {
		const char *name;
		int arguments;
		void (*tell)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
		{"asked_at", 0, tell_asked_at},
		{"asked_ticket", 0, tell_asked_ticket},
		{"asked_band", 1, tell_asked_band},
		{"asked_likeness", 1, tell_asked_likeness},
		{"days", 1, tell_days},
		{"hours", 1, tell_hours},
	};

	/* The same all through one run of a statement; views may use them though the schema is not
	 * trusted. They can fail for want of memory only. */
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		sqlite3_create_function_v2(handle, functions[i].name, functions[i].arguments,
					   SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
					   (void *)(uintptr_t)asking, functions[i].tell, NULL, NULL,
					   NULL);
}
