#include "desk/rt_json.h"
#include "desk/rt_query.h"
#include "desk/rt_read.h"
#include "desk/rt_setup.h"

#include "rt_data.h"

static struct json_document document;

TestSuite(rt_json, .init = rt_data_begin, .fini = rt_data_end);

Test(rt_json, an_answer_that_is_not_good_says_why)
{
	static const struct {
		int status;
		const char *type, *body;
		enum error_kind kind;
		const char *text;
	} cases[] = {
		{401, RT_JSON, "{\"message\":\"Unauthorized\"}", ERROR_CONFIG,
		 "the server does not accept the token (401); see refundctl desk check"},
		{302, "text/html", "", ERROR_IO,
		 "the server sends us elsewhere (302), where we do not go: is the url right?"},
		{400, RT_JSON, "{\"message\":\"Wrong query\"}", ERROR_IO,
		 "the server says 400: Wrong query"},
		{500, "text/html", "<html>", ERROR_IO, "the server says 500"},
		{500, RT_JSON, "{\"message\":", ERROR_IO, "the server says 500"},
		{500, NULL, "", ERROR_IO, "the server says 500"},
		{200, "text/html; charset=utf-8", "<html>Login</html>", ERROR_INPUT,
		 "the server's answer is no JSON of Request Tracker"},
		{200, NULL, "{}", ERROR_INPUT, "the server's answer is no JSON of Request Tracker"},
		{204, RT_JSON, "", ERROR_IO, "the server says 204"},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_answer answer = rt_data_answer(cases[i].status, cases[i].type,
							   cases[i].body, strlen(cases[i].body));

		cr_expect_not(rt_document_read(ctx, &answer, &document, &error));
		cr_expect_eq(error.kind, cases[i].kind, "case %zu", i);
		cr_expect_str_eq(error.text, cases[i].text);
	}
}

Test(rt_json, a_request_that_was_not_answered_keeps_its_error)
{
	struct http_answer answer = {.end = HTTP_UNKNOWN,
				     .error = {ERROR_IO, "the server hung up"}};

	cr_expect_not(rt_document_read(ctx, &answer, &document, &error));
	cr_expect_str_eq(error.text, "the server hung up");
}

Test(rt_json, only_rt_itself_can_say_that_a_ticket_is_gone)
{
	struct http_answer by_rt = rt_data_answer_of("not-found.json");
	struct http_answer by_proxy = rt_data_answer(404, "text/html", "<h1>Not Found</h1>", 18);

	by_rt.status = 404;
	cr_expect(rt_answer_says(&by_rt, 404));
	cr_expect_not(rt_answer_says(&by_rt, 403));
	cr_expect_not(rt_answer_says(&by_proxy, 404));
}

Test(rt_json, a_page_cut_anywhere_is_an_error)
{
	static const char *const files[] = {"tickets.json", "transactions.json", "queue.json"};

	for (size_t i = 0; i < COUNT(files); i++) {
		struct http_answer answer = rt_data_answer_of(files[i]);
		size_t whole = answer.length;

		while (whole > 0 && answer.body[whole - 1] != '}')
			whole--;
		for (answer.length = 0; answer.length < whole; answer.length++) {
			void *scratch = talloc_new(ctx);

			cr_assert_not(rt_document_read(scratch, &answer, &document, &error),
				      "%s cut at %zu", files[i], answer.length);
			talloc_free(scratch);
		}
	}
}

#define TRANSACTION(id)                                                                       \
	"{\"id\":\"" id                                                                       \
	"\",\"ObjectId\":\"7\",\"Type\":\"Create\",\"Creator\":{\"id\":\"kim\"},\"Created\":" \
	"\"2023-03-06T07:59:59Z\"}"

static bool read_transactions(const char *json, int64_t after, struct rt_transaction **list,
			      size_t *count)
{
	struct http_answer answer = rt_data_text(json);
	bool is_full;

	*list = NULL;
	*count = 0;
	return rt_document_read(ctx, &answer, &document, &error) &&
	       rt_transactions_read(ctx, &document, "RefundKey", after, list, count, &is_full,
				    &error);
}

Test(rt_json, transactions_must_go_on_from_where_we_are)
{
	static const struct {
		const char *items;
		int64_t after;
		const char *wrong; /* NULL: nothing */
	} cases[] = {
		{"", 0, NULL},
		{TRANSACTION("1") "," TRANSACTION("3"), 0, NULL},
		{TRANSACTION("3") "," TRANSACTION("1"), 0,
		 "the server repeats itself: transaction 1 comes after 3"},
		{TRANSACTION("3") "," TRANSACTION("3"), 0,
		 "the server repeats itself: transaction 3 comes after 3"},
		{TRANSACTION("90"), 90, "the server repeats itself: transaction 90 comes after 90"},
		{TRANSACTION("x"), 0, "\"id\" must be a number of at most 18 digits"},
		{TRANSACTION("-1"), 0, "\"id\" must be a number of at most 18 digits"},
		{TRANSACTION("1234567890123456789"), 0,
		 "\"id\" must be a number of at most 18 digits"},
		{"null", 0, "line 1, column 13: a transaction must be an object, not null"},
		{"{}", 0, "\"id\" must be a number of at most 18 digits"},
	};
	struct rt_transaction *list;
	size_t count;

	for (size_t i = 0; i < COUNT(cases); i++) {
		bool is_read =
			read_transactions(text_format(ctx, "{\"items\" : [%s]}", cases[i].items),
					  cases[i].after, &list, &count);

		cr_expect_eq(is_read, cases[i].wrong == NULL, "case %zu: %s", i, error.text);
		if (cases[i].wrong != NULL)
			cr_expect_str_eq(error.text, cases[i].wrong);
	}
}

Test(rt_json, a_page_with_more_than_was_asked_for_is_refused)
{
	struct buffer *json = buffer_new(ctx);
	struct rt_transaction *list;
	size_t count;

	buffer_add_text(json, "{\"items\":[");
	for (int i = 0; i <= RT_PAGE; i++)
		buffer_add_format(json, "%s{\"id\":%d}", i > 0 ? "," : "", i);
	buffer_add_text(json, "]}");
	cr_expect_not(read_transactions(json->bytes, 0, &list, &count));
	cr_expect_str_eq(error.text,
			 "the server gives a page of 101 items where 100 were asked for");
}

Test(rt_json, transactions_of_a_real_server_have_their_keys)
{
	struct http_answer answer = rt_data_answer_of("transactions.json");
	struct rt_transaction *list;
	size_t count, keys = 0;

	cr_assert(read_transactions(answer.body, 0, &list, &count), "%s", error.text);
	for (size_t i = 0; i < count; i++)
		if (list[i].key != NULL) {
			keys++;
			cr_expect_str_eq(list[i].creator, "refundd");
			cr_expect_str_eq(list[i].ticket, "110");
		}
	cr_expect_eq(keys, 2);
}

Test(rt_json, a_full_page_is_the_last_one_only_if_the_server_has_counted)
{
	static const struct {
		const char *total;
		bool is_full;
	} cases[] = {
		{"null", true}, {"0.0", true}, {"100", false}, {"101", true}, {"\"100\"", true}};
	struct buffer *items = buffer_new(ctx);

	for (int i = 1; i <= RT_PAGE; i++)
		buffer_add_format(items, "%s{\"id\":%d}", i > 1 ? "," : "", i);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct http_answer answer = rt_data_text(text_format(
			ctx, "{\"total\":%s,\"items\":[%s]}", cases[i].total, items->bytes));
		const struct json_value *list;

		cr_assert(rt_document_read(ctx, &answer, &document, &error));
		cr_assert(rt_page_read(&document, &list, &error));
		cr_expect_eq(rt_page_is_full(&document, list), cases[i].is_full, "total %s",
			     cases[i].total);
	}
}

Test(rt_json, a_real_queue_suffices_and_names_its_fields)
{
	struct http_answer answer = rt_data_answer_of("queue.json");
	struct rt_queue_setup queue;

	cr_assert(rt_document_read(ctx, &answer, &document, &error));
	cr_assert(rt_queue_read(ctx, &document, &queue, &error), "%s", error.text);
	cr_expect_str_eq(queue.lifecycle, "default");
	cr_expect_not_null(rt_queue_field(&queue.of_tickets, "OrderId"));
	cr_expect_null(rt_queue_field(&queue.of_tickets, "RefundKey"));
	cr_expect(rt_queue_suffices(&queue, rt_names.queue, "RefundKey", &error));
	cr_expect_not(rt_queue_suffices(&queue, rt_names.queue, "OtherKey", &error));
	cr_expect_not(rt_queue_suffices(&queue, "billing and refund issues", "RefundKey", &error));
	cr_expect_str_eq(error.text, "the queue is called \"Billing and Refund Issues\", not "
				     "\"billing and refund issues\"");
}

Test(rt_json, a_real_user_tells_its_name_and_zone)
{
	struct http_answer answer = rt_data_answer_of("user.json");
	struct rt_user user;

	cr_assert(rt_document_read(ctx, &answer, &document, &error));
	cr_assert(rt_user_read(&document, &user, &error), "%s", error.text);
	cr_expect_str_eq(user.name, "refundd");
	cr_expect_str_eq(user.zone, "UTC");
	cr_expect(user.is_privileged);
}

Test(rt_json, bodies_are_decoded_if_they_are_text)
{
	static const struct {
		const char *base64, *text; /* NULL: none */
	} cases[] = {
		{"", ""},
		{"SGVsbG8=\n", "Hello"},
		{"SGVs\nbG8=\n", "Hello"},
		{"6KiC5Zau", "訂單"},
		{"SGVsbG8", "Hello"},
		{"/w==", NULL},
		{"AA==", NULL},
		{"SGV$bG8=", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *text = rt_body_decode(ctx, cases[i].base64, strlen(cases[i].base64));

		if (cases[i].text == NULL)
			cr_expect_null(text, "case %zu", i);
		else
			cr_expect_str_eq(text, cases[i].text);
	}
}
