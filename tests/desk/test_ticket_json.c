#include "desk/ticket_json.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

static void *ctx;
static struct json_document document;
static struct ticket ticket;
static struct error error;

static void begin(void)
{
	ctx = talloc_new(NULL);
}

static void end(void)
{
	talloc_free(ctx);
}

static bool read_ticket(const char *json)
{
	return json_read(ctx, json, strlen(json), &ticket_json_limits, &document, &error) &&
	       ticket_from_json(ctx, &document, &ticket, &error);
}

#define AT "2023-03-06T07:59:59+08:00"

static const char whole[] =
	"{\"id\": \"1001\", \"subject\": \"Refund\", \"status\": \"open\",\n"
	" \"product\": \"TRTC\", \"issue_type\": \"Billing\",\n"
	" \"created_at\": \"" AT
	"\", \"updated_at\": \"2023-03-07T00:00:00Z\", \"language\": \"en\",\n"
	" \"requester\": {\"uin\": \"100000000001\", \"name\": \"User A\", \"email\": null},\n"
	" \"assignee\": \"kim\", \"tags\": [\"vip\"],\n"
	" \"fields\": {\"order_id\": \"2023\", \"sdk\": 14000000010000000001, \"odd\": [1], "
	"\"no\": null},\n"
	" \"messages\": [\n"
	"  {\"id\": \"m1\", \"author\": \"customer\", \"public\": true, \"at\": \"" AT
	"\", \"body\": \"b\"},\n"
	"  {\"id\": \"r1\", \"author\": \"refundd\", \"public\": false, \"at\": \"" AT
	"\", \"key\": \"k1\", \"body\": \"n\"}]}";

TestSuite(ticket_json, .init = begin, .fini = end);

Test(ticket_json, a_whole_ticket_is_read)
{
	cr_assert(read_ticket(whole), "%s", error.text);
	cr_expect_str_eq(ticket.system, "spool");
	cr_expect_str_eq(ticket.id, "1001");
	cr_expect_str_eq(ticket.subject, "Refund");
	cr_expect_eq(ticket.status, TICKET_OPEN);
	cr_expect_str_eq(ticket.product, "TRTC");
	cr_expect_str_eq(ticket.issue_type, "Billing");
	cr_expect_str_eq(ticket.language, "en");
	cr_expect_eq(ticket.created_at.us, INT64_C(1678060799) * SECOND_US);
	cr_expect_eq(ticket.updated_at.us, INT64_C(1678147200) * SECOND_US);
	cr_expect_str_eq(ticket.requester_uin, "100000000001");
	cr_expect_str_eq(ticket.assignee, "kim");
	cr_expect_eq(ticket.message_count, 2u);
	cr_expect_str_eq(ticket.messages[0].id, "m1");
	cr_expect_eq(ticket.messages[0].author, AUTHOR_CUSTOMER);
	cr_expect(ticket.messages[0].is_public);
	cr_expect_null(ticket.messages[0].key);
	cr_expect_eq(ticket.messages[1].author, AUTHOR_REFUNDD);
	cr_expect_not(ticket.messages[1].is_public);
	cr_expect_str_eq(ticket.messages[1].key, "k1");
	cr_expect_eq(ticket.messages[1].at.us, ticket.created_at.us);
}

Test(ticket_json, fields_are_texts_and_numbers_as_they_were_written)
{
	cr_assert(read_ticket(whole), "%s", error.text);
	cr_expect_eq(ticket.field_count, 2u);
	cr_expect_str_eq(ticket_field(&ticket, "order_id"), "2023");
	cr_expect_str_eq(ticket_field(&ticket, "sdk"), "14000000010000000001");
	cr_expect_null(ticket_field(&ticket, "odd"));
	cr_expect_null(ticket_field(&ticket, "no"));
}

#define LEAST "\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\",\"messages\":[]"

Test(ticket_json, what_was_not_told_is_unknown)
{
	cr_assert(read_ticket("{" LEAST "}"), "%s", error.text);
	cr_expect_str_eq(ticket.subject, "");
	cr_expect_str_eq(ticket.product, "");
	cr_expect_str_eq(ticket.issue_type, "");
	cr_expect_null(ticket.language);
	cr_expect_null(ticket.requester_uin);
	cr_expect_null(ticket.assignee);
	cr_expect_eq(ticket.updated_at.us, ticket.created_at.us);
	cr_expect_eq(ticket.field_count, 0u);
	cr_expect_eq(ticket.message_count, 0u);
	cr_assert(read_ticket("{" LEAST ",\"requester\":null,\"assignee\":null,\"tags\":null,"
			      "\"fields\":null,\"language\":null}"),
		  "%s", error.text);
	cr_assert(read_ticket("{" LEAST ",\"requester\":{}}"), "%s", error.text);
}

Test(ticket_json, a_key_in_a_message_of_somebody_else_is_none_of_ours)
{
	cr_assert(read_ticket("{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT
			      "\",\"messages\":[{\"id\":\"m\",\"author\":\"customer\","
			      "\"public\":true,\"at\":\"" AT "\",\"body\":\"\",\"key\":\"k\"}]}"),
		  "%s", error.text);
	cr_expect_not(ticket_has_key(&ticket, "k"));
}

#define MESSAGE(author, public, at, body)                                                        \
	"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\",\"messages\":[\n"            \
	"{\"id\":\"m\",\"author\":" author ",\"public\":" public ",\"at\":" at ",\"body\":" body \
								 "}]}"

Test(ticket_json, what_cannot_be_is_named_with_its_place)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
		{"[]", "line 1, column 1: the ticket must be an object, not an array"},
		{"7", "the ticket must be an object, not a number"},
		{"{\"status\":\"new\"}", "\"id\" is missing"},
		{"{\"id\":null}", "\"id\" is missing"},
		{"{\"id\":7}", "line 1, column 7: id must be a string, not a number"},
		{"{\"id\":\"a\"}", "\"status\" is missing"},
		{"{\"id\":\"a\",\"status\":\"opne\"}",
		 "status: expected new, open, pending, hold, solved or closed"},
		{"{\"id\":\"a\",\"status\":true}", "status must be a string, not true"},
		{"{\"id\":\"a\",\"status\":\"new\"}", "\"created_at\" is missing"},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":5}",
		 "created_at must be a string, not a number"},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"2023-02-30T00:00:00Z\"}",
		 "created_at: "},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"2023-02-03T00:00:00\"}",
		 "created_at: "},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\"}",
		 "\"messages\" is missing"},
		{"{\"id\":\"../a\",\"status\":\"new\",\"created_at\":\"" AT "\"}", "id: expected"},
		{"{\"id\":\"\",\"status\":\"new\",\"created_at\":\"" AT "\"}", "id: expected"},
		{"{\"id\":\".a\",\"status\":\"new\",\"created_at\":\"" AT "\"}", "id: expected"},
		{"{" LEAST ",\"updated_at\":\"today\"}", "updated_at: "},
		{"{" LEAST ",\"subject\":[]}", "subject must be a string, not an array"},
		{"{" LEAST ",\"product\":{}}", "product must be a string, not an object"},
		{"{" LEAST ",\"issue_type\":1}", "issue_type must be a string, not a number"},
		{"{" LEAST ",\"language\":false}", "language must be a string, not false"},
		{"{" LEAST ",\"assignee\":1}", "assignee must be a string, not a number"},
		{"{" LEAST ",\"requester\":\"x\"}", "requester must be an object, not a string"},
		{"{" LEAST ",\"requester\":{\"uin\":100000000001}}",
		 "uin must be a string, not a number"},
		{"{" LEAST ",\"requester\":{\"uin\":\"1x\"}}", "uin: expected 1 to 20 digits"},
		{"{" LEAST ",\"requester\":{\"uin\":\"\"}}", "uin: expected 1 to 20 digits"},
		{"{" LEAST ",\"requester\":{\"uin\":\"123456789012345678901\"}}",
		 "uin: expected 1 to 20 digits"},
		{"{" LEAST ",\"tags\":\"x\"}", "tags must be an array, not a string"},
		{"{" LEAST ",\"fields\":[]}", "fields must be an object, not an array"},
		{"{" LEAST ",\"id\":\"b\"}", "each key once"},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\",\"messages\":{}}",
		 "messages must be an array, not an object"},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\",\"messages\":[1]}",
		 "a message must be an object, not a number"},
		{"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT "\",\"messages\":[{}]}",
		 "\"id\" is missing"},
		{MESSAGE("\"bot\"", "true", "\"" AT "\"", "\"\""),
		 "line 2, column 20: author: expected customer, agent or refundd"},
		{MESSAGE("\"agent\"", "\"yes\"", "\"" AT "\"", "\"\""),
		 "public must be true or false, not a string"},
		{MESSAGE("\"agent\"", "null", "\"" AT "\"", "\"\""), "\"public\" is missing"},
		{MESSAGE("\"agent\"", "true", "\"\"", "\"\""), "at: "},
		{MESSAGE("\"agent\"", "true", "\"" AT "\"", "{}"),
		 "body must be a string, not an object"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ticket before = ticket;

		error.text[0] = '\0';
		cr_expect_not(read_ticket(rows[i].json), "%s", rows[i].json);
		cr_expect_eq(error.kind, ERROR_INPUT);
		cr_expect_not_null(strstr(error.text, rows[i].expected), "%s: %s", rows[i].json,
				   error.text);
		cr_expect_eq(memcmp(&before, &ticket, sizeof(ticket)), 0, "output was touched");
	}
}

Test(ticket_json, an_id_is_a_file_name_that_stays_in_its_folder)
{
	static const char *const good[] = {
		"1", "A-b_c.9", "a..b", "-",
		"1234567890123456789012345678901234567890123456789012345678901234"};
	static const char *const bad[] = {
		"",
		".",
		"..",
		".a",
		"a/b",
		"a b",
		"a\n",
		"\xc3\xa4",
		"12345678901234567890123456789012345678901234567890123456789012345"};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		cr_expect(is_ticket_id(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		cr_expect_not(is_ticket_id(bad[i]), "%s", bad[i]);
}

/* ---- amending ---- */

static const struct ticket_field answer_fields[] = {{"refund_decision", "approve"},
						    {"refund_amount", "418.51"}};
static const struct desk_write answer = {
	.ticket = "1001",
	.key = "k2",
	.is_public = true,
	.body = "Dear \"A\",\nyes.",
	.sets_status = true,
	.status = TICKET_SOLVED,
	.tag = "refundd",
	.fields = answer_fields,
	.field_count = 2,
	.customer_messages = 1,
};

/* The document without its layout. */
static const char *compact(const char *json)
{
	struct buffer *text = buffer_new(ctx);

	cr_assert(json_read(ctx, json, strlen(json), &ticket_json_limits, &document, &error));
	json_put_value(json_writer_new(text, text), &document, document.values);
	return text->bytes;
}

static void expect_amended(const char *json, const struct desk_write *write, const char *expected)
{
	char *amended;

	cr_assert(read_ticket(json), "%s", error.text);
	amended = ticket_json_amend(ctx, &document, &ticket, write,
				    (struct instant){INT64_C(1678060800) * SECOND_US});
	cr_expect_str_eq(compact(amended), expected);
	cr_expect(read_ticket(amended), "%s", error.text);
	cr_expect(ticket_has_key(&ticket, write->key));
}

#define NOW "2023-03-06T00:00:00Z"
#define ANSWER                                                                \
	"{\"id\":\"r1\",\"author\":\"refundd\",\"public\":true,\"at\":\"" NOW \
	"\",\"key\":\"k2\",\"body\":\"Dear \\\"A\\\",\\nyes.\"}"

Test(ticket_json, a_write_changes_its_members_and_keeps_every_other_in_its_place)
{
	expect_amended(
		"{\"x\": {\"deep\": [1.50, -0, 1e400, \"\\u00e4\\/\", null, {}]}, \"status\": "
		"\"open\",\n"
		"\"messages\": [{\"body\":\"b\",\"extra\":7,\"id\":\"m1\",\"author\":\"customer\","
		"\"public\":true,\"at\":\"" AT "\"}], \"fields\": {\"refund_amount\": \"1\","
		"\"order_id\": \"9\", \"odd\": [true]}, \"tags\": [\"vip\", 5], \"assignee\": "
		"null,\n"
		"\"created_at\": \"" AT "\", \"updated_at\": \"" AT
		"\", \"id\": \"1001\", \"z\": 12345678901234567890}",
		&answer,
		"{\"x\":{\"deep\":[1.50,-0,1e400,\"\xc3\xa4/\",null,{}]},\"status\":\"solved\","
		"\"messages\":[{\"body\":\"b\",\"extra\":7,\"id\":\"m1\",\"author\":\"customer\","
		"\"public\":true,\"at\":\"" AT "\"}," ANSWER "],"
		"\"fields\":{\"order_id\":\"9\",\"odd\":[true],\"refund_decision\":\"approve\","
		"\"refund_amount\":\"418.51\"},\"tags\":[\"vip\",5,\"refundd\"],\"assignee\":null,"
		"\"created_at\":\"" AT "\",\"updated_at\":\"" NOW
		"\",\"id\":\"1001\",\"z\":12345678901234567890}");
}

Test(ticket_json, members_that_a_write_needs_are_added_where_they_lack)
{
	expect_amended("{" LEAST "}", &answer,
		       "{\"id\":\"a\",\"status\":\"solved\",\"created_at\":\"" AT
		       "\",\"messages\":[" ANSWER "],\"updated_at\":\"" NOW
		       "\",\"tags\":[\"refundd\"],\"fields\":{\"refund_decision\":\"approve\","
		       "\"refund_amount\":\"418.51\"}}");
	expect_amended("{" LEAST ",\"tags\":null,\"fields\":null,\"updated_at\":null}", &answer,
		       "{\"id\":\"a\",\"status\":\"solved\",\"created_at\":\"" AT
		       "\",\"messages\":[" ANSWER "],\"tags\":[\"refundd\"],"
		       "\"fields\":{\"refund_decision\":\"approve\","
		       "\"refund_amount\":\"418.51\"},\"updated_at\":\"" NOW "\"}");
}

Test(ticket_json, an_empty_value_clears_a_field_that_is_there)
{
	static const struct ticket_field cleared[] = {
		{"review_verdict", ""}, {"refund_decision", "reject"}, {"reviewer", ""}};
	struct desk_write write = answer;

	write.fields = cleared;
	write.field_count = 3;
	expect_amended(
		"{" LEAST ",\"tags\":[\"refundd\"],\"updated_at\":\"" AT
		"\",\"fields\":{\"order_id\":\"9\",\"review_verdict\":\"approve\"}}",
		&write,
		"{\"id\":\"a\",\"status\":\"solved\",\"created_at\":\"" AT
		"\",\"messages\":[" ANSWER "],\"tags\":[\"refundd\"],\"updated_at\":\"" NOW
		"\",\"fields\":{\"order_id\":\"9\",\"review_verdict\":null,\"refund_decision\":"
		"\"reject\"}}");
	cr_expect_null(ticket.verdict);
}

Test(ticket_json, a_verdict_of_a_reviewer_is_read)
{
	cr_assert(read_ticket("{" LEAST ",\"updated_at\":\"" AT
			      "\",\"fields\":{\"review_verdict\":\"approve\","
			      "\"reviewer\":\"kim\",\"review_amount\":12.5}}"));
	cr_assert_not_null(ticket.verdict);
	cr_expect_str_eq(ticket.verdict->reviewer, "kim");
	cr_expect_str_eq(ticket.verdict->amount, "12.5");
	cr_expect_eq(ticket.verdict->at.us, ticket.updated_at.us);
}

Test(ticket_json, a_tag_stands_once)
{
	expect_amended("{" LEAST ",\"tags\":[\"refundd\"],\"fields\":{},\"updated_at\":\"" AT "\"}",
		       &answer,
		       "{\"id\":\"a\",\"status\":\"solved\",\"created_at\":\"" AT
		       "\",\"messages\":[" ANSWER "],\"tags\":[\"refundd\"],"
		       "\"fields\":{\"refund_decision\":\"approve\","
		       "\"refund_amount\":\"418.51\"},\"updated_at\":\"" NOW "\"}");
}

Test(ticket_json, a_note_changes_nothing_but_the_messages)
{
	static const struct desk_write note = {.ticket = "a", .key = "k3", .body = "n"};

	expect_amended(
		"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT
		"\",\"tags\":[],\"fields\":{},"
		"\"updated_at\":\"" AT "\",\"messages\":[{\"id\":\"r1\",\"author\":\"customer\","
		"\"public\":true,\"at\":\"" AT "\",\"body\":\"\"}]}",
		&note,
		"{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT
		"\",\"tags\":[],\"fields\":{},"
		"\"updated_at\":\"" NOW "\",\"messages\":[{\"id\":\"r1\",\"author\":\"customer\","
		"\"public\":true,\"at\":\"" AT "\",\"body\":\"\"},{\"id\":\"r2\","
		"\"author\":\"refundd\",\"public\":false,\"at\":\"" NOW
		"\",\"key\":\"k3\",\"body\":\"n\"}]}");
}

Test(ticket_json, an_amended_ticket_has_a_member_a_line)
{
	static const struct desk_write note = {.ticket = "a", .key = "k", .body = "n"};
	struct instant now = {INT64_C(1678060800) * SECOND_US};

	cr_assert(read_ticket("{\"id\":\"a\",\"status\":\"new\",\"created_at\":\"" AT
			      "\",\"updated_at\":\"" AT
			      "\",\"tags\":[],\"fields\":{},\"messages\":[]}"));
	cr_expect_str_eq(ticket_json_amend(ctx, &document, &ticket, &note, now),
			 "{\n  \"id\": \"a\",\n  \"status\": \"new\",\n  \"created_at\": \"" AT
			 "\",\n  \"updated_at\": \"" NOW
			 "\",\n  \"tags\": [],\n  \"fields\": {},\n  \"messages\": [\n    {\n"
			 "      \"id\": \"r1\",\n      \"author\": \"refundd\",\n"
			 "      \"public\": false,\n      \"at\": \"" NOW
			 "\",\n      \"key\": \"k\",\n      \"body\": \"n\"\n    }\n  ]\n}\n");
}

Test(ticket_json, a_ticket_that_would_be_too_large_laid_out_stays_compact)
{
	static const struct desk_write note = {.ticket = "a", .key = "k", .body = "n"};
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "{" LEAST ",\"x\":[");
	for (int list = 0; list < 100; list++) {
		buffer_add_text(text, list == 0 ? "[1" : ",[1");
		for (int i = 1; i < 10000; i++)
			buffer_add_text(text, ",1");
		buffer_add_char(text, ']');
	}
	buffer_add_text(text, "]}");
	cr_assert(read_ticket(text->bytes), "%s", error.text);
	cr_expect(read_ticket(ticket_json_amend(ctx, &document, &ticket, &note,
						(struct instant){INT64_C(1678060800) * SECOND_US})),
		  "%s", error.text);
}
