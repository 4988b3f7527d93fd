#include "ledger/check.h"

#include "base/memory.h"
#include "ledger/audit_verify.h"
#include "ledger/connection.h"

#include <inttypes.h>
#include <string.h>

static const char *const parts[] = {
	[PART_FILE] = "file",
	[PART_REFERENCES] = "references",
	[PART_SCHEMA] = "schema",
	[PART_RECORD] = "record",
};
const struct words ledger_part_words = WORDS(parts);

static bool check_file(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
		       const char **wrong, struct error *error)
{
	(void)watcher;
	if (db_find_damage(ledger->db, ctx, wrong, error))
		return true;
	/* What is damaged badly enough cannot be looked at. */
	*wrong = text_copy(ctx, error->text);
	return error->kind == ERROR_IO || error->kind == ERROR_STATE;
}

static bool check_references(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
			     const char **wrong, struct error *error)
{
	(void)watcher;
	return db_find_orphans(ledger->db, ctx, wrong, error);
}

/* SQLite keeps the words of the schema as they were written. */
static bool read_schema(struct ledger *ledger, const void *ctx, const char **text,
			struct error *error)
{
	return db_read_text(ledger->db, ctx,
			    "SELECT group_concat(type || ' ' || name || char(10) || "
			    "coalesce(sql, ''), char(10)) FROM "
			    "(SELECT * FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' "
			    "ORDER BY type, name)",
			    text, error);
}

static bool check_schema(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
			 const char **wrong, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct ledger *model = ledger_open_empty(scratch, error);
	const char *is, *must_be;
	bool is_done = model != NULL && read_schema(ledger, scratch, &is, error) &&
		       read_schema(model, scratch, &must_be, error);

	(void)ctx;
	(void)watcher;
	if (is_done)
		*wrong = is != NULL && strcmp(is, must_be) == 0
				 ? NULL
				 : "its tables, views and indexes are not those of its version";
	talloc_free(scratch);
	return is_done;
}

static void tell_rows(void *arg, int64_t row, int64_t newest)
{
	const struct watcher *watcher = arg;

	watcher->tell(watcher->arg, "reading the record", row, newest);
}

static bool check_record(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
			 const char **wrong, struct error *error)
{
	struct audit_check check = {.progress = watcher == NULL ? NULL : tell_rows,
				    .arg = (void *)watcher};
	struct audit_finding finding;

	if (!audit_verify(ledger, &check, &finding, error))
		return false;
	*wrong = finding.is_right ? NULL
				  : text_format(ctx, "row %" PRId64 " is not right: %s",
						finding.row, finding.what);
	return true;
}

static bool (*const checks[PART_COUNT])(struct ledger *ledger, const void *ctx,
					const struct watcher *watcher, const char **wrong,
					struct error *error) = {
	[PART_FILE] = check_file,
	[PART_REFERENCES] = check_references,
	[PART_SCHEMA] = check_schema,
	[PART_RECORD] = check_record,
};

bool ledger_check(struct ledger *ledger, const void *ctx, const struct watcher *watcher,
		  struct ledger_health *health, struct error *error)
{
	struct ledger_health found = {.is_sound = true};

	for (int part = 0; part < PART_COUNT; part++) {
		if (!checks[part](ledger, ctx, watcher, &found.wrong[part], error))
			return error_wrap(error, "the ledger's %s could not be checked",
					  parts[part]);
		found.is_sound = found.is_sound && found.wrong[part] == NULL;
		/* In a damaged file, or one with other tables, the rest makes no sense. */
		if (!found.is_sound && (part == PART_FILE || part == PART_SCHEMA))
			break;
	}
	*health = found;
	return true;
}

bool ledger_expect_sound(struct ledger *ledger, const struct watcher *watcher, struct error *error)
{
	void *scratch = talloc_new(NULL);
	struct ledger_health health;
	bool is_sound = ledger_check(ledger, scratch, watcher, &health, error);

	for (int part = 0; is_sound && part < PART_COUNT; part++)
		if (health.wrong[part] != NULL)
			is_sound = error_set(error, ERROR_STATE, "it is not sound (%s): %s",
					     parts[part], health.wrong[part]);
	talloc_free(scratch);
	return is_sound;
}
