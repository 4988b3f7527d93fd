/* The ticket system of a run, where it is not the spool: a hostile-desk (tests/hostile) that
 * behaves, anew for each run. */
#ifndef REFUNDD_TESTS_FAULTS_SERVER_H
#define REFUNDD_TESTS_FAULTS_SERVER_H

#include <sys/types.h>

struct server {
	pid_t pid;
	int port;
};

/* Ends the program when it fails, as the next does. */
struct server server_start(const char *program);
void server_stop(const struct server *server);
/* What it says of its tickets, for the caller to free; *answers: of refundd's in them. */
char *server_report(const struct server *server, int *answers);

#endif
