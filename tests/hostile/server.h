/* HTTP/1.1 on loopback. It sends what it is told, as badly as it is told.
 *
 * One request of a connection is answered after the other. Requests must be sound: the client is
 * ours. */
#ifndef REFUNDD_TESTS_HOSTILE_SERVER_H
#define REFUNDD_TESTS_HOSTILE_SERVER_H

#include "base/buffer.h"

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

struct server;

struct request {
	const void *ctx;       /* lives until it is answered */
	struct server *server; /* this one and the connection, for server_answer() */
	uint64_t connection;
	char *method, *path, *query; /* as they came; `query` without "?" */
	bool has_token;
	const char *body; /* ends with NUL */
	size_t length;
};

enum ending {
	END_KEEP,  /* the connection waits for the next request */
	END_STALL, /* nothing more is said */
	END_CLOSE,
	END_RESET,
	END_LATER, /* nothing is sent: server_answer() will be called */
};

struct reply {
	int status;
	const char *content_type;
	const char *headers; /* further ones, each with its line end; may be NULL */
	struct buffer *body;
	long claimed_length; /* -1: the true one; -2: chunked, and never the last chunk */
	size_t cut;	     /* so many bytes of head and body leave at most */
	bool is_slow;	     /* a byte a second */
	const char *filler;  /* after the body, for ever; NULL: none */
	size_t filler_length;
	enum ending ending;
	uint32_t *shown; /* for the sent hook; owned by the request's ctx */
	size_t shown_count;
};

struct server_hooks {
	void *arg;
	void (*handle)(void *arg, struct request *request, struct reply *reply);
	/* The last bytes of the reply left at `now_us`. */
	void (*sent)(void *arg, const struct reply *reply, int64_t now_us);
};

/* Listens on a free port of 127.0.0.1; NULL: errno says why not. Owned by `ctx`. */
struct server *server_new(const void *ctx, struct ev_loop *loop, struct server_hooks hooks);
int server_port(const struct server *server);
int server_peak(const struct server *server); /* most connections at once */
/* Ends all connections and refuses new ones, until it is opened again; false: errno says why. */
bool server_shut(struct server *server);
bool server_open(struct server *server);
/* A connection that is gone is passed over. */
void server_answer(struct server *server, uint64_t connection, const struct reply *reply);

/* A whole and honest one of JSON. */
struct reply reply_new(const void *ctx, int status);

#endif
