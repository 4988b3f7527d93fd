#include "daemon/record.h"

#include "base/memory.h"
#include "sys/digest.h"
#include "wire/decision_json.h"

#include <string.h>

static const struct policy *policy_named(const struct policy_set *set, const char *name)
{
	for (size_t i = 0; name != NULL && i < set->policy_count; i++)
		if (strcmp(set->policies[i].name, name) == 0)
			return &set->policies[i];
	return NULL;
}

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

/* The words that the case was judged by are kept, so that later ones change no record. */
static void set_policy(const struct work *work, const struct policy *policy,
		       const struct version *version, struct decision_row *row)
{
	struct buffer *text = buffer_new(work->ctx);
	char *hash = NEW_ARRAY(work->ctx, char, DIGEST_TEXT_SIZE);

	policy_version_text(&work->casework->config->policies, policy, version, text);
	digest_text(text->bytes, text->length, hash);
	row->policy_text = text->bytes;
	row->policy_hash = hash;
}

bool record_decision(const struct work *work, const struct facts *facts, const char *sources,
		     const struct decision *decision, struct error *error)
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
				   .policy = decision->policy,
				   .version = decision->version,
				   .rule = decision->rule,
				   .facts_json = work_facts_json(work, facts, zone),
				   .decision_json = decision_text(work, decision),
				   .sources = sources};

	if (version != NULL)
		set_policy(work, policy, version, &row);
	if (decision->outcome == OUTCOME_APPROVE)
		row.total = decision->refund.total;
	return decision_save(casework->ledger, &row, error);
}
