#include "ledger/forget.h"

#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/forget_steps.h"
#include "ledger/rows.h"
#include "wire/fingerprint.h"

#include <stddef.h>

const struct forgetting_count forgetting_counts[] = {
	{"contacts", "e-mails and phones", offsetof(struct forgetting, contacts)},
	{"fingerprints", "fingerprints of what was written",
	 offsetof(struct forgetting, fingerprints)},
	{"reasons", "reasons of verdicts and exemptions", offsetof(struct forgetting, reasons)},
	{"evidence", "findings of signals", offsetof(struct forgetting, evidence)},
	{"texts", "texts of answers and notes", offsetof(struct forgetting, texts)},
	{"open", "texts kept, for they are on their way yet", offsetof(struct forgetting, open)},
};
const size_t forgetting_count_count = sizeof(forgetting_counts) / sizeof(forgetting_counts[0]);

/* What goes, and where it is counted. Each statement has one parameter, the account. */
static const struct forget_step steps[] = {
	{SQL_FORGET_FINGERPRINTS, offsetof(struct forgetting, fingerprints)},
	{SQL_FORGET_VERDICTS, offsetof(struct forgetting, reasons)},
	{SQL_FORGET_EXEMPTIONS, offsetof(struct forgetting, reasons)},
	{SQL_FORGET_EVIDENCE, offsetof(struct forgetting, evidence)},
	{SQL_FORGET_TEXTS, offsetof(struct forgetting, texts)},
};

static struct query *query_of(struct ledger *ledger, enum statement statement, const char *account)
{
	struct query *query = db_query(ledger->db, statement);

	query_bind_text(query, account);
	return query;
}

static bool read_id(struct query *query, const void *ctx, void *to, struct error *error)
{
	(void)ctx;
	(void)error;
	*(int64_t *)to = query_integer(query);
	return true;
}

struct sketch {
	int64_t case_id;
	struct fingerprint print;
};

static bool read_sketch(struct query *query, const void *ctx, void *to, struct error *error)
{
	struct sketch *sketch = to;
	size_t length;

	(void)ctx;
	(void)error;
	sketch->case_id = query_integer(query);
	fingerprint_read((const unsigned char *)query_bytes(query, &length), &sketch->print);
	return true;
}

static bool forget_band(struct ledger *ledger, const struct sketch *sketch, int band,
			struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_FORGET_BAND);

	query_bind_integer(query, fingerprint_band(&sketch->print, band));
	query_bind_integer(query, sketch->case_id);
	return query_run(query, error);
}

static bool record(struct ledger *ledger, const char *account, const char *user, struct instant now,
		   const struct forgetting *forgetting, struct error *error)
{
	struct query *query = query_of(ledger, SQL_FORGET_ADD, account);
	void *scratch = talloc_new(NULL);
	struct audit_entry entry = {.kind = AUDIT_FORGET,
				    .actor = user,
				    .subject = account,
				    .detail = forgetting_text(scratch, forgetting)};
	bool is_done;

	query_bind_instant(query, now);
	is_done = query_run(query, error) && audit_add(ledger, &entry, now, error);
	talloc_free(scratch);
	return is_done;
}

static bool is_on_record(struct ledger *ledger, const char *account, struct error *error)
{
	int64_t is_known;

	if (!rows_number(query_of(ledger, SQL_FORGET_IS_KNOWN, account), &is_known, error))
		return false;
	return is_known ||
	       error_set(error, ERROR_ABSENT, "nothing is on record of account %s", account);
}

static bool forget_all(struct ledger *ledger, const char *account, const char *user,
		       struct instant now, struct forgetting *forgetting, struct error *error)
{
	int64_t open;

	if (!ledger_begin(ledger, error) ||
	    !rows_number(query_of(ledger, SQL_FORGET_COUNT_OPEN, account), &open, error) ||
	    !forget_bands(ledger, query_of(ledger, SQL_FORGET_SKETCHES, account), error) ||
	    !forget_contacts(ledger, account, forgetting, error))
		return false;
	forgetting->open = (long)open;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!forget_count(query_of(ledger, steps[i].statement, account), &steps[i],
				  forgetting, error))
			return false;
	return record(ledger, account, user, now, forgetting, error);
}

bool ledger_forget(struct ledger *ledger, const char *account, const char *user, struct instant now,
		   struct forgetting *forgetting, struct error *error)
{
	struct forgetting done = {0};

	if (ledger_is_dirty(ledger))
		return error_set(error, ERROR_BUSY, "the ledger is being written to");
	if (!is_on_record(ledger, account, error) ||
	    !forget_all(ledger, account, user, now, &done, error) ||
	    !ledger_commit(ledger, error)) {
		ledger_rollback(ledger);
		return false;
	}
	if (!db_rewrite(ledger->db, error))
		return error_wrap(error,
				  "account %s is forgotten, but its bytes may be left in the "
				  "file until this is done again",
				  account);
	*forgetting = done;
	return true;
}

bool ledger_forget_too(struct ledger *ledger, const char *account, const char *user,
		       struct instant now, struct error *error)
{
	struct forgetting done = {0};

	return forget_all(ledger, account, user, now, &done, error);
}

void forgetting_put(const struct forgetting *forgetting, struct json_writer *writer)
{
	for (size_t i = 0; i < forgetting_count_count; i++) {
		json_put_count(
			writer, forgetting_counts[i].name,
			*(const long *)((const char *)forgetting + forgetting_counts[i].offset));
	}
}

bool account_is_forgotten(struct ledger *ledger, const char *account, bool *is_forgotten,
			  struct error *error)
{
	int64_t answer;

	if (!rows_number(query_of(ledger, SQL_IS_FORGOTTEN, account), &answer, error))
		return false;
	*is_forgotten = answer != 0;
	return true;
}

/* ---- the steps, for retention.c as well ---- */

bool forget_count(struct query *query, const struct forget_step *step,
		  struct forgetting *forgetting, struct error *error)
{
	int64_t *ids;
	size_t count;

	if (!rows_list(query, NULL, read_id, sizeof(*ids), &ids, &count, error))
		return false;
	*(long *)((char *)forgetting + step->counter) += (long)count;
	talloc_free(ids);
	return true;
}

bool forget_bands(struct ledger *ledger, struct query *query, struct error *error)
{
	struct sketch *sketches;
	size_t count;
	bool is_done = true;

	if (!rows_list(query, NULL, read_sketch, sizeof(*sketches), &sketches, &count, error))
		return false;
	for (size_t i = 0; i < count && is_done; i++)
		for (int band = 0; band < FINGERPRINT_BANDS && is_done; band++)
			is_done = forget_band(ledger, &sketches[i], band, error);
	talloc_free(sketches);
	return is_done;
}

bool forget_contacts(struct ledger *ledger, const char *account, struct forgetting *forgetting,
		     struct error *error)
{
	static const struct forget_step traits = {SQL_FORGET_TRAITS,
						  offsetof(struct forgetting, contacts)};

	return query_run(query_of(ledger, SQL_FORGET_CONTACTS, account), error) &&
	       forget_count(query_of(ledger, SQL_FORGET_TRAITS, account), &traits, forgetting,
			    error);
}

const char *forgetting_text(const void *ctx, const struct forgetting *forgetting)
{
	struct buffer *text = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, text);

	json_open_object(writer);
	forgetting_put(forgetting, writer);
	json_close_object(writer);
	return text->bytes;
}
