/* Writes on their way: waiting, then checked against their tickets (rt_write.c), then posted one by
 * one (rt_post.c). Each is answered once, and is gone then. */
#ifndef REFUNDD_DESK_RT_WRITER_H
#define REFUNDD_DESK_RT_WRITER_H

#include "desk/rt_desk.h"
#include "desk/rt_read.h"

struct rt_writing {
	struct rt_writing *next;
	struct rt_writer *writer;
	struct desk_write write;
	bool wants_check;
	struct instant checked_at; /* of one that is ready and wants it */
	struct error reason;	   /* why it could not be posted; of one that is resolved */
};

struct rt_queue {
	struct rt_writing *first, **last;
	int count;
};

struct rt_writer {
	struct rt *rt;
	struct rt_queue waiting;  /* for a check */
	struct rt_queue checking; /* by a request that is under way */
	struct rt_queue ready;	  /* to be posted */
	struct rt_queue posting;
	struct rt_queue resolving;
};

void rt_queue_init(struct rt_queue *queue);
void rt_queue_add(struct rt_queue *queue, struct rt_writing *writing);
/* The first, or NULL. */
struct rt_writing *rt_queue_take(struct rt_queue *queue);
void rt_queue_remove(struct rt_queue *queue, struct rt_writing *writing);

/* Answers the write, and frees it. `reason` may be NULL. */
void rt_writing_end(struct rt_writing *writing, enum desk_result result,
		    const struct error *reason);

/* Begins as many of those that are ready as may be under way. */
void rt_post_run(struct rt_writer *writer);
/* The ticket is not where it was, or will not have the write: finds out why, and answers. Takes it
 * in no queue. */
void rt_post_resolve(struct rt_writing *writing, const struct error *reason);

#endif
