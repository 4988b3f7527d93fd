#include "base/memory.h"
#include "sys/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHIPPED TESTS_DIR "/../etc/refundd.conf"
#define DATA	TESTS_DIR "/sys/data/"

static void *ctx;
static struct problems *problems;

static void set_up(void)
{
	ctx = talloc_new(NULL);
	problems = problems_new(ctx);
}

static void tear_down(void)
{
	talloc_free(ctx);
}

static void expect_no_problem(void)
{
	for (size_t i = 0; i < problems->count; i++)
		cr_expect_fail("%s", problem_format(ctx, &problems->list[i]));
}

static struct config *load(const char *file)
{
	struct config *config = config_load(ctx, file, problems);

	expect_no_problem();
	cr_assert_not_null(config);
	return config;
}

static const char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NEW_ARRAY(ctx, char, 1 << 18);

	cr_assert_not_null(file, "%s", path);
	cr_assert_lt(fread(text, 1, 1 << 18, file), 1 << 18);
	fclose(file);
	return text;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert_not_null(file, "%s", path);
	cr_assert_geq(fputs(text, file), 0);
	cr_assert_eq(fclose(file), 0);
}

static const char *dump(const struct config *config)
{
	struct buffer *out = buffer_new(ctx);

	config_dump(config, out);
	return out->bytes;
}

/* A dump without the comments that say where each value came from. */
static const char *without_places(const char *text)
{
	struct buffer *out = buffer_new(ctx);
	const char *comment;

	for (; (comment = strstr(text, "  # ")) != NULL; text = strchr(comment, '\n'))
		buffer_add(out, text, (size_t)(comment - text));
	buffer_add_text(out, text);
	return out->bytes;
}

static const struct policy *find_policy(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->policies.policy_count; i++)
		if (strcmp(config->policies.policies[i].name, name) == 0)
			return &config->policies.policies[i];
	cr_assert_fail("no policy %s", name);
	return NULL;
}

static const struct rule *find_rule(const struct version *version, const char *id)
{
	for (size_t i = 0; i < version->rule_count; i++)
		if (strcmp(version->rules[i].id, id) == 0)
			return &version->rules[i];
	cr_assert_fail("no rule %s", id);
	return NULL;
}

TestSuite(config, .init = set_up, .fini = tear_down);

Test(config, the_shipped_configuration_is_right)
{
	const struct config *config = load(SHIPPED);
	const struct version *first = &find_policy(config, "rtc-engine")->versions[0];

	cr_expect_str_eq(config->file, SHIPPED);
	cr_expect_eq(config->policies.policy_count, 4);
	cr_expect_eq(config->policies.intake_count, 7);
	cr_expect_eq(config->policies.signal_count, 8);
	cr_expect_eq(config->policies.limit_count, 3);
	cr_expect_eq(config->policies.limits[1].minor, 3500000);
	cr_expect_str_eq(config->policies.limits[1].currency->code, "CNY");
	cr_expect_eq(config->policies.settle.us, 180 * MINUTE_US);
	cr_expect_eq(config->poll_interval.us, 2 * SECOND_US);
	cr_expect_eq(config->log_level, LOG_INFO);
	cr_expect_str_eq(config->order_pattern, "[0-9]{20}");
	cr_expect_eq(config->phrasebooks.count, 2);
	cr_expect_str_eq(config->phrasebooks.list[0].language, "en");
	cr_expect_str_eq(config->phrasebooks.list[1].words.units[2], "小时");
	cr_expect_str_eq(config->phrasebooks.list[1].words.joiner, "");
	cr_expect_str_eq(first->name, "2023-01-01");
	cr_expect_eq(first->method, METHOD_PRORATED);
	cr_expect_eq(first->window.us, 5 * DAY_US);
	cr_expect(!first->has_from && !first->has_until);
	cr_expect_eq(find_policy(config, "rtc-engine")->zone.offset_s, 8 * 3600);
}

Test(config, the_shipped_policies_have_one_version_in_force_without_a_start)
{
	static const struct day days[] = {{2000, 1, 1}, {2023, 3, 1}, {2099, 12, 31}};
	const struct config *config = load(SHIPPED);

	for (size_t i = 0; i < config->policies.policy_count; i++)
		for (size_t d = 0; d < sizeof(days) / sizeof(days[0]); d++)
			cr_expect_eq(policy_version_on(&config->policies.policies[i], days[d]),
				     &config->policies.policies[i].versions[0]);
	cr_expect_not(find_policy(config, "rtc-engine")->versions[1].is_enabled);
}

Test(config, a_clause_is_one_line_however_it_is_wrapped)
{
	const struct config *config = load(SHIPPED);
	const struct rule *late =
		find_rule(&find_policy(config, "rtc-engine")->versions[0], "too-late");

	cr_assert_eq(late->says_count, 2);
	cr_expect_str_eq(late->says[0].clause,
			 "If it has been more than 5 days (excluding 5 days) since the monthly "
			 "package was purchased, the package does not support a refund.");
	cr_expect_str_eq(late->says[1].language, "zh");
	cr_expect_not_null(late->says[0].figures);
}

Test(config, what_is_not_set_has_its_default)
{
	const struct config *config = load(DATA "good.conf");

	cr_expect_str_eq(config->state_dir, "/var/lib/refundd");
	cr_expect_str_eq(config->product, "Tencent Real-Time Communication TRTC");
	cr_expect_eq(config->patience.us, 12 * HOUR_US);
	cr_expect_eq(config->policies.limit_count, 3);
	cr_expect_eq(config->policies.version_day, VERSION_BY_PURCHASE);
	cr_expect(config->policies.policies[0].versions[0].is_enabled);
	cr_expect_eq(config->policies.policies[0].versions[0].days, DAYS_STARTED);
	cr_expect_str_eq(config->phrasebooks.list[0].words.joiner, " ");
	cr_expect_null(config->policies.policies[0].versions[0].rules[0].says[0].figures);
}

Test(config, the_defaults_are_what_the_shipped_file_sets)
{
	const char *shipped = without_places(dump(load(SHIPPED)));
	const char *bare = without_places(dump(load(DATA "good.conf")));
	size_t top = (size_t)(strstr(bare, "\n\n") - bare);

	cr_expect_eq(strncmp(shipped, bare, top), 0);
}

Test(config, everything_that_can_be_set_arrives)
{
	const char *text = read_file(DATA "full.conf");
	const struct config *config = config_load_text(ctx, "/etc/x/full.conf", text, problems);
	const struct policy *policy;
	const struct version *version;

	expect_no_problem();
	cr_assert_not_null(config);
	policy = find_policy(config, "one");
	version = &policy->versions[1];
	cr_expect_str_eq(config->state_dir, "/etc/x/state");
	cr_expect_str_eq(config->spool_dir, "/srv/spool");
	cr_expect_eq(config->log_level, LOG_DEBUG);
	cr_expect_eq(config->log_format, LOG_FORMAT_JSON);
	cr_expect_eq(config->policies.version_day, VERSION_BY_TICKET);
	cr_expect_eq(config->policies.limit_count, 1);
	cr_expect_eq(config->policies.limits[0].minor, 12345);
	cr_expect_eq(config->policies.signals[0].step_count, 2);
	cr_expect_eq(config->policies.signals[0].steps[1].at_least.millionths, 2500000);
	cr_expect_eq(config->policies.signals[0].steps[1].points, 70);
	cr_expect_eq(config->policies.intake[0].why, WHY_ABUSE);
	cr_expect_eq(policy->zone.offset_s, -(3 * 3600 + 30 * 60));
	cr_expect(version->has_from && version->has_until);
	cr_expect_eq(day_difference(version->from, version->until), 366);
	cr_expect_eq(version->days, DAYS_CALENDAR);
	cr_expect_eq(version->month, MONTH_VALIDITY);
	cr_expect_eq(version->place.line, 68);
	cr_expect_eq(version->place.column, 5);
	cr_expect_str_eq(version->rules[0].when_text, "elapsed > window and true");
	cr_expect_eq(version->rules[0].when_place.line, 78);
	cr_expect_eq(version->rules[0].when_place.column, 21);
	cr_expect_str_eq(version->rules[0].when_place.file, "/etc/x/full.conf");
}

Test(config, signals_brakes_and_reviews_are_described_whole)
{
	const char *text = read_file(DATA "full.conf");
	const struct config *config = config_load_text(ctx, "/etc/x/full.conf", text, problems);
	const struct signal *signal;
	const struct review_settings *review;

	expect_no_problem();
	cr_assert_not_null(config);
	signal = &config->policies.signals[0];
	review = &config->review;
	cr_expect_str_eq(signal->sql, "SELECT ticket\nFROM v_requests");
	cr_expect_eq(signal->sql_lines[1].line, 36 + 1);
	cr_expect_eq(signal->reading, READING_FIRST);
	cr_expect(signal->has_hard && signal->hard.millionths == 3500000);
	cr_expect_eq(config->note_score, 20);
	cr_expect_eq(config->signal_steps, 50);
	cr_expect_eq(config->brakes.mode, MODE_ASSIST);
	cr_expect_eq(config->brakes.rest_mode, MODE_SHADOW);
	cr_expect_eq(config->brakes.share, 10);
	cr_expect_eq(config->brakes.budget_count, 2);
	cr_expect_eq(config->brakes.approvals_per_hour, 7);
	cr_expect(find_policy(config, "one")->has_mode);
	cr_expect_eq(find_policy(config, "one")->mode, MODE_AUTO);
	cr_expect_eq(review->four_eyes_count, 1);
	cr_expect_eq(review->claim_ends.us, HOUR_US);
	cr_expect_eq(review->workweek.days, 1u << 6 | 0xfu);
	cr_expect_eq(review->workweek.zone.offset_s, -5 * 3600);
	cr_expect_eq(review->workweek.holiday_count, 2);
	cr_assert_eq(review->reason_count, 1);
	cr_expect_str_eq(review->reasons[0].code, "sorry");
	cr_expect_str_eq(review->reasons[0].says[0].clause, "We are sorry.");
}

Test(config, a_request_tracker_is_described_whole)
{
	const char *text = read_file(DATA "full.conf");
	const struct config *config = config_load_text(ctx, "/etc/x/full.conf", text, problems);
	const struct rt_settings *rt;

	expect_no_problem();
	cr_assert_not_null(config);
	cr_assert_eq(config->rt_count, 2);
	rt = config->rt;
	cr_assert_eq(rt, &config->rts[0], "the one that desk names");
	cr_expect_str_eq(config->desk, "main");
	cr_expect_eq(config->brakes.questions, 4);
	cr_expect_str_eq(rt->name, "main");
	cr_expect_str_eq(rt->url, "https://rt.example.com:8443/help");
	cr_expect_str_eq(rt->token_file, "/etc/x/rt.token");
	cr_expect_str_eq(rt->ca_file, "/etc/x/ca.pem");
	cr_expect_str_eq(rt->proxy, "http://proxy.example.com:3128");
	cr_expect_eq(rt->quarantine.us, 6 * SECOND_US);
	cr_expect_eq(rt->in_flight, 3);
	cr_expect_eq(rt->per_minute, 0);
	cr_expect_str_eq(rt->language_field, "L");
	cr_expect_str_eq(rt->key_field, "K");
	cr_expect_str_eq(rt->solved_status, "answered");
	cr_expect_str_eq(rt->verdict_field, "V");
	cr_expect_str_eq(rt->review_queue, "Reviews");
	cr_expect_eq(rt->place.line, 133);
}

Test(config, of_a_request_tracker_only_address_and_token_must_be_set)
{
	const struct config *config = load(DATA "full.conf");
	const struct rt_settings *rt = &config->rts[1];

	cr_expect_str_eq(rt->url, "http://127.0.0.1");
	cr_expect_null(rt->ca_file);
	cr_expect_null(rt->pin);
	cr_expect_null(rt->proxy);
	cr_expect_str_eq(rt->queue, "Billing and Refund Issues");
	cr_expect_eq(rt->request_timeout.us, 30 * SECOND_US);
	cr_expect_eq(rt->quarantine.us, 5 * MINUTE_US);
	cr_expect_eq(rt->sweep_interval.us, HOUR_US);
	cr_expect_eq(rt->in_flight, 2);
	cr_expect_eq(rt->per_minute, 600);
	cr_expect_null(rt->language_field);
	cr_expect_str_eq(rt->order_field, "OrderId");
	cr_expect_str_eq(rt->pending_status, "stalled");
}

Test(config, without_a_word_the_desk_is_the_spool)
{
	const struct config *config = load(DATA "good.conf");

	cr_expect_str_eq(config->desk, "spool");
	cr_expect_null(config->rt);
	cr_expect_eq(config->rt_count, 0);
	cr_expect_eq(config->brakes.questions, 2);
}

Test(config, an_address_is_taken_without_its_last_slashes)
{
	static const char *const urls[][2] = {
		{"https://rt.example.com", "https://rt.example.com"},
		{"https://rt.example.com/", "https://rt.example.com"},
		{"https://rt.example.com:443/a/b//", "https://rt.example.com:443/a/b"},
		{"https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443"},
		{"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
		{"http://localhost/rt", "http://localhost/rt"},
		{"http://[::1]:1/", "http://[::1]:1"},
	};

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		const char *text = text_format(
			ctx, "%s\nrt a { url = \"%s\" token_file = \"t\" }\ndesk = \"a\"\n",
			read_file(DATA "good.conf"), urls[i][0]);
		const struct config *config = config_load_text(ctx, "a", text, problems);

		expect_no_problem();
		cr_assert_not_null(config, "%s", urls[i][0]);
		cr_expect_str_eq(config->rt->url, urls[i][1]);
	}
}

Test(config, the_dump_is_as_it_was)
{
	const char *text = read_file(DATA "full.conf");
	const struct config *config = config_load_text(ctx, "/etc/x/full.conf", text, problems);

	expect_no_problem();
	cr_assert_not_null(config);
	cr_expect_str_eq(dump(config), read_file(DATA "full.dump"));
}

Test(config, a_dump_is_a_configuration_that_says_the_same)
{
	static const char *const files[] = {SHIPPED, DATA "good.conf", DATA "full.conf"};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *first = dump(load(files[i]));
		const struct config *again = config_load_text(ctx, "dump", first, problems);

		expect_no_problem();
		cr_assert_not_null(again, "%s", files[i]);
		cr_expect_str_eq(without_places(dump(again)), without_places(first), "%s",
				 files[i]);
	}
}

Test(config, files_are_included_from_the_folder_of_the_file_that_names_them)
{
	char folder[] = "/tmp/refundd-config-XXXXXX";
	const char *main_file, *part, *rest;
	const struct config *config;

	cr_assert_not_null(mkdtemp(folder));
	main_file = text_format(ctx, "%s/main.conf", folder);
	part = text_format(ctx, "%s/parts/part.conf", folder);
	rest = text_format(ctx, "%s/parts/rest.conf", folder);
	cr_assert_eq(mkdir(text_format(ctx, "%s/parts", folder), 0700), 0);
	write_file(main_file, text_format(ctx,
					  "state_dir = \"here\"\ninclude(\"parts/part.conf\")\n"
					  "include(\"%sgood.conf\") log_level = debug\n",
					  DATA));
	write_file(part, "spool_dir = \"spool\"\npolicy two {\n    family = \"two\"\n"
			 "    version v {\n        source = \"s\" method = full window = \"1d\"\n"
			 "        include(\"rest.conf\")\n    }\n}\n");
	write_file(rest, "rule rest {\n    when = \"elapsed > window or elapsed <= window\"\n"
			 "    outcome = flag why = doubt\n}\n");
	config = load(main_file);
	cr_expect_str_eq(config->state_dir, text_format(ctx, "%s/here", folder));
	cr_expect_str_eq(config->spool_dir, text_format(ctx, "%s/parts/spool", folder));
	cr_expect_eq(config->log_level, LOG_DEBUG);
	cr_expect_str_eq(find_policy(config, "two")->versions[0].rules[0].place.file, rest);
	cr_expect_eq(find_policy(config, "two")->versions[0].rules[0].when_place.line, 2);
	unlink(rest);
	unlink(part);
	unlink(main_file);
	rmdir(text_format(ctx, "%s/parts", folder));
	rmdir(folder);
}

Test(config, a_mistake_in_a_file_that_is_included_often_is_told_once)
{
	char folder[] = "/tmp/refundd-config-XXXXXX";
	const char *main_file, *rest;

	cr_assert_not_null(mkdtemp(folder));
	main_file = text_format(ctx, "%s/main.conf", folder);
	rest = text_format(ctx, "%s/rest.conf", folder);
	write_file(rest, "rule rest {\n    when = \"elapsd > 1s\"\n    outcome = approve\n}\n");
	write_file(main_file,
		   text_format(ctx,
			       "include(\"%sgood.conf\")\npolicy two {\n    family = \"two\"\n"
			       "    version a { source = \"s\" method = full window = \"1d\"\n"
			       "        include(\"rest.conf\") }\n"
			       "    version b { source = \"s\" method = full window = \"1d\"\n"
			       "        include(\"rest.conf\") }\n}\n",
			       DATA));
	cr_expect_null(config_load(ctx, main_file, problems));
	cr_assert_eq(problems->count, 1);
	cr_expect_str_eq(
		problem_format(ctx, &problems->list[0]),
		text_format(ctx, "%s:2:13: when: no name 'elapsd'; did you mean 'elapsed'?", rest));
	unlink(rest);
	unlink(main_file);
	rmdir(folder);
}

Test(config, too_many_files_are_refused)
{
	struct buffer *text = buffer_new(ctx);
	char folder[] = "/tmp/refundd-config-XXXXXX";
	const char *main_file, *empty;

	cr_assert_not_null(mkdtemp(folder));
	main_file = text_format(ctx, "%s/main.conf", folder);
	empty = text_format(ctx, "%s/empty.conf", folder);
	write_file(empty, "# nothing\n");
	for (int i = 0; i < 100; i++)
		buffer_add_text(text, "include(\"empty.conf\")\n");
	write_file(main_file, text->bytes);
	cr_expect_null(config_load(ctx, main_file, problems));
	cr_assert_eq(problems->count, 1);
	cr_expect_str_eq(problem_format(ctx, &problems->list[0]),
			 text_format(ctx, "%s:100:9: more than 100 files are included", main_file));
	unlink(empty);
	unlink(main_file);
	rmdir(folder);
}

Test(config, a_text_from_memory_reaches_no_file)
{
	cr_expect_null(config_load_text(ctx, SHIPPED, "include(\"intake.conf\")\n", problems));
	cr_assert_eq(problems->count, 1);
	cr_expect_str_eq(problem_format(ctx, &problems->list[0]),
			 SHIPPED ":1:9: nothing can be included here");
}

Test(config, texts_that_are_not_needed_any_more_are_given_back)
{
	struct config *config = config_load(ctx, SHIPPED, problems);
	struct buffer *text = buffer_new(ctx), *dump = buffer_new(ctx);
	size_t before;

	config_text(config, text);
	config_dump(config, dump);
	before = talloc_total_size(config);
	config_forget_texts(config);
	cr_expect_geq(before, talloc_total_size(config) + text->length + dump->length);
	cr_expect_str_eq(config->file, SHIPPED);
}

Test(config, nothing_is_kept_of_a_configuration_that_was_freed)
{
	size_t before = talloc_total_blocks(NULL);

	for (int i = 0; i < 3; i++) {
		struct problems *own = problems_new(NULL);

		talloc_free(config_load(NULL, SHIPPED, own));
		config_load(NULL, DATA "broken/many-at-once.conf", own);
		cr_expect_eq(own->count, 4);
		talloc_free(own);
	}
	cr_expect_eq(talloc_total_blocks(NULL), before);
}
