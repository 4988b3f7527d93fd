#include "wire/csv_writer.h"

#include <stdbool.h>

/* Full-width signs, too: some spreadsheets take them for the plain ones. */
static bool is_formula(const char *text)
{
	static const char *const starts[] = {"=",
					     "+",
					     "-",
					     "@",
					     "\t",
					     "\r",
					     "\n",
					     "'",
					     "\xef\xbc\x9d",
					     "\xef\xbc\x8b",
					     "\xef\xbc\x8d",
					     "\xef\xbc\xa0"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

static void add_field(struct buffer *buffer, const char *text)
{
	bool is_quoted = strpbrk(text, "\",\r\n") != NULL;

	if (is_quoted)
		buffer_add_char(buffer, '"');
	if (is_formula(text))
		buffer_add_char(buffer, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buffer_add_char(buffer, '"');
		buffer_add_char(buffer, *text);
	}
	if (is_quoted)
		buffer_add_char(buffer, '"');
}

void csv_add_record(struct buffer *buffer, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_add_char(buffer, ',');
		add_field(buffer, fields[i] == NULL ? "" : fields[i]);
	}
	buffer_add_text(buffer, "\r\n");
}
