/* The calls that reach for memory, the clock and the network. */
#include "faults/interpose.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* ---- memory ---- */

/* The C library's own: they are there under these names for this. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool is_refused(const void *asker)
{
	if (meet(CALL_MEMORY) != FAIL)
		return false;
	note_asker(asker);
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return is_refused(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return is_refused(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return is_refused(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

/* ---- the clock ---- */

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);

	if (result == 0 && clock == CLOCK_REALTIME)
		now->tv_sec += clock_ahead_s();
	return result;
}

/* ---- the network ---- */

int connect(int fd, const struct sockaddr *to, socklen_t length)
{
	return meet(CALL_CONNECT) == FAIL ? -1 : (int)syscall(SYS_connect, fd, to, length);
}

ssize_t sendto(int fd, const void *bytes, size_t length, int flags, const struct sockaddr *to,
	       socklen_t to_length)
{
	return meet(CALL_SEND) == FAIL
		       ? -1
		       : syscall(SYS_sendto, fd, bytes, length, flags, to, to_length);
}

ssize_t send(int fd, const void *bytes, size_t length, int flags)
{
	return sendto(fd, bytes, length, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	return meet(CALL_SEND) == FAIL ? -1 : syscall(SYS_sendmsg, fd, message, flags);
}

ssize_t recvfrom(int fd, void *bytes, size_t length, int flags, struct sockaddr *from,
		 socklen_t *from_length)
{
	return meet(CALL_RECEIVE) == FAIL
		       ? -1
		       : syscall(SYS_recvfrom, fd, bytes, length, flags, from, from_length);
}

ssize_t recv(int fd, void *bytes, size_t length, int flags)
{
	return recvfrom(fd, bytes, length, flags, NULL, NULL);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	return meet(CALL_RECEIVE) == FAIL ? -1 : syscall(SYS_recvmsg, fd, message, flags);
}

/* Between two sleeps the other end goes on by itself. */
int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
	struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};

	meet(CALL_WAIT);
	return (int)syscall(SYS_ppoll, fds, count, timeout_ms < 0 ? NULL : &timeout, NULL, 0);
}

int epoll_wait(int epoll, struct epoll_event *events, int max, int timeout_ms)
{
	meet(CALL_WAIT);
	return (int)syscall(SYS_epoll_pwait, epoll, events, max, timeout_ms, NULL, 0);
}
