#include "ctl/brake_status.h"

#include "base/memory.h"
#include "ctl/ctl.h"

/* ---- reading ---- */

static bool read_granted(struct brake_status *status, struct ledger *ledger, struct instant now,
			 struct error *error)
{
	const struct config *config = status->config;
	struct zone zone = config->budget_zone;
	struct instant today = day_start(day_of_instant(now, zone), zone);

	for (size_t i = 0; i < config->brakes.budget_count; i++)
		if (!granted_since(ledger, today, config->brakes.budget[i].currency,
				   &status->today[i], error))
			return false;
	return granted_count_since(ledger, instant_plus(now, (struct span){-HOUR_US}),
				   &status->last_hour, error);
}

bool brake_status_read(const void *ctx, const struct config *config, struct ledger *ledger,
		       struct instant now, struct brake_status *status, struct error *error)
{
	size_t count = config->brakes.budget_count;
	struct brake_status read = {.config = config};

	read.today = NEW_ARRAY(ctx, struct money, count);
	for (size_t i = 0; i < count; i++)
		read.today[i] = money_zero(config->brakes.budget[i].currency);
	if (ledger != NULL && (!pause_find(ledger, ctx, &read.pause, &read.is_paused, error) ||
			       !read_granted(&read, ledger, now, error)))
		return false;
	*status = read;
	return true;
}

/* ---- for people ---- */

static void add_modes(const struct config *config, struct buffer *out)
{
	const struct brakes *brakes = &config->brakes;

	buffer_add_format(out, "mode        %s", mode_words.list[brakes->mode]);
	if (brakes->share < 100)
		buffer_add_format(out, " for %d %% of the accounts, %s for the others",
				  brakes->share, mode_words.list[brakes->rest_mode]);
	for (size_t i = 0; i < config->policies.policy_count; i++) {
		const struct policy *policy = &config->policies.policies[i];

		if (policy->has_mode)
			buffer_add_format(out, "; policy %s: %s", policy->name,
					  mode_words.list[policy->mode]);
	}
	buffer_add_char(out, '\n');
}

static void add_budgets(const struct brake_status *status, struct buffer *out)
{
	const struct brakes *brakes = &status->config->brakes;

	for (size_t i = 0; i < brakes->budget_count; i++)
		buffer_add_format(out, "budget      %s of %s used today\n",
				  ctl_money(out, status->today[i]),
				  ctl_money(out, brakes->budget[i]));
	if (brakes->approvals_per_hour > 0)
		buffer_add_format(out, "rate        %ld of %d approvals in the last hour\n",
				  status->last_hour, brakes->approvals_per_hour);
}

void brake_status_text(const struct brake_status *status, struct buffer *out)
{
	const struct pause *pause = &status->pause;

	if (status->is_paused)
		buffer_add_format(out, "paused      by %s since %s%s%s\n", pause->paused_by,
				  ctl_time(out, pause->paused_at),
				  pause->reason != NULL ? ": " : "",
				  pause->reason != NULL ? pause->reason : "");
	add_modes(status->config, out);
	add_budgets(status, out);
}

/* ---- for programs ---- */

static void put_pause(const void *ctx, const struct brake_status *status,
		      struct json_writer *writer)
{
	json_put_key(writer, "pause");
	if (!status->is_paused) {
		json_put_null(writer);
		return;
	}
	json_open_object(writer);
	json_put_member(writer, "by", status->pause.paused_by);
	json_put_member(writer, "since", ctl_time(ctx, status->pause.paused_at));
	json_put_member(writer, "reason", status->pause.reason);
	json_close_object(writer);
}

static void put_policies(const struct policy_set *set, struct json_writer *writer)
{
	json_put_key(writer, "policies");
	json_open_object(writer);
	for (size_t i = 0; i < set->policy_count; i++)
		if (set->policies[i].has_mode)
			json_put_member(writer, set->policies[i].name,
					mode_words.list[set->policies[i].mode]);
	json_close_object(writer);
}

static void put_budgets(const void *ctx, const struct brake_status *status,
			struct json_writer *writer)
{
	const struct brakes *brakes = &status->config->brakes;

	json_put_key(writer, "budget");
	json_open_array(writer);
	for (size_t i = 0; i < brakes->budget_count; i++) {
		json_open_object(writer);
		json_put_member(writer, "used", ctl_money(ctx, status->today[i]));
		json_put_member(writer, "of", ctl_money(ctx, brakes->budget[i]));
		json_close_object(writer);
	}
	json_close_array(writer);
}

void brake_status_put(const void *ctx, const struct brake_status *status,
		      struct json_writer *writer)
{
	const struct brakes *brakes = &status->config->brakes;

	json_put_key(writer, "brakes");
	json_open_object(writer);
	put_pause(ctx, status, writer);
	json_put_member(writer, "mode", mode_words.list[brakes->mode]);
	json_put_count(writer, "share", brakes->share);
	json_put_member(writer, "rest_mode", mode_words.list[brakes->rest_mode]);
	put_policies(&status->config->policies, writer);
	put_budgets(ctx, status, writer);
	json_put_count(writer, "approvals_last_hour", status->last_hour);
	json_put_count(writer, "approvals_per_hour", brakes->approvals_per_hour);
	json_close_object(writer);
}
