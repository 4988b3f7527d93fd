/* The desk: Request Tracker's REST2 as far as refundd uses it, with troubles and people. */
#ifndef REFUNDD_TESTS_HOSTILE_DESK_H
#define REFUNDD_TESTS_HOSTILE_DESK_H

#include "hostile/server.h"
#include "hostile/store.h"
#include "hostile/trouble.h"

struct counts {
	long reads, writes, polls; /* polls: searches of transactions of the queue */
};

struct outage {
	struct server *server;
	const struct trouble *trouble; /* befalls every request; NULL: none does */
	bool is_shut;		       /* nobody is let in */
	ev_timer ending;
};

struct hostile_desk {
	struct ev_loop *loop;
	struct store *store;
	struct server *server;
	struct server *back_door; /* which no outage shuts */
	struct troubles *troubles;
	const char *url;
	bool logs; /* requests, on standard error */
	struct counts counts;
	long elsewhere; /* requests where nobody must go */
	struct outage outage;

	struct person *people; /* who come between reading and writing */
	int people_count;

	ev_timer creating; /* tickets at a rate */
	double rate, owed;
	ev_tstamp created_at; /* the last of them */
	long to_create;

	ev_timer looking; /* for who waits, see control.h */
	struct waiter *waiters;
};

/* The hooks of its server. */
void desk_handle(void *arg, struct request *request, struct reply *reply);
void desk_sent(void *arg, const struct reply *reply, int64_t now);

void desk_refuse(struct reply *reply, int status, const char *message);
/* By its number, or by that of one that was merged into it. NULL: nobody sees one. */
struct ticket *desk_find(struct hostile_desk *desk, const char *name);

/* ---- writes.c ---- */

/* Does `part` of a POST or PUT on `ticket`, and the rest of it after a while if `trouble` says so.
 * What it says of it goes into `reply`. */
void desk_take_write(struct hostile_desk *desk, const struct request *request, uint32_t ticket,
		     const char *verb, const struct trouble *trouble, struct reply *reply);

/* ---- people.c ---- */

/* "NAME" or "NAME:TIMES"; false: there is none of that name. */
bool desk_add_person(struct hostile_desk *desk, const char *text);
/* A ticket was shown: whoever waits for that comes now. */
void desk_let_people_in(struct hostile_desk *desk, struct ticket *ticket);

#endif
