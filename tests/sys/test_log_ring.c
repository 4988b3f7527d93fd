#include "log_lab.h"
#include "sys/clock.h"
#include "sys/log_ring.h"

#include <string.h>

TestSuite(log_ring, .init = begin, .fini = end);

static int times(const char *haystack, const char *part)
{
	int count = 0;

	for (; (haystack = strstr(haystack, part)) != NULL; haystack++)
		count++;
	return count;
}

Test(log_ring, an_error_tells_what_led_to_it)
{
	const char *lines, *begun, *read, *stopped, *ended;

	log_init(LOG_INFO, LOG_FORMAT_PLAIN, "");
	log_event(EVENT_LOOK_BEGUN, "again", "0", NULL);
	log_event(EVENT_STARTED, NULL);
	log_event(EVENT_TICKET_READ, "ticket", "a b\n", NULL);
	cr_expect_str_eq(written(), "info: refundd started\n");
	log_event(EVENT_LOOK_FAILED, "reason", "gone", NULL);
	lines = written();
	begun = strstr(lines, "debug: what was not written before the error, oldest first\n");
	cr_assert_not_null(begun, "%s", lines);
	cr_expect_eq(times(lines, "\n"), 5);
	cr_expect_eq(lines,
		     strstr(lines, "error: the ticket system could not be asked reason=gone\n"));
	read = strstr(begun, "debug: looks for tickets again=0 at=2");
	cr_assert_not_null(read, "%s", lines);
	stopped = strstr(read, "debug: ticket read ticket=\"a b\\n\" at=2");
	cr_assert_not_null(stopped, "%s", lines);
	ended = strstr(stopped, "debug: that was what led to the error\n");
	cr_expect_not_null(ended, "%s", lines);
}

Test(log_ring, nothing_is_told_twice)
{
	log_init(LOG_INFO, LOG_FORMAT_PLAIN, "");
	log_event(EVENT_TICKET_READ, NULL);
	log_event(EVENT_LOOK_FAILED, NULL);
	cr_expect_eq(times(written(), "ticket read"), 1);
	log_event(EVENT_TICKET_READ, NULL);
	log_event(EVENT_LOOK_FAILED, NULL);
	cr_expect_eq(times(written(), "\n"), 1, "%s", heard);
}

Test(log_ring, without_anything_to_tell_there_are_no_marks)
{
	log_init(LOG_DEBUG, LOG_FORMAT_PLAIN, "");
	log_event(EVENT_TICKET_READ, NULL);
	log_event(EVENT_LOOK_FAILED, NULL);
	cr_expect_eq(times(written(), "\n"), 2, "%s", heard);
}

Test(log_ring, a_warning_tells_nothing)
{
	log_init(LOG_INFO, LOG_FORMAT_PLAIN, "");
	log_event(EVENT_TICKET_READ, NULL);
	log_event(EVENT_TICKET_BAD, NULL);
	cr_expect_eq(times(written(), "\n"), 1, "%s", heard);
}

Test(log_ring, it_is_counted_what_was_written_or_not)
{
	log_init(LOG_WARNING, LOG_FORMAT_PLAIN, "");
	for (int i = 0; i < 3; i++)
		log_event(EVENT_TICKET_READ, NULL);
	log_event(EVENT_TICKET_BAD, NULL);
	cr_expect_eq(log_event_count(EVENT_TICKET_READ), 3);
	cr_expect_eq(log_event_count(EVENT_TICKET_BAD), 1);
	cr_expect_eq(log_event_count(EVENT_STOPPED), 0);
}

/* ---- the ring itself ---- */

static long told, last_told;
static size_t told_bytes;

static void count_line(const struct log_line *line)
{
	long number = atol(line->fields[0].value);

	cr_assert_eq(line->event, EVENT_TICKET_READ);
	cr_assert_eq(line->count, 2u);
	cr_assert_str_eq(line->fields[1].key, "why");
	if (told++ > 0)
		cr_assert_eq(number, last_told + 1, "%ld after %ld", number, last_told);
	last_told = number;
	told_bytes += strlen(line->fields[1].value);
}

static void keep(long number, const char *why)
{
	struct log_line line = {.level = LOG_DEBUG, .event = EVENT_TICKET_READ};
	struct log_number text_of_number = log_number(number);

	log_line_add(&line, "ticket", text_of_number.text);
	log_line_add(&line, "why", why);
	log_ring_keep(&line);
}

Test(log_ring, the_last_are_kept_whole_and_in_order)
{
	char why[1024] = "";

	for (long i = 1; i <= 5000; i++) {
		memset(why, 'x', (size_t)(i * 7 % 100));
		why[i * 7 % 100] = '\0';
		keep(i, why);
	}
	log_ring_tell(clock_now(), count_line);
	cr_expect_eq(last_told, 5000);
	cr_expect_geq(told, 100);
	cr_expect_lt(told_bytes, (size_t)LOG_RING_BYTES);
}

Test(log_ring, what_strangers_write_does_not_fill_it)
{
	static char why[100 * 1024];

	memset(why, 'x', sizeof(why) - 1);
	for (long i = 1; i <= 100; i++)
		keep(i, why);
	log_ring_tell(clock_now(), count_line);
	cr_expect_eq(last_told, 100);
	cr_expect_geq(told, 25);
}

Test(log_ring, once_a_minute_is_enough)
{
	static const struct {
		int64_t after_us;
		bool is_due;
	} rows[] = {{0, false},	       {MINUTE_US - 1, false},
		    {MINUTE_US, true}, {DAY_US, true},
		    {-1, true},	       /* the clock was set back */ {-DAY_US, true}};
	struct instant now = clock_now();

	cr_expect_not(log_ring_is_due(now), "there is nothing to tell");
	keep(1, "");
	cr_expect(log_ring_is_due(now));
	log_ring_tell(now, count_line);
	cr_expect_not(log_ring_is_due(instant_plus(now, (struct span){DAY_US})));
	keep(2, "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(log_ring_is_due(instant_plus(now, (struct span){rows[i].after_us})),
			     rows[i].is_due, "%zu", i);
}
