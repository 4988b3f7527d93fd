/* Runs a program under a filter of system calls, as a service manager would:
 *
 *   under-filter LIST PROGRAM [ARGUMENT]...
 *
 * LIST is a file with the name of an allowed system call in each line; one after an exclamation
 * mark fails with EPERM; whatever else is called kills the process, so that no test passes over it.
 * Names that this machine does not have are passed over, as systemd does. */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int give_up(const char *what)
{
	fprintf(stderr, "under-filter: %s: %s\n", what, strerror(errno));
	return 125;
}

static int add_rule(scmp_filter_ctx filter, const char *line)
{
	uint32_t action = line[0] == '!' ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_ALLOW;
	int call = seccomp_syscall_resolve_name(line + (line[0] == '!'));

	return call < 0 ? 0 : seccomp_rule_add(filter, action, call, 0);
}

static int add_rules(scmp_filter_ctx filter, FILE *list)
{
	char line[64];
	int failure = 0;

	while (failure == 0 && fgets(line, sizeof(line), list) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		failure = add_rule(filter, line);
	}
	return failure;
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	FILE *list = argc > 2 ? fopen(argv[1], "re") : NULL;

	if (filter == NULL || list == NULL)
		return give_up("LIST PROGRAM [ARGUMENT]...");
	errno = -add_rules(filter, list);
	fclose(list);
	if (errno == 0)
		errno = -seccomp_load(filter);
	seccomp_release(filter);
	if (errno != 0)
		return give_up("the filter");
	execv(argv[2], argv + 2);
	return give_up(argv[2]);
}
