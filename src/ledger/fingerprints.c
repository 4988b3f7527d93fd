#include "ledger/rows.h"
#include "ledger/signal_set.h"

#include <string.h>

static bool save_bands(struct ledger *ledger, const struct case_row *row,
		       const struct fingerprint *print, struct error *error)
{
	for (int band = 0; band < FINGERPRINT_BANDS; band++) {
		struct query *query = db_query(ledger->db, SQL_BAND_ADD);

		query_bind_integer(query, fingerprint_band(print, band));
		query_bind_instant(query, row->asked_at);
		query_bind_integer(query, row->id);
		if (!query_run(query, error))
			return false;
	}
	return true;
}

static bool read_print(struct query *query, const void *ctx, void *to, struct error *error)
{
	size_t length;
	const char *bytes = query_bytes(query, &length);

	(void)ctx;
	(void)error;
	if (length == FINGERPRINT_BYTES)
		fingerprint_read((const unsigned char *)bytes, to);
	return true;
}

bool fingerprint_save(struct ledger *ledger, const struct case_row *row, const char *text,
		      struct error *error)
{
	unsigned char bytes[FINGERPRINT_BYTES];
	struct fingerprint print;
	struct query *query;

	if (!fingerprint_of(text, strlen(text), &print))
		return true;
	if (!ledger_begin(ledger, error))
		return false;
	fingerprint_write(&print, bytes);
	query = db_query(ledger->db, SQL_FINGERPRINT_ADD);
	query_bind_integer(query, row->id);
	query_bind_bytes(query, bytes, sizeof(bytes));
	return query_run(query, error) && save_bands(ledger, row, &print, error);
}

bool fingerprint_find(struct ledger *ledger, const char *system, const char *ticket,
		      struct fingerprint *print, bool *found, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_FINGERPRINT_FIND);

	query_bind_text(query, system);
	query_bind_text(query, ticket);
	return rows_find(query, NULL, read_print, sizeof(*print), print, found, error);
}
