/* How the programs end; the manuals list it from here. */
#ifndef REFUNDD_BASE_EXITS_H
#define REFUNDD_BASE_EXITS_H

enum exit_status {
	EXIT_DONE = 0,
	EXIT_TROUBLE = 1,
	EXIT_USE = 2,
	EXIT_NO_MEMORY = 71,
};

/* clang-format off */
#define EXITS_OF_REFUNDD(X) \
	X(DONE, "Done. Tickets that could not be read are named in the log, and are no trouble.") \
	X(TROUBLE, "Trouble, such as a ledger in use or a ticket system that cannot be written, or " \
	  "--once while all is paused; the log says what.") \
	X(USE, "Bad use, or a configuration that cannot be right.") \
	X(NO_MEMORY, "Out of memory. The ledger holds all that matters; the next start goes on.")

#define EXITS_OF_REFUNDCTL(X) \
	X(DONE, "Done.") \
	X(TROUBLE, "Something could not be done, or is not right: audit verify, replay, policy lint " \
	  "and desk check have something to tell.") \
	X(USE, "Asked for wrongly, or a configuration that cannot be right.") \
	X(NO_MEMORY, "Out of memory.")

#define EXITS_OF_REFUND_EVAL(X) \
	X(DONE, "Every input was decided.") \
	X(TROUBLE, "Some input was bad.") \
	X(USE, "Bad use, a configuration that cannot be right, or nobody who reads the decisions.") \
	X(NO_MEMORY, "Out of memory.")
/* clang-format on */

#endif
