#include "wire/fingerprint.h"

#define SHINGLE		4    /* letters that are hashed together */
#define MAX_LETTERS	2000 /* of a longer text the beginning tells enough */
#define MIN_WEIGHT	60   /* shorter texts are what everybody writes */
#define IDEOGRAPH	3    /* letters that one of them says as much as */
#define MARKS_OF_A_BAND 2
#define FIRST_IDEOGRAPH 0x2E80

/* Ranges without letters: general punctuation, CJK punctuation, full-width punctuation and digits.
 */
static const struct {
	uint32_t first, last;
} signs[] = {{0x80, 0xBF}, {0x2000, 0x206F}, {0x3000, 0x303F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFF20}};

struct letters {
	uint32_t list[MAX_LETTERS];
	size_t count;
	int weight;
};

/* The code point at `text`; a byte that begins none stands for itself. */
static uint32_t next_point(const unsigned char **text, const unsigned char *end)
{
	const unsigned char *at = *text;
	int more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC0 ? 1 : 0;
	uint32_t point = at[0];

	*text = at + 1;
	if (more == 0 || end - at <= more)
		return point;
	point &= 0x3Fu >> more;
	for (int i = 1; i <= more; i++)
		point = point << 6 | (at[i] & 0x3Fu);
	*text = at + 1 + more;
	return point;
}

static bool is_letter(uint32_t point)
{
	if (point < 0x80)
		return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (point >= signs[i].first && point <= signs[i].last)
			return false;
	return true;
}

static void take_letters(const char *text, size_t length, struct letters *letters)
{
	const unsigned char *at = (const unsigned char *)text;
	const unsigned char *end = at + length;

	letters->count = 0;
	letters->weight = 0;
	while (at < end && letters->count < MAX_LETTERS) {
		uint32_t point = next_point(&at, end);

		if (!is_letter(point))
			continue;
		letters->list[letters->count++] = point < 0x80 ? point | 0x20 : point;
		letters->weight += point >= FIRST_IDEOGRAPH ? IDEOGRAPH : 1;
	}
}

/* Spreads all bits over all bits: the finalizer of SplitMix64. */
static uint64_t mix(uint64_t bits)
{
	bits = (bits ^ bits >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	bits = (bits ^ bits >> 27) * UINT64_C(0x94D049BB133111EB);
	return bits ^ bits >> 31;
}

static uint64_t hash_shingle(const uint32_t *letters)
{
	uint64_t hash = 0;

	for (int i = 0; i < SHINGLE; i++)
		hash = mix(hash + letters[i] + UINT64_C(0x9E3779B97F4A7C15));
	return hash;
}

static void take_minima(uint64_t hash, uint32_t minima[FINGERPRINT_MARKS])
{
	for (uint32_t i = 0; i < FINGERPRINT_MARKS; i++) {
		uint32_t own = (uint32_t)(mix(hash + i) >> 32);

		if (own < minima[i])
			minima[i] = own;
	}
}

bool fingerprint_of(const char *text, size_t length, struct fingerprint *print)
{
	uint32_t minima[FINGERPRINT_MARKS];
	struct letters letters;

	take_letters(text, length, &letters);
	if (letters.weight < MIN_WEIGHT)
		return false;
	for (int i = 0; i < FINGERPRINT_MARKS; i++)
		minima[i] = UINT32_MAX;
	for (size_t i = 0; i + SHINGLE <= letters.count; i++)
		take_minima(hash_shingle(letters.list + i), minima);
	for (int i = 0; i < FINGERPRINT_MARKS; i++)
		print->marks[i] = (uint16_t)(mix(minima[i]) >> 48);
	return true;
}

int fingerprint_likeness(const struct fingerprint *a, const struct fingerprint *b)
{
	int same = 0;

	for (int i = 0; i < FINGERPRINT_MARKS; i++)
		same += a->marks[i] == b->marks[i];
	return same * 100 / FINGERPRINT_MARKS;
}

int64_t fingerprint_band(const struct fingerprint *print, int band)
{
	uint64_t hash = (uint64_t)band;

	for (int i = 0; i < MARKS_OF_A_BAND; i++)
		hash = mix(hash + print->marks[band * MARKS_OF_A_BAND + i]);
	return (int64_t)(hash >> 1);
}

void fingerprint_write(const struct fingerprint *print, unsigned char bytes[FINGERPRINT_BYTES])
{
	for (int i = 0; i < FINGERPRINT_BYTES; i++)
		bytes[i] = (unsigned char)(print->marks[i / 2] >> (8 - i % 2 * 8));
}

void fingerprint_read(const unsigned char bytes[FINGERPRINT_BYTES], struct fingerprint *print)
{
	for (int i = 0; i < FINGERPRINT_MARKS; i++)
		print->marks[i] = (uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
}
