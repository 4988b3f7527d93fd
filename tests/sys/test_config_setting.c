/* The settings that a daemon keeps from its start, and what can be told of a file that is wrong. */
#include "base/memory.h"
#include "sys/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEPT_SETTINGS 24
#define GOOD	      TESTS_DIR "/sys/data/good.conf"

static void *ctx;
static char file[] = "/tmp/refundd-setting-XXXXXX";

static void set_up(void)
{
	int fd = mkstemp(file);

	cr_assert_geq(fd, 0);
	close(fd);
	ctx = talloc_new(NULL);
}

static void tear_down(void)
{
	talloc_free(ctx);
	unlink(file);
}

TestSuite(config_setting, .init = set_up, .fini = tear_down);

static void write_config(const char *text)
{
	FILE *stream = fopen(file, "w");

	cr_assert_not_null(stream);
	fprintf(stream, "include(\"%s\")\n%s", GOOD, text);
	fclose(stream);
}

static struct config *load(const char *text)
{
	struct problems *problems = problems_new(ctx);
	struct config *config;

	write_config(text);
	config = config_load(ctx, file, problems);
	cr_assert_not_null(config, "%s: %s", text,
			   problems->count > 0 ? problems->list[0].text : "");
	return config;
}

#define RT "desk = \"main\"\nrt main { url = \"https://rt\" token_file = \"t\" "

Test(config_setting, what_a_daemon_keeps_may_not_change)
{
	static const struct {
		const char *old, *new, *said; /* after the file; NULL: nothing */
	} cases[] = {
		{"", "", NULL},
		{"", "poll_interval = \"5s\" mode = shadow limits = {\"3 USD\"}", NULL},
		{"", "desk = \"spool\"", NULL},
		{"state_dir = \"/a\"", "state_dir = \"/b\"",
		 ":2:13: state_dir: changing it needs a restart; it is \"/a\" now"},
		{"spool_dir = \"/a\"", "",
		 ": spool_dir: changing it needs a restart; it is \"/a\" now"},
		{"", "control_socket = \"/a\"",
		 ":2:18: control_socket: changing it needs a restart; it is "
		 "\"/run/refundd/control.socket\" now"},
		{"", RT "}", ":2:8: desk: changing it needs a restart; it is \"spool\" now"},
		{RT "}", RT "in_flight = 3 ca_file = \"/c\" quarantine = \"7m\" }", NULL},
		{RT "}", RT "queue = \"Other\" }",
		 ":3:55: queue: changing it needs a restart; it is \"Billing and Refund Issues\" "
		 "now"},
		{RT "}", RT "review_queue = \"Other\" }",
		 ":3:62: review_queue: changing it needs a restart; it is not set now"},
		{RT "review_queue = \"Other\" }", RT "}",
		 ": review_queue: changing it needs a restart; it is \"Other\" now"},
		{RT "} rt more { url = \"https://a\" token_file = \"t\" }",
		 RT "} rt more { url = \"https://b\" token_file = \"t\" }", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct problems *problems = problems_new(ctx);
		const struct config *old = load(cases[i].old), *new = load(cases[i].new);
		bool can = config_can_follow(old, new, problems);

		cr_expect_eq(can, cases[i].said == NULL, "%s", cases[i].new);
		cr_assert_eq(problems->count, cases[i].said == NULL ? 0 : 1, "%s", cases[i].new);
		if (cases[i].said != NULL)
			cr_expect_str_eq(problem_format(ctx, &problems->list[0]) + strlen(file),
					 cases[i].said);
	}
}

Test(config_setting, every_setting_that_is_kept_is_an_option)
{
	size_t count, kept = 0;
	const struct option_info *options = config_options(&count);

	for (size_t i = 0; i < count; i++)
		kept += config_option_is_kept(&options[i]) ? 1 : 0;
	cr_expect_geq(kept, KEPT_SETTINGS);
}

Test(config_setting, a_setting_knows_its_value_and_its_place)
{
	const struct config *config =
		load("state_dir = \"a/b\"\nlimits = {\"3 USD\", \"4 EUR\"}\n");
	const struct config_setting *setting = config_setting(config, NULL, "state_dir");

	cr_assert_not_null(setting);
	cr_expect_str_eq(setting->value, "/tmp/a/b");
	cr_expect_eq(setting->place.line, 2);
	cr_expect_eq(setting->place.column, 13);
	cr_expect_str_eq(config_setting(config, NULL, "limits")->value, "3 USD, 4 EUR");
	setting = config_setting(config, NULL, "desk");
	cr_expect_str_eq(setting->value, "spool");
	cr_expect_eq(setting->place.line, 0);
	cr_expect_null(config_setting(config, NULL, "budget"));
	cr_expect_null(config_setting(config, "main", "queue"));
}

Test(config_setting, a_file_that_is_wrong_still_says_where_the_daemon_is_reached)
{
	write_config("poll_intervall = 3\ncontrol_socket = \"/a\"\npolicy x {\nshare = \"\n");
	cr_expect_str_eq(config_peek(ctx, file, "control_socket"), "/a");
	cr_expect_str_eq(config_peek(ctx, file, "state_dir"), "/var/lib/refundd");
	cr_expect_null(config_peek(ctx, file, "share"));
	cr_expect_null(config_peek(ctx, "/no/such/file", "control_socket"));
}

static void find_fault(const struct config *config, struct problems *problems)
{
	const struct config_setting *share = config_setting(config, NULL, "share");

	problems_add(problems, share->place, "share: a fault that only others see");
}

Test(config_setting, what_others_find_wrong_stands_in_its_place_among_the_rest)
{
	struct problems *problems = problems_new(ctx);

	write_config("questions = 99\nshare = 3\nnote_score = x\n");
	cr_expect_null(config_load_checked(ctx, file, find_fault, problems));
	cr_assert_eq(problems->count, 3);
	for (int i = 0; i < 3; i++)
		cr_expect_eq(problems->list[i].place.line, 2 + i);
	cr_expect_str_eq(problems->list[1].text, "share: a fault that only others see");
}

Test(config_setting, a_copy_of_a_request_tracker_outlives_its_configuration)
{
	struct config *config =
		load(RT "pin = \"sha256//YhKJG3phE6xw3TXJdrKg0MF2SHqP9D3jOYbYDhTL0SM=\" }");
	struct rt_settings *copy = rt_settings_copy(ctx, config->rt);

	memset((char *)config->rt->url, 'x', strlen(config->rt->url));
	talloc_free(config);
	cr_expect_str_eq(copy->name, "main");
	cr_expect_str_eq(copy->url, "https://rt");
	cr_expect_str_eq(copy->key_field, "RefundKey");
	cr_expect_null(copy->ca_file);
	cr_expect_eq(copy->in_flight, 2);
}
