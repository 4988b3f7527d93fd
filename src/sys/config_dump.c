#include "sys/config_dump.h"

#include "sys/config_types.h"

#include <string.h>

#define INDENT 4

static void indent(struct config_dump *dump, int depth)
{
	buffer_add_format(dump->out, "%*s", depth * INDENT, "");
}

/* Whether the text comes back as it is when its lines stand on lines of their own: its first line
 * must show where the indentation ends, and no blanks may stand where they would not be seen. */
static bool is_lines(const char *text, size_t length)
{
	return strchr(text, '\n') != NULL && strchr(" \t\n", text[0]) == NULL &&
	       strchr(" \t\n", text[length - 1]) == NULL && strstr(text, " \n") == NULL &&
	       strstr(text, "\t\n") == NULL;
}

static void add_text(struct config_dump *dump, const char *text, size_t length)
{
	bool lines = is_lines(text, length);

	buffer_add_char(dump->out, '"');
	if (lines) {
		buffer_add_char(dump->out, '\n');
		indent(dump, dump->depth + 1);
	}
	for (; *text != '\0'; text++) {
		if (*text == '\n' && !lines) {
			buffer_add_text(dump->out, "\\n");
			continue;
		}
		if (strchr("\"\\$", *text) != NULL)
			buffer_add_char(dump->out, '\\');
		buffer_add_char(dump->out, *text);
		if (*text == '\n' && text[1] != '\n')
			indent(dump, dump->depth + 1);
	}
	if (lines) {
		buffer_add_char(dump->out, '\n');
		indent(dump, dump->depth);
	}
	buffer_add_char(dump->out, '"');
}

static void add_list(struct config_dump *dump, const struct config_token *const *values,
		     size_t count)
{
	buffer_add_char(dump->out, '{');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buffer_add_text(dump->out, ", ");
		add_text(dump, values[i]->text, values[i]->length);
	}
	buffer_add_char(dump->out, '}');
}

static bool is_just_opened(const struct buffer *out)
{
	return out->length > 1 && out->bytes[out->length - 2] == '{';
}

void config_dump_open(struct config_dump *dump, const char *name, const char *title)
{
	if (!is_just_opened(dump->out))
		buffer_add_char(dump->out, '\n');
	indent(dump, dump->depth++);
	buffer_add_text(dump->out, name);
	if (title != NULL)
		buffer_add_format(dump->out, " %s", title);
	buffer_add_text(dump->out, " {\n");
}

void config_dump_close(struct config_dump *dump)
{
	indent(dump, --dump->depth);
	buffer_add_text(dump->out, "}\n");
}

void config_dump_option(struct config_dump *dump, const struct option_info *option,
			const struct config_token *const *values, size_t count, void *object)
{
	struct place place = values[0]->place;
	const char *path;

	indent(dump, dump->depth);
	buffer_add_format(dump->out, "%s = ", option->name);
	if (config_type_is_list(option->type)) {
		add_list(dump, values, count);
	} else if (option->type == OPTION_WORD || option->type == OPTION_TRUTH ||
		   option->type == OPTION_COUNT) {
		buffer_add_text(dump->out, values[0]->text);
	} else if (option->type == OPTION_PATH) {
		path = *(const char *const *)config_field(option, object);
		add_text(dump, path, strlen(path));
	} else {
		add_text(dump, values[0]->text, values[0]->length);
	}
	if (place.file == NULL)
		buffer_add_text(dump->out, "  # default\n");
	else
		buffer_add_format(dump->out, "  # %s:%d\n", place.file, place.line);
}
