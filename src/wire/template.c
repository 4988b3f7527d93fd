#include "wire/template.h"

#include "base/memory.h"

#include <string.h>

#define NAME_BYTES "abcdefghijklmnopqrstuvwxyz0123456789_.-"

enum part_kind { PART_TEXT, PART_PLACEHOLDER, PART_LINE_END };

struct part {
	enum part_kind kind;
	const char *text; /* of PART_TEXT */
	size_t length;
	int placeholder;
};

struct template
{
	struct part *parts;
	size_t count;
};

/* ---- compiling ---- */

struct compiler {
	struct template *template;
	template_find *find;
	const void *names;
	const char *at;
};

static void add_part(struct template *template, struct part part)
{
	template->parts = GROW_ARRAY(template, template->parts, struct part, template->count + 1);
	template->parts[template->count++] = part;
}

static void add_text(struct compiler *compiler, size_t length)
{
	add_part(compiler->template,
		 (struct part){.kind = PART_TEXT, .text = compiler->at, .length = length});
	compiler->at += length;
}

static bool add_placeholder(struct compiler *compiler, struct error *error)
{
	const char *name = compiler->at + 1;
	size_t length = strspn(name, NAME_BYTES);
	char *copy;
	int found;

	if (length == 0 || name[length] != '}')
		return error_set(error, ERROR_CONFIG,
				 "expected a name of small letters and \"}\" after \"{\"; a brace "
				 "is written \"{{\"");
	copy = text_copy_n(compiler->template, name, length);
	found = compiler->find(compiler->names, copy, error);
	talloc_free(copy);
	if (found < 0)
		return false;
	add_part(compiler->template, (struct part){.kind = PART_PLACEHOLDER, .placeholder = found});
	compiler->at = name + length + 1;
	return true;
}

static bool add_brace(struct compiler *compiler, struct error *error)
{
	char brace = *compiler->at;

	if (compiler->at[1] == brace) {
		add_text(compiler, 1);
		compiler->at++;
		return true;
	}
	if (brace == '{')
		return add_placeholder(compiler, error);
	return error_set(error, ERROR_CONFIG,
			 "this \"}\" ends no placeholder; a brace is written \"}}\"");
}

static void end_line(struct compiler *compiler)
{
	add_part(compiler->template, (struct part){.kind = PART_LINE_END});
}

static bool compile(struct compiler *compiler, struct error *error)
{
	while (*compiler->at != '\0') {
		size_t plain = strcspn(compiler->at, "{}\n");

		if (plain > 0) {
			add_text(compiler, plain);
		} else if (*compiler->at == '\n') {
			end_line(compiler);
			compiler->at++;
		} else if (!add_brace(compiler, error)) {
			return false;
		}
	}
	end_line(compiler);
	return true;
}

static void place_of(const char *text, const char *at, int *line, int *column)
{
	*line = *column = 1;
	for (; text < at; text++) {
		++*column;
		if (*text == '\n') {
			++*line;
			*column = 1;
		}
	}
}

/* ---- rendering ---- */

struct rendering {
	struct buffer *out;
	size_t start;	  /* of the whole text in `out` */
	size_t line;	  /* of the line that is being put together */
	bool is_left_out; /* a placeholder of this line has no value */
};

static void truncate_to(struct buffer *buffer, size_t length)
{
	buffer->length = length;
	buffer->bytes[length] = '\0';
}

/* True when a blank line would be the first or follow another. */
static bool is_after_blank(const struct rendering *rendering)
{
	const char *end = rendering->out->bytes + rendering->line;
	size_t length = rendering->line - rendering->start;

	return length == 0 || (length > 1 && end[-2] == '\n');
}

static void finish_line(struct rendering *rendering)
{
	bool is_blank = rendering->out->length == rendering->line;

	if (rendering->is_left_out)
		truncate_to(rendering->out, rendering->line);
	else if (!is_blank || !is_after_blank(rendering))
		buffer_add_char(rendering->out, '\n');
	rendering->line = rendering->out->length;
	rendering->is_left_out = false;
}

struct template *template_new(const void *ctx, const char *text, template_find *find,
			      const void *names, int *line, int *column, struct error *error)
{
	struct template *template = NEW(ctx, struct template);
	const char *copy = text_copy(template, text);
	struct compiler compiler = {template, find, names, copy};

	if (compile(&compiler, error))
		return template;
	place_of(copy, compiler.at, line, column);
	talloc_free(template);
	return NULL;
}

void template_render(const struct template *template, template_value *value, void *values,
		     struct buffer *out)
{
	struct rendering rendering = {.out = out, .start = out->length, .line = out->length};

	for (size_t i = 0; i < template->count; i++) {
		const struct part *part = &template->parts[i];

		switch (part->kind) {
		case PART_TEXT: buffer_add(out, part->text, part->length); break;
		case PART_PLACEHOLDER:
			if (!value(values, part->placeholder, out))
				rendering.is_left_out = true;
			break;
		case PART_LINE_END: finish_line(&rendering); break;
		}
	}
	if (rendering.line > rendering.start && is_after_blank(&rendering))
		truncate_to(out, rendering.line - 1);
}
