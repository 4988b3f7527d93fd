#include "wire/explain.h"

#include "base/memory.h"
#include "policy/fixture.h"
#include "policy/judge.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;
static struct policy_set *set;
static struct phrasebook books[2];
static const struct phrasebooks phrasebooks = {books, 2};

static struct template *reply(enum reply_kind kind, const char *text)
{
	struct error error = {.text = ""};
	int line, column;
	struct template *template = explain_reply_new(ctx, kind, text, &line, &column, &error);

	cr_assert_not_null(template, "%s", error.text);
	return template;
}

static struct template *figures(const char *text)
{
	struct error error = {.text = ""};
	int line, column;
	struct template *template = explain_figures_new(ctx, text, &line, &column, &error);

	cr_assert_not_null(template, "%s", error.text);
	return template;
}

static void write_books(void)
{
	books[0] = (struct phrasebook){.language = "en",
				       .words = {{"day", "days", "hour", "hours", "minute",
						  "minutes", "second", "seconds"},
						 " "}};
	books[1] = (struct phrasebook){
		.language = "zh",
		.words = {{"天", "天", "小时", "小时", "分钟", "分钟", "秒", "秒"}, ""}};
	books[0].reply[REPLY_APPROVE] =
		reply(REPLY_APPROVE, "You get {total}.\nGift: {gift}\n\nAfter {elapsed}.");
	books[1].reply[REPLY_APPROVE] = reply(REPLY_APPROVE, "退款 {total},{elapsed}");
	books[0].reply[REPLY_REJECT] = reply(REPLY_REJECT, "No.\n{clause}\n\n{figures}\nBye.");
	books[1].reply[REPLY_REJECT] = reply(REPLY_REJECT, "不。{clause}\n{figures}");
	books[0].reply[REPLY_ASK] = books[1].reply[REPLY_ASK] = reply(REPLY_ASK, "{clause}?");
	books[0].reply[REPLY_FLAG] = books[1].reply[REPLY_FLAG] =
		reply(REPLY_FLAG, "Wait for {order.id}.");
	books[0].reply[REPLY_LINKED] = reply(REPLY_LINKED, "{order.id}: see {speaker}.");
	books[1].reply[REPLY_LINKED] = reply(REPLY_LINKED, "{order.id}：见 {speaker}");
	books[0].reply[REPLY_GRANTED] = reply(
		REPLY_GRANTED, "Granted: {total}.\nBecause {arithmetic}.\n{clause}\nTo {payer}.");
	books[1].reply[REPLY_GRANTED] = reply(REPLY_GRANTED, "退款 {total}\n{formula}\n{clause}");
	books[0].reply[REPLY_REFUSED] = reply(REPLY_REFUSED, "Not {order.id}.\n{clause}\nBye.");
	books[1].reply[REPLY_REFUSED] = reply(REPLY_REFUSED, "不。\n{clause}");
	books[0].reply[REPLY_NOTE] = reply(
		REPLY_NOTE, "{headline}\nAlone: {alone}\n{outcome} by {rule}: {clause}\n{elapsed}");
}

static void write_says(void)
{
	struct rule *rules = (struct rule *)set->policies[0].versions[0].rules;
	struct says *both = NEW_ARRAY(ctx, struct says, 2);
	struct says *one = NEW_ARRAY(ctx, struct says, 1);

	both[0] = (struct says){"zh", "太晚了", figures("{elapsed}")};
	both[1] = (struct says){"en", "Too late.", figures("It took {elapsed},\nof {window}.")};
	one[0] = (struct says){"en", "Used.", NULL};
	for (size_t i = 0; i < set->policies[0].versions[0].rule_count; i++) {
		if (strcmp(rules[i].id, "too-late") == 0) {
			rules[i].says = both;
			rules[i].says_count = 2;
		}
		if (strcmp(rules[i].id, "used") == 0) {
			rules[i].says = one;
			rules[i].says_count = 1;
		}
	}
}

static void begin(void)
{
	ctx = talloc_new(NULL);
	set = fixture_plain_set(ctx);
	write_books();
	write_says();
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(explain, .init = begin, .fini = end);

#define LATE "ticket.created_at = 2023-03-07T08:00:01+08:00"
#define USED "usage.gifted_minutes_used = 1"

static const char *explained(const char *changes)
{
	struct buffer *out = buffer_new(ctx);
	struct facts facts;
	struct decision decision;

	fixture_facts(ctx, changes, &facts);
	judge(ctx, set, &facts, NULL, &decision);
	explain(&phrasebooks, set, &facts, &decision, out);
	return out->bytes;
}

Test(explain, the_tickets_language_chooses_the_words)
{
	static const struct {
		const char *changes, *text;
	} cases[] = {
		{"", "You get 418.51 USD.\n\nAfter 4 days 23 hours 59 minutes 59 seconds.\n"},
		{"ticket.language = zh", "退款 418.51 USD,4天23小时59分钟59秒\n"},
		{"ticket.language = zh-CN; " LATE, "不。太晚了\n6天1秒\n"},
		{LATE, "No.\nToo late.\n\nIt took 6 days 1 second,\nof 5 days.\nBye.\n"},
		{"ticket.language = fr; " LATE,
		 "No.\nToo late.\n\nIt took 6 days 1 second,\nof 5 days.\nBye.\n"},
		{"ticket.language = ?; signals.repeats = 2", "Wait for 20230301080000000001.\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(explained(cases[i].changes), cases[i].text, "%s: %s",
				 cases[i].changes, explained(cases[i].changes));
}

Test(explain, a_rule_that_lacks_the_language_speaks_the_fallbacks)
{
	cr_expect_str_eq(explained("ticket.language = zh; " USED), "不。Used.\n");
}

Test(explain, a_rule_that_says_nothing_leaves_its_lines_out)
{
	cr_expect_str_eq(explained("history.order_refunded = true"), "No.\n\nBye.\n");
}

Test(explain, figures_of_which_nothing_is_known_leave_their_line_out)
{
	struct says *says = (struct says *)set->policies[0].versions[0].rules[2].says;

	says[0].figures = figures("Refunded on {history.order_refunded_at}");
	cr_expect_str_eq(explained(USED), "No.\nUsed.\n\nBye.\n");
}

Test(explain, a_note_is_in_the_fallback_language_and_has_its_parts)
{
	struct note_parts parts = {.headline = "Held for a person"};
	struct buffer *out = buffer_new(ctx);
	struct facts facts;
	struct decision decision;

	fixture_facts(ctx, "ticket.language = zh; " LATE, &facts);
	judge(ctx, set, &facts, NULL, &decision);
	explain_note(&phrasebooks, set, &facts, &decision, &parts, out);
	cr_expect_str_eq(out->bytes, "Held for a person\nreject by too-late: Too late.\n"
				     "6 days 1 second\n");
	parts.alone = "{total}";
	buffer_clear(out);
	explain_note(&phrasebooks, set, &facts, &decision, &parts, out);
	cr_expect_not_null(strstr(out->bytes, "Alone: {total}\n"),
			   "a part is put in as it is and never read again");
}

static const char *told(const char *language, const struct told_verdict *verdict)
{
	struct buffer *out = buffer_new(ctx);
	struct facts facts;

	fixture_facts(ctx, text_format(ctx, "ticket.language = %s", language), &facts);
	explain_verdict(&phrasebooks, set, &facts, verdict, out);
	return out->bytes;
}

Test(explain, what_a_reviewer_granted_says_the_amount_and_the_reason)
{
	static const struct says reason[] = {{"en", "We make an exception.", NULL},
					     {"zh", "例外处理。", NULL}};
	struct refund refund = {.total = fixture_money("400.00 USD"),
				.purse = {fixture_money("400.00 USD")},
				.payer_uin = "100000000001"};
	struct told_verdict verdict = {.refund = &refund};

	cr_expect_str_eq(told("en", &verdict), "Granted: 400.00 USD.\nTo 100000000001.\n");
	verdict.says = reason;
	verdict.says_count = 2;
	verdict.arithmetic = "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51";
	cr_expect_str_eq(told("en", &verdict),
			 "Granted: 400.00 USD.\nBecause 499.00 x (31 - 5) / 31 = 418.516..., "
			 "truncated to 418.51.\nWe make an exception.\nTo 100000000001.\n");
	cr_expect_str_eq(told("zh-CN", &verdict),
			 "退款 400.00 USD\n499.00 x (31 - 5) / 31 = 418.516...\n例外处理。\n");
}

Test(explain, what_a_reviewer_refused_says_the_reason_that_was_given)
{
	static const struct says reason[] = {{"en", "It had been used.", NULL}};
	struct told_verdict verdict = {.refund = NULL};

	cr_expect_str_eq(told("en", &verdict), "Not 20230301080000000001.\nBye.\n");
	verdict.says = reason;
	verdict.says_count = 1;
	cr_expect_str_eq(told("en", &verdict),
			 "Not 20230301080000000001.\nIt had been used.\nBye.\n");
	cr_expect_str_eq(told("zh", &verdict), "不。\nIt had been used.\n",
			 "the fallback's words rather than none");
}

Test(explain, a_link_names_the_ticket_that_speaks_in_the_customers_language)
{
	static const struct {
		const char *changes, *text;
	} cases[] = {
		{"", "20230301080000000001: see 1001.\n"},
		{"ticket.language = ?", "20230301080000000001: see 1001.\n"},
		{"ticket.language = zh-CN", "20230301080000000001：见 1001\n"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer *out = buffer_new(ctx);
		struct facts facts;

		fixture_facts(ctx, cases[i].changes, &facts);
		explain_link(&phrasebooks, set, &facts, "1001", out);
		cr_expect_str_eq(out->bytes, cases[i].text, "%s", cases[i].changes);
	}
}

Test(explain, the_nearest_phrasebook_is_taken)
{
	static const struct {
		const char *language, *book;
	} cases[] = {
		{"en", "en"},	      {"zh", "zh"},    {"zh-CN", "zh"}, {"zh_TW", "zh"},
		{"zh-Hans-CN", "zh"}, {"en-GB", "en"}, {"fr", "en"},	{"zhx", "en"},
		{"z", "en"},	      {"", "en"},      {NULL, "en"},	{"-", "en"},
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_str_eq(phrasebook_for(&phrasebooks, cases[i].language)->language,
				 cases[i].book, "%s", cases[i].language);
	books[0].language = "zh-TW";
	cr_expect_str_eq(phrasebook_for(&phrasebooks, "zh-TW")->language, "zh-TW");
	cr_expect_str_eq(phrasebook_for(&phrasebooks, "zh-CN")->language, "zh");
}

Test(explain, a_placeholder_that_the_text_cannot_have_is_refused_with_its_place)
{
	static const struct {
		enum reply_kind kind;
		const char *text;
		int line, column;
		const char *message;
	} cases[] = {
		{REPLY_FLAG, "Wait.\nFor {score}.", 2, 5, "a text of kind 'flag' has no {score}"},
		{REPLY_REFUSED, "{hard_sign}", 1, 1, "a text of kind 'refused' has no {hard_sign}"},
		{REPLY_GRANTED, "{headline}", 1, 1, "a text of kind 'granted' has no {headline}"},
		{REPLY_REFUSED, "{total}", 1, 1, "a text of kind 'refused' has no {total}"},
		{REPLY_LINKED, "{clause}", 1, 1, "a text of kind 'linked' has no {clause}"},
		{REPLY_REJECT, "{totl}", 1, 1, "a text of kind 'reject' has no {totl}"},
		{REPLY_ASK, "{elapsd}", 1, 1,
		 "a text of kind 'ask' has no {elapsd}; did you mean {elapsed}?"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error = {.text = ""};
		int line = 0, column = 0;

		cr_expect_null(explain_reply_new(ctx, cases[i].kind, cases[i].text, &line, &column,
						 &error));
		cr_expect_eq(error.kind, ERROR_CONFIG);
		cr_expect_str_eq(error.text, cases[i].message);
		cr_expect_eq(line, cases[i].line);
		cr_expect_eq(column, cases[i].column);
	}
}

Test(explain, a_rules_figures_may_use_the_names_alone)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"{clause}", "{clause} belongs into a reply, not into a rule's figures"},
		{"{figures}", "{figures} belongs into a reply, not into a rule's figures"},
		{"{total}", "a text of kind 'reject' has no {total}"},
		{"{score}", "a text of kind 'reject' has no {score}"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct error error = {.text = ""};
		int line, column;

		cr_expect_null(explain_figures_new(ctx, cases[i].text, &line, &column, &error));
		cr_expect_str_eq(error.text, cases[i].message);
	}
}
