#include "faults/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUN_MAX_S 30

static void give_up(const char *what)
{
	fprintf(stderr, "sweep: cannot %s: %s\n", what, strerror(errno));
	exit(2);
}

static void on_alarm(int signal)
{
	(void)signal; /* it only interrupts the waiting */
}

static int wait_for(pid_t child, bool *hangs)
{
	struct sigaction action = {.sa_handler = on_alarm};
	int status;

	sigaction(SIGALRM, &action, NULL);
	alarm(RUN_MAX_S);
	*hangs = waitpid(child, &status, 0) < 0;
	alarm(0);
	if (*hangs) {
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
	}
	return status;
}

static pid_t start(const struct lab *lab)
{
	posix_spawn_file_actions_t actions;
	char preload[4096];
	char plan[] = "FAULTS_PLAN=plan";
	char *const environment[] = {preload, plan, NULL};
	pid_t child;

	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", lab->program.shim);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, lab->dir);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "log",
					 O_WRONLY | O_CREAT | O_APPEND, 0600);
	posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
	errno = posix_spawn(&child, lab->program.path, &actions, NULL, lab->program.arguments,
			    environment);
	if (errno != 0)
		give_up("start the program");
	posix_spawn_file_actions_destroy(&actions);
	return child;
}

static int open_log(const struct lab *lab, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/log", lab->dir);
	return open(path, flags | O_CREAT, 0600);
}

struct lab lab_open(struct program program, int number)
{
	struct lab lab = {.program = program};
	char path[64];
	int fd;

	snprintf(lab.dir, sizeof(lab.dir), "job.%d", number);
	mkdir(lab.dir, 0700);
	snprintf(path, sizeof(path), "%s/plan", lab.dir);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || ftruncate(fd, sizeof(*lab.plan)) != 0)
		give_up("write the plan");
	lab.plan = mmap(NULL, sizeof(*lab.plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (lab.plan == MAP_FAILED)
		give_up("share the plan");
	close(fd);
	return lab;
}

int lab_run(struct lab *lab, struct plan plan, bool *hangs)
{
	*lab->plan = plan;
	return wait_for(start(lab), hangs);
}

bool lab_has_log(const struct lab *lab)
{
	int log = open_log(lab, O_RDONLY);
	bool has_log = lseek(log, 0, SEEK_END) > 0;

	close(log);
	return has_log;
}

void lab_forget_log(const struct lab *lab)
{
	close(open_log(lab, O_WRONLY | O_TRUNC));
}

bool is_success(int status)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}
