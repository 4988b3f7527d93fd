#include "faults/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void give_up(const char *what)
{
	fprintf(stderr, "sweep: cannot %s: %s\n", what, strerror(errno));
	exit(2);
}

static int connect_to(const struct server *server)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)server->port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		give_up("reach the ticket system");
	return fd;
}

/* Its body. */
static char *get(const struct server *server, const char *path)
{
	int fd = connect_to(server);
	FILE *stream = fdopen(fd, "r+");
	char *text = NULL, *body;
	size_t size = 0;

	dprintf(fd, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
	if (stream == NULL || getdelim(&text, &size, '\0', stream) < 0)
		give_up("ask the ticket system");
	fclose(stream);
	body = strstr(text, "\r\n\r\n");
	if (body == NULL)
		give_up("understand the ticket system");
	memmove(text, body + 4, strlen(body + 4) + 1);
	return text;
}

struct server server_start(const char *program)
{
	char *const arguments[] = {
		"hostile-desk", "--tickets", "4", "--kinds", "approve,reject,ask,flag", NULL};
	struct server server;
	posix_spawn_file_actions_t actions;
	int output[2];
	FILE *said;

	if (pipe2(output, O_CLOEXEC) != 0)
		give_up("make a pipe");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
	errno = posix_spawn(&server.pid, program, &actions, NULL, arguments, environ);
	if (errno != 0)
		give_up("start the ticket system");
	posix_spawn_file_actions_destroy(&actions);
	close(output[1]);
	said = fdopen(output[0], "r");
	if (fscanf(said, "%d", &server.port) != 1)
		give_up("hear where the ticket system is");
	fclose(said);
	return server;
}

void server_stop(const struct server *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
}

char *server_report(const struct server *server, int *answers)
{
	static const char mark[] = "\"answers\":";
	char *summary = get(server, "/control/summary");
	char *tickets = get(server, "/control/tickets");
	char *counted = strstr(summary, mark);
	char *requests = strstr(summary, ",\"reads\"");
	char *report;

	if (counted == NULL || requests == NULL)
		give_up("understand the ticket system");
	*answers = atoi(counted + strlen(mark));
	*requests = '\0'; /* how many requests it took is another matter */
	if (asprintf(&report, "%s\n%s", summary, tickets) < 0)
		give_up("write the report");
	free(summary);
	free(tickets);
	return report;
}
