#include "ctl/evidence.h"

#include "base/memory.h"

#include <string.h>

static const struct json_limits limits = {
	.max_bytes = 64 << 20, .max_string = 1 << 20, .max_depth = 8, .max_members = 4096};

static bool read(const struct ctl *ctl, const char *evidence, struct json_document *document,
		 struct error *error)
{
	return json_read(ctl->ctx, evidence, strlen(evidence), &limits, document, error);
}

/* NULL where it is none, or null. */
static const char *text_of(const struct json_value *value)
{
	return value != NULL && (value->type == JSON_STRING || value->type == JSON_NUMBER)
		       ? value->text
		       : NULL;
}

/* A member that a finding has by its nature; of a strange record, "?". */
static const char *member(const struct json_document *document, const struct json_value *finding,
			  const char *key)
{
	const char *text = text_of(json_member(document, finding, key));

	return text != NULL ? text : "?";
}

static void print_row(const struct ctl *ctl, const struct json_document *document,
		      const struct json_value *columns, const struct json_value *row)
{
	const struct json_value *column = json_first(document, columns);
	struct buffer *line = buffer_new(ctl->ctx);

	for (const struct json_value *cell = json_first(document, row);
	     cell != NULL && column != NULL;
	     cell = json_next(document, row, cell), column = json_next(document, columns, column))
		if (text_of(cell) != NULL)
			buffer_add_format(line, "%s%s %s", line->length > 0 ? ", " : "",
					  text_of(column), text_of(cell));
	ctl_print_lines(ctl->ctx, "    ", table_text_clean(line, line->bytes));
	talloc_free(line);
}

static void print_rows(const struct ctl *ctl, const struct json_document *document,
		       const struct json_value *finding)
{
	const struct json_value *columns = json_member(document, finding, "columns");
	const struct json_value *rows = json_member(document, finding, "rows");
	const char *total = text_of(json_member(document, finding, "row_total"));

	if (columns == NULL || rows == NULL)
		return;
	for (const struct json_value *row = json_first(document, rows); row != NULL;
	     row = json_next(document, rows, row))
		print_row(ctl, document, columns, row);
	if (total != NULL && strtol(total, NULL, 10) > (long)rows->count)
		printf("    and %ld more\n", strtol(total, NULL, 10) - (long)rows->count);
}

static void print_finding(const struct ctl *ctl, const struct json_document *document,
			  const struct json_value *finding)
{
	const char *failure = text_of(json_member(document, finding, "failure"));
	const char *exemption = text_of(json_member(document, finding, "exempt"));
	const struct json_value *hard = json_member(document, finding, "hard");
	char *line;

	if (failure != NULL)
		line = text_format(ctl->ctx, "could not be told: %s", failure);
	else if (exemption != NULL)
		line = text_format(ctl->ctx, "does not count for this account: %s", exemption);
	else
		line = text_format(ctl->ctx, "%s, %s points%s: %s",
				   member(document, finding, "value"),
				   member(document, finding, "points"),
				   hard != NULL && hard->type == JSON_TRUE ? ", a hard sign" : "",
				   member(document, finding, "title"));
	ctl_print_lines(ctl->ctx, "  ",
			text_format(line, "%s %s", member(document, finding, "signal"), line));
	print_rows(ctl, document, finding);
}

bool evidence_print(const struct ctl *ctl, const char *evidence, struct error *error)
{
	struct json_document document;

	if (evidence == NULL)
		return true;
	if (!read(ctl, evidence, &document, error))
		return false;
	printf("\nsignals\n");
	for (const struct json_value *finding = json_first(&document, document.values);
	     finding != NULL; finding = json_next(&document, document.values, finding))
		print_finding(ctl, &document, finding);
	return true;
}

bool evidence_put(const struct ctl *ctl, const char *evidence, struct json_writer *writer,
		  struct error *error)
{
	struct json_document document;

	if (evidence != NULL && !read(ctl, evidence, &document, error))
		return false;
	json_put_key(writer, "evidence");
	if (evidence == NULL)
		json_put_null(writer);
	else
		json_put_value(writer, &document, document.values);
	return true;
}
