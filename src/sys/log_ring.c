#include "sys/log_ring.h"

/* Two halves, one of them written to: when it is full the other is emptied, and it is that one's
 * turn. So at least half of the room holds what was last, and nothing is ever moved. */
#define HALF_BYTES (LOG_RING_BYTES / 2)

static struct half {
	size_t length;
	char bytes[HALF_BYTES];
} halves[2];
static int current;
static struct instant told_at;

/* Followed by its fields: key, NUL, value, NUL. */
struct kept {
	enum log_level level;
	enum log_event event;
	struct instant at;
	size_t count;
};

/* Longer than is written of it, so that it is seen to have been cut. */
static size_t kept_length(const char *value)
{
	return strnlen(value, LOG_MAX_VALUE + 4);
}

static size_t size_of(const struct log_line *line)
{
	size_t size = sizeof(struct kept);

	for (size_t i = 0; i < line->count; i++)
		size += strlen(line->fields[i].key) + kept_length(line->fields[i].value) + 2;
	return size;
}

static void put(struct half *half, const void *bytes, size_t length)
{
	memcpy(half->bytes + half->length, bytes, length);
	half->length += length;
}

static void put_text(struct half *half, const char *text, size_t length)
{
	put(half, text, length);
	put(half, "", 1);
}

static size_t take(const struct half *half, size_t at, struct log_line *line)
{
	struct kept kept;

	memcpy(&kept, half->bytes + at, sizeof(kept));
	at += sizeof(kept);
	*line = (struct log_line){.level = kept.level, .event = kept.event, .at = kept.at};
	for (size_t i = 0; i < kept.count; i++) {
		const char *key = half->bytes + at;
		const char *value = key + strlen(key) + 1;

		log_line_add(line, key, value);
		at = (size_t)(value - half->bytes) + strlen(value) + 1;
	}
	return at;
}

static void tell_half(struct half *half, void (*tell)(const struct log_line *line))
{
	struct log_line line;
	size_t at = 0;

	while (at < half->length) {
		at = take(half, at, &line);
		tell(&line);
	}
	half->length = 0;
}

void log_ring_keep(const struct log_line *line)
{
	struct kept kept = {line->level, line->event, line->at, line->count};
	size_t size = size_of(line);

	if (halves[current].length + size > HALF_BYTES) {
		current = 1 - current;
		halves[current].length = 0;
	}
	put(&halves[current], &kept, sizeof(kept));
	for (size_t i = 0; i < line->count; i++) {
		const struct log_field *field = &line->fields[i];

		put_text(&halves[current], field->key, strlen(field->key));
		put_text(&halves[current], field->value, kept_length(field->value));
	}
}

/* A clock that was set back does not silence it. */
bool log_ring_is_due(struct instant now)
{
	struct span since = instant_since(now, told_at);

	return halves[0].length + halves[1].length > 0 && (since.us >= MINUTE_US || since.us < 0);
}

void log_ring_tell(struct instant now, void (*tell)(const struct log_line *line))
{
	told_at = now;
	tell_half(&halves[1 - current], tell);
	tell_half(&halves[current], tell);
}
