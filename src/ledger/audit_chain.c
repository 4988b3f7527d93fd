#include "ledger/audit_chain.h"

#include "base/buffer.h"
#include "base/memory.h"

/* By hand, for this is done for every part of every row. Returns the first digit. */
static char *write_number(char *end, uint64_t number)
{
	do {
		*--end = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return end;
}

/* "5:alice," */
static void add_part(struct buffer *buffer, const char *bytes, size_t length)
{
	char digits[24], *end = digits + sizeof(digits), *first;

	*--end = ':';
	first = write_number(end, length);
	buffer_add(buffer, first, (size_t)(end + 1 - first));
	buffer_add(buffer, bytes, length);
	buffer_add_char(buffer, ',');
}

static void add_number(struct buffer *buffer, int64_t number)
{
	char digits[24], *end = digits + sizeof(digits), *first;

	first = write_number(end, number < 0 ? -(uint64_t)number : (uint64_t)number);
	if (number < 0)
		*--first = '-';
	add_part(buffer, first, (size_t)(end - first));
}

void audit_link_hash(const struct audit_link *link, const char *before, char hash[DIGEST_TEXT_SIZE])
{
	struct buffer *buffer = buffer_new(NULL);

	add_part(buffer, before, strlen(before));
	add_number(buffer, link->id);
	add_number(buffer, link->at.us);
	for (int i = 0; i < AUDIT_TEXT_COUNT; i++)
		if (link->texts[i].at == NULL)
			buffer_add_text(buffer, "-,");
		else
			add_part(buffer, link->texts[i].at, link->texts[i].length);
	digest_text(buffer->bytes, buffer->length, hash);
	talloc_free(buffer);
}

struct audit_link audit_link_read(struct query *query)
{
	struct audit_link link = {.id = query_integer(query), .at = query_instant(query)};

	for (int i = 0; i < AUDIT_TEXT_COUNT; i++)
		link.texts[i].at = query_bytes(query, &link.texts[i].length);
	return link;
}
