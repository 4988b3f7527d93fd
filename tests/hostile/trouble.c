#include "hostile/trouble.h"

#include "base/memory.h"
#include "hostile/spoil.h"

#include <stdio.h>
#include <stdlib.h>

#define ALL	     (ON_READS | ON_WRITES)
#define TIMES	     5
#define PERCENT	     40
#define TROUBLES_MAX 32

static const struct trouble table[] = {
	/* On the wire; a write is done all the same, unless it says otherwise. */
	{"slow", ALL, PART_ALL, .spoil_reply = spoil_slowly},
	{"stall", ALL, PART_ALL, .spoil_reply = spoil_stall},
	{"silence", ALL, PART_ALL, .spoil_reply = spoil_silence},
	{"reset-before", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_reset},
	{"reset-after", ALL, PART_ALL, .spoil_reply = spoil_reset},
	{"close-before", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_close},
	{"close-after", ALL, PART_ALL, .spoil_reply = spoil_close},
	{"close-in-body", ALL, PART_ALL, .spoil_reply = spoil_close_in_body},
	{"close-afterwards", ALL, PART_ALL, .spoil_reply = spoil_close_afterwards},
	{"length-too-long", ALL, PART_ALL, .spoil_reply = spoil_length_too_long},
	{"length-too-short", ALL, PART_ALL, .spoil_reply = spoil_length_too_short},
	{"endless-chunks", ALL, PART_ALL, .spoil_reply = spoil_endless_chunks},
	{"endless-length", ALL, PART_ALL, .spoil_reply = spoil_endless_length},
	{"endless-headers", ALL, PART_ALL, .spoil_reply = spoil_endless_headers},
	{"gzip-bomb", ALL, PART_ALL, .spoil_reply = spoil_gzip_bomb},
	/* Other answers. */
	{"500-before", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_500},
	{"500-after", ALL, PART_ALL, .spoil_reply = spoil_500},
	{"429-seconds", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_429_seconds},
	{"429-date", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_429_date},
	{"redirect", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_redirect},
	{"html-before", ALL, PART_NOTHING, .is_instead = true, .spoil_reply = spoil_html},
	{"html-after", ALL, PART_ALL, .spoil_reply = spoil_html},
	{"cut-json", ALL, PART_ALL, .spoil_reply = spoil_cut_json},
	{"deep-json", ALL, PART_ALL, .spoil_reply = spoil_deep_json},
	{"types", ALL, PART_ALL, .spoil_reply = spoil_type},
	{"ids", ON_LISTS, PART_ALL, .spoil_reply = spoil_ids},
	/* Other pages. */
	{"loop", ON_LISTS, PART_ALL, .spoil_search = spoil_loop},
	{"stale", ON_LISTS, PART_ALL, .spoil_search = spoil_stale},
	{"repeat", ON_LISTS, PART_ALL, .spoil_found = spoil_repeat},
	{"order", ON_LISTS, PART_ALL, .spoil_found = spoil_order},
	{"lose", ON_TICKETS, PART_ALL, .spoil_found = spoil_lose},
	{"more", ON_LISTS, PART_ALL, .spoil_found = spoil_add},
	/* Writes that are late or half done. */
	{"late", ON_WRITES, PART_NOTHING, .rest_after_s = 1.5, .spoil_reply = spoil_silence},
	{"late-key", ON_WRITES, PART_WORDS, .rest_after_s = 1.5, .spoil_reply = spoil_500},
	{"half", ON_WRITES, PART_KEYED, .spoil_reply = spoil_500},
	{"keyless", ON_WRITES, PART_WORDS, .spoil_reply = spoil_500},
};

struct chosen {
	const struct trouble *trouble;
	long times;
	size_t percent;
};

struct troubles {
	struct chosen chosen[TROUBLES_MAX];
	size_t count;
	long happened;
};

const struct trouble *trouble_find(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strlen(table[i].name) == length && memcmp(table[i].name, name, length) == 0)
			return &table[i];
	return NULL;
}

struct troubles *troubles_new(const void *ctx, uint64_t seed)
{
	spoil_seed(seed);
	return NEW(ctx, struct troubles);
}

bool troubles_add(struct troubles *troubles, const char *text)
{
	size_t length = strcspn(text, ":");
	struct chosen chosen = {trouble_find(text, length), TIMES, PERCENT};
	char *end = (char *)text + length;

	if (*end == ':')
		chosen.times = strtol(end + 1, &end, 10);
	if (*end == ':')
		chosen.percent = strtoul(end + 1, &end, 10);
	if (chosen.trouble == NULL || *end != '\0' || troubles->count == TROUBLES_MAX)
		return false;
	troubles->chosen[troubles->count++] = chosen;
	return true;
}

const struct trouble *troubles_next(struct troubles *troubles, unsigned on)
{
	for (size_t i = 0; i < troubles->count; i++) {
		struct chosen *chosen = &troubles->chosen[i];

		if ((chosen->trouble->on & on) == 0 || chosen->times == 0 ||
		    spoil_choose(100) >= chosen->percent)
			continue;
		chosen->times--;
		troubles->happened++;
		return chosen->trouble;
	}
	return NULL;
}

long troubles_count(const struct troubles *troubles)
{
	return troubles->happened;
}

void troubles_print_names(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		puts(table[i].name);
}
