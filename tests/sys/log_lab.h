/* Where lines of the log go in a test: standard error is a pipe, and a journal listens. */
#ifndef REFUNDD_TESTS_SYS_LOG_LAB_H
#define REFUNDD_TESTS_SYS_LOG_LAB_H

#include "sys/log.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PIPE_BYTES (1024 * 1024)

static int reading, own_stderr;
static char heard[PIPE_BYTES];

static inline void redirect_to(int fd)
{
	own_stderr = dup(STDERR_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static inline void begin(void)
{
	int ends[2];

	unsetenv("JOURNAL_STREAM");
	unsetenv("NO_COLOR");
	cr_assert_eq(pipe2(ends, O_NONBLOCK), 0);
	fcntl(ends[0], F_SETPIPE_SZ, PIPE_BYTES);
	reading = ends[0];
	redirect_to(ends[1]);
}

static inline void end(void)
{
	dup2(own_stderr, STDERR_FILENO);
	close(own_stderr);
	close(reading);
}

/* What was written since the last look. */
static inline const char *written(void)
{
	ssize_t n = read(reading, heard, sizeof(heard) - 1);

	heard[n < 0 ? 0 : n] = '\0';
	return heard;
}

static inline void be_the_journal(void)
{
	struct stat found;
	char stream[64];

	fstat(STDERR_FILENO, &found);
	snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)found.st_dev,
		 (uintmax_t)found.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
}

/* ---- a journal that takes datagrams ---- */

static int journal;
static struct sockaddr_un journal_address = {.sun_family = AF_UNIX};

static inline void begin_with_a_journal(void)
{
	char folder[] = "/tmp/refundd-log-XXXXXX";

	begin();
	cr_assert_not_null(mkdtemp(folder));
	snprintf(journal_address.sun_path, sizeof(journal_address.sun_path), "%s/socket", folder);
	journal = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	cr_assert_eq(bind(journal, (struct sockaddr *)&journal_address, sizeof(journal_address)),
		     0);
}

static inline void end_with_a_journal(void)
{
	close(journal);
	unlink(journal_address.sun_path);
	*strrchr(journal_address.sun_path, '/') = '\0';
	rmdir(journal_address.sun_path);
	end();
}

#endif
