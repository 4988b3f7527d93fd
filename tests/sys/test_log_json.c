#include "base/memory.h"
#include "log_lab.h"
#include "sys/clock.h"
#include "wire/json.h"

#include <string.h>

static void *ctx;
static struct json_document line;

static void begin_json(void)
{
	begin();
	ctx = talloc_new(NULL);
	log_init(LOG_DEBUG, LOG_FORMAT_JSON, "");
}

static void end_json(void)
{
	talloc_free(ctx);
	end();
}

TestSuite(log_json, .init = begin_json, .fini = end_json);

/* Reads the one line that was written. */
static void read_line(void)
{
	static const struct json_limits limits = {64 * 1024, 64 * 1024, 2, 64};
	const char *json = talloc_strdup(ctx, written());
	struct error error;

	cr_assert_eq(strchr(json, '\n'), json + strlen(json) - 1, "one line: %s", json);
	cr_assert(json_read(ctx, json, strlen(json), &limits, &line, &error), "%s: %s", error.text,
		  json);
}

static const char *member(const char *key)
{
	const struct json_value *found = json_member(&line, line.values, key);

	return found != NULL && found->type == JSON_STRING ? found->text : "(none)";
}

Test(log_json, a_line_is_an_object)
{
	struct instant before = clock_now(), at;
	struct error error;

	log_event(EVENT_TICKET_TAKEN, "ticket", "1001", "rule", (const char *)NULL, "case", "3",
		  NULL);
	read_line();
	cr_expect_eq(line.values[0].count, 6u);
	cr_expect_str_eq(member("level"), "info");
	cr_expect_str_eq(member("event"), "ticket-taken");
	cr_expect_str_eq(member("message"), "ticket taken");
	cr_expect_str_eq(member("ticket"), "1001");
	cr_expect_str_eq(member("case"), "3");
	cr_assert(instant_parse(member("time"), strlen(member("time")), &at, &error));
	cr_expect_eq(member("time")[strlen(member("time")) - 1], 'Z');
	cr_expect_geq(instant_since(at, before).us, 0);
	cr_expect_leq(instant_since(at, clock_now()).us, 0);
}

Test(log_json, the_level_may_depend)
{
	for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
		log_event_at((enum log_level)level, EVENT_STOPPED, NULL);
		read_line();
		cr_expect_str_eq(member("level"), log_level_words.list[level]);
	}
}

Test(log_json, a_value_can_neither_end_a_line_nor_forge_a_member)
{
	static const struct {
		const char *value, *expected;
	} rows[] = {
		{"", NULL},
		{"1", NULL},
		{"x\",\"ticket\":\"9", NULL},
		{"x\"}\n{\"ticket\":\"9", NULL},
		{"back\\slash\\", NULL},
		{"\\u0041", NULL},
		{"\r\n\t\x01\x1f\x7f", NULL},
		{"\033[2J", NULL},
		{"\xc2\x9b\xc2\xa0\xe2\x82\xac\xf0\x9f\x98\x80", NULL},
		{"\xe2\x80\xae"
		 "abc\xe2\x80\xa8\xe2\x81\xa6",
		 NULL},
		{"a\xff"
		 "b",
		 "a\xef\xbf\xbd"
		 "b"},
		{"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd"},
		{"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		log_event(EVENT_STOPPED, "v", rows[i].value, "w", "1", NULL);
		read_line();
		cr_expect_str_eq(member("v"),
				 rows[i].expected != NULL ? rows[i].expected : rows[i].value);
		cr_expect_str_eq(member("w"), "1");
		cr_expect_eq(line.values[0].count, 6u);
	}
}

Test(log_json, nothing_that_a_terminal_acts_upon_is_written)
{
	log_event(EVENT_STOPPED, "v",
		  "\033[2J\xc2\x9b\x7f\xe2\x80\xae"
		  "a",
		  NULL);
	cr_expect_not_null(strstr(written(), "\"v\":\"\\u001b[2J\\u009b\\u007f\\u202ea\"}\n"), "%s",
			   heard);
}

Test(log_json, a_long_value_is_cut_at_a_character)
{
	char value[4096] = "x";

	for (size_t i = 1; i + 2 < sizeof(value); i += 2)
		memcpy(value + i, "\xc3\xa9", 3);
	log_event(EVENT_STOPPED, "v", value, NULL);
	read_line();
	cr_expect_eq(strlen(member("v")), 516u);
	cr_expect_str_eq(member("v") + 511, "\xc3\xa9...");
}

static void expect_words(const char *name, const char *sentence, const char *meaning)
{
	cr_expect_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name), "%s", name);
	cr_expect_gt(strlen(sentence), 0u, "%s", name);
	cr_expect_gt(strlen(meaning), 0u, "%s", name);
}

Test(log_json, every_event_has_a_name_of_its_own_and_a_meaning)
{
#define EVENT(id, name, level, sentence, meaning, remedy) expect_words(name, sentence, meaning);
	LOG_EVENTS(EVENT)
#undef EVENT
	for (int i = 0; i < LOG_EVENT_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect_str_neq(log_events[i].name, log_events[j].name);
}
