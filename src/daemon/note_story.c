#include "daemon/note_story.h"

#include "base/memory.h"

#include <string.h>

#define ROWS_SHOWN    5
#define RELATED_SHOWN 10
#define TEXT_SHOWN    80 /* bytes of one value */

/* Values of the records on one line: no control bytes, and of long ones the beginning. */
static void add_clean(const char *text, struct buffer *out)
{
	size_t length = strlen(text), shown = length;

	if (length > TEXT_SHOWN) {
		shown = TEXT_SHOWN;
		while (((unsigned char)text[shown] & 0xc0) == 0x80)
			shown--; /* within a character */
	}
	for (size_t i = 0; i < shown; i++) {
		unsigned char byte = (unsigned char)text[i];

		if (byte < 0x20 || byte == 0x7f)
			buffer_add_char(out, '?');
		else
			buffer_add_char(out, text[i]);
	}
	if (shown < length)
		buffer_add_text(out, "...");
}

static char *text_or_null(const struct buffer *out)
{
	return out->length > 0 ? out->bytes : NULL;
}

/* ---- what fired ---- */

/* Which ticket system a row is about is said where it is another. */
static bool is_own_system(const struct note *note, const char *column, const char *text)
{
	return strcmp(column, "system") == 0 && strcmp(text, note->system) == 0;
}

/* "2023-03-01 08:00" */
static void add_time(struct instant instant, struct zone zone, struct buffer *out)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(instant, zone, text);
	buffer_add_format(out, "%.10s %.5s", text, text + 11);
}

/* Times of the evidence are told like all others of the note. */
static void add_cell(const struct note *note, const char *text, struct buffer *out)
{
	struct instant instant;
	struct error error;

	if (instant_parse(text, strlen(text), &instant, &error))
		add_time(instant, note->zone, out);
	else
		add_clean(text, out);
}

static void add_row(const struct note *note, const struct signal_finding *finding,
		    const struct signal_evidence *row, struct buffer *out)
{
	const char *separator = "\n    ";

	for (size_t i = 0; i < finding->column_count; i++) {
		if (row->texts[i] == NULL ||
		    is_own_system(note, finding->columns[i], row->texts[i]))
			continue;
		buffer_add_format(out, "%s%s ", separator, finding->columns[i]);
		add_cell(note, row->texts[i], out);
		separator = ", ";
	}
}

static void add_rows(const struct note *note, const struct signal_finding *finding,
		     struct buffer *out)
{
	size_t shown = finding->row_count < ROWS_SHOWN ? finding->row_count : ROWS_SHOWN;

	for (size_t i = 0; i < shown; i++)
		add_row(note, finding, &finding->rows[i], out);
	if (finding->row_total > (int64_t)shown)
		buffer_add_format(out, "\n    and %lld more",
				  (long long)finding->row_total - (long long)shown);
}

static void add_finding(const struct note *note, const struct signal_finding *finding,
			struct buffer *out)
{
	char value[NUMBER_TEXT_SIZE];

	buffer_add_format(out, "\n- %s", finding->signal->name);
	if (finding->exemption != NULL) {
		buffer_add_text(out, " does not count for this account: ");
		add_clean(finding->exemption, out);
	} else if (finding->failure != NULL) {
		buffer_add_text(out, " could not be told: ");
		add_clean(finding->failure, out);
	} else {
		number_format(finding->value, value);
		buffer_add_format(out, " %s, %d points%s: %s", value, finding->points,
				  finding->is_hard ? ", a hard sign" : "", finding->signal->title);
		add_rows(note, finding, out);
	}
}

static bool is_told(const struct signal_finding *finding)
{
	return finding->points > 0 || finding->is_hard || finding->failure != NULL ||
	       finding->exemption != NULL;
}

char *note_evidence(const void *ctx, const struct note *note)
{
	const struct signal_findings *findings = note->findings;
	struct buffer *out = buffer_new(ctx);
	int points = 0;

	if (findings == NULL)
		return NULL;
	for (size_t i = 0; i < findings->count; i++)
		points += findings->list[i].points;
	for (size_t i = 0; i < findings->count; i++) {
		if (!is_told(&findings->list[i]))
			continue;
		if (out->length == 0)
			buffer_add_format(out, "%d points", points);
		add_finding(note, &findings->list[i], out);
	}
	return text_or_null(out);
}

/* ---- what went before ---- */

static void add_amount(const char *before, struct money amount, struct buffer *out)
{
	if (amount.currency == NULL)
		return;
	buffer_add_text(out, before);
	value_add(value_money(amount), (struct zone){0}, out);
}

/* What a request came to, by the machine or by a reviewer. */
static const char *outcome_of(const void *ctx, const struct timeline_entry *entry)
{
	static const char *const told[OUTCOME_COUNT] = {
		[OUTCOME_APPROVE] = "approved",
		[OUTCOME_REJECT] = "rejected",
		[OUTCOME_FLAG] = "left to a person",
		[OUTCOME_ASK] = "asked back",
	};

	if (entry->linked_to != NULL)
		return text_format(ctx, "answered in ticket %s", entry->linked_to);
	if (entry->state == CASE_WITHDRAWN)
		return "withdrawn";
	if (entry->reviewer != NULL && entry->verdict != VERDICT_RELEASE)
		return entry->verdict == VERDICT_APPROVE ? "approved" : "rejected";
	return entry->is_told ? told[entry->outcome] : "not answered by refundd";
}

static void add_outcome(const struct timeline_entry *entry, struct buffer *out)
{
	buffer_add_format(out, ": %s", outcome_of(out, entry));
	if (entry->is_told || entry->reviewer != NULL)
		add_amount(" ", entry->amount, out);
	if (entry->reviewer == NULL)
		return;
	buffer_add_text(out, entry->verdict == VERDICT_RELEASE ? ", released by " : " by ");
	add_clean(entry->reviewer, out);
}

static void add_entry(const struct timeline_entry *entry, struct zone zone, struct buffer *out)
{
	const char *order = entry->order_id != NULL ? entry->order_id : "an order not named";

	buffer_add_text(out, "\n- ");
	add_time(entry->at, zone, out);
	buffer_add_text(out, "  ");
	switch (entry->kind) {
	case TIMELINE_BOUGHT: buffer_add_text(out, "bought "); break;
	case TIMELINE_ASKED:
		buffer_add_format(out, "asked in ticket %s about ", entry->ticket);
		break;
	case TIMELINE_REFUNDED: buffer_add_text(out, "got back for "); break;
	case TIMELINE_KIND_COUNT: break;
	}
	add_clean(order, out);
	if (entry->kind == TIMELINE_ASKED)
		add_outcome(entry, out);
	else
		add_amount(": ", entry->amount, out);
}

char *note_timeline(const void *ctx, const struct note *note)
{
	const struct timeline *timeline = note->timeline;
	char zone[INSTANT_TEXT_SIZE];
	static const char *const names[TIMELINE_KIND_COUNT] = {
		[TIMELINE_BOUGHT] = "purchase",
		[TIMELINE_ASKED] = "request",
		[TIMELINE_REFUNDED] = "refund",
	};
	struct buffer *out = buffer_new(ctx);
	long all = 0;

	for (int kind = 0; kind < TIMELINE_KIND_COUNT; kind++) {
		long total = timeline->total[kind];

		buffer_add_format(out, "%s%ld %s%s", kind > 0 ? ", " : "", total, names[kind],
				  total == 1 ? "" : "s");
		all += total;
	}
	zone_format(note->zone, zone);
	buffer_add_format(out, "; times in %s", zone);
	if (all > (long)timeline->count)
		buffer_add_format(out, "\n- %ld earlier", all - (long)timeline->count);
	for (size_t i = 0; i < timeline->count; i++)
		add_entry(&timeline->entries[i], note->zone, out);
	return all > 0 ? out->bytes : NULL;
}

/* ---- the tickets named ---- */

struct tickets {
	const char *list[RELATED_SHOWN];
	size_t count;
	bool has_more; /* that there was no room for */
};

static void add_ticket(struct tickets *tickets, const char *ticket)
{
	for (size_t i = 0; i < tickets->count; i++)
		if (strcmp(tickets->list[i], ticket) == 0)
			return;
	if (tickets->count == RELATED_SHOWN)
		tickets->has_more = true;
	else
		tickets->list[tickets->count++] = ticket;
}

/* NULL where the row has no such column, or nothing in it. */
static const char *column_of(const struct signal_finding *finding,
			     const struct signal_evidence *row, const char *name)
{
	for (size_t i = 0; i < finding->column_count; i++)
		if (strcmp(finding->columns[i], name) == 0)
			return row->texts[i];
	return NULL;
}

static void collect_evidence(const struct note *note, const struct signal_finding *finding,
			     struct tickets *tickets)
{
	for (size_t i = 0; i < finding->row_count && i < ROWS_SHOWN; i++) {
		const char *system = column_of(finding, &finding->rows[i], "system");
		const char *ticket = column_of(finding, &finding->rows[i], "ticket");

		if (ticket != NULL && (system == NULL || strcmp(system, note->system) == 0))
			add_ticket(tickets, ticket);
	}
}

static void collect(const struct note *note, struct tickets *tickets)
{
	for (size_t i = 0; note->findings != NULL && i < note->findings->count; i++)
		if (is_told(&note->findings->list[i]))
			collect_evidence(note, &note->findings->list[i], tickets);
	for (size_t i = note->timeline->count; i > 0; i--) {
		const struct timeline_entry *entry = &note->timeline->entries[i - 1];

		if (entry->kind == TIMELINE_ASKED && strcmp(entry->system, note->system) == 0)
			add_ticket(tickets, entry->ticket);
	}
}

char *note_related(const void *ctx, const struct note *note)
{
	const struct rt_settings *rt = note->config->rt;
	struct buffer *out = buffer_new(ctx);
	struct tickets tickets = {.count = 0};

	collect(note, &tickets);
	for (size_t i = 0; i < tickets.count; i++) {
		buffer_add_text(out, i > 0 ? ", " : "");
		add_clean(tickets.list[i], out);
	}
	if (tickets.has_more)
		buffer_add_text(out, " and more");
	for (size_t i = 0; i < tickets.count && rt != NULL; i++) {
		buffer_add_format(out, "\n- %s/Ticket/Display.html?id=", rt->url);
		add_clean(tickets.list[i], out);
	}
	return text_or_null(out);
}
