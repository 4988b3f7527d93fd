#include "base/buffer.h"

#include <criterion/criterion.h>
#include <string.h>
#include <talloc.h>

Test(buffer, a_new_one_is_the_empty_text)
{
	struct buffer *buffer = buffer_new(NULL);

	cr_assert_eq(buffer->length, 0);
	cr_assert_str_eq(buffer->bytes, "");
	talloc_free(buffer);
}

Test(buffer, adds_bytes_texts_chars_and_formats_in_order)
{
	struct buffer *buffer = buffer_new(NULL);

	buffer_add(buffer, "to", 2);
	buffer_add_char(buffer, ' ');
	buffer_add_text(buffer, "be");
	buffer_add_format(buffer, " or %d%s", 2, "b");
	cr_assert_str_eq(buffer->bytes, "to be or 2b");
	cr_assert_eq(buffer->length, 11);
	buffer_add(buffer, "\0x", 2);
	cr_assert_eq(buffer->length, 13);
	cr_assert_arr_eq(buffer->bytes + 11, "\0x", 3);
	talloc_free(buffer);
}

Test(buffer, grows_by_any_step_and_stays_a_text)
{
	struct buffer *buffer = buffer_new(NULL);
	char *longer = talloc_zero_array(buffer, char, 100001);

	for (size_t i = 0; i < 1000; i++) {
		buffer_add_char(buffer, 'a');
		cr_assert_eq(buffer->bytes[buffer->length], '\0');
		cr_assert_lt(buffer->length, buffer->capacity);
	}
	memset(longer, 'b', 100000);
	buffer_add_format(buffer, "%s", longer);
	cr_assert_eq(strlen(buffer->bytes), 101000);
	talloc_free(buffer);
}

Test(buffer, clearing_forgets_the_bytes_and_keeps_the_room)
{
	struct buffer *buffer = buffer_new(NULL);
	size_t room;

	buffer_add_format(buffer, "%5000d", 1);
	room = buffer->capacity;
	buffer_clear(buffer);
	cr_assert_str_eq(buffer->bytes, "");
	cr_assert_eq(buffer->length, 0);
	cr_assert_eq(buffer->capacity, room);
	talloc_free(buffer);
}

Test(buffer, a_text_that_is_taken_leaves_no_buffer_behind)
{
	void *ctx = talloc_new(NULL);
	struct buffer *buffer = buffer_new(ctx);
	char *text;

	buffer_add_format(buffer, "%5000d", 1);
	text = buffer_take(buffer);
	cr_expect_eq(strlen(text), 5000);
	cr_expect_eq(talloc_total_size(text), 5001);
	cr_expect_eq(talloc_parent(text), ctx);
	cr_expect_eq(talloc_total_blocks(ctx), 2);
	talloc_free(text);
	cr_expect_eq(talloc_total_blocks(ctx), 1);
	talloc_free(ctx);
}

Test(buffer, reserved_room_can_be_written_in_place)
{
	struct buffer *buffer = buffer_new(NULL);
	char *place;

	buffer_add_text(buffer, "head ");
	place = buffer_reserve(buffer, 4096);
	cr_assert_eq(place, buffer->bytes + 5);
	memset(place, 'x', 4096);
	buffer->length += 4096;
	buffer->bytes[buffer->length] = '\0';
	cr_assert_eq(strlen(buffer->bytes), 4101);
	talloc_free(buffer);
}
