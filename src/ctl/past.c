#include "ctl/past.h"

#include "base/memory.h"
#include "sys/config.h"
#include "sys/digest.h"
#include "wire/facts_json.h"

#include <string.h>

struct past {
	struct ledger *ledger;
	struct past_policy **policies;
	size_t policy_count;
	struct past_policy *last;
	struct json_reader *reader; /* one for all facts: it keeps its room */
	struct json_document document;
	void *signals; /* of the facts told last */
};

static bool is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Before there was a grammar, a text began "policy NAME version NAME" without a brace. */
static bool is_of_old(const char *text)
{
	const char *version = strstr(text, " version ");
	const char *end = text + strcspn(text, "\n");

	return strncmp(text, "policy ", 7) == 0 && version != NULL && version < end &&
	       memchr(text, '{', (size_t)(end - text)) == NULL;
}

static void read_policy(struct past *past, struct past_policy *policy, const char *text)
{
	struct problems *problems = problems_new(past);
	char hash[DIGEST_TEXT_SIZE];

	digest_text(text, strlen(text), hash);
	if (strcmp(hash, policy->hash) != 0)
		policy->fault = "the policy's text on record is not that of its hash";
	else if (is_of_old(text))
		policy->is_old = true;
	else if ((policy->set = config_load_record(past, text, problems)) == NULL)
		policy->fault = problem_format(past, &problems->list[0]);
}

static bool add_policy(struct past *past, const char *hash, struct past_policy **added,
		       struct error *error)
{
	struct past_policy *policy = NEW(past, struct past_policy);
	const char *text = NULL;

	if (hash != NULL && !policy_text_find(past->ledger, policy, hash, &text, error))
		return false;
	policy->hash = hash != NULL ? text_copy(policy, hash) : NULL;
	if (hash == NULL)
		policy->is_old = true;
	else if (text == NULL)
		policy->fault = "the policy's text is not on record";
	else
		read_policy(past, policy, text);
	past->policies =
		GROW_ARRAY(past, past->policies, struct past_policy *, past->policy_count + 1);
	past->policies[past->policy_count++] = policy;
	*added = policy;
	return true;
}

struct past *past_new(const void *ctx, struct ledger *ledger)
{
	struct past *past = NEW(ctx, struct past);

	past->ledger = ledger;
	past->reader = json_reader_new(past, &facts_json_limits);
	return past;
}

bool past_policy(struct past *past, const char *hash, struct past_policy **policy,
		 struct error *error)
{
	if (past->last == NULL || !is_same(past->last->hash, hash)) {
		past->last = NULL;
		for (size_t i = 0; i < past->policy_count && past->last == NULL; i++)
			if (is_same(past->policies[i]->hash, hash))
				past->last = past->policies[i];
		if (past->last == NULL && !add_policy(past, hash, &past->last, error))
			return false;
	}
	*policy = past->last;
	return true;
}

bool past_facts(struct past *past, const char *facts_json, struct facts *facts, struct error *error)
{
	size_t length = strlen(facts_json);
	enum json_step step;

	json_reader_feed(past->reader, facts_json, length);
	json_reader_feed(past->reader, "\n", 1);
	step = json_reader_step(past->reader, &past->document, error);
	if (step == JSON_DOCUMENT && past->document.length == length) {
		talloc_free(past->signals);
		past->signals = NEW(past, char);
		return facts_from_json(past->signals, &past->document, facts, error);
	}
	/* What is left of it must not be taken for the next one's. */
	talloc_free(past->reader);
	past->reader = json_reader_new(past, &facts_json_limits);
	return step == JSON_BAD ? false : error_set(error, ERROR_INPUT, "expected one JSON object");
}
