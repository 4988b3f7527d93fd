#include "policy/figures.h"

#include "policy/judge.h"

#include <string.h>

static const char *const kinds[] = {"approve", "reject",  "ask",     "flag",
				    "linked",  "granted", "refused", "note"};
const struct words reply_kind_words = WORDS(kinds);

static const struct placeholder_info own[] = {
#define X(identifier, ...) {__VA_ARGS__},
	PLACEHOLDERS(X)
#undef X
};

#define ALL_KINDS ((1U << REPLY_KIND_COUNT) - 1)

static unsigned kinds_of_name(int name)
{
	switch (name) {
	case FACT_TICKET_ID:
	case FACT_TICKET_CREATED_AT:
	case FACT_ORDER_ID: return ALL_KINDS;
	case NAME_SCORE:
	case NAME_LIMIT:
	case NAME_HARD_SIGN: return IN_NOTE;
	}
	return ALL_KINDS & ~(1U << REPLY_FLAG | 1U << REPLY_LINKED);
}

static bool add_amount(struct money amount, struct buffer *out)
{
	if (amount.minor == 0)
		return false;
	value_add(value_money(amount), (struct zone){0}, out);
	return true;
}

static bool add_known_amount(struct value value, struct buffer *out)
{
	return value.is_known && add_amount(value.money, out);
}

static bool add_text(const char *text, struct buffer *out)
{
	if (text == NULL)
		return false;
	buffer_add_text(out, text);
	return true;
}

/* "2023-03-01 08:00:00 (UTC+08:00)": the customer's eyes, not a program's. */
static void add_time(struct instant instant, struct zone zone, struct buffer *out)
{
	char text[INSTANT_TEXT_SIZE];
	const char *time = text + 11;
	const char *offset;

	instant_format(instant, zone, text);
	offset = strpbrk(time, "Z+-");
	buffer_add_format(out, "%.10s %.*s (UTC%s)", text, (int)(offset - time), time,
			  *offset == 'Z' ? "" : offset);
}

static bool add_name(const struct figures *figures, int name, struct buffer *out)
{
	struct value value = figures->view.value[name];

	if (!value.is_known)
		return false;
	if (value.type == VALUE_DURATION)
		time_words_add(figures->words, value.duration, out);
	else if (value.type == VALUE_INSTANT)
		add_time(value.instant, figures->view.zone, out);
	else
		value_add(value, figures->view.zone, out);
	return true;
}

/* "499.00 x (31 - 5) / 31 = 418.516..." of the arithmetic: its words follow a comma, and a refund
 * of all that was paid divides nothing. */
static bool add_formula(const char *arithmetic, struct buffer *out)
{
	if (arithmetic == NULL || strchr(arithmetic, '/') == NULL)
		return false;
	buffer_add(out, arithmetic, strcspn(arithmetic, ","));
	return true;
}

static bool add_policy(const struct decision *decision, struct buffer *out)
{
	if (decision->policy == NULL)
		return false;
	buffer_add_format(out, "%s%s%s", decision->policy, decision->version != NULL ? " " : "",
			  decision->version != NULL ? decision->version : "");
	return true;
}

static bool add_missing(fact_set missing, struct buffer *out)
{
	size_t before = out->length;

	for (int fact = 0; fact <= FACT_SIGNALS; fact++)
		if (missing & FACT_BIT(fact))
			buffer_add_format(out, "%s%s", out->length > before ? ", " : "",
					  fact_info((enum fact)fact)->name);
	return missing != 0;
}

static bool add_signals(const struct view *view, struct buffer *out)
{
	size_t before = out->length;
	fact_set lacking;

	for (size_t i = 0; i < view->set->signal_count; i++) {
		const struct signal *signal = &view->set->signals[i];
		struct value value = view_signal(view, (int)i, &lacking);
		char text[NUMBER_TEXT_SIZE];

		if (!value.is_known || signal_points(signal, value.number) == 0)
			continue;
		number_format(value.number, text);
		buffer_add_format(out, "%s%s %s (%d points): %s", out->length > before ? "\n" : "",
				  signal->name, text, signal_points(signal, value.number),
				  signal->title);
	}
	return out->length > before;
}

/* The trace ends with the rule that decided. */
static bool add_because(const struct decision *decision, struct buffer *out)
{
	if (decision->rule == NULL)
		return false;
	buffer_add_text(out, decision->trace[decision->trace_count - 1].because);
	return true;
}

static bool add_trace(const struct decision *decision, struct buffer *out)
{
	for (size_t i = 0; i < decision->trace_count; i++)
		buffer_add_format(out, "%s%-7s  %s: %s", i > 0 ? "\n" : "",
				  answer_name(decision->trace[i].answer), decision->trace[i].rule,
				  decision->trace[i].because);
	return decision->trace_count > 0;
}

static bool add_part(const struct note_parts *parts, int placeholder, struct buffer *out)
{
	switch (placeholder) {
	case PLACEHOLDER_HEADLINE: return add_text(parts->headline, out);
	case PLACEHOLDER_REMARK: return add_text(parts->remark, out);
	case PLACEHOLDER_ALONE: return add_text(parts->alone, out);
	case PLACEHOLDER_EVIDENCE: return add_text(parts->evidence, out);
	case PLACEHOLDER_TIMELINE: return add_text(parts->timeline, out);
	case PLACEHOLDER_RELATED: return add_text(parts->related, out);
	case PLACEHOLDER_ACTIONS: return add_text(parts->actions, out);
	}
	return false;
}

static bool add_own(const struct figures *figures, int placeholder, struct buffer *out)
{
	const struct decision *decision = figures->decision;
	const struct refund *refund = &decision->refund;

	switch (placeholder) {
	case PLACEHOLDER_TOTAL: return add_amount(refund->total, out);
	case PLACEHOLDER_CASH: return add_amount(refund->purse[PURSE_CASH], out);
	case PLACEHOLDER_TRANSFER: return add_amount(refund->purse[PURSE_TRANSFER], out);
	case PLACEHOLDER_GIFT: return add_amount(refund->purse[PURSE_GIFT], out);
	case PLACEHOLDER_VOUCHER:
		return add_known_amount(figures->view.value[FACT_ORDER_PAID_VOUCHER], out);
	case PLACEHOLDER_PAYER: return add_text(refund->payer_uin, out);
	case PLACEHOLDER_ARITHMETIC: return add_text(decision->arithmetic, out);
	case PLACEHOLDER_FORMULA: return add_formula(decision->arithmetic, out);
	case PLACEHOLDER_FROZEN:
		return add_known_amount(figures->view.value[FACT_ACCOUNT_FROZEN], out);
	case PLACEHOLDER_CLAUSE:
		return figures->says != NULL && add_text(figures->says->clause, out);
	case PLACEHOLDER_SPEAKER: return add_text(figures->speaker, out);
	case PLACEHOLDER_OUTCOME: return add_text(outcome_words.list[decision->outcome], out);
	case PLACEHOLDER_WHY:
		return decision->why != WHY_NONE &&
		       add_text(flag_why_words.list[decision->why], out);
	case PLACEHOLDER_RULE: return add_text(decision->rule, out);
	case PLACEHOLDER_BECAUSE: return add_because(decision, out);
	case PLACEHOLDER_POLICY: return add_policy(decision, out);
	case PLACEHOLDER_MISSING: return add_missing(decision->missing, out);
	case PLACEHOLDER_SIGNALS: return add_signals(&figures->view, out);
	case PLACEHOLDER_TRACE: return add_trace(decision, out);
	}
	return add_part(&figures->parts, placeholder, out);
}

static const struct version *version_named(const struct policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->version_count && name != NULL; i++)
		if (strcmp(policy->versions[i].name, name) == 0)
			return &policy->versions[i];
	return NULL;
}

static const struct rule *rule_with_id(const struct rule *rules, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].id, id) == 0)
			return &rules[i];
	return NULL;
}

struct placeholder_info placeholder_info(int placeholder)
{
	if (placeholder > PLACEHOLDER_LAST_NAME)
		return own[placeholder - PLACEHOLDER_LAST_NAME - 1];
	return (struct placeholder_info){name_info(placeholder).name, kinds_of_name(placeholder),
					 name_info(placeholder).help};
}

int placeholder_find(enum reply_kind kind, const char *text, struct error *error)
{
	const char *allowed[PLACEHOLDER_COUNT];
	size_t count = 0;
	const char *nearest;

	for (int i = 0; i < PLACEHOLDER_COUNT; i++) {
		struct placeholder_info info = placeholder_info(i);

		if ((info.kinds & (1U << kind)) == 0)
			continue;
		if (strcmp(info.name, text) == 0)
			return i;
		allowed[count++] = info.name;
	}
	nearest = words_nearest((struct words){allowed, count}, text);
	error_set(error, ERROR_CONFIG, "a text of kind '%s' has no {%s}%s%s%s",
		  reply_kind_words.list[kind], text, nearest != NULL ? "; did you mean {" : "",
		  nearest != NULL ? nearest : "", nearest != NULL ? "}?" : "");
	return -1;
}

void time_words_add(const struct time_words *words, struct span span, struct buffer *out)
{
	static const int64_t sizes[] = {DAY_US, HOUR_US, MINUTE_US, SECOND_US};
	uint64_t rest = span.us < 0 ? -(uint64_t)span.us : (uint64_t)span.us;
	size_t before;

	if (span.us < 0)
		buffer_add_char(out, '-');
	before = out->length;
	for (size_t i = 0; i < 4; i++) {
		bool is_last = i == 3;
		int64_t part = (int64_t)(is_last ? rest : rest / (uint64_t)sizes[i]);
		char text[NUMBER_TEXT_SIZE];

		rest %= (uint64_t)sizes[i];
		if (part == 0 && (!is_last || out->length > before))
			continue;
		/* A second is a million: the decimals of the last part come out by themselves. */
		number_format(is_last ? (struct number){part} : number_of(part), text);
		buffer_add_format(out, "%s%s%s%s", out->length > before ? words->joiner : "", text,
				  words->joiner,
				  words->units[2 * i + (strcmp(text, "1") == 0 ? 0 : 1)]);
	}
}

void figures_init(struct figures *figures, const struct policy_set *set, const struct facts *facts,
		  const struct decision *decision, const struct time_words *words)
{
	const struct value *family = &facts->value[FACT_ORDER_FAMILY];
	const struct policy *policy = family->is_known ? policy_of_family(set, family->text) : NULL;
	const struct version *version =
		policy != NULL ? version_named(policy, decision->version) : NULL;

	*figures = (struct figures){.decision = decision, .words = words};
	view_init(&figures->view, set, policy, version, facts, NULL);
	if (decision->rule == NULL)
		return;
	figures->rule = rule_with_id(set->intake, set->intake_count, decision->rule);
	if (figures->rule == NULL && version != NULL)
		figures->rule = rule_with_id(version->rules, version->rule_count, decision->rule);
}

bool figures_add(const struct figures *figures, int placeholder, struct buffer *out)
{
	if (placeholder > PLACEHOLDER_LAST_NAME)
		return add_own(figures, placeholder, out);
	return add_name(figures, placeholder, out);
}
