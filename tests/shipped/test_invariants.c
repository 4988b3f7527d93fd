/* What must hold whatever the facts are, over random facts: INVARIANT_RUNS of them (a million) from
 * INVARIANT_SEED on. */
#include "base/memory.h"
#include "policy/judge.h"
#include "shipped/oracle.h"
#include "support/facts_text.h"
#include "support/random_facts.h"
#include "support/shipped_config.h"
#include "support/summary.h"
#include "wire/decision_json.h"
#include "wire/facts_json.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define RUNS	   1000000
#define SEED	   20230306
#define BYTES_EACH 16 /* one run in so many goes through JSON, back and forth */

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

TestSuite(invariants, .init = begin, .fini = end);

static uint64_t setting(const char *name, uint64_t fallback)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : fallback;
}

/* One random case on the stand. */
struct stand {
	void *scratch;
	struct random random;
	uint64_t run;
	struct facts facts, other; /* `other`: all known */
	struct signal_value signals[2];
	bool has_unknowns;
	struct decision decision;
};

static const char *written(const struct stand *stand, const struct facts *facts,
			   const struct decision *decision)
{
	struct buffer *out = buffer_new(stand->scratch);
	struct facts_text text = {.ctx = stand->scratch};

	buffer_add_format(out, "run %llu: ", (unsigned long long)stand->run);
	facts_text_of(facts, &text);
	facts_text_to_json(&text, NULL, false, out);
	buffer_add_text(out, " -> ");
	summary_add(decision, out);
	return out->bytes;
}

/* Ends the test at the first case that breaks an invariant, and shows it. */
#define REQUIRE(stand, condition) \
	cr_assert(condition, "%s", written(stand, &(stand)->facts, &(stand)->decision))

static struct decision judged(const struct stand *stand, const struct facts *facts)
{
	struct decision decision;

	judge(stand->scratch, set, facts, NULL, &decision);
	return decision;
}

static bool is_same_refund(const struct refund *a, const struct refund *b)
{
	bool is_same = a->total.minor == b->total.minor && a->total.currency == b->total.currency;

	for (int purse = 0; purse < PURSE_COUNT; purse++)
		is_same = is_same && a->purse[purse].minor == b->purse[purse].minor;
	return is_same;
}

static void no_purse_gets_more_than_it_paid(const struct stand *stand)
{
	static const enum fact paid[] = {FACT_ORDER_PAID_CASH, FACT_ORDER_PAID_TRANSFER,
					 FACT_ORDER_PAID_GIFT};
	const struct refund *refund = &stand->decision.refund;
	int64_t sum = 0, sum_paid = 0;

	for (int purse = 0; purse < PURSE_COUNT; purse++) {
		const struct money *money = &stand->facts.value[paid[purse]].money;

		REQUIRE(stand, refund->purse[purse].currency == money->currency);
		REQUIRE(stand, refund->purse[purse].minor >= 0);
		REQUIRE(stand, refund->purse[purse].minor <= money->minor);
		sum += refund->purse[purse].minor;
		sum_paid += money->minor;
	}
	REQUIRE(stand, sum == refund->total.minor);
	REQUIRE(stand, sum > 0 && sum <= sum_paid);
}

static void the_oracle_agrees(const struct stand *stand)
{
	struct oracle oracle = oracle_ask(&stand->facts);
	const struct refund *refund = &stand->decision.refund;

	REQUIRE(stand, oracle.is_approved == (stand->decision.outcome == OUTCOME_APPROVE));
	if (!oracle.is_approved)
		return;
	REQUIRE(stand, refund->total.minor == oracle.total);
	for (int purse = 0; purse < PURSE_COUNT; purse++)
		REQUIRE(stand, refund->purse[purse].minor == oracle.part[purse]);
	REQUIRE(stand,
		strcmp(refund->payer_uin, stand->facts.value[FACT_ORDER_PAYER_UIN].text) == 0);
}

/* What was decided without some facts is decided with them, whatever they are. */
static void no_unknown_could_change_it(const struct stand *stand)
{
	struct facts filled = stand->facts;
	struct decision again;

	if (stand->decision.outcome != OUTCOME_APPROVE && stand->decision.outcome != OUTCOME_REJECT)
		return;
	random_fill(&stand->other, &filled);
	again = judged(stand, &filled);
	cr_assert_eq(again.outcome, stand->decision.outcome, "%s\nbut %s",
		     written(stand, &stand->facts, &stand->decision),
		     written(stand, &filled, &again));
	REQUIRE(stand, is_same_refund(&again.refund, &stand->decision.refund));
}

static void later_never_brings_more(const struct stand *stand)
{
	struct facts later = stand->facts;
	struct decision decision;

	later.value[FACT_TICKET_CREATED_AT].instant.us += DAY_US;
	later.value[FACT_USAGE_AS_OF].instant.us += DAY_US;
	decision = judged(stand, &later);
	REQUIRE(stand, decision.outcome == OUTCOME_APPROVE || decision.outcome == OUTCOME_REJECT);
	REQUIRE(stand, decision.refund.total.minor <= stand->decision.refund.total.minor);
}

static const char *bytes_of(const struct stand *stand, const struct decision *decision)
{
	struct buffer *out = buffer_new(stand->scratch);

	decision_to_json(decision, json_writer_new(stand->scratch, out));
	return out->bytes;
}

static const char *bytes_from_json(struct stand *stand, const struct buffer *json)
{
	struct json_document document;
	struct facts facts;
	struct decision decision;
	struct error error = {.text = ""};

	cr_assert(json_read(stand->scratch, json->bytes, json->length, &facts_json_limits,
			    &document, &error) &&
			  facts_from_json(stand->scratch, &document, &facts, &error),
		  "%s: %s", json->bytes, error.text);
	decision = judged(stand, &facts);
	return bytes_of(stand, &decision);
}

static void shuffle(struct random *random, int order[FACT_COUNT])
{
	for (int i = 0; i < FACT_COUNT; i++) {
		int j = (int)random_below(random, (uint64_t)i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

/* Judged again, read from JSON, in another order, with null for absent: always the same bytes. */
static void the_same_facts_give_the_same_bytes(struct stand *stand)
{
	struct facts_text text = {.ctx = stand->scratch};
	struct decision again = judged(stand, &stand->facts);
	const char *expected = bytes_of(stand, &stand->decision);
	struct buffer *json = buffer_new(stand->scratch);
	int order[FACT_COUNT];

	cr_assert_str_eq(bytes_of(stand, &again), expected);
	facts_to_json(&stand->facts, (struct zone){-5 * 3600},
		      json_writer_new(stand->scratch, json));
	cr_assert_str_eq(bytes_from_json(stand, json), expected, "%s", json->bytes);
	facts_text_of(&stand->facts, &text);
	for (int is_null = 0; is_null < 2; is_null++) {
		shuffle(&stand->random, order);
		buffer_clear(json);
		facts_text_to_json(&text, order, is_null, json);
		cr_assert_str_eq(bytes_from_json(stand, json), expected, "%s", json->bytes);
	}
}

static void make_case(struct stand *stand)
{
	random_facts(&stand->random, &stand->other, &stand->signals[0]);
	random_facts(&stand->random, &stand->facts, &stand->signals[1]);
	stand->has_unknowns = random_below(&stand->random, 2) == 0;
	if (stand->has_unknowns)
		random_forget(&stand->random, &stand->facts);
	stand->decision = judged(stand, &stand->facts);
}

static void check_case(struct stand *stand)
{
	const struct decision *decision = &stand->decision;

	the_oracle_agrees(stand);
	if (decision->outcome == OUTCOME_APPROVE) {
		REQUIRE(stand, decision->policy != NULL && decision->version != NULL);
		no_purse_gets_more_than_it_paid(stand);
		later_never_brings_more(stand);
	}
	if (decision->outcome == OUTCOME_ASK)
		REQUIRE(stand, decision->missing != 0);
	if (stand->has_unknowns)
		no_unknown_could_change_it(stand);
	if (stand->run % BYTES_EACH == 0)
		the_same_facts_give_the_same_bytes(stand);
}

Test(invariants, hold_for_random_facts)
{
	struct stand stand = {.random = {setting("INVARIANT_SEED", SEED)}};
	uint64_t runs = setting("INVARIANT_RUNS", RUNS);
	uint64_t seen[OUTCOME_COUNT] = {0};

	for (; stand.run < runs; stand.run++) {
		stand.scratch = talloc_new(ctx);
		make_case(&stand);
		check_case(&stand);
		seen[stand.decision.outcome]++;
		talloc_free(stand.scratch);
	}
	/* Else they would hold for want of cases. */
	for (int outcome = 0; outcome < OUTCOME_COUNT; outcome++)
		cr_expect_gt(seen[outcome], runs / 50, "%s: %llu", outcome_words.list[outcome],
			     (unsigned long long)seen[outcome]);
}
