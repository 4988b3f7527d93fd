/* Exemptions of an account from a signal, as they are asked for: by the daemon for its clients, and
 * by refundctl itself where no daemon runs. */
#ifndef REFUNDD_LEDGER_EXEMPTION_REQUEST_H
#define REFUNDD_LEDGER_EXEMPTION_REQUEST_H

#include "ledger/reviews.h"
#include "sys/config.h"

struct exemption_request {
	const char *act;	      /* add end */
	const char *account, *signal; /* NULL: not told */
	const char *until;	      /* of add: the first day on which it no longer holds */
	const char *reason;	      /* of add */
};

/* Adds or ends what `user` asks for, from `now` on, in the open transaction. ERROR_USE and
 * ERROR_ABSENT say why it cannot be. */
bool exemption_ask(struct ledger *ledger, const struct config *config, const char *user,
		   const struct exemption_request *request, struct instant now,
		   struct error *error);

#endif
