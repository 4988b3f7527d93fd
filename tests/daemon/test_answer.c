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

Test(answer, a_note_goes_to_colleagues_alone_and_changes_no_status)
{
	struct ticket_message messages[] = {{.author = AUTHOR_CUSTOMER, .is_public = true},
					    {.author = AUTHOR_REFUNDD, .is_public = true}};
	struct ticket ticket = {.id = "1001", .messages = messages, .message_count = 2};
	struct desk_write write;
	struct error error;
	void *ctx = talloc_new(NULL);

	cr_assert(desk_write_from_json(ctx, answer_note(ctx, &ticket, "key", "words\n"), &write,
				       &error),
		  "%s", error.text);
	cr_expect_str_eq(write.ticket, "1001");
	cr_expect_str_eq(write.key, "key");
	cr_expect_str_eq(write.body, "words\n");
	cr_expect_eq(write.customer_messages, 1);
	cr_expect_not(write.is_public);
	cr_expect_not(write.sets_status);
	cr_expect_null(write.tag);
	cr_expect_eq(write.field_count, 0);
	talloc_free(ctx);
}
