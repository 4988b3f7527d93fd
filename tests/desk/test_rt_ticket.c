#include "desk/rt_ticket.h"

#include "rt_data.h"

static struct json_document document;

/* The item of the ticket on the captured page, with its captured transactions. */
static struct rt_ticket read_ticket(const char *id)
{
	struct http_answer page = rt_data_answer_of("tickets.json");
	struct http_answer said = rt_data_answer_of("transactions.json");
	struct rt_ticket ticket = {.queue = NULL};
	const struct json_value *items;
	struct json_document spoken;
	struct rt_transaction *list = NULL;
	size_t count = 0;
	bool is_full;

	cr_assert(rt_document_read(ctx, &page, &document, &error));
	cr_assert(rt_page_read(&document, &items, &error));
	for (const struct json_value *at = json_first(&document, items); at != NULL;
	     at = json_next(&document, items, at))
		if (strcmp(json_member(&document, at, "id")->text, id) == 0)
			cr_assert(rt_ticket_read(ctx, &rt_names, "refundd",
						 (struct members){&document, at}, &ticket, &error),
				  "%s", error.text);
	cr_assert_not_null(ticket.queue, "there is no ticket %s", id);
	cr_assert(rt_document_read(ctx, &said, &spoken, &error));
	cr_assert(rt_transactions_read(ctx, &spoken, "RefundKey", 0, &list, &count, &is_full,
				       &error));
	rt_ticket_tell(ctx, "refundd", &ticket, list, count);
	return ticket;
}

TestSuite(rt_ticket, .init = rt_data_begin, .fini = rt_data_end);

Test(rt_ticket, an_answered_ticket_has_its_answer_and_what_the_customer_said)
{
	struct rt_ticket read = read_ticket("110");
	const struct ticket *ticket = &read.ticket;

	cr_expect_str_eq(ticket->system, "rt");
	cr_expect_str_eq(ticket->subject, "T 9");
	cr_expect_str_eq(ticket->product, "P");
	cr_expect_str_eq(ticket->requester_uin, "100000000001");
	cr_expect_null(ticket->assignee);
	cr_expect_str_eq(ticket_field(ticket, "refund_decision"), "approve");
	cr_expect_str_eq(ticket_field(ticket, "refund_amount"), "418.51");
	cr_expect_null(ticket_field(ticket, "order_id"));
	cr_expect_eq(ticket_customer_messages(ticket), 2);
	cr_expect(ticket_has_key(ticket, "key-110"));
	cr_expect(ticket_has_key(ticket, "note-110"));
	cr_expect_not(ticket_has_person(ticket));
	cr_expect_not(ticket->is_withdrawn);
	cr_expect(rt_ticket_is_ours(&read, &rt_names));
}

Test(rt_ticket, an_owner_other_than_us_is_a_person)
{
	cr_expect_str_eq(read_ticket("106").ticket.assignee, "agent");
}

Test(rt_ticket, a_customer_who_closes_an_unanswered_ticket_withdraws_it)
{
	struct rt_ticket read = read_ticket("109");

	cr_expect_eq(read.ticket.status, TICKET_SOLVED);
	cr_expect(read.ticket.is_withdrawn);
}

#define SAID(id, type, by, key)                   \
	{                                         \
		id, "1", type, by, {0}, key, NULL \
	}
#define SET(id, ticket, by, value)                                 \
	{                                                          \
		id, ticket, "CustomField", by, {id}, NULL, (value) \
	}

Test(rt_ticket, who_said_what_is_told_apart)
{
	static const struct rt_transaction list[] = {
		SAID(1, "Correspond", "cust", NULL),
		SAID(2, "Correspond", "agent", "stolen key"),
		SAID(3, "Comment", "refundd", "k1"),
		SAID(4, "Correspond", "RT_System", NULL),
		SAID(5, "Status", "agent", NULL),
		{6, "2", "Correspond", "cust", {0}, NULL, NULL},
	};
	const char *requestors[] = {"cust"};
	struct rt_ticket read = {.ticket = {.id = "1", .status = TICKET_OPEN},
				 .requestors = requestors,
				 .requestor_count = 1};
	const struct ticket_message *messages;

	rt_ticket_tell(ctx, "refundd", &read, list, COUNT(list));
	messages = read.ticket.messages;
	cr_assert_eq(read.ticket.message_count, 4);
	cr_expect_str_eq(messages[0].id, "create");
	cr_expect_eq(messages[0].author, AUTHOR_CUSTOMER);
	cr_expect_eq(messages[1].author, AUTHOR_CUSTOMER);
	cr_expect_eq(messages[2].author, AUTHOR_AGENT);
	cr_expect_null(messages[2].key, "a stranger's key does not make an answer of ours");
	cr_expect_eq(messages[3].author, AUTHOR_REFUNDD);
	cr_expect_not(messages[3].is_public);
	cr_expect_str_eq(messages[3].key, "k1");
}

Test(rt_ticket, only_an_unanswered_ticket_closed_by_its_customer_is_withdrawn)
{
	static const struct {
		struct rt_transaction list[2];
		bool is_withdrawn;
	} cases[] = {
		{{SAID(1, "Correspond", "cust", NULL), SAID(2, "Status", "cust", NULL)}, true},
		{{SAID(1, "Correspond", "cust", NULL), SAID(2, "Status", "agent", NULL)}, false},
		{{SAID(1, "Correspond", "agent", NULL), SAID(2, "Status", "cust", NULL)}, false},
		{{SAID(1, "Correspond", "refundd", "k"), SAID(2, "Status", "cust", NULL)}, false},
		{{SAID(1, "Status", "cust", NULL), SAID(2, "Status", "agent", NULL)}, false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *requestors[] = {"cust"};
		struct rt_ticket read = {.ticket = {.id = "1", .status = TICKET_SOLVED},
					 .requestors = requestors,
					 .requestor_count = 1};

		rt_ticket_tell(ctx, "refundd", &read, cases[i].list, 2);
		cr_expect_eq(read.ticket.is_withdrawn, cases[i].is_withdrawn, "case %zu", i);
	}
}

Test(rt_ticket, a_note_of_ours_does_not_keep_a_customer_from_withdrawing)
{
	static const struct rt_transaction list[] = {SAID(1, "Comment", "refundd", "k"),
						     SAID(2, "Status", "cust", NULL)};
	const char *requestors[] = {"cust"};
	struct rt_ticket read = {.ticket = {.id = "1", .status = TICKET_SOLVED},
				 .requestors = requestors,
				 .requestor_count = 1};

	rt_ticket_tell(ctx, "refundd", &read, list, COUNT(list));
	cr_expect(read.ticket.is_withdrawn);
}

Test(rt_ticket, a_verdict_is_of_whoever_set_it_last)
{
	static const struct {
		struct rt_transaction list[3];
		const char *reviewer;
		int64_t at;
		bool is_told;
	} cases[] = {
		{{SET(5, "1", "mei", "approve"), SET(6, "2", "kim", "approve")}, "mei", 5, true},
		{{SET(5, "1", "mei", "approve"), SET(6, "1", "kim", ""),
		  SET(7, "1", "kim", "approve")},
		 "kim",
		 7,
		 true},
		/* Somebody was quicker than we: what stands there now is news. */
		{{SET(5, "1", "mei", "approve"), SET(6, "1", "kim", "reject")}, NULL, 0, false},
		{{SET(5, "1", "mei", "approve"), SET(6, "1", "refundd", NULL)}, NULL, 0, false},
		/* Nobody may be taken for a reviewer who is none. */
		{{SET(5, "1", "cust", "approve")}, NULL, 5, true},
		{{SET(5, "1", "refundd", "approve")}, NULL, 5, true},
		{{SET(5, "1", "RT_System", "approve")}, NULL, 5, true},
		{{SAID(5, "Comment", "mei", NULL)}, NULL, 9, true},
	};
	static const struct ticket_field fields[] = {
		{"review_verdict", "approve"}, {"review_reason", "goodwill"}, {"reviewer", "eve"}};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *requestors[] = {"cust"};
		struct rt_ticket read = {.ticket = {.id = "1",
						    .fields = fields,
						    .field_count = COUNT(fields),
						    .updated_at = {9}},
					 .requestors = requestors,
					 .requestor_count = 1};
		const struct ticket_verdict *verdict;
		size_t count = 0;

		while (count < COUNT(cases[i].list) && cases[i].list[count].id != 0)
			count++;
		rt_ticket_tell(ctx, "refundd", &read, cases[i].list, count);
		verdict = read.ticket.verdict;
		cr_assert_eq(verdict != NULL, cases[i].is_told, "case %zu", i);
		if (verdict == NULL)
			continue;
		cr_expect_str_eq(verdict->verdict, "approve");
		cr_expect_str_eq(verdict->reason, "goodwill");
		cr_expect_null(verdict->amount);
		cr_expect_eq(verdict->at.us, cases[i].at, "case %zu", i);
		cr_expect_eq(verdict->reviewer == NULL, cases[i].reviewer == NULL, "case %zu", i);
		if (cases[i].reviewer != NULL)
			cr_expect_str_eq(verdict->reviewer, cases[i].reviewer);
	}
}

/* Each member of an item in turn is of another type, or gone. */
Test(rt_ticket, an_item_with_a_wrong_member_is_refused_whatever_it_is)
{
	static const char *const members[] = {"id",	 "EffectiveId", "Subject",     "Status",
					      "Created", "LastUpdated", "Owner",       "Creator",
					      "Queue",	 "Requestor",	"CustomFields"};
	static const char *const values[] = {"true", "[7]", "{\"id\":{}}", "\"no\\nsuch\""};
	static const char form[] =
		"{%s\"id\":\"1\",\"EffectiveId\":\"1\",\"Subject\":\"s\",\"Status\":\"new\","
		"\"Created\":\"2023-03-06T07:59:59Z\",\"LastUpdated\":\"2023-03-06T07:59:59Z\","
		"\"Owner\":{\"id\":\"Nobody\"},\"Creator\":{\"id\":\"kim\"},"
		"\"Queue\":{\"Name\":\"q\"},\"Requestor\":[{\"id\":\"cust\"}],"
		"\"CustomFields\":[{\"name\":\"Uin\",\"values\":[\"1\"]}]}";
	const char *good = text_format(ctx, form, "");

	for (size_t i = 0; i < COUNT(members); i++)
		for (size_t j = 0; j < COUNT(values); j++) {
			const char *name = text_format(ctx, "\"%s\":", members[i]);
			const char *at = strstr(good, name);
			struct rt_ticket ticket;
			char *bad = text_format(ctx, "%.*s\"%s\":%s,\"x%s", (int)(at - good), good,
						members[i], values[j], at + 1);
			struct http_answer answer = rt_data_text(bad);

			/* A subject or a status may be any text. */
			if (values[j][0] == '"' && (i == 2 || i == 3))
				continue;
			cr_assert(rt_document_read(ctx, &answer, &document, &error), "%s",
				  error.text);
			cr_expect_not(rt_ticket_read(ctx, &rt_names, "refundd",
						     (struct members){&document, document.values},
						     &ticket, &error),
				      "%s", bad);
		}
}

Test(rt_ticket, a_field_with_many_values_has_them_all)
{
	struct http_answer answer = rt_data_text(
		"{\"values\":[\"20230301080000000001\",null,\"\",\"20230301080000000002\"]}");

	cr_assert(rt_document_read(ctx, &answer, &document, &error));
	cr_expect_str_eq(rt_field_text(ctx, (struct members){&document, document.values}),
			 "20230301080000000001, 20230301080000000002");
}
