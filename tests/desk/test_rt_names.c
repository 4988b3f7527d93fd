#include "desk/rt_cursor.h"
#include "desk/rt_names.h"
#include "desk/rt_query.h"
#include "desk/rt_request.h"

#include "rt_data.h"

TestSuite(rt_names, .init = rt_data_begin, .fini = rt_data_end);

Test(rt_names, statuses_go_both_ways)
{
	static const struct {
		const char *word;
		enum ticket_status status;
	} cases[] = {
		{"new", TICKET_NEW},	     {"open", TICKET_OPEN},
		{"stalled", TICKET_PENDING}, {"resolved", TICKET_SOLVED},
		{"rejected", TICKET_CLOSED}, {"deleted", TICKET_CLOSED},
		{"in review", TICKET_HOLD},
	};
	struct rt_settings own = rt_names;

	for (size_t i = 0; i < COUNT(cases); i++)
		cr_expect_eq(rt_status_from(&rt_names, cases[i].word), cases[i].status, "%s",
			     cases[i].word);
	own.pending_status = "waiting";
	own.hold_status = "review";
	own.solved_status = "done";
	cr_expect_eq(rt_status_from(&own, "waiting"), TICKET_PENDING);
	cr_expect_eq(rt_status_from(&own, "review"), TICKET_HOLD);
	cr_expect_eq(rt_status_from(&own, "done"), TICKET_SOLVED);
	cr_expect_str_eq(rt_status_to(&own, TICKET_PENDING), "waiting");
	cr_expect_str_eq(rt_status_to(&own, TICKET_HOLD), "review");
	cr_expect_str_eq(rt_status_to(&own, TICKET_SOLVED), "done");
}

Test(rt_names, fields_go_both_ways_and_the_key_is_none_of_them)
{
	cr_expect_str_eq(rt_field_from(&rt_names, "OrderId"), "order_id");
	cr_expect_str_eq(rt_field_from(&rt_names, "Colour"), "Colour");
	cr_expect_str_eq(rt_field_to(&rt_names, "refund_amount"), "RefundAmount");
	cr_expect_str_eq(rt_field_to(&rt_names, "refund_linked"), "RefundLinked");
	cr_expect_str_eq(rt_field_to(&rt_names, "Colour"), "Colour");
	cr_expect_str_eq(rt_field_from(&rt_names, "ReviewVerdict"), "review_verdict");
	cr_expect_str_eq(rt_field_to(&rt_names, "review_amount"), "ReviewAmount");
	cr_expect_null(rt_field_to(&rt_names, "refund_key"));
	cr_expect_null(rt_field_to(&rt_names, "reviewer"), "whoever sets the verdict is");
}

Test(rt_names, an_answer_is_one_request_with_all_that_goes_with_it)
{
	static const struct ticket_field fields[] = {
		{"refund_decision", "approve"}, {"refund_key", "k1"}, {"refund_amount", "418.51"}};
	const struct desk_write write = {.ticket = "1",
					 .key = "k1",
					 .is_public = true,
					 .body = "Dear \"A\",\n",
					 .sets_status = true,
					 .status = TICKET_SOLVED,
					 .tag = "refund-approve",
					 .fields = fields,
					 .field_count = COUNT(fields)};
	struct buffer *json = buffer_new(ctx);

	rt_request_message(json, &rt_names, &write);
	cr_expect_str_eq(
		json->bytes,
		"{\"Content\":\"Dear \\\"A\\\",\\n\",\"ContentType\":\"text/plain\","
		"\"Status\":\"resolved\",\"CustomFields\":{\"RefundDecision\":\"approve\","
		"\"RefundAmount\":\"418.51\"},\"TxnCustomFields\":{\"RefundKey\":\"k1\"}}");
	buffer_clear(json);
	rt_request_rest(json, &rt_names, &write);
	cr_expect_str_eq(json->bytes,
			 "{\"Status\":\"resolved\",\"CustomFields\":{\"RefundDecision\":"
			 "\"approve\",\"RefundAmount\":\"418.51\"}}");
}

Test(rt_names, a_note_is_words_and_a_key)
{
	const struct desk_write write = {.ticket = "1", .key = "k2", .body = "Look."};
	struct buffer *json = buffer_new(ctx);

	rt_request_message(json, &rt_names, &write);
	cr_expect_str_eq(json->bytes, "{\"Content\":\"Look.\",\"ContentType\":\"text/plain\","
				      "\"TxnCustomFields\":{\"RefundKey\":\"k2\"}}");
}

Test(rt_names, a_note_can_take_a_verdict_out_of_its_ticket)
{
	static const struct ticket_field fields[] = {{"review_verdict", ""}, {"reviewer", ""}};
	const struct desk_write write = {.ticket = "1",
					 .key = "k2",
					 .body = "No.",
					 .fields = fields,
					 .field_count = COUNT(fields)};
	struct buffer *json = buffer_new(ctx);

	rt_request_message(json, &rt_names, &write);
	cr_expect_str_eq(json->bytes, "{\"Content\":\"No.\",\"ContentType\":\"text/plain\","
				      "\"CustomFields\":{\"ReviewVerdict\":null},"
				      "\"TxnCustomFields\":{\"RefundKey\":\"k2\"}}");
}

Test(rt_names, a_name_cannot_break_out_of_its_query)
{
	struct rt_settings own = rt_names;
	const char *path;

	own.queue = "Kim's \\ queue";
	path = rt_path_newest(ctx, &own);
	cr_expect_not_null(strstr(path, "%27Kim%5C%27s%20%5C%5C%20queue%27"), "%s", path);
}

Test(rt_names, what_is_no_id_cannot_get_into_a_query)
{
	static const char *const ids[] = {"12", "1 OR id > 0", "", "0x1"};
	const char *path = rt_path_check(ctx, ids, COUNT(ids));

	cr_expect_not_null(strstr(path, "%28id%20%3D%2012%20OR%20id%20%3D%200%20OR%20id%20%3D%200"
					"%20OR%20id%20%3D%200%29"),
			   "%s", path);
	cr_expect_str_eq(rt_path_message(ctx, "1/../2", true), "/ticket/1%2F..%2F2/correspond");
}

Test(rt_names, our_own_words_are_asked_for_only_where_they_may_be_news)
{
	const char *ours = "%27Correspond%27";

	cr_expect_not_null(strstr(rt_path_changes(ctx, &rt_names, 7, "refundd", true), ours));
	cr_expect_null(strstr(rt_path_changes(ctx, &rt_names, 7, "refundd", false), ours));
}

Test(rt_names, the_review_queue_is_asked_for_too)
{
	static const char both[] = "Queue%20%3D%20%27q%27%20OR%20";
	struct rt_settings own = rt_names;

	own.queue = "q";
	cr_expect_null(strstr(rt_path_newest(ctx, &own), "OR"));
	own.review_queue = "r";
	cr_expect_not_null(strstr(rt_path_newest(ctx, &own), both));
	cr_expect_not_null(strstr(rt_path_changes(ctx, &own, 7, "refundd", true), both));
	cr_expect_not_null(strstr(rt_path_sweep(ctx, &own, RT_SWEEP_ALL, 0, false), both));
	cr_expect_not_null(strstr(rt_path_sweep(ctx, &own, RT_SWEEP_OPEN, 0, true), both));
}

Test(rt_names, changes_of_the_verdict_are_asked_for_with_the_messages)
{
	static const char *const ids[] = {"12"};
	struct rt_verdict_fields verdicts = {{"7", "8"}, 0};

	cr_expect_null(strstr(rt_path_transactions(ctx, ids, 1, 0, &verdicts), "CustomField%27"));
	verdicts.count = 2;
	cr_expect_not_null(strstr(rt_path_transactions(ctx, ids, 1, 0, &verdicts),
				  "Field%20%3D%20%278%27%29%29%20AND%20id"));
}

Test(rt_names, a_cursor_goes_both_ways)
{
	static const char *const texts[] = {"0", "1551", "1551-1-2-89", "123456789012345678-7"};
	char written[RT_CURSOR_TEXT_SIZE];
	struct rt_cursor cursor;

	for (size_t i = 0; i < COUNT(texts); i++) {
		cr_assert(rt_cursor_parse(texts[i], &cursor), "%s", texts[i]);
		rt_cursor_format(&cursor, written);
		cr_expect_str_eq(written, texts[i]);
	}
}

Test(rt_names, what_is_no_cursor_is_refused)
{
	static const char *const texts[] = {"",	   "x",	   "-1",   "1 ",
					    "1-",  "1-90", "1--2", "1-2-x",
					    "1,2", "0x1",  "1-2 ", "1234567890123456789"};
	struct rt_cursor cursor;

	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect_not(rt_cursor_parse(texts[i], &cursor), "%s", texts[i]);
}

Test(rt_names, a_cursor_knows_what_it_has_seen_as_far_as_it_looks_back)
{
	struct rt_cursor cursor = {.newest = -1};
	char text[RT_CURSOR_TEXT_SIZE];

	for (int64_t id = 1000; id < 2000; id++)
		rt_cursor_see(&cursor, id);
	cr_expect_eq(cursor.newest, 1999);
	cr_expect_eq(cursor.seen_count, RT_LOOK_BACK);
	cr_expect(rt_cursor_has_seen(&cursor, 1999 - RT_LOOK_BACK + 1));
	cr_expect_not(rt_cursor_has_seen(&cursor, 1999 - RT_LOOK_BACK));
	rt_cursor_format(&cursor, text);
	cr_expect(rt_cursor_parse(text, &cursor));
	cr_expect_eq(cursor.seen_count, RT_LOOK_BACK);
}
