#include "sys/users.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Test(users, in_the_namespace_of_the_machine_all_are_seen)
{
	cr_expect(users_see(0));
	cr_expect(users_see(getuid()));
	cr_expect(users_see(USERS_UNSEEN));
}

/* 0 or 1: whether all is as it should be in there; 77: there are none on this machine. */
static int look_from_within(void)
{
	char map[64];
	uid_t own = geteuid();
	int file;

	snprintf(map, sizeof(map), "%u %u 1", own, own);
	if (unshare(CLONE_NEWUSER) != 0)
		return 77;
	file = open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
	if (write(file, map, strlen(map)) != (ssize_t)strlen(map))
		return 77;
	close(file);
	return users_see(own) && !users_see(own + 1) && !users_see(USERS_UNSEEN) ? 0 : 1;
}

/* Only a process of one thread may enter one. */
Test(users, in_a_namespace_of_our_own_only_those_that_it_has)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(look_from_within());
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	if (WEXITSTATUS(status) == 77)
		cr_skip_test("there are no user namespaces here");
	cr_expect_eq(status, 0);
}
