#include "daemon/answer.h"

#include "base/memory.h"
#include "sys/digest.h"

#include <criterion/criterion.h>
#include <string.h>

static char *key_of(const char *system, const char *ticket, int revision, enum effect_kind kind)
{
	static char keys[8][ANSWER_KEY_SIZE];
	static int next;
	char *key = keys[next++ % 8];

	answer_key(system, ticket, revision, kind, key);
	return key;
}

Test(answer, a_key_is_the_beginning_of_the_hash_of_its_four_parts)
{
	char digest[DIGEST_TEXT_SIZE];

	digest_text("spool\0"
		    "1001\0"
		    "2\0"
		    "note",
		    17, digest);
	digest[32] = '\0';
	cr_expect_str_eq(key_of("spool", "1001", 2, EFFECT_NOTE), digest);
}

Test(answer, a_key_never_changes)
{
	/* Those that stand in tickets already: whoever changes this repeats every answer. */
	cr_expect_str_eq(key_of("spool", "1001", 1, EFFECT_REPLY),
			 "a0a61db623e20cdd461df353e47fe8eb");
}

Test(answer, each_part_makes_another_key)
{
	const char *key = key_of("spool", "1001", 1, EFFECT_REPLY);

	cr_expect_str_neq(key, key_of("rt", "1001", 1, EFFECT_REPLY));
	cr_expect_str_neq(key, key_of("spool", "1002", 1, EFFECT_REPLY));
	cr_expect_str_neq(key, key_of("spool", "1001", 2, EFFECT_REPLY));
	cr_expect_str_neq(key, key_of("spool", "1001", 1, EFFECT_NOTE));
	cr_expect_str_neq(key_of("spool", "11", 1, EFFECT_REPLY),
			  key_of("spool", "1", 11, EFFECT_REPLY));
}

Test(answer, the_note_on_an_event_collides_with_no_other)
{
	char refunded[ANSWER_KEY_SIZE], wrote[ANSWER_KEY_SIZE];

	answer_event_key("spool", "1001", 1, EVENT_REFUNDED, refunded);
	answer_event_key("spool", "1001", 1, EVENT_CUSTOMER_WROTE, wrote);
	cr_expect_str_neq(refunded, wrote);
	cr_expect_str_neq(refunded, key_of("spool", "1001", 1, EFFECT_NOTE));
	for (size_t event = 0; event < CASE_EVENT_COUNT; event++)
		cr_expect_lt(words_find(effect_kind_words, case_event_words.list[event],
					strlen(case_event_words.list[event])),
			     0, "an event that is called like a kind would share its keys");
}

Test(answer, a_note_goes_to_colleagues_alone_and_changes_no_status)
{
	struct case_row row = {.ticket = "1001", .customer_messages = 1};
	const struct ticket ticket = {.version = "77"};
	struct desk_write write;
	struct error error;
	void *ctx = talloc_new(NULL);

	cr_assert(desk_write_from_json(ctx, answer_note(ctx, &row, &ticket, "key", "words\n"),
				       &write, &error),
		  "%s", error.text);
	cr_expect_str_eq(write.ticket, "1001");
	cr_expect_str_eq(write.key, "key");
	cr_expect_str_eq(write.body, "words\n");
	cr_expect_eq(write.customer_messages, 1);
	cr_expect_str_eq(write.version, "77");
	cr_expect_not(write.is_public);
	cr_expect_not(write.sets_status);
	cr_expect_null(write.tag);
	cr_expect_eq(write.field_count, 0);
	talloc_free(ctx);
}

Test(answer, a_link_solves_its_ticket_and_names_the_other)
{
	struct ticket ticket = {.id = "1002", .version = "78"};
	struct problems *problems = problems_new(NULL);
	const struct config *config =
		config_load(problems, TESTS_DIR "/../etc/refundd.conf", problems);
	struct desk_write write;
	struct facts facts;
	struct error error;

	cr_assert_not_null(config);
	facts_init(&facts);
	facts.value[FACT_ORDER_ID] = value_text("20230301080000000001");
	cr_assert(desk_write_from_json(
			  problems,
			  answer_of_link(problems, config, &ticket, "key", &facts, "1001"), &write,
			  &error),
		  "%s", error.text);
	cr_expect(write.is_public);
	cr_expect_not_null(strstr(write.body, "1001"));
	cr_expect_not_null(strstr(write.body, "20230301080000000001"));
	cr_expect(write.sets_status);
	cr_expect_eq(write.status, TICKET_SOLVED);
	cr_expect_str_eq(write.tag, "refund-linked");
	cr_expect_str_eq(write.version, "78");
	cr_assert_eq(write.field_count, 2);
	cr_expect_str_eq(write.fields[0].name, FIELD_LINKED);
	cr_expect_str_eq(write.fields[0].value, "1001");
	cr_expect_str_eq(write.fields[1].name, FIELD_KEY);
	talloc_free(problems);
}
