#include "log_lab.h"
#include "sys/clock.h"
#include "sys/log_ring.h"

#include <pty.h>
#include <regex.h>
#include <stdbool.h>
#include <string.h>
#include <termios.h>

/* Most lines tell that refundd stopped. */
#define S "refundd stopped"

static void begin_on_a_terminal(void)
{
	int primary, secondary;
	struct termios raw = {0};

	unsetenv("JOURNAL_STREAM");
	unsetenv("NO_COLOR");
	cfmakeraw(&raw);
	cr_assert_eq(openpty(&primary, &secondary, NULL, &raw, NULL), 0);
	fcntl(primary, F_SETFL, O_NONBLOCK);
	reading = primary;
	redirect_to(secondary);
}

static bool is_like(const char *found, const char *pattern)
{
	regex_t regex;
	bool matches;

	cr_assert_eq(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
	matches = regexec(&regex, found, 0, NULL, 0) == 0;
	regfree(&regex);
	return matches;
}

TestSuite(log, .init = begin, .fini = end);

Test(log, a_line_is_a_sentence_and_fields)
{
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event(EVENT_TICKET_TAKEN, "ticket", "1001", "case", "3", NULL);
	cr_assert_str_eq(written(), "info: ticket taken ticket=1001 case=3\n");
}

Test(log, a_field_without_a_value_is_left_out)
{
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event(EVENT_RESUMED, "a", "1", "b", (const char *)NULL, "c", "3", NULL);
	cr_assert_str_eq(written(), "warning: resumed a=1 c=3\n");
}

Test(log, lines_above_the_level_are_not_written)
{
	static const struct {
		enum log_level level;
		const char *expected;
	} rows[] = {
		{LOG_ERROR, "error: " S "\n"},
		{LOG_WARNING, "error: " S "\nwarning: " S "\n"},
		{LOG_INFO, "error: " S "\nwarning: " S "\ninfo: " S "\n"},
		{LOG_DEBUG, "error: " S "\nwarning: " S "\ninfo: " S "\ndebug: " S "\n"},
	};

	log_ring_tell(clock_now(), NULL); /* errors tell nothing else for a minute */
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		log_init(rows[i].level, LOG_FORMAT_AUTO, "");
		log_event_at(LOG_ERROR, EVENT_STOPPED, NULL);
		log_event_at(LOG_WARNING, EVENT_STOPPED, NULL);
		log_event_at(LOG_INFO, EVENT_STOPPED, NULL);
		log_event_at(LOG_DEBUG, EVENT_STOPPED, NULL);
		cr_expect_str_eq(written(), rows[i].expected);
	}
}

Test(log, a_value_can_neither_end_a_line_nor_forge_a_field)
{
	static const struct {
		const char *value, *expected;
	} rows[] = {
		{"", "\"\""},
		{"two words", "\"two words\""},
		{"1 case=9", "\"1 case=9\""},
		{"case=9", "\"case=9\""},
		{"x\nerror: forged", "\"x\\nerror: forged\""},
		{"x\r\n", "\"x\\x0d\\n\""},
		{"\" case=\"9", "\"\\\" case=\\\"9\""},
		{"back\\slash", "\"back\\\\slash\""},
		{"end\\", "\"end\\\\\""},
		{"\t", "\"\\x09\""},
		{"\033[2J", "\"\\x1b[2J\""},
		{"\x7f", "\"\\x7f\""},
		{"\xc2\x9b"
		 "2J",
		 "\"\\xc2\\x9b2J\""},
		{"\xc2\xa0", "\"\xc2\xa0\""},
		{"\xe2\x80\xae"
		 "abc",
		 "\"\\xe2\\x80\\xae"
		 "abc\""},
		{"\xe2\x80\xa8", "\"\\xe2\\x80\\xa8\""},
		{"\xe2\x81\xa6", "\"\\xe2\\x81\\xa6\""},
		{"\xe2\x82\xac", "\"\xe2\x82\xac\""},
		{"\xe9\x80\x80", "\"\xe9\x80\x80\""},
		{"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
		{"a\xff"
		 "b",
		 "\"a\\xff"
		 "b\""},
		{"\xc3(", "\"\\xc3(\""},
		{"\xe2\x82", "\"\\xe2\\x82\""},
		{"\xed\xa0\x80", "\"\\xed\\xa0\\x80\""},
		{"\xc0\xaf", "\"\\xc0\\xaf\""},
		{"\xf8\x88\x80\x80\x80", "\"\\xf8\\x88\\x80\\x80\\x80\""},
	};

	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char expected[256];

		snprintf(expected, sizeof(expected), "info: " S " v=%s w=1\n", rows[i].expected);
		log_event(EVENT_STOPPED, "v", rows[i].value, "w", "1", NULL);
		cr_expect_str_eq(written(), expected);
	}
}

Test(log, a_value_is_cut_long_before_the_journal_would_break_the_line)
{
	char value[100 * 1024];
	const char *line;

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event(EVENT_STOPPED, "v", value, "w", "1", NULL);
	line = written();
	cr_assert_lt(strlen(line), 600u);
	cr_assert(is_like(line, "^info: " S " v=\"x+\\.\\.\\.\" w=1\n$"), "%s", line);
}

Test(log, the_journal_is_told_the_priority)
{
	static const char *const expected[] = {"<3>" S "\n", "<4>" S "\n", "<6>" S "\n",
					       "<7>" S "\n"};

	be_the_journal();
	log_init(LOG_DEBUG, LOG_FORMAT_AUTO, "");
	for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
		log_event_at((enum log_level)level, EVENT_STOPPED, NULL);
		cr_expect_str_eq(written(), expected[level]);
	}
}

Test(log, a_journal_that_is_not_standard_error_is_not_written_to)
{
	setenv("JOURNAL_STREAM", "1:2", 1);
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event(EVENT_STOPPED, NULL);
	cr_assert_str_eq(written(), "info: " S "\n");
}

Test(log, nothing_is_sent_where_nobody_can_hear)
{
	close(STDERR_FILENO);
	setenv("JOURNAL_STREAM", "1:2", 1);
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event(EVENT_STOPPED, NULL);
	cr_assert_str_eq(written(), "");
}

TestSuite(log_on_a_terminal, .init = begin_on_a_terminal, .fini = end);

#define TIME "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} "

Test(log_on_a_terminal, warnings_and_errors_have_a_colour_and_all_lines_the_time)
{
	static const char *const expected[] = {
		TIME "\033\\[31merror:\033\\[0m " S "\n$",
		TIME "\033\\[33mwarning:\033\\[0m " S "\n$",
		TIME "info: " S "\n$",
		TIME "debug: " S "\n$",
	};

	log_init(LOG_DEBUG, LOG_FORMAT_AUTO, "");
	for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
		log_event_at((enum log_level)level, EVENT_STOPPED, NULL);
		cr_expect(is_like(written(), expected[level]), "%s", heard);
	}
}

Test(log_on_a_terminal, no_color_is_heard)
{
	setenv("NO_COLOR", "1", 1);
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event_at(LOG_ERROR, EVENT_STOPPED, NULL);
	cr_assert(is_like(written(), TIME "error: " S "\n$"), "%s", heard);
}

Test(log_on_a_terminal, an_empty_no_color_says_nothing)
{
	setenv("NO_COLOR", "", 1);
	log_init(LOG_INFO, LOG_FORMAT_AUTO, "");
	log_event_at(LOG_ERROR, EVENT_STOPPED, NULL);
	cr_assert(is_like(written(), "\033\\[31m"), "%s", heard);
}
