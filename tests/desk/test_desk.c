#include "desk/desk.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct ticket_message messages[] = {
	{.id = "m1", .author = AUTHOR_CUSTOMER},
	{.id = "r1", .author = AUTHOR_REFUNDD, .key = "k1"},
	{.id = "m2", .author = AUTHOR_CUSTOMER},
};

static const struct ticket_field fields[] = {{"order_id", "2023"}, {"sdk_app_id", "14"}};

static const struct ticket ticket = {
	.messages = messages, .message_count = 3, .fields = fields, .field_count = 2};

Test(desk, a_field_is_found_by_its_name)
{
	cr_expect_str_eq(ticket_field(&ticket, "sdk_app_id"), "14");
	cr_expect_null(ticket_field(&ticket, "sdk"));
}

Test(desk, only_the_customers_messages_count_as_theirs)
{
	cr_expect_eq(ticket_customer_messages(&ticket), 2);
}

Test(desk, a_key_is_found_whole)
{
	cr_expect(ticket_has_key(&ticket, "k1"));
	cr_expect_not(ticket_has_key(&ticket, "k"));
	cr_expect_not(ticket_has_key(&ticket, "k11"));
}

Test(desk, a_person_is_an_assignee_or_an_agents_message)
{
	static const struct ticket_message agents[] = {{.author = AUTHOR_AGENT}};
	struct ticket assigned = ticket, unassigned = ticket, answered = ticket;

	assigned.assignee = "kim";
	unassigned.assignee = "";
	answered.messages = agents;
	answered.message_count = 1;
	cr_expect_not(ticket_has_person(&ticket));
	cr_expect_not(ticket_has_person(&unassigned));
	cr_expect(ticket_has_person(&assigned));
	cr_expect(ticket_has_person(&answered));
}

Test(desk, only_public_words_of_an_agent_are_words_to_the_customer)
{
	static const struct ticket_message note[] = {{.author = AUTHOR_AGENT}};
	static const struct ticket_message words[] = {{.author = AUTHOR_REFUNDD, .is_public = true},
						      {.author = AUTHOR_AGENT, .is_public = true}};
	struct ticket noted = ticket, answered = ticket;

	noted.messages = note;
	noted.message_count = 1;
	answered.messages = words;
	answered.message_count = 1;
	cr_expect_not(ticket_has_public_agent_message(&noted));
	cr_expect_not(ticket_has_public_agent_message(&answered));
	answered.message_count = 2;
	cr_expect(ticket_has_public_agent_message(&answered));
	cr_expect_not(ticket_has_owner(&noted));
	noted.assignee = "kim";
	cr_expect(ticket_has_owner(&noted));
}

Test(desk, a_verdict_is_read_from_the_fields)
{
	static const struct ticket_field set[] = {{"review_verdict", "reject"},
						  {"review_reason", ""},
						  {"review_amount", "12.50"},
						  {"reviewer", "kim"}};
	static const struct ticket_field cleared[] = {{"review_verdict", ""}, {"reviewer", "kim"}};
	struct ticket judged = ticket;
	void *ctx = talloc_new(NULL);
	struct ticket_verdict *verdict;

	cr_expect_null(ticket_read_verdict(ctx, &ticket));
	judged.fields = set;
	judged.field_count = 4;
	judged.updated_at = (struct instant){7};
	verdict = ticket_read_verdict(ctx, &judged);
	cr_assert_not_null(verdict);
	cr_expect_str_eq(verdict->verdict, "reject");
	cr_expect_null(verdict->reason);
	cr_expect_str_eq(verdict->amount, "12.50");
	cr_expect_str_eq(verdict->reviewer, "kim");
	cr_expect_eq(verdict->at.us, 7);
	judged.fields = cleared;
	judged.field_count = 2;
	cr_expect_null(ticket_read_verdict(ctx, &judged));
	talloc_free(ctx);
}

static void expect_round_trip(const struct desk_write *write)
{
	void *ctx = talloc_new(NULL);
	char *json = desk_write_to_json(ctx, write);
	struct desk_write read;
	struct error error;

	cr_assert(desk_write_from_json(ctx, json, &read, &error), "%s", error.text);
	cr_expect_str_eq(read.ticket, write->ticket);
	cr_expect_str_eq(read.key, write->key);
	cr_expect_eq(read.is_public, write->is_public);
	cr_expect_str_eq(read.body, write->body);
	cr_expect_eq(read.sets_status, write->sets_status);
	cr_expect_eq(read.status, write->status);
	cr_expect_eq(read.tag == NULL, write->tag == NULL);
	cr_expect_eq(read.field_count, write->field_count);
	for (size_t i = 0; i < read.field_count; i++) {
		cr_expect_str_eq(read.fields[i].name, write->fields[i].name);
		cr_expect_str_eq(read.fields[i].value, write->fields[i].value);
	}
	cr_expect_eq(read.customer_messages, write->customer_messages);
	cr_expect_eq(read.is_verdict, write->is_verdict);
	cr_expect_eq(read.is_for_review, write->is_for_review);
	cr_expect_eq(read.version == NULL, write->version == NULL);
	cr_expect_str_eq(desk_write_to_json(ctx, &read), json);
	talloc_free(ctx);
}

static const struct desk_write note = {.ticket = "1001", .key = "k1", .body = ""};

static const struct desk_write reply = {
	.ticket = "1001",
	.key = "k2",
	.is_public = true,
	.body = "Dear \"A\",\n\xe4\xbd\xa0\xe5\xa5\xbd",
	.sets_status = true,
	.status = TICKET_SOLVED,
	.tag = "refundd",
	.fields = fields,
	.field_count = 2,
	.is_verdict = true,
	.is_for_review = true,
	.customer_messages = 1000000,
	.version = "2023-03-06 07:59:59",
};

Test(desk, a_write_comes_back_from_json_as_it_went)
{
	expect_round_trip(&note);
	expect_round_trip(&reply);
}

Test(desk, a_copy_of_a_write_stands_alone)
{
	void *ctx = talloc_new(NULL);
	struct desk_write copy = desk_write_copy(ctx, &reply);

	cr_expect_str_eq(desk_write_to_json(ctx, &copy), desk_write_to_json(ctx, &reply));
	cr_expect_neq(copy.body, reply.body);
	cr_expect_neq(copy.fields, reply.fields);
	cr_expect_neq(copy.fields[0].value, reply.fields[0].value);
	cr_expect_neq(copy.version, reply.version);
	copy = desk_write_copy(ctx, &note);
	cr_expect_null(copy.tag);
	cr_expect_null(copy.version);
	talloc_free(ctx);
}

#define WRITE(public, status, fields, count)                                                     \
	"{\"ticket\":\"1\",\"key\":\"k\",\"public\":" public ",\"body\":\"\",\"status\":" status \
							     ",\"tag\":null,\"fields\":" fields  \
							     ",\"customer_messages\":" count "}"

Test(desk, json_that_is_no_write_is_refused_and_leaves_the_output)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
		{"", ""},
		{"[]", "a write must be an object, not an array"},
		{"{}", "\"ticket\" is missing"},
		{WRITE("1", "null", "{}", "1"), "public must be true or false, not a number"},
		{WRITE("true", "\"done\"", "{}", "1"), "status: expected new, open"},
		{WRITE("true", "null", "null", "1"), "\"fields\" is missing"},
		{WRITE("true", "null", "{\"a\":1}", "1"), "a must be a string, not a number"},
		{WRITE("true", "null", "{}", "1,\"version\":1"),
		 "version must be a string, not a number"},
		{WRITE("true", "null", "{}", "null"), "\"customer_messages\" is missing"},
		{WRITE("true", "null", "{}", "\"1\""), "customer_messages must be a number"},
		{WRITE("true", "null", "{}", "-1"), "customer_messages: expected a whole number"},
		{WRITE("true", "null", "{}", "1.0"), "customer_messages: expected a whole number"},
		{WRITE("true", "null", "{}", "1000001"), "customer_messages: expected a whole"},
		{WRITE("true", "null", "{}", "99999999999"), "customer_messages: expected a whole"},
	};
	void *ctx = talloc_new(NULL);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct desk_write write = note;
		struct error error;

		cr_expect_not(desk_write_from_json(ctx, rows[i].json, &write, &error), "%s",
			      rows[i].json);
		cr_expect_not_null(strstr(error.text, rows[i].expected), "%s", error.text);
		cr_expect_eq(memcmp(&write, &note, sizeof(note)), 0);
	}
	talloc_free(ctx);
}
