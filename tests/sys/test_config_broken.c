/* Configurations that cannot be right. Each file of data/broken begins with what must be said of
 * it, line by line after "#= ", places included; another case is another file. */
#include "base/buffer.h"
#include "base/memory.h"
#include "sys/config.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#define FOLDER	  TESTS_DIR "/sys/data/broken/"
#define MIN_CASES 130

static bool is_case(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".conf") == 0;
}

static const char *expected_problems(const void *ctx, const char *path)
{
	struct buffer *expected = buffer_new(ctx);
	FILE *file = fopen(path, "r");
	char line[1024];

	cr_assert_not_null(file, "%s", path);
	while (fgets(line, sizeof(line), file) != NULL && strncmp(line, "#= ", 3) == 0)
		buffer_add_text(expected, line + 3);
	fclose(file);
	return expected->bytes;
}

/* The problems as they are printed, a line each, without the folder that the tests lie in. */
static const char *found_problems(const void *ctx, const struct problems *problems)
{
	struct buffer *found = buffer_new(ctx);

	for (size_t i = 0; i < problems->count; i++) {
		const char *rest = problem_format(ctx, &problems->list[i]);

		for (const char *folder; (folder = strstr(rest, FOLDER)) != NULL;
		     rest = folder + strlen(FOLDER))
			buffer_add(found, rest, (size_t)(folder - rest));
		buffer_add_format(found, "%s\n", rest);
	}
	return found->bytes;
}

static void check_case(const char *name)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);
	const char *path = text_format(ctx, FOLDER "%s", name);
	struct config *config = config_load(ctx, path, problems);

	cr_expect_null(config, "%s was taken for right", name);
	cr_expect_str_eq(found_problems(ctx, problems), expected_problems(ctx, path), "%s", name);
	talloc_free(ctx);
}

Test(config_broken, every_mistake_is_told_with_file_line_and_column)
{
	DIR *folder = opendir(FOLDER);
	int cases = 0;

	cr_assert_not_null(folder);
	for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		if (!is_case(entry))
			continue;
		check_case(entry->d_name);
		cases++;
	}
	closedir(folder);
	cr_expect_geq(cases, MIN_CASES);
}

Test(config_broken, a_missing_file_is_told_without_a_place)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);

	cr_expect_null(config_load(ctx, FOLDER "no-such-file", problems));
	cr_assert_eq(problems->count, 1);
	cr_expect_null(problems->list[0].place.file);
	cr_expect_str_eq(problems->list[0].text,
			 FOLDER "no-such-file cannot be opened: No such file or directory");
	talloc_free(ctx);
}

Test(config_broken, a_file_that_is_too_large_is_refused)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);

	cr_expect_null(config_load(ctx, "/dev/zero", problems));
	cr_assert_eq(problems->count, 1);
	cr_expect_str_eq(problems->list[0].text, "/dev/zero is larger than 1 MiB");
	talloc_free(ctx);
}

Test(config_broken, problems_that_were_there_before_are_left_alone)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx);

	problems_add(problems, (struct place){"z", 9, 9}, "an older one");
	cr_expect_null(config_load_text(ctx, "a", "product = \"\"\nlog_level = loud\n", problems));
	cr_assert_eq(problems->count, 5);
	cr_expect_str_eq(problems->list[0].text, "an older one");
	cr_expect_eq(problems->list[3].place.line, 1);
	cr_expect_eq(problems->list[4].place.line, 2);
	talloc_free(ctx);
}
