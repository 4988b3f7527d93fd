/* The table of options against the shipped refundd.conf, which must document each of them. */
#include "base/buffer.h"
#include "base/memory.h"
#include "sys/config_options.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define SHIPPED TESTS_DIR "/../etc/refundd.conf"

/* The shipped file without "#" and indentation: its lines, and the same as one line of words. */
struct shipped {
	struct buffer *lines, *words;
};

static bool begins_section(const char *line, enum config_section section)
{
	const struct section_info *info = config_section_info(section);
	size_t length = strlen(info->name);

	return length > 0 && strncmp(line, "# ", 2) == 0 &&
	       strncmp(line + 2, info->name, length) == 0 && line[2 + length] == ' ' &&
	       strstr(line, "{ }") != NULL;
}

static void add_line(struct shipped *shipped, const char *line)
{
	line += strspn(line, "# ");
	buffer_add_format(shipped->lines, "\n%s", line);
	buffer_add_format(shipped->words, "%.*s ", (int)strcspn(line, "\n"), line);
}

/* What the file says of a section: from its heading to the next one. */
static struct shipped read_section(const void *ctx, enum config_section wanted)
{
	struct shipped shipped = {buffer_new(ctx), buffer_new(ctx)};
	enum config_section current = SECTION_TOP;
	FILE *file = fopen(SHIPPED, "r");
	char line[512];

	cr_assert_not_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		for (int section = 0; section < SECTION_COUNT; section++)
			if (begins_section(line, section))
				current = section;
		if (current == wanted)
			add_line(&shipped, line);
	}
	fclose(file);
	return shipped;
}

/* The option as an admin would write its default. */
static const char *default_line(const void *ctx, const struct option_info *option)
{
	struct buffer *line = buffer_new(ctx);

	buffer_add_format(line, "\n%s = ", option->name);
	if (option->presence != OPTION_HAS_DEFAULT)
		return line->bytes;
	if (option->type == OPTION_WORD || option->type == OPTION_TRUTH ||
	    option->type == OPTION_COUNT) {
		buffer_add_text(line, option->fallback);
	} else if (option->type == OPTION_AMOUNTS) {
		buffer_add_text(line, "{\"");
		for (const char *at = option->fallback; *at != '\0'; at++)
			if (strncmp(at, ", ", 2) == 0)
				buffer_add_text(line, "\", \""), at++;
			else
				buffer_add_char(line, *at);
		buffer_add_text(line, "\"}");
	} else {
		buffer_add_format(line, "\"%s\"", option->fallback);
	}
	buffer_add_char(line, '\n');
	return line->bytes;
}

Test(config_options, the_shipped_file_documents_every_option_with_its_default)
{
	size_t count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++) {
		void *ctx = talloc_new(NULL);
		const struct option_info *option = &options[i];
		const struct section_info *section = config_section_info(option->section);
		struct shipped shipped = read_section(ctx, option->section);

		/* A sentence begins with a capital, a line of help does not. */
		cr_expect_not_null(strstr(shipped.words->bytes, option->help + 1),
				   "%s/%s: no '%s' in %s", section->name, option->name,
				   option->help, SHIPPED);
		cr_expect_not_null(strstr(shipped.lines->bytes, default_line(ctx, option)),
				   "%s/%s: no line '%s' in %s", section->name, option->name,
				   default_line(ctx, option) + 1, SHIPPED);
		talloc_free(ctx);
	}
}

Test(config_options, the_shipped_file_tells_what_every_section_is)
{
	for (int section = SECTION_TOP + 1; section < SECTION_COUNT; section++) {
		void *ctx = talloc_new(NULL);
		const struct section_info *info = config_section_info(section);

		cr_expect_not_null(strstr(read_section(ctx, section).words->bytes, info->help + 1),
				   "%s: no '%s' in %s", info->name, info->help, SHIPPED);
		talloc_free(ctx);
	}
}

Test(config_options, a_section_has_no_name_twice)
{
	size_t count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++)
			cr_expect(options[i].section != options[j].section ||
					  strcmp(options[i].name, options[j].name) != 0,
				  "%s", options[i].name);
		for (int section = 0; section < SECTION_COUNT; section++)
			cr_expect_str_neq(options[i].name, config_section_info(section)->name);
	}
}

Test(config_options, what_has_a_default_says_so_and_no_more)
{
	size_t count;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(options[i].presence == OPTION_HAS_DEFAULT, options[i].fallback != NULL,
			     "%s", options[i].name);
		cr_expect_eq(options[i].type == OPTION_WORD, options[i].words != NULL, "%s",
			     options[i].name);
		cr_expect_gt(strlen(config_type_name(options[i].type)), 0);
	}
}
