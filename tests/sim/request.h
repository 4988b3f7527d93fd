/* An answer of ours that left: it lives in the world, whatever becomes of the program. */
#ifndef REFUNDD_TESTS_SIM_REQUEST_H
#define REFUNDD_TESTS_SIM_REQUEST_H

#include "sim.h"

struct request {
	struct sim *sim;
	struct desk_write write;
	bool is_obeyed, is_refused; /* refused: the ticket is gone */
};

/* What the server will do with it, and what is heard of that. */
struct fate {
	bool is_lost;	   /* never obeyed */
	bool is_torn;	   /* obeyed without its key */
	struct span delay; /* until it is obeyed */
};

/* Belongs to the world. */
struct request *request_send(struct sim *sim, const struct desk_write *write, struct fate fate);

#endif
