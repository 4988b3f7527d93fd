/* hostile-desk [OPTION]...: a Request Tracker that misbehaves as it is told, for tests.
 *
 *   --tickets N         there from the beginning (0)
 *   --kinds A,B,...     what they are about, taking turns (all kinds)
 *   --misbehave NAME    see trouble.c; NAME:TIMES:PERCENT
 *   --people NAME       see people.c; NAME:TIMES
 *   --seed N            of what it chooses (1)
 *   --log               each request, and what befalls it, on standard error
 *   --list              prints the names of the ways to misbehave and ends
 *
 * Listens on a free port of 127.0.0.1, which it prints, and on one that no outage shuts, which it
 * prints next; control.h has what can be asked of it. Ends with the program that started it. */
#include "hostile/control.h"
#include "hostile/spoil.h"

#include "base/memory.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <signal.h>

struct options {
	long tickets;
	const char *kinds;
	uint64_t seed;
	bool logs;
	const char *misbehave[16], *people[16];
	int misbehave_count, people_count;
};

static void go_elsewhere(void *arg, struct request *request, struct reply *reply)
{
	struct hostile_desk *desk = arg;

	(void)request;
	(void)reply;
	desk->elsewhere++;
}

static void ignore_sent(void *arg, const struct reply *reply, int64_t now)
{
	(void)arg;
	(void)reply;
	(void)now;
}

static bool read_options(int argc, char **argv, struct options *options)
{
	static const struct option names[] = {{"tickets", required_argument, NULL, 't'},
					      {"kinds", required_argument, NULL, 'k'},
					      {"misbehave", required_argument, NULL, 'm'},
					      {"people", required_argument, NULL, 'p'},
					      {"seed", required_argument, NULL, 's'},
					      {"log", no_argument, NULL, 'g'},
					      {"list", no_argument, NULL, 'l'},
					      {0}};
	int option;

	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (option) {
		case 't': options->tickets = atol(optarg); break;
		case 'k': options->kinds = optarg; break;
		case 's': options->seed = strtoull(optarg, NULL, 10); break;
		case 'g': options->logs = true; break;
		case 'l': troubles_print_names(); exit(0);
		case 'm':
			if (options->misbehave_count == 16)
				return false;
			options->misbehave[options->misbehave_count++] = optarg;
			break;
		case 'p':
			if (options->people_count == 16)
				return false;
			options->people[options->people_count++] = optarg;
			break;
		default: return false;
		}
	}
	return optind == argc;
}

static bool add_tickets(struct hostile_desk *desk, const struct options *options)
{
	desk->store = store_new(desk, options->kinds);
	if (desk->store == NULL)
		return false;
	for (long i = 0; i < options->tickets; i++)
		store_add_ticket(desk->store);
	return true;
}

static bool add_troubles(struct hostile_desk *desk, const struct options *options)
{
	desk->troubles = troubles_new(desk, options->seed);
	for (int i = 0; i < options->misbehave_count; i++)
		if (!troubles_add(desk->troubles, options->misbehave[i]))
			return false;
	for (int i = 0; i < options->people_count; i++)
		if (!desk_add_person(desk, options->people[i]))
			return false;
	return true;
}

static bool open_servers(struct hostile_desk *desk)
{
	struct server_hooks hooks = {desk, desk_handle, desk_sent};
	struct server *elsewhere;

	desk->server = server_new(desk, desk->loop, hooks);
	desk->back_door = server_new(desk, desk->loop, hooks);
	elsewhere = server_new(desk, desk->loop,
			       (struct server_hooks){desk, go_elsewhere, ignore_sent});
	if (desk->server == NULL || desk->back_door == NULL || elsewhere == NULL)
		return false;
	spoil_set_elsewhere(server_port(elsewhere));
	desk->url = text_format(desk, "http://127.0.0.1:%d", server_port(desk->server));
	return true;
}

int main(int argc, char **argv)
{
	struct options options = {.kinds = "approve,reject,ask,flag,text,chinese", .seed = 1};
	struct hostile_desk *desk = NEW(NULL, struct hostile_desk);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	desk->loop = ev_default_loop(0);
	if (!read_options(argc, argv, &options) || !add_tickets(desk, &options) ||
	    !add_troubles(desk, &options)) {
		fputs("hostile-desk: bad use, see hostile_desk.c\n", stderr);
		return 2;
	}
	desk->logs = options.logs;
	if (!open_servers(desk)) {
		perror("hostile-desk");
		return 1;
	}
	printf("%d\n%d\n", server_port(desk->server), server_port(desk->back_door));
	fflush(stdout);
	ev_run(desk->loop, 0);
	return 0;
}
