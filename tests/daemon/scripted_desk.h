/* A ticket system of a few tickets, and a desk to it that answers as a test chooses. The tickets
 * outlive the desk, as they do when a program dies. */
#ifndef REFUNDD_TESTS_DAEMON_SCRIPTED_DESK_H
#define REFUNDD_TESTS_DAEMON_SCRIPTED_DESK_H

#include "desk/desk.h"

#define SCRIPT_TICKETS 160
#define SCRIPT_KEYS    8

struct script_ticket {
	const char *id, *order;
	char decision[16]; /* that we wrote into its field */
	enum ticket_status status;
	int customer_messages;
	bool has_person;
	struct {
		char key[33];
		bool is_public;
	} said[SCRIPT_KEYS]; /* by us */
	int said_count;
	int change; /* number of the last one */
};

struct script {
	struct script_ticket tickets[SCRIPT_TICKETS];
	int ticket_count, changes;
	const char *product, *issue_type;

	const char *system;
	struct span quarantine;
	enum desk_result result; /* of the next write; then DESK_DONE again */
	bool arrives;		 /* DESK_UNKNOWN, or a crash: it is in the ticket all the same */
	bool is_blind;		 /* looks give `sight` */
	enum desk_sight sight;
	bool is_down;	 /* polls fail */
	bool is_blurred; /* nothing can be read again; polls that know of that give no cursor */
	bool is_mute;	 /* nothing is answered */
	int pace;	 /* answers in one run; 0: all */

	/* What it was asked so far. */
	int polls, writes, looks, rereads;
	int most_at_once;	 /* writes and looks that waited for an answer */
	char cursor[16];	 /* of the last poll; empty: none */
	struct instant since;	 /* of the last look */
	const struct desk *desk; /* the newest */
};

/* A desk_maker's function; `script` is its arg. */
struct desk *script_make_desk(void *script, const void *ctx, const struct desk_listener *listener,
			      struct error *error);

struct script_ticket *script_add(struct script *script, const char *id, const char *order);
/* It is news. */
void script_change(struct script *script, struct script_ticket *ticket);
/* The writes that wait arrive: as when the program dies after it sent them. */
void script_let_arrive(const struct script *script);
/* How often we spoke to its customer. */
int script_replies(const struct script_ticket *ticket);

#endif
