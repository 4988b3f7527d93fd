#include "ledger/rows.h"

#include "base/memory.h"

#include <string.h>

bool rows_list(struct query *query, const void *ctx, row_reader *read, size_t row_size, void *rows,
	       size_t *count, struct error *error)
{
	char *list = NULL;
	size_t length = 0;
	bool has_row, is_read;

	while ((is_read = query_next(query, &has_row, error)) && has_row) {
		char *row;

		list = GROW_ARRAY(ctx, list, char, (length + 1) * row_size);
		row = memset(list + length * row_size, 0, row_size);
		is_read = read(query, ctx, row, error);
		if (!is_read)
			break;
		length++;
	}
	query_end(query);
	if (!is_read) {
		talloc_free(list);
		return false;
	}
	memcpy(rows, &list, sizeof(list));
	*count = length;
	return true;
}

bool rows_find(struct query *query, const void *ctx, row_reader *read, size_t row_size, void *row,
	       bool *found, struct error *error)
{
	char *list;
	size_t count;

	if (!rows_list(query, ctx, read, row_size, &list, &count, error))
		return false;
	*found = count > 0;
	if (count > 0)
		memcpy(row, list, row_size);
	talloc_free(list);
	return true;
}

bool rows_number(struct query *query, int64_t *number, struct error *error)
{
	bool has_row;

	if (!query_next(query, &has_row, error))
		return false;
	*number = query_integer(query);
	query_end(query);
	return true;
}

bool rows_change(struct query *query, const char *what, int64_t *id, struct error *error)
{
	bool has_row;
	int64_t changed;

	if (!query_next(query, &has_row, error))
		return false;
	if (!has_row)
		return error_set(error, ERROR_STATE, "the ledger has no such %s", what);
	changed = query_integer(query);
	query_end(query);
	if (id != NULL)
		*id = changed;
	return true;
}

void row_bind_money(struct query *query, struct money money)
{
	if (money.currency == NULL) {
		query_bind_null(query);
		query_bind_null(query);
		return;
	}
	query_bind_text(query, money.currency->code);
	query_bind_integer(query, money.minor);
}

struct money row_read_money(struct query *query)
{
	char *code = (char *)query_text(query, NULL);
	const struct currency *currency = code == NULL ? NULL : currency_find(code, strlen(code));

	talloc_free(code);
	return (struct money){query_integer(query), currency};
}
