#include "desk/rt_token.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void *ctx;
static char path[] = "/tmp/refundd-token-XXXXXX";
static struct error error;

static void begin(void)
{
	int fd = mkstemp(path);

	ctx = talloc_new(NULL);
	cr_assert_geq(fd, 0);
	close(fd);
}

static void end(void)
{
	unlink(path);
	talloc_free(ctx);
}

static bool read_token(const char *text, mode_t mode, const char **token, const char **user)
{
	FILE *file = fopen(path, "we");

	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
	cr_assert_eq(chmod(path, mode), 0);
	return rt_token_read(ctx, path, token, user, &error);
}

TestSuite(rt_token, .init = begin, .fini = end);

Test(rt_token, a_token_alone_in_its_file_is_read_without_the_blanks_around_it)
{
	const char *token, *user;

	cr_assert(read_token(" \n1-27-0123456789abcdef\n\n", 0600, &token, &user), "%s",
		  error.text);
	cr_expect_str_eq(token, "1-27-0123456789abcdef");
	cr_expect_str_eq(user, "27");
	cr_expect(read_token("1-27-0123456789abcdef", 0400, &token, &user));
}

Test(rt_token, a_file_that_others_may_read_is_refused)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0601, 0777};
	const char *token, *user;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		cr_expect_not(read_token("1-27-0123456789abcdef", modes[i], &token, &user));
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_str_eq(error.text, text_format(ctx,
							 "others may read the token in %s: chmod "
							 "600 %s",
							 path, path));
	}
}

Test(rt_token, what_is_no_token_is_refused_and_not_repeated)
{
	static const char *const texts[] = {"",
					    "secret",
					    "1-27",
					    "1-27-",
					    "1--abc",
					    "2-27-abc",
					    "1-x-abc",
					    "1-27-abc def",
					    "1-27-xyz",
					    "token 1-27-abc",
					    "1-27-abc\r\nX-Evil: 1"};
	const char *token, *user;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		cr_expect_not(read_token(texts[i], 0600, &token, &user), "%s", texts[i]);
		cr_expect_str_eq(error.text, text_format(ctx,
							 "%s has no token of Request Tracker in "
							 "it: expected one like "
							 "1-27-0123456789abcdef",
							 path));
	}
}

Test(rt_token, a_file_that_is_not_there_or_is_none_is_told_apart)
{
	const char *token, *user;

	cr_expect_not(rt_token_read(ctx, "/nonexistent/token", &token, &user, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
	cr_expect_not(rt_token_read(ctx, "/tmp", &token, &user, &error));
	cr_expect_eq(error.kind, ERROR_CONFIG);
	cr_expect_str_eq(error.text, "/tmp must be a file with the token");
}
