/* The text that decisions are recorded with: read again, it decides the same, byte for byte. */
#include "base/memory.h"
#include "policy/judge.h"
#include "support/random_facts.h"
#include "support/shipped_config.h"
#include "wire/decision_json.h"

#include <criterion/criterion.h>
#include <string.h>

#define RUNS 20000
#define SEED 20230306

static void *ctx;
static const struct policy_set *set;

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = &shipped_config(ctx)->policies;
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(record, .init = begin, .fini = end);

static const char *text_of(const struct policy_set *of, const struct policy *policy,
			   const struct version *version)
{
	struct buffer *text = buffer_new(ctx);

	policy_version_text(of, policy, version, text);
	return text->bytes;
}

static const struct policy_set *read(const char *text)
{
	struct problems *problems = problems_new(ctx);
	const struct policy_set *found = config_load_record(ctx, text, problems);

	cr_assert_not_null(found, "%s\n%s", problem_format(ctx, &problems->list[0]), text);
	return found;
}

Test(record, a_text_that_was_read_is_written_the_same_again)
{
	for (size_t i = 0; i < set->policy_count; i++) {
		const struct policy *policy = &set->policies[i];

		for (size_t v = 0; v < policy->version_count; v++) {
			const char *text = text_of(set, policy, &policy->versions[v]);
			const struct policy_set *found = read(text);

			cr_assert_eq(found->policy_count, 1);
			cr_assert_eq(found->policies[0].version_count, 1);
			cr_expect_str_eq(text_of(found, &found->policies[0],
						 &found->policies[0].versions[0]),
					 text);
		}
	}
}

Test(record, where_no_version_or_no_policy_was_told_there_is_a_text_too)
{
	const char *text = text_of(set, &set->policies[0], NULL);
	const struct policy_set *found = read(text);

	cr_assert_eq(found->policy_count, 1);
	cr_expect_eq(found->policies[0].version_count, 0);
	cr_expect_eq(found->intake_count, set->intake_count);
	cr_expect_str_eq(text_of(found, &found->policies[0], NULL), text);
	text = text_of(set, NULL, NULL);
	found = read(text);
	cr_expect_eq(found->policy_count, 0);
	cr_expect_str_eq(text_of(found, NULL, NULL), text);
}

static const char *decided(const void *scratch, const struct policy_set *by,
			   const struct facts *facts, const struct instant *now,
			   struct decision *decision)
{
	struct buffer *json = buffer_new(scratch);

	judge(scratch, by, facts, now, decision);
	decision_to_json(decision, json_writer_new(scratch, json));
	return json->bytes;
}

/* The set read from the text of what a decision was made by. */
static const struct policy_set *set_of(const struct decision *decision)
{
	static const struct policy_set *cache[64];
	size_t key = 63;

	for (size_t i = 0; decision->policy != NULL && i < set->policy_count; i++) {
		const struct policy *policy = &set->policies[i];
		const struct version *version = NULL;

		if (policy->name != decision->policy)
			continue;
		key = i * 8 + 7;
		for (size_t v = 0; v < policy->version_count; v++)
			if (policy->versions[v].name == decision->version) {
				version = &policy->versions[v];
				key = i * 8 + v;
			}
		if (cache[key] == NULL)
			cache[key] = read(text_of(set, policy, version));
	}
	if (cache[key] == NULL)
		cache[key] = read(text_of(set, NULL, NULL));
	return cache[key];
}

Test(record, the_policy_read_from_its_text_decides_the_same)
{
	struct random random = {SEED};
	const struct instant now = {INT64_C(1678089600) * SECOND_US};

	for (int run = 0; run < RUNS; run++) {
		void *scratch = talloc_new(NULL);
		struct signal_value signal;
		struct facts facts;
		struct decision decision, again;
		const char *first;

		random_facts(&random, &facts, &signal);
		if (run % 4 == 0)
			random_forget(&random, &facts);
		first = decided(scratch, set, &facts, &now, &decision);
		cr_assert_str_eq(decided(scratch, set_of(&decision), &facts, &now, &again), first);
		talloc_free(scratch);
	}
}

Test(record, a_text_that_is_none_is_refused)
{
	static const char *const texts[] = {
		"policy rtc-engine version 2023-01-01\nfamily rtc-engine\n",
		"policy a { family = \"a\" version 1 { } }",
		"intake { rule a { when = \"colour == 3\" outcome = ask } }",
		"include(\"x.conf\")",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct problems *problems = problems_new(ctx);

		cr_expect_null(config_load_record(ctx, texts[i], problems), "%s", texts[i]);
		cr_expect_gt(problems->count, 0);
	}
}
