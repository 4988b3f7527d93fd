/* The parts of the Request Tracker desk, for each other: rt.c puts them together. */
#ifndef REFUNDD_DESK_RT_DESK_H
#define REFUNDD_DESK_RT_DESK_H

#include "desk/http.h"
#include "desk/rt.h"
#include "desk/rt_query.h"

struct rt {
	struct desk desk;
	struct rt_settings *settings;
	enum desk_mode mode;
	struct http *http;
	const char *self_id;		    /* of the user whose token we have */
	const char *self;		    /* its name */
	struct rt_verdict_fields verdicts;  /* none: there can be no verdicts */
	bool is_settling_in, is_settled_in; /* we know who we are, and that the queues will do */

	struct rt_poll *poll;
	struct rt_rereads *rereads;
	struct rt_writer *writer;
	struct rt_verify *verify;
	struct rt_looks *looks;
};

/* How the config says. */
struct http *rt_connect(const void *ctx, struct ev_loop *loop, const struct rt_settings *settings,
			const char *token, struct error *error);

/* Begins whatever can begin now; each part calls it when something of its own has ended. */
void rt_run(struct rt *rt);

void rt_get(struct rt *rt, enum desk_purpose purpose, const char *path, http_callback *callback,
	    void *arg);

/* ---- rt_poll.c ---- */

struct rt_poll *rt_poll_new(struct rt *rt);
void rt_poll_want(struct rt_poll *poll, const char *cursor);
void rt_poll_run(struct rt_poll *poll);
void rt_poll_fail(struct rt_poll *poll, const struct error *error);
bool rt_poll_is_busy(const struct rt_poll *poll);

/* ---- rt_reread.c: single tickets ---- */

struct rt_rereads *rt_rereads_new(struct rt *rt);
void rt_rereads_add(struct rt_rereads *rereads, const char *ticket);
void rt_rereads_run(struct rt_rereads *rereads);
/* Those that could not be read wait for rt_rereads_retry(). */
void rt_rereads_fail(struct rt_rereads *rereads);
void rt_rereads_retry(struct rt_rereads *rereads);
bool rt_rereads_is_busy(const struct rt_rereads *rereads);
/* A ticket could not be understood: it is tried again some times, for the fault may have been of
 * the moment. Or it could. */
void rt_rereads_be_bad(struct rt_rereads *rereads, const char *ticket);
void rt_rereads_be_good(struct rt_rereads *rereads, const char *ticket);
/* What the first look has read is good for reading it again right after it: only then are tickets
 * judged, and before that nothing is written. Takes the reading. */
struct rt_read;
void rt_rereads_keep(struct rt_rereads *rereads, struct rt_read *read);
void rt_rereads_forget(struct rt_rereads *rereads);
/* Every ticket asked for was read. */
bool rt_rereads_are_done(const struct rt_rereads *rereads);

/* ---- rt_write.c, rt_post.c ---- */

struct rt_writer *rt_writer_new(struct rt *rt);
void rt_writer_add(struct rt_writer *writer, const struct desk_write *write);
void rt_writer_run(struct rt_writer *writer);
void rt_writer_fail(struct rt_writer *writer, const struct error *error);
bool rt_writer_is_busy(const struct rt_writer *writer);

/* ---- rt_verify.c: whether tickets have got their status, and are in the review queue ---- */

struct rt_verify *rt_verify_new(struct rt *rt);
/* What was written is in its ticket. */
void rt_verify_add(struct rt_verify *verify, const struct desk_write *write);
void rt_verify_run(struct rt_verify *verify);
/* The server answers: what could not be asked is asked again. Until then it is not busy with it. */
void rt_verify_retry(struct rt_verify *verify);
bool rt_verify_is_busy(const struct rt_verify *verify);

/* ---- rt_look.c ---- */

struct rt_looks *rt_looks_new(struct rt *rt);
void rt_looks_add(struct rt_looks *looks, const struct desk_write *write, struct instant since);
void rt_looks_run(struct rt_looks *looks);
void rt_looks_fail(struct rt_looks *looks, const struct error *error);
bool rt_looks_is_busy(const struct rt_looks *looks);

#endif
