#include "ledger/exemption_request.h"

#include "base/memory.h"

#include <string.h>

#define ACCOUNT_MAX 20 /* digits */

static bool check_account(const char *account, struct error *error)
{
	size_t digits = account == NULL ? 0 : strspn(account, "0123456789");

	return (digits > 0 && digits <= ACCOUNT_MAX && account[digits] == '\0') ||
	       error_set(error, ERROR_USE, "expected the digits of an account");
}

static bool check_signal(const struct policy_set *set, const char *signal, struct error *error)
{
	for (size_t i = 0; signal != NULL && i < set->signal_count; i++)
		if (strcmp(set->signals[i].name, signal) == 0)
			return true;
	return error_set(error, ERROR_USE, "there is no signal \"%s\"; see refundctl signal list",
			 signal != NULL ? signal : "");
}

static bool read_until(const struct config *config, const char *text, struct instant now,
		       struct instant *until, struct error *error)
{
	struct day day;

	if (text == NULL)
		return error_set(error, ERROR_USE, "an exemption needs a day to end on");
	if (!day_parse(text, strlen(text), &day, error)) {
		error->kind = ERROR_USE;
		return false;
	}
	*until = day_start(day, config->review.workweek.zone);
	return until->us > now.us ||
	       error_set(error, ERROR_USE, "the exemption would have ended already");
}

static bool add(struct ledger *ledger, const struct config *config, const char *user,
		const struct exemption_request *request, struct instant now, struct error *error)
{
	struct exemption_row row = {.account = request->account,
				    .signal = request->signal,
				    .from_at = now,
				    .author = user,
				    .reason = request->reason};

	if (request->reason == NULL || request->reason[0] == '\0')
		return error_set(error, ERROR_USE, "an exemption needs a reason");
	return check_signal(&config->policies, request->signal, error) &&
	       read_until(config, request->until, now, &row.until_at, error) &&
	       exemption_add(ledger, &row, error);
}

bool exemption_ask(struct ledger *ledger, const struct config *config, const char *user,
		   const struct exemption_request *request, struct instant now, struct error *error)
{
	const char *act = request->act != NULL ? request->act : "";

	if (!check_account(request->account, error))
		return false;
	if (strcmp(act, "add") == 0)
		return add(ledger, config, user, request, now, error);
	if (strcmp(act, "end") == 0 && request->signal != NULL)
		return exemption_end(ledger, request->account, request->signal, user, now, error);
	return error_set(error, ERROR_USE, "expected an account and a signal to add or end");
}
