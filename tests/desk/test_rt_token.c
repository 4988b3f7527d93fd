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

/* ---- credentials ---- */

static char *folder;

static void begin_with_credentials(void)
{
	char made[] = "/tmp/refundd-credentials-XXXXXX";

	begin();
	folder = text_copy(ctx, must(mkdtemp(made)));
	setenv("CREDENTIALS_DIRECTORY", folder, true);
}

static char *credential(void)
{
	return text_format(ctx, "%s/refundd_%s", folder, strrchr(path, '/') + 1);
}

static void end_with_credentials(void)
{
	unlink(credential());
	rmdir(folder);
	end();
}

static void hand_over(const char *text, mode_t mode)
{
	FILE *file = fopen(credential(), "we");

	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
	cr_assert_eq(chmod(credential(), mode), 0);
}

TestSuite(rt_credential, .init = begin_with_credentials, .fini = end_with_credentials);

Test(rt_credential, it_is_read_in_the_stead_of_the_file)
{
	const char *token, *user;

	hand_over("1-31-ffff", 0400);
	cr_assert(read_token("1-27-0123456789abcdef", 0600, &token, &user), "%s", error.text);
	cr_expect_str_eq(token, "1-31-ffff");
	unlink(path);
	cr_expect(rt_token_read(ctx, path, &token, &user, &error), "the file need not be there");
}

Test(rt_credential, where_it_is_not_handed_over_the_file_is_read)
{
	const char *token, *user;

	cr_assert(read_token("1-27-0123456789abcdef", 0600, &token, &user), "%s", error.text);
	cr_expect_str_eq(user, "27");
	setenv("CREDENTIALS_DIRECTORY", "", true);
	cr_expect(rt_token_read(ctx, path, &token, &user, &error));
}

Test(rt_credential, an_access_list_shows_as_the_rights_of_a_group_and_others_have_none)
{
	const char *token, *user;

	hand_over("1-31-ffff", 0440);
	cr_expect(rt_token_read(ctx, path, &token, &user, &error), "%s", error.text);
	chmod(credential(), 0444);
	cr_expect_not(rt_token_read(ctx, path, &token, &user, &error));
	cr_expect_str_eq(error.text,
			 text_format(ctx, "others may read the token in %s: chmod 600 %s",
				     credential(), credential()));
}

Test(rt_credential, where_neither_is_there_both_are_named)
{
	const char *token, *user;

	unlink(path);
	cr_expect_not(rt_token_read(ctx, path, &token, &user, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
	cr_expect_str_eq(error.text, text_format(ctx,
						 "cannot open the token file %s: No such file or "
						 "directory; nor is there a %s",
						 path, credential()));
}
