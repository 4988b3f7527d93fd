/* refundctl replay: whether every recorded decision follows again from its facts. */
#include "base/memory.h"
#include "ctl/ctl.h"
#include "ctl/past.h"
#include "policy/judge.h"
#include "wire/decision_json.h"
#include "wire/utf8.h"

#include <string.h>

#define POOL_SIZE     (256 * 1024)
#define EXCERPT_LEAD  16 /* bytes before the first that differs */
#define EXCERPT_BYTES 48

/* Where a recorded decision is not what follows. */
struct difference {
	const char *ticket;
	int revision;
	const char *what; /* "decision", or the column of the ledger */
	const char *recorded, *follows;
};

struct replay {
	struct ctl *ctl;
	struct ledger *ledger;
	struct past *past;
	void *pool;
	struct buffer *text;
	struct json_writer *writer;
	long proven, old, differing;
	struct difference *list; /* the first of them */
	size_t count;
};

static const char *excerpt(const void *ctx, const char *text, size_t differs)
{
	size_t start = differs > EXCERPT_LEAD ? differs - EXCERPT_LEAD : 0;
	size_t length = strnlen(text + start, EXCERPT_BYTES);

	while (length > 0 && (text[start] & 0xc0) == 0x80) {
		start++;
		length--;
	}
	return text_copy_n(ctx, text + start, utf8_valid_length(text + start, length));
}

/* NULL stays NULL; of bytes that are no text only those before them. */
static const char *text_of(const void *ctx, const char *bytes)
{
	return bytes != NULL ? text_copy_n(ctx, bytes, utf8_valid_length(bytes, strlen(bytes)))
			     : NULL;
}

static bool add_difference(struct replay *replay, const struct decision_row *row, const char *what,
			   const char *recorded, const char *follows, struct error *error)
{
	void *ctx = replay->ctl->ctx;
	struct difference *difference;
	const char *system;

	replay->differing++;
	if (replay->count >= (size_t)replay->ctl->limit)
		return true;
	replay->list = GROW_ARRAY(ctx, replay->list, struct difference, replay->count + 1);
	difference = &replay->list[replay->count];
	*difference = (struct difference){
		.revision = row->revision,
		.what = what,
		.recorded = text_of(ctx, recorded),
		.follows = text_of(ctx, follows),
	};
	if (!case_ticket_find(replay->ledger, ctx, row->case_id, &system, &difference->ticket,
			      error))
		return false;
	replay->count++;
	return true;
}

static bool is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* What the ledger's columns say is read from the decision: money is paid by them. */
static bool compare_columns(struct replay *replay, const void *ctx, const struct decision_row *row,
			    const struct decision *decision, struct error *error)
{
	struct money total = {0};
	const struct {
		const char *what, *recorded, *follows;
	} columns[] = {
		{"outcome", outcome_words.list[row->outcome],
		 outcome_words.list[decision->outcome]},
		{"policy", row->policy, decision->policy},
		{"version", row->version, decision->version},
		{"rule", row->rule, decision->rule},
		{"total", ctl_money(ctx, row->total),
		 ctl_money(ctx,
			   decision->outcome == OUTCOME_APPROVE ? decision->refund.total : total)},
	};

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (!is_same(columns[i].recorded, columns[i].follows))
			return add_difference(replay, row, columns[i].what, columns[i].recorded,
					      columns[i].follows, error);
	replay->proven++;
	return true;
}

static bool compare(struct replay *replay, const void *ctx, const struct decision_row *row,
		    const struct decision *decision, struct error *error)
{
	const char *recorded = row->decision_json;
	const char *follows;
	size_t at = 0;

	buffer_clear(replay->text);
	json_writer_reset(replay->writer);
	decision_to_json(decision, replay->writer);
	follows = replay->text->bytes;
	if (strcmp(recorded, follows) == 0)
		return compare_columns(replay, ctx, row, decision, error);
	while (recorded[at] == follows[at])
		at++;
	return add_difference(replay, row, "decision", excerpt(ctx, recorded, at),
			      excerpt(ctx, follows, at), error);
}

static bool replay_row(struct replay *replay, const void *ctx, const struct decision_row *row,
		       struct error *error)
{
	struct past_policy *policy;
	struct facts facts;
	struct decision decision;
	struct error fault;

	if (!past_policy(replay->past, row->policy_hash, &policy, error))
		return false;
	if (policy->is_old) {
		replay->old++;
		return true;
	}
	if (policy->fault != NULL)
		return add_difference(replay, row, "policy", policy->fault, NULL, error);
	if (!past_facts(replay->past, row->facts_json, &facts, &fault))
		return add_difference(replay, row, "facts", fault.text, NULL, error);
	judge(ctx, policy->set, &facts, &row->decided_at, &decision);
	return compare(replay, ctx, row, &decision, error);
}

static bool replay_all(struct replay *replay, struct decision_walk *walk, struct error *error)
{
	struct progress progress;
	bool has_row = true, is_read = true;

	progress_begin(&progress, "replaying");
	while (is_read && has_row) {
		void *ctx = talloc_new(replay->pool);
		struct decision_row row;

		is_read = decision_walk_next(walk, ctx, &row, &has_row, error) &&
			  (!has_row || replay_row(replay, ctx, &row, error));
		progress_show(&progress, decision_walk_progress(walk));
		talloc_free(ctx);
	}
	progress_end(&progress);
	return is_read;
}

/* ---- telling ---- */

static void print_table(const struct replay *replay)
{
	static const char *const heads[] = {"TICKET",	"REVISION", "WHAT",
					    "RECORDED", "FOLLOWS",  NULL};
	struct table *table = table_new(replay->ctl->ctx, heads);

	for (size_t i = 0; i < replay->count; i++) {
		const struct difference *difference = &replay->list[i];
		const char *revision = text_format(table, "%d", difference->revision);

		table_add(table,
			  (const char *const[]){difference->ticket, revision, difference->what,
						difference->recorded, difference->follows});
	}
	table_print(table, stdout, replay->ctl->has_colour);
}

static void print(const struct replay *replay)
{
	printf("%ld of %ld decisions follow again, byte for byte, from their facts and the policy "
	       "of then\n",
	       replay->proven, replay->proven + replay->differing + replay->old);
	if (replay->old > 0)
		printf("%ld were recorded before a policy's text could be read again: nothing can "
		       "be said of them\n",
		       replay->old);
	if (replay->differing == 0)
		return;
	printf("%ld do not%s\n", replay->differing,
	       replay->differing > (long)replay->count ? "; the first:" : ":");
	print_table(replay);
}

static void print_json(const struct replay *replay)
{
	struct buffer *buffer = buffer_new(replay->ctl->ctx);
	struct json_writer *writer = json_writer_new(replay->ctl->ctx, buffer);

	json_open_object(writer);
	json_put_count(writer, "proven", replay->proven);
	json_put_count(writer, "old", replay->old);
	json_put_count(writer, "differing", replay->differing);
	json_put_key(writer, "differences");
	json_open_array(writer);
	for (size_t i = 0; i < replay->count; i++) {
		const struct difference *difference = &replay->list[i];

		json_open_object(writer);
		json_put_member(writer, "ticket", difference->ticket);
		json_put_count(writer, "revision", difference->revision);
		json_put_member(writer, "what", difference->what);
		json_put_member(writer, "recorded", difference->recorded);
		json_put_member(writer, "follows", difference->follows);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_replay(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct replay replay = {.ctl = ctl, .text = buffer_new(ctl->ctx)};
	struct decision_walk *walk;
	struct error error;

	if (config == NULL)
		return EXIT_USE;
	replay.ledger = ctl_ledger(ctl, config);
	if (replay.ledger == NULL)
		return EXIT_TROUBLE;
	replay.past = past_new(ctl->ctx, replay.ledger);
	replay.pool = must(talloc_pool(ctl->ctx, POOL_SIZE));
	replay.writer = json_writer_new(ctl->ctx, replay.text);
	walk = decision_walk_new(ctl->ctx, replay.ledger, WALK_ALL, ctl_since(ctl), &error);
	if (walk == NULL || !replay_all(&replay, walk, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_json(&replay);
	else
		print(&replay);
	return replay.differing == 0 ? EXIT_DONE : EXIT_TROUBLE;
}
