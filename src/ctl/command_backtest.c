/* refundctl backtest: what another configuration would have decided. */
#include "base/memory.h"
#include "ctl/changed_signals.h"
#include "ctl/ctl.h"
#include "ctl/tally.h"
#include "policy/judge.h"
#include "wire/decision_json.h"

#include <string.h>

#define POOL_SIZE (256 * 1024)
#define NO_RULE	  "(no rule)"

static const struct json_limits limits = {
	.max_bytes = 1 << 20,
	.max_string = 64 << 10,
	.max_depth = 8,
	.max_members = 4096,
};

/* What a decision comes to. */
struct judged {
	enum outcome outcome;
	struct money total; /* currency NULL: none */
	const char *policy, *version, *rule;
	const char *json;
};

struct backtest {
	struct ctl *ctl;
	const struct config *config;
	struct ledger *ledger;
	struct past *past;
	void *pool;
	struct tally outcomes, rules, money;
	long cases, changed, unreadable, untold;
	struct buffer *shown; /* the first changed tickets, in words */
};

/* ---- telling of one ticket ---- */

static const char *text_in(const struct json_document *document, const struct json_value *object,
			   const char *key)
{
	const struct json_value *value = json_member(document, object, key);

	return value != NULL && value->type == JSON_STRING ? value->text : NULL;
}

static const char *missing_text(const void *ctx, const struct json_document *document)
{
	const struct json_value *missing = json_member(document, document->values, "missing");
	struct buffer *text = buffer_new(ctx);
	const struct json_value *name;

	if (missing == NULL || missing->type != JSON_ARRAY || missing->count == 0)
		return "no rule of the policy applies";
	for (name = json_first(document, missing); name != NULL;
	     name = json_next(document, missing, name))
		buffer_add_format(text, "%s%s", text->length == 0 ? "not known: " : ", ",
				  name->text);
	return text->bytes;
}

/* Why the decision is what it is, in a line: what its rule looked at, or what was missing. */
static const char *reason_of(const void *ctx, const struct judged *judged)
{
	struct json_document document;
	const struct json_value *trace, *line;
	struct error error;

	if (!json_read(ctx, judged->json, strlen(judged->json), &limits, &document, &error) ||
	    document.values->type != JSON_OBJECT)
		return "its record cannot be read";
	trace = json_member(&document, document.values, "trace");
	if (judged->rule == NULL || trace == NULL || trace->type != JSON_ARRAY)
		return missing_text(ctx, &document);
	for (line = json_first(&document, trace); line != NULL;
	     line = json_next(&document, trace, line)) {
		const char *rule = text_in(&document, line, "rule");

		if (rule != NULL && strcmp(rule, judged->rule) == 0)
			return text_in(&document, line, "because");
	}
	return "its record does not say";
}

static void add_words(const struct backtest *backtest, const void *ctx, const char *ticket,
		      const char *side, const struct judged *judged)
{
	const char *amount = ctl_money(ctx, judged->total);

	buffer_add_format(backtest->shown, "%-10s %6s: %s%s%s, %s: %s\n", ticket, side,
			  outcome_words.list[judged->outcome], amount != NULL ? " " : "",
			  amount != NULL ? amount : "",
			  judged->rule != NULL ? judged->rule : NO_RULE, reason_of(ctx, judged));
}

static void put_judged(const void *ctx, const char *key, const struct judged *judged,
		       struct json_writer *writer)
{
	json_put_key(writer, key);
	json_open_object(writer);
	json_put_member(writer, "outcome", outcome_words.list[judged->outcome]);
	json_put_member(writer, "amount", ctl_money(ctx, judged->total));
	json_put_member(writer, "policy", judged->policy);
	json_put_member(writer, "version", judged->version);
	json_put_member(writer, "rule", judged->rule);
	json_put_member(writer, "reason", reason_of(ctx, judged));
	json_close_object(writer);
}

static bool tell_changed(struct backtest *backtest, const void *ctx, const struct decision_row *row,
			 const struct judged *before, const struct judged *after,
			 struct error *error)
{
	const char *system, *ticket;
	struct buffer *buffer;
	struct json_writer *writer;

	backtest->changed++;
	if (!backtest->ctl->is_json && backtest->changed > backtest->ctl->limit)
		return true;
	if (!case_ticket_find(backtest->ledger, ctx, row->case_id, &system, &ticket, error))
		return false;
	if (!backtest->ctl->is_json) {
		add_words(backtest, ctx, ticket, "before", before);
		add_words(backtest, ctx, "", "after", after);
		return true;
	}
	buffer = buffer_new(ctx);
	writer = json_writer_new(ctx, buffer);
	json_open_object(writer);
	json_put_member(writer, "system", system);
	json_put_member(writer, "ticket", ticket);
	json_put_member(writer, "decided_at", ctl_time(ctx, row->decided_at));
	put_judged(ctx, "before", before, writer);
	put_judged(ctx, "after", after, writer);
	json_close_object(writer);
	ctl_print_json(buffer);
	return true;
}

/* ---- judging ---- */

static bool count(struct backtest *backtest, const struct judged *judged, enum tally_side side,
		  struct error *error)
{
	const struct currency *currency = judged->total.currency;

	return tally_add(&backtest->outcomes, outcome_words.list[judged->outcome], side, 1,
			 error) &&
	       tally_add(&backtest->rules, judged->rule != NULL ? judged->rule : NO_RULE, side, 1,
			 error) &&
	       (currency == NULL ||
		tally_add(&backtest->money, currency->code, side, judged->total.minor, error));
}

static bool is_same_rule(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool is_same(const struct judged *a, const struct judged *b)
{
	return a->outcome == b->outcome && a->total.minor == b->total.minor &&
	       a->total.currency == b->total.currency && is_same_rule(a->rule, b->rule);
}

static const char *json_of(const void *ctx, const struct decision *decision)
{
	struct buffer *buffer = buffer_new(ctx);

	decision_to_json(decision, json_writer_new(ctx, buffer));
	return buffer->bytes;
}

static bool compare(struct backtest *backtest, const void *ctx, const struct decision_row *row,
		    const struct decision *decision, struct error *error)
{
	struct judged before = {.outcome = row->outcome,
				.total = row->total,
				.policy = row->policy,
				.version = row->version,
				.rule = row->rule,
				.json = row->decision_json};
	struct judged after = {.outcome = decision->outcome,
			       .policy = decision->policy,
			       .version = decision->version,
			       .rule = decision->rule};

	if (decision->outcome == OUTCOME_APPROVE)
		after.total = decision->refund.total;
	backtest->cases++;
	if (!count(backtest, &before, TALLY_BEFORE, error) ||
	    !count(backtest, &after, TALLY_AFTER, error))
		return false;
	if (is_same(&before, &after))
		return true;
	after.json = json_of(ctx, decision);
	return tell_changed(backtest, ctx, row, &before, &after, error);
}

/* The signals that the new configuration asks otherwise than the policy of then. */
static bool renew_signals(struct backtest *backtest, const void *ctx,
			  const struct decision_row *row, struct facts *facts, struct error *error)
{
	struct past_policy *policy;
	bool is_told;

	if (!past_policy(backtest->past, row->policy_hash, &policy, error))
		return false;
	if (policy->extra == NULL)
		policy->extra = changed_signals_new(backtest->past, backtest->ledger,
						    backtest->config, policy);
	if (policy->extra == NULL)
		return error_set(error, ERROR_CONFIG, "the signals of %s cannot be asked",
				 backtest->config->file);
	if (!changed_signals_apply(policy->extra, ctx, facts, &is_told, error))
		return false;
	backtest->untold += !is_told;
	return true;
}

static bool judge_row(struct backtest *backtest, const void *ctx, const struct decision_row *row,
		      struct error *error)
{
	struct facts facts;
	struct decision decision;
	struct error fault;

	if (!past_facts(backtest->past, row->facts_json, &facts, &fault)) {
		backtest->unreadable++;
		return true;
	}
	if (!renew_signals(backtest, ctx, row, &facts, error))
		return false;
	judge(ctx, &backtest->config->policies, &facts, &row->decided_at, &decision);
	return compare(backtest, ctx, row, &decision, error);
}

static bool judge_all(struct backtest *backtest, struct decision_walk *walk, struct error *error)
{
	struct progress progress;
	bool has_row = true, is_read = true;

	progress_begin(&progress, "judging again");
	while (is_read && has_row) {
		void *ctx = talloc_new(backtest->pool);
		struct decision_row row;

		is_read = decision_walk_next(walk, ctx, &row, &has_row, error) &&
			  (!has_row || judge_row(backtest, ctx, &row, error));
		progress_show(&progress, decision_walk_progress(walk));
		talloc_free(ctx);
	}
	progress_end(&progress);
	return is_read;
}

/* ---- telling of all ---- */

static void print(struct backtest *backtest)
{
	bool has_colour = backtest->ctl->has_colour;

	printf("%ld cases judged again by %s, of which %ld would change\n", backtest->cases,
	       backtest->config->file, backtest->changed);
	if (backtest->unreadable > 0)
		printf("%ld more were left out: their facts on record cannot be read\n",
		       backtest->unreadable);
	if (backtest->untold > 0)
		printf("of %ld a signal could not be told, which is a doubt\n", backtest->untold);
	tally_print(&backtest->outcomes, "OUTCOME", tally_count_text, has_colour);
	tally_print(&backtest->rules, "RULE", tally_count_text, has_colour);
	tally_print(&backtest->money, "APPROVED", tally_money_text, has_colour);
	if (backtest->changed == 0)
		return;
	printf("\nTickets that would change%s\n",
	       backtest->changed > backtest->ctl->limit ? ", the first of them" : "");
	ctl_print_lines(backtest->ctl->ctx, "  ", backtest->shown->bytes);
}

static void print_summary(struct backtest *backtest)
{
	struct buffer *buffer = buffer_new(backtest->ctl->ctx);
	struct json_writer *writer = json_writer_new(backtest->ctl->ctx, buffer);
	const struct {
		const char *key;
		long number;
	} numbers[] = {{"cases", backtest->cases},
		       {"changed", backtest->changed},
		       {"unreadable", backtest->unreadable},
		       {"signals_untold", backtest->untold}};

	json_open_object(writer);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		json_put_count(writer, numbers[i].key, numbers[i].number);
	}
	tally_to_json(&backtest->outcomes, "outcomes", tally_count_text, writer);
	tally_to_json(&backtest->rules, "rules", tally_count_text, writer);
	tally_to_json(&backtest->money, "approved", tally_money_text, writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

int command_backtest(struct ctl *ctl)
{
	struct tally empty = {.ctx = ctl->ctx};
	struct backtest backtest = {.ctl = ctl,
				    .config = ctl_config(ctl),
				    .outcomes = empty,
				    .rules = empty,
				    .money = empty,
				    .shown = buffer_new(ctl->ctx)};
	struct decision_walk *walk;
	struct error error;

	if (backtest.config == NULL)
		return EXIT_USE;
	backtest.ledger = ctl_ledger(ctl, backtest.config);
	if (backtest.ledger == NULL)
		return EXIT_TROUBLE;
	backtest.past = past_new(ctl->ctx, backtest.ledger);
	backtest.pool = must(talloc_pool(ctl->ctx, POOL_SIZE));
	walk = decision_walk_new(ctl->ctx, backtest.ledger, WALK_NEWEST, ctl_since(ctl), &error);
	if (walk == NULL || !judge_all(&backtest, walk, &error))
		return ctl_fail(&error);
	if (ctl->is_json)
		print_summary(&backtest);
	else
		print(&backtest);
	return EXIT_DONE;
}
