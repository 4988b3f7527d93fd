#include "log_lab.h"

#include <poll.h>
#include <string.h>
#include <sys/wait.h>

TestSuite(log_journal, .init = begin_with_a_journal, .fini = end_with_a_journal);

#define MAX_RECEIVED 32

struct received {
	char *name, *value;
	uint64_t length;
};

static struct received fields[MAX_RECEIVED];
static size_t field_count;

/* Reads the field at `at` as the journal does; the next one's place. */
static char *read_field(char *at, const char *end)
{
	struct received *field = &fields[field_count++];

	cr_assert_leq(field_count, (size_t)MAX_RECEIVED);
	field->name = at;
	at = memchr(at, '\n', (size_t)(end - at));
	cr_assert_not_null(at);
	cr_assert_null(memchr(field->name, '=', (size_t)(at - field->name)), "the safe form alone");
	*at++ = '\0';
	cr_assert_gt(end - at, 8);
	memcpy(&field->length, at, 8); /* x86 and ARM have the lowest byte first, too */
	field->value = at + 8;
	at = field->value + field->length;
	cr_assert_lt(at, end);
	cr_assert_eq(*at, '\n');
	*at = '\0';
	return at + 1;
}

/* Takes the next datagram apart; false: there is none. */
static bool receive(void)
{
	static char datagram[64 * 1024];
	ssize_t length = recv(journal, datagram, sizeof(datagram), 0);
	char *at = datagram;

	field_count = 0;
	if (length < 0)
		return false;
	while (at < datagram + length)
		at = read_field(at, datagram + length);
	return true;
}

static const char *value_of(const char *name)
{
	for (size_t i = 0; i < field_count; i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

Test(log_journal, each_field_stands_by_itself)
{
	static const char *const expected[][2] = {
		{"MESSAGE", "ticket taken ticket=1001 why=\"bought late\" case=3"},
		{"PRIORITY", "6"},
		{"SYSLOG_IDENTIFIER", "refundd"},
		{"REFUNDD_EVENT", "ticket-taken"},
		{"REFUNDD_TICKET", "1001"},
		{"REFUNDD_WHY", "bought late"},
		{"REFUNDD_CASE", "3"},
	};

	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	log_event(EVENT_TICKET_TAKEN, "ticket", "1001", "why", "bought late", "case", "3", NULL);
	cr_assert(receive());
	cr_assert_eq(field_count, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < field_count; i++) {
		cr_expect_str_eq(fields[i].name, expected[i][0]);
		cr_expect_str_eq(fields[i].value, expected[i][1]);
	}
	cr_expect_str_eq(written(), "");
}

Test(log_journal, a_value_cannot_forge_a_field)
{
	static const char *const values[] = {
		"x\nREFUNDD_TICKET=9",
		"x\n\nREFUNDD_TICKET=9\n",
		"\nREFUNDD_TICKET\n\x01",
		"REFUNDD_TICKET=9",
		"=",
		"",
		"\n",
		"\xff\xfe\n_UID=0\n",
	};

	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		log_event(EVENT_TICKET_BAD, "reason", values[i], "ticket", "1001", NULL);
		cr_assert(receive());
		cr_expect_eq(field_count, 6u, "%s: %zu fields", values[i], field_count);
		cr_expect_str_eq(value_of("REFUNDD_REASON"), values[i]);
		cr_expect_str_eq(value_of("REFUNDD_TICKET"), "1001");
		cr_expect_null(strchr(value_of("MESSAGE"), '\n'));
	}
}

Test(log_journal, a_long_value_is_cut)
{
	char value[100 * 1024];

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	log_event(EVENT_STOPPED, "v", value, "w", "1", NULL);
	cr_assert(receive());
	cr_expect_eq(strlen(value_of("REFUNDD_V")), 515u);
	cr_expect_str_eq(value_of("REFUNDD_V") + 510, "xx...");
	cr_expect_str_eq(value_of("REFUNDD_W"), "1");
}

Test(log_journal, it_is_told_the_priority)
{
	static const char *const expected[] = {"3", "4", "6", "7"};

	log_init(LOG_DEBUG, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	for (int level = LOG_ERROR; level <= LOG_DEBUG; level++) {
		log_event_at((enum log_level)level, EVENT_STOPPED, NULL);
		cr_assert(receive());
		cr_expect_str_eq(value_of("PRIORITY"), expected[level]);
	}
}

Test(log_journal, it_is_found_where_standard_error_is_one)
{
	be_the_journal();
	log_init(LOG_INFO, LOG_FORMAT_AUTO, journal_address.sun_path);
	log_event(EVENT_STOPPED, NULL);
	cr_expect(receive());
	cr_expect_str_eq(written(), "");
}

Test(log_journal, where_standard_error_is_none_it_is_not_looked_for)
{
	log_init(LOG_INFO, LOG_FORMAT_AUTO, journal_address.sun_path);
	log_event(EVENT_STOPPED, NULL);
	cr_expect_not(receive());
	cr_expect_str_eq(written(), "info: refundd stopped\n");
}

Test(log_journal, where_none_listens_the_lines_have_the_priority)
{
	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, "/nowhere/socket");
	log_event(EVENT_STOPPED, NULL);
	cr_expect_str_eq(written(), "<6>refundd stopped\n");
}

Test(log_journal, what_it_does_not_take_is_not_lost)
{
	const char *at;
	int lines = 0, datagrams = 0;

	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	for (int i = 0; i < 2000; i++)
		log_event(EVENT_STOPPED, NULL);
	while (receive())
		datagrams++;
	for (at = strchr(written(), '\n'); at != NULL; at = strchr(at + 1, '\n'))
		lines++;
	cr_expect_gt(datagrams, 0);
	cr_expect_gt(lines, 0);
	cr_expect_eq(datagrams + lines, 2000);
}

/* In a process of its own: takes lines as they come, and ends well when it has them all. */
static pid_t start_taking(int count)
{
	struct pollfd waiting = {journal, POLLIN, 0};
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	while (count > 0 && poll(&waiting, 1, 10000) == 1)
		while (count > 0 && receive())
			count--;
	_exit(count);
}

Test(log_journal, one_that_has_much_to_do_is_waited_for)
{
	pid_t taker;
	int status;

	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	taker = start_taking(2000);
	for (int i = 0; i < 2000; i++)
		log_event(EVENT_STOPPED, NULL);
	cr_expect_eq(waitpid(taker, &status, 0), taker);
	cr_expect_eq(status, 0);
	cr_expect_str_eq(written(), "");
}

Test(log_journal, one_that_comes_back_is_written_to_again)
{
	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	close(journal);
	unlink(journal_address.sun_path);
	log_event(EVENT_STOPPED, NULL);
	cr_expect_str_eq(written(), "<6>refundd stopped\n");
	journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	bind(journal, (struct sockaddr *)&journal_address, sizeof(journal_address));
	log_event(EVENT_STOPPED, NULL);
	cr_expect(receive());
	cr_expect_str_eq(written(), "");
}

Test(log_journal, settings_can_change_while_it_runs)
{
	int next;

	log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	next = dup(STDOUT_FILENO);
	close(next);
	for (int i = 0; i < 100; i++)
		log_init(LOG_INFO, LOG_FORMAT_JOURNAL, journal_address.sun_path);
	cr_expect_eq(dup(STDOUT_FILENO), next, "no file descriptor is lost");
	log_init(LOG_INFO, LOG_FORMAT_PLAIN, journal_address.sun_path);
	log_event(EVENT_STOPPED, NULL);
	cr_expect_not(receive());
	cr_expect_str_eq(written(), "info: refundd stopped\n");
}
