#include "wire/decision_json.h"

static void put_amount(struct json_writer *writer, const char *key, struct money amount)
{
	char text[MONEY_TEXT_SIZE];

	money_format(amount, text);
	json_put_member(writer, key, text);
}

static void put_refund(struct json_writer *writer, const struct refund *refund)
{
	json_put_key(writer, "refund");
	json_open_object(writer);
	json_put_member(writer, "currency", refund->total.currency->code);
	put_amount(writer, "total", refund->total);
	for (size_t i = 0; i < PURSE_COUNT; i++)
		put_amount(writer, purse_words.list[i], refund->purse[i]);
	json_put_member(writer, "payer_uin", refund->payer_uin);
	json_close_object(writer);
}

static void put_score(struct json_writer *writer, struct value score)
{
	char text[NUMBER_TEXT_SIZE];

	json_put_key(writer, "score");
	if (score.is_known) {
		number_format(score.number, text);
		json_put_number(writer, text);
	} else {
		json_put_null(writer);
	}
}

static void put_missing(struct json_writer *writer, fact_set missing)
{
	json_put_key(writer, "missing");
	json_open_array(writer);
	for (; missing != 0; missing &= missing - 1)
		json_put_text(writer, fact_info((enum fact)__builtin_ctzll(missing))->name);
	json_close_array(writer);
}

static void put_trace(struct json_writer *writer, const struct decision *decision)
{
	json_put_key(writer, "trace");
	json_open_array(writer);
	for (size_t i = 0; i < decision->trace_count; i++) {
		const struct trace_line *line = &decision->trace[i];

		json_open_object(writer);
		json_put_member(writer, "rule", line->rule);
		json_put_member(writer, "answer", answer_name(line->answer));
		json_put_member(writer, "because", line->because);
		json_close_object(writer);
	}
	json_close_array(writer);
}

void decision_to_json(const struct decision *decision, struct json_writer *writer)
{
	json_open_object(writer);
	json_put_member(writer, "outcome", outcome_words.list[decision->outcome]);
	if (decision->outcome == OUTCOME_FLAG)
		json_put_member(writer, "why", flag_why_words.list[decision->why]);
	json_put_member(writer, "policy", decision->policy);
	json_put_member(writer, "version", decision->version);
	json_put_member(writer, "rule", decision->rule);
	if (decision->outcome == OUTCOME_APPROVE) {
		put_refund(writer, &decision->refund);
		json_put_member(writer, "arithmetic", decision->arithmetic);
	}
	put_score(writer, decision->score);
	put_missing(writer, decision->missing);
	put_trace(writer, decision);
	json_close_object(writer);
}
