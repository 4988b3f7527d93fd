#include "ctl/table.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct row {
	char *cell[TABLE_COLUMNS_MAX];
};

struct table {
	struct row head;
	bool is_right[TABLE_COLUMNS_MAX];
	size_t columns;
	struct row *rows;
	size_t count;
};

#define BOLD   "1"
#define RED    "31"
#define GREEN  "32"
#define YELLOW "33"
#define CYAN   "36"
#define GREY   "90"

static const struct {
	const char *word, *colour;
} coloured[] = {
	{"approve", GREEN},  {"reject", RED},	   {"flag", YELLOW},	 {"ask", CYAN},
	{"wait", GREY},	     {"left alone", GREY}, {"yes", BOLD},	 {"unknown", YELLOW},
	{"done", GREEN},     {"pending", YELLOW},  {"stood-back", GREY}, {"overtaken", GREY},
	{"leaving", YELLOW}, {"unsettled", RED},   {"doubtful", RED},	 {"linked", CYAN},
	{"withdrawn", GREY},
};

/* ---- UTF-8 ---- */

/* The code point at *text, which is moved past it; a byte that begins none stands for itself. */
static uint32_t next_point(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	int more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : at[0] >= 0xc0 ? 1 : 0;
	uint32_t point = more == 0 ? at[0] : at[0] & (0x3fu >> more);
	int i = 1;

	for (; i <= more && (at[i] & 0xc0) == 0x80; i++)
		point = point << 6 | (at[i] & 0x3f);
	*text += i;
	return point;
}

/* First and last of the blocks that take two columns. */
static const uint32_t wide[][2] = {
	{0x1100, 0x115f},   {0x2e80, 0x303e},	{0x3041, 0xa4cf}, {0xac00, 0xd7a3},
	{0xf900, 0xfaff},   {0xfe30, 0xfe6f},	{0xff00, 0xff60}, {0xffe0, 0xffe6},
	{0x1f300, 0x1faff}, {0x20000, 0x3fffd},
};

static size_t point_width(uint32_t point)
{
	if (point >= 0x300 && point <= 0x36f)
		return 0; /* accents join the letter before */
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (point >= wide[i][0] && point <= wide[i][1])
			return 2;
	return 1;
}

static bool is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

/* ---- printing ---- */

static size_t column_width(const struct table *table, size_t column)
{
	size_t width = table_text_width(table->head.cell[column]);

	for (size_t i = 0; i < table->count; i++) {
		size_t needed = table_text_width(table->rows[i].cell[column]);

		if (needed > width)
			width = needed;
	}
	return width;
}

static const char *colour_of(const char *text)
{
	for (size_t i = 0; i < sizeof(coloured) / sizeof(coloured[0]); i++)
		if (strcmp(coloured[i].word, text) == 0)
			return coloured[i].colour;
	return NULL;
}

static void print_blanks(FILE *out, size_t count)
{
	while (count-- > 0)
		fputc(' ', out);
}

static void print_text(FILE *out, const char *text, const char *colour)
{
	if (colour != NULL)
		fprintf(out, "\033[%sm%s\033[0m", colour, text);
	else
		fputs(text, out);
}

/* No blanks at the end of a line. */
static bool is_last(const struct row *row, size_t column, size_t columns)
{
	for (size_t i = column + 1; i < columns; i++)
		if (row->cell[i][0] != '\0')
			return false;
	return true;
}

static void print_row(const struct table *table, const struct row *row, const size_t *widths,
		      FILE *out, bool has_colour)
{
	for (size_t i = 0; i < table->columns; i++) {
		const char *text = row->cell[i];
		const char *colour = row == &table->head ? BOLD : colour_of(text);
		size_t blanks = widths[i] - table_text_width(text);
		bool ends = is_last(row, i, table->columns);

		if (table->is_right[i])
			print_blanks(out, blanks);
		print_text(out, text, has_colour ? colour : NULL);
		if (ends)
			break;
		print_blanks(out, (table->is_right[i] ? 0 : blanks) + 2);
	}
	fputc('\n', out);
}

/* ---- public ---- */

struct table *table_new(const void *ctx, const char *const *heads)
{
	struct table *table = NEW(ctx, struct table);

	for (size_t i = 0; heads[i] != NULL; i++) {
		table->is_right[i] = heads[i][0] == '>';
		table->head.cell[i] = text_copy(table, heads[i] + table->is_right[i]);
		table->columns++;
	}
	return table;
}

void table_add(struct table *table, const char *const *cells)
{
	struct row *row;

	table->rows = GROW_ARRAY(table, table->rows, struct row, table->count + 1);
	row = &table->rows[table->count++];
	for (size_t i = 0; i < table->columns; i++)
		row->cell[i] = table_text_clean(table, cells[i] != NULL ? cells[i] : "");
}

void table_print(const struct table *table, FILE *out, bool has_colour)
{
	size_t widths[TABLE_COLUMNS_MAX];

	for (size_t i = 0; i < table->columns; i++)
		widths[i] = column_width(table, i);
	print_row(table, &table->head, widths, out, has_colour);
	for (size_t i = 0; i < table->count; i++)
		print_row(table, &table->rows[i], widths, out, has_colour);
}

size_t table_count(const struct table *table)
{
	return table->count;
}

bool table_wants_colour(FILE *out)
{
	const char *no_colour = getenv("NO_COLOR");

	return isatty(fileno(out)) && (no_colour == NULL || no_colour[0] == '\0');
}

size_t table_text_width(const char *text)
{
	size_t width = 0;

	while (*text != '\0')
		width += point_width(next_point(&text));
	return width;
}

char *table_text_clean(const void *ctx, const char *text)
{
	struct buffer *clean = buffer_new(ctx);

	while (*text != '\0') {
		const char *from = text;

		if (is_control(next_point(&text)))
			buffer_add_char(clean, '?');
		else
			buffer_add(clean, from, (size_t)(text - from));
	}
	return clean->bytes;
}
