#include "hostile/desk.h"

#include "base/memory.h"
#include "hostile/control.h"
#include "hostile/outage.h"
#include "hostile/reads.h"

#include <stdio.h>
#include <stdlib.h>

struct route {
	const char *method, *path; /* "/ticket/": with a number or name, and the `tail`, after it */
	const char *tail;
	unsigned on;
	desk_take *take;
};

void desk_refuse(struct reply *reply, int status, const char *message)
{
	reply->status = status;
	buffer_clear(reply->body);
	buffer_add_format(reply->body, "{\"message\":\"%s\"}", message);
}

struct ticket *desk_find(struct hostile_desk *desk, const char *name)
{
	struct ticket *ticket = store_find(desk->store, (uint32_t)strtoul(name, NULL, 10));

	if (ticket != NULL && ticket->merged_into != 0)
		ticket = store_find(desk->store, ticket->merged_into);
	return ticket != NULL && !ticket->is_gone ? ticket : NULL;
}

/* ---- writes ---- */

static void write_ticket(struct hostile_desk *desk, const struct request *request, const char *name,
			 const char *verb, const struct trouble *trouble, struct reply *reply)
{
	struct ticket *ticket = desk_find(desk, name);

	if (ticket == NULL)
		desk_refuse(reply, strcmp(verb, "put") == 0 ? 404 : 400, "Permission Denied");
	else
		desk_take_write(desk, request, ticket->id, verb, trouble, reply);
}

static void take_correspond(struct hostile_desk *desk, const struct request *request,
			    const char *name, const struct trouble *trouble, struct reply *reply)
{
	write_ticket(desk, request, name, "correspond", trouble, reply);
}

static void take_comment(struct hostile_desk *desk, const struct request *request, const char *name,
			 const struct trouble *trouble, struct reply *reply)
{
	write_ticket(desk, request, name, "comment", trouble, reply);
}

static void take_put(struct hostile_desk *desk, const struct request *request, const char *name,
		     const struct trouble *trouble, struct reply *reply)
{
	write_ticket(desk, request, name, "put", trouble, reply);
}

/* ---- routes ---- */

static const struct route routes[] = {
	{"GET", "/tickets", NULL, ON_READS | ON_LISTS | ON_TICKETS, read_tickets},
	{"GET", "/transactions", NULL, ON_READS | ON_LISTS, read_transactions},
	{"GET", "/ticket/", "/history", ON_READS | ON_LISTS, read_history},
	{"GET", "/ticket/", NULL, ON_READS, read_ticket},
	{"GET", "/ticket/", "/attachments", ON_READS, read_attachments},
	{"GET", "/attachment/", NULL, ON_READS, read_attachment},
	{"GET", "/transaction/", NULL, ON_READS, read_transaction},
	{"GET", "/user/", NULL, ON_READS, read_user},
	{"GET", "/queue/", NULL, ON_READS, read_queue},
	{"GET", "/rt", NULL, ON_READS, read_version},
	{"POST", "/ticket/", "/correspond", ON_WRITES, take_correspond},
	{"POST", "/ticket/", "/comment", ON_WRITES, take_comment},
	{"PUT", "/ticket/", NULL, ON_WRITES, take_put},
};

/* The part of `path` that the route leaves open, or NULL when it is not the one. */
static const char *match(const struct route *route, const struct request *request, const char *path)
{
	size_t length = strlen(route->path), left;

	if (strcmp(route->method, request->method) != 0 || strncmp(path, route->path, length) != 0)
		return NULL;
	path += length;
	if (route->path[length - 1] != '/')
		return *path == '\0' ? path : NULL;
	left = strcspn(path, "/");
	if (strcmp(path + left, route->tail == NULL ? "" : route->tail) != 0)
		return NULL;
	return text_copy_n(request->ctx, path, left);
}

static const struct route *find_route(const struct request *request, const char **name)
{
	static const char root[] = "/REST/2.0";

	if (strncmp(request->path, root, strlen(root)) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		*name = match(&routes[i], request, request->path + strlen(root));
		if (*name != NULL)
			return &routes[i];
	}
	return NULL;
}

static void take(struct hostile_desk *desk, const struct request *request, struct reply *reply)
{
	const char *name;
	const struct route *route = find_route(request, &name);
	const struct trouble *trouble;

	if (route == NULL) {
		desk_refuse(reply, 404, "Not Found");
		return;
	}
	trouble = outage_trouble(desk, route->on);
	if (trouble == NULL)
		trouble = troubles_next(desk->troubles, route->on);
	if (desk->logs)
		fprintf(stderr, "%lld %s %s?%.600s %s\n", (long long)now_us(), request->method,
			request->path, request->query == NULL ? "" : request->query,
			trouble == NULL ? "" : trouble->name);
	if (trouble == NULL || !trouble->is_instead)
		route->take(desk, request, name, trouble, reply);
	if (trouble != NULL && trouble->spoil_reply != NULL)
		trouble->spoil_reply(request->ctx, reply);
}

void desk_handle(void *arg, struct request *request, struct reply *reply)
{
	struct hostile_desk *desk = arg;

	if (strncmp(request->path, "/control/", strlen("/control/")) == 0) {
		control_take(desk, request, reply);
		return;
	}
	if (strcmp(request->method, "GET") == 0)
		desk->counts.reads++;
	else
		desk->counts.writes++;
	if (request->has_token)
		take(desk, request, reply);
	else
		desk_refuse(reply, 401, "Unauthorized");
}

void desk_sent(void *arg, const struct reply *reply, int64_t now)
{
	struct hostile_desk *desk = arg;

	for (size_t i = 0; i < reply->shown_count; i++) {
		struct ticket *ticket = store_find(desk->store, reply->shown[i]);
		bool is_full = ticket->shown_count == SHOWN_MAX;

		memmove(ticket->shown_us, ticket->shown_us + is_full,
			sizeof(ticket->shown_us) - is_full * sizeof(ticket->shown_us[0]));
		ticket->shown_count -= is_full;
		ticket->shown_us[ticket->shown_count++] = now;
		desk_let_people_in(desk, ticket);
	}
}
