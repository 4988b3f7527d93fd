#include "daemon/order_finder.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

#define PATTERN "[0-9]{20}"
#define A	"20230301080000000001"
#define B	"20230301080000000002"

static void *ctx;

static void begin(void)
{
	ctx = talloc_new(NULL);
}

static void end(void)
{
	talloc_free(ctx);
}

TestSuite(order_finder, .init = begin, .fini = end);

static struct orders_named look(const char *pattern, const struct ticket *ticket)
{
	struct error error;
	struct order_finder *finder = order_finder_new(ctx, "order_id", pattern, &error);

	cr_assert_not_null(finder, "%s", error.text);
	return order_finder_look(finder, ctx, ticket);
}

static struct orders_named look_in(const char *field, const char *subject, const char *body)
{
	struct ticket_field fields[] = {{"other", B}, {"order_id", field}};
	struct ticket_message messages[] = {
		{.author = AUTHOR_CUSTOMER, .is_public = true, .body = body},
		{.author = AUTHOR_CUSTOMER, .is_public = false, .body = "internal " B},
		{.author = AUTHOR_AGENT, .is_public = true, .body = "an agent wrote " B},
		{.author = AUTHOR_REFUNDD, .is_public = true, .body = "we wrote " B},
	};
	struct ticket ticket = {.subject = subject,
				.fields = fields,
				.field_count = 2,
				.messages = messages,
				.message_count = 4};

	return look(PATTERN, &ticket);
}

struct sample {
	const char *field, *subject, *body;
	int count;
	const char *first;
};

static const struct sample samples[] = {
	/* the field */
	{A, "", "", 1, A},
	{"  " A "\n", "", "", 1, A},
	{"TRTC-ORDER_7", "", "", 1, "TRTC-ORDER_7"},
	{"order " A, "", "", 1, A},
	{A ", " A, "", "", 1, A},
	{A " and " B, "", "", 2, A},
	{A, "", "and " B, 1, A},
	{A, B, "", 1, A},
	/* a field that names none */
	{"", "", "my order is " A, 1, A},
	{" \t", "", "my order is " A, 1, A},
	{"see below", "", "my order is " A, 1, A},
	{"0123456789012345678901234567890123456789012345678901234567890123", "", "", 1,
	 "0123456789012345678901234567890123456789012345678901234567890123"},
	{"01234567890123456789012345678901234567890123456789012345678901234", "", "", 0, NULL},
	/* the text */
	{"", "", "", 0, NULL},
	{"", "Refund of " A, "please", 1, A},
	{"", "Refund of " A, "I mean " B, 2, A},
	{"", "", A " I said " A "!", 1, A},
	{"", "", A "," B, 2, A},
	{"", "", "订单" A "请退款", 1, A},
	{"", "", "(" A ")", 1, A},
	/* parts of something longer are none */
	{"", "", "1" A, 0, NULL},
	{"", "", A "1", 0, NULL},
	{"", "", "x" A, 0, NULL},
	{"", "", A "x", 0, NULL},
	{"", "", "1" A " and " A, 1, A},
	{"", "", A B, 0, NULL},
};

static void expect_sample(const struct sample *sample)
{
	struct orders_named orders = look_in(sample->field, sample->subject, sample->body);

	cr_expect_eq(orders.count, sample->count, "field \"%s\", body \"%s\": %d orders",
		     sample->field, sample->body, orders.count);
	if (sample->first == NULL || orders.first == NULL)
		cr_expect_eq(orders.first, sample->first);
	else
		cr_expect_str_eq(orders.first, sample->first);
}

Test(order_finder, finds_what_a_ticket_names)
{
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		expect_sample(&samples[i]);
}

static struct orders_named look_in_body(const char *pattern, const char *body)
{
	struct ticket_message message = {
		.author = AUTHOR_CUSTOMER, .is_public = true, .body = body};
	struct ticket ticket = {.subject = "", .messages = &message, .message_count = 1};

	return look(pattern, &ticket);
}

Test(order_finder, a_pattern_with_other_signs_is_matched_whole)
{
	cr_expect_eq(look_in_body("TRTC-[0-9]+", "TRTC-1, TRTC-22 and XTRTC-3").count, 2);
	cr_expect_eq(look_in_body("^[0-9]+", "7 8").count, 1);
}

Test(order_finder, a_pattern_that_matches_nothing_at_all_ends)
{
	cr_expect_eq(look_in_body("[0-9]*", "ab 12 c").count, 1);
	cr_expect_eq(look_in_body("x?", "").count, 0);
	cr_expect_eq(look_in_body("()", "订单").count, 0);
}

Test(order_finder, an_id_of_more_than_64_bytes_is_none)
{
	char *text = text_format(ctx, "%065d %064d", 1, 2);

	cr_expect_eq(look_in_body("[0-9]+", text).count, 1);
}

Test(order_finder, a_very_long_text_is_looked_at_only_in_its_beginning)
{
	size_t length = 4 << 20;
	char *text = NEW_ARRAY(ctx, char, length + sizeof(A));

	memset(text, 'x', length);
	memcpy(text, A " ", sizeof(A));
	strcpy(text + length, A);
	for (size_t i = 64; i < length; i += 2)
		text[i] = ' ';
	cr_expect_eq(look_in_body(PATTERN, text).count, 1);
}

Test(order_finder, many_orders_are_many)
{
	struct buffer *text = buffer_new(ctx);

	for (int i = 0; i < 5000; i++)
		buffer_add_format(text, "%020d ", i);
	cr_expect_gt(look_in_body(PATTERN, text->bytes).count, 1);
}

Test(order_finder, a_pattern_that_cannot_be_read_is_refused)
{
	struct error error;

	cr_assert_null(order_finder_new(ctx, "order_id", "[0-9", &error));
	cr_expect_eq(error.kind, ERROR_CONFIG);
	cr_expect_not_null(strstr(error.text, "[0-9"));
}
