#include "sys/log_journal.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

static const char *const priorities[] = {"3", "4", "6", "7"};

static int connection = -1;
static bool is_patient = true;
static struct sockaddr_un journal = {.sun_family = AF_UNIX};

/* With its length before it, eight bytes with the lowest first, a value may hold any bytes: none of
 * them is taken for a field's end. `end` is added to the value. */
static void add_value(struct buffer *buffer, const char *value, size_t length, const char *end)
{
	uint64_t whole = length + strlen(end);

	buffer_add_char(buffer, '\n');
	for (int shift = 0; shift < 64; shift += 8)
		buffer_add_char(buffer, (char)(whole >> shift & 0xff));
	buffer_add(buffer, value, length);
	buffer_add_format(buffer, "%s\n", end);
}

static void add_own(struct buffer *buffer, const char *key, const char *value)
{
	buffer_add_text(buffer, key);
	add_value(buffer, value, strlen(value), "");
}

static void add_field(struct buffer *buffer, const char *key, const char *value)
{
	size_t length = log_value_length(value);

	buffer_add_text(buffer, "REFUNDD_");
	for (; *key != '\0'; key++)
		buffer_add_char(buffer, (char)toupper((unsigned char)*key));
	add_value(buffer, value, length, value[length] != '\0' ? "..." : "");
}

/* The message has the fields, too: it is what journalctl(1) shows. */
static void add_message(struct buffer *buffer, const struct log_line *line)
{
	struct buffer *text = buffer_new(NULL);

	log_line_text(line, text);
	add_own(buffer, "MESSAGE", text->bytes);
	talloc_free(text);
}

void log_line_journal(const struct log_line *line, struct buffer *buffer)
{
	add_message(buffer, line);
	add_own(buffer, "PRIORITY", priorities[line->level]);
	add_own(buffer, "SYSLOG_IDENTIFIER", "refundd");
	add_field(buffer, "event", log_events[line->event].name);
	for (size_t i = 0; i < line->count; i++)
		add_field(buffer, line->fields[i].key, line->fields[i].value);
}

static int open_socket(void)
{
	static const struct timeval patience = {.tv_usec = 100000};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return fd;
}

bool log_journal_open(const char *path)
{
	struct stat found;

	if (stat(path, &found) != 0 || !S_ISSOCK(found.st_mode) ||
	    strlen(path) >= sizeof(journal.sun_path))
		return false;
	if (connection < 0)
		connection = open_socket();
	snprintf(journal.sun_path, sizeof(journal.sun_path), "%s", path);
	return connection >= 0;
}

bool log_journal_send(const struct log_line *line)
{
	struct buffer *datagram = buffer_new(NULL);
	ssize_t sent;

	log_line_journal(line, datagram);
	sent = sendto(connection, datagram->bytes, datagram->length,
		      MSG_NOSIGNAL | (is_patient ? 0 : MSG_DONTWAIT),
		      (const struct sockaddr *)&journal, sizeof(journal));
	is_patient = sent >= 0;
	talloc_free(datagram);
	return is_patient;
}
