#include "daemon/record.h"

#include "base/memory.h"
#include "ledger/audit.h"
#include "policy/judge.h"
#include "wire/decision_json.h"

#include <string.h>

static const struct version *version_named(const struct policy *policy, const char *name)
{
	for (size_t i = 0; name != NULL && i < policy->version_count; i++)
		if (strcmp(policy->versions[i].name, name) == 0)
			return &policy->versions[i];
	return NULL;
}

static char *decision_text(const struct work *work, const struct decision *decision)
{
	struct buffer *buffer = buffer_new(work->ctx);

	decision_to_json(decision, json_writer_new(work->ctx, buffer));
	return buffer->bytes;
}

static struct policy_words words_of(const void *ctx, const struct policy_set *set,
				    const struct policy *policy, const struct version *version)
{
	struct buffer *text = buffer_new(ctx);
	struct policy_words words = {.policy = policy, .version = version};

	policy_version_text(set, policy, version, text);
	digest_text(text->bytes, text->length, words.hash);
	words.text = buffer_take(text);
	return words;
}

/* The words that the case was judged by are kept, so that later ones change no record. */
static void set_policy(const struct casework *casework, const struct policy *policy,
		       const struct version *version, struct decision_row *row)
{
	const struct policy_words *words = casework->words;

	while (words->policy != policy || words->version != version)
		words++;
	row->policy_text = words->text;
	row->policy_hash = words->hash;
}

/* NULL where suspicion has changed nothing. */
static const char *outcome_alone(const struct work *work, const struct facts *facts,
				 const struct decision *decision)
{
	struct decision alone;

	if (decision->outcome != OUTCOME_FLAG)
		return NULL;
	judge_unsuspecting(work->ctx, &work->casework->config->policies, facts, &work->now, &alone);
	return alone.outcome != OUTCOME_FLAG ? outcome_words.list[alone.outcome] : NULL;
}

const struct policy_words *record_policies(const void *ctx, const struct policy_set *set)
{
	struct policy_words *words;
	size_t count = 1;

	for (size_t i = 0; i < set->policy_count; i++)
		count += 1 + set->policies[i].version_count;
	words = NEW_ARRAY(ctx, struct policy_words, count);
	words[0] = words_of(words, set, NULL, NULL);
	count = 1;
	for (size_t i = 0; i < set->policy_count; i++) {
		const struct policy *policy = &set->policies[i];

		words[count++] = words_of(words, set, policy, NULL);
		for (size_t j = 0; j < policy->version_count; j++)
			words[count++] = words_of(words, set, policy, &policy->versions[j]);
	}
	return words;
}

bool record_config(struct ledger *ledger, const struct config *config, struct instant now,
		   struct error *error)
{
	struct buffer *text = buffer_new(NULL);
	bool is_done;

	config_text(config, text);
	is_done = audit_config(ledger, config->file, text->bytes, now, error) &&
		  ledger_commit(ledger, error);
	talloc_free(text);
	return is_done;
}

bool record_decision(const struct work *work, const struct facts *facts,
		     const struct signal_findings *findings, const char *sources,
		     const struct decision *decision, struct braking braking, struct error *error)
{
	const struct casework *casework = work->casework;
	const struct policy *policy = policy_named(&casework->config->policies, decision->policy);
	const struct version *version =
		policy != NULL ? version_named(policy, decision->version) : NULL;
	struct zone zone = policy != NULL ? policy->zone : (struct zone){.offset_s = 0};
	struct decision_row row = {.case_id = work->row.id,
				   .revision = work->row.revision,
				   .decided_at = work->now,
				   .outcome = decision->outcome,
				   .course = braking.course,
				   .brake = braking.brake,
				   .policy = decision->policy,
				   .version = decision->version,
				   .rule = decision->rule,
				   .facts_json = work_facts_json(work, facts, zone),
				   .decision_json = decision_text(work, decision),
				   .sources = sources,
				   .evidence = signal_findings_text(findings, work->ctx),
				   .alone = outcome_alone(work, facts, decision)};

	set_policy(casework, policy, version, &row);
	if (decision->outcome == OUTCOME_APPROVE)
		row.total = decision->refund.total;
	return decision_save(casework->ledger, &row, error);
}
