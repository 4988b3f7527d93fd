#include "ctl/review_print.h"

#include "base/memory.h"
#include "desk/desk.h"
#include "domain/worktime.h"
#include "policy/grant.h"
#include "sys/clock.h"
#include "wire/facts_json.h"

#include <string.h>

/* "4h12m" of working time. */
static char *waited_text(const struct ctl *ctl, const struct config *config,
			 const struct review_row *review)
{
	struct span waited =
		worktime_between(&config->review.workweek, review->opened_at, clock_now());
	char text[SPAN_TEXT_SIZE];

	span_format((struct span){waited.us - waited.us % MINUTE_US}, text);
	return text_copy(ctl->ctx, text);
}

/* NULL where nobody's claim holds. */
static const char *claimer(const struct config *config, const struct review_row *review)
{
	struct instant end = instant_plus(review->claimed_at, config->review.claim_ends);

	return review->claimed_by != NULL && end.us > clock_now().us ? review->claimed_by : NULL;
}

/* What the policy's arithmetic alone gives back, by the facts on record; NULL: nothing. */
static char *amount_text(const struct ctl *ctl, const struct config *config,
			 const struct decision_row *decision)
{
	const char *json = decision->facts_json;
	struct json_document document;
	struct facts facts;
	struct grant grant;
	struct error ignored;

	if (!json_read(ctl->ctx, json, strlen(json), &facts_json_limits, &document, &ignored) ||
	    !facts_from_json(ctl->ctx, &document, &facts, &ignored) ||
	    !grant_make(ctl->ctx, &config->policies, &facts, NULL, &grant, &ignored))
		return NULL;
	return ctl_money(ctl->ctx, grant.refund.total);
}

static char *amount_of(const struct ctl *ctl, const struct config *config, struct ledger *ledger,
		       const struct review_summary *summary)
{
	struct decision_row decision;
	struct error ignored;
	bool is_found;

	if (!summary->has_decision ||
	    !decision_find(ledger, ctl->ctx, summary->row.id, &decision, &is_found, &ignored))
		return NULL;
	return amount_text(ctl, config, &decision);
}

/* ---- the list ---- */

static void print_table(const struct ctl *ctl, const struct config *config, struct ledger *ledger,
			const struct review_summary *list, size_t count)
{
	static const char *const heads[] = {"TICKET",  "STATE", ">WAITED",    ">SCORE",
					    ">AMOUNT", "RULE",	"CLAIMED BY", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < count; i++) {
		const struct review_summary *summary = &list[i];

		table_add(table, (const char *const[]){
					 summary->row.ticket,
					 case_state_words.list[summary->row.state],
					 waited_text(ctl, config, &summary->review),
					 text_format(ctl->ctx, "%lld", (long long)summary->score),
					 amount_of(ctl, config, ledger, summary),
					 summary->has_decision ? summary->decision.rule : NULL,
					 claimer(config, &summary->review),
				 });
	}
	table_print(table, stdout, ctl->has_colour);
}

static void put_summary(const struct ctl *ctl, const struct config *config, struct ledger *ledger,
			const struct review_summary *summary, struct json_writer *writer)
{
	json_open_object(writer);
	ctl_put_case(ctl->ctx, &summary->row, summary->has_decision ? &summary->decision : NULL,
		     writer);
	json_put_count(writer, "score", summary->score);
	json_put_member(writer, "policy_amount", amount_of(ctl, config, ledger, summary));
	json_put_member(writer, "opened_at", ctl_time(ctl->ctx, summary->review.opened_at));
	json_put_member(writer, "waited", waited_text(ctl, config, &summary->review));
	json_put_member(writer, "claimed_by", claimer(config, &summary->review));
	json_close_object(writer);
}

void review_print_list(const struct ctl *ctl, const struct config *config, struct ledger *ledger,
		       const struct review_summary *list, size_t count)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	if (!ctl->is_json) {
		print_table(ctl, config, ledger, list, count);
		return;
	}
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		put_summary(ctl, config, ledger, &list[i], writer);
	json_close_array(writer);
	ctl_print_json(buffer);
}

/* ---- one review ---- */

static void print_verdicts(const struct ctl *ctl, const struct review_story *story)
{
	static const char *const heads[] = {"GIVEN AT", "REVIEWER", "BY",  "VERDICT",
					    ">AMOUNT",	"STATE",    "WHY", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < story->verdict_count; i++) {
		const struct verdict_row *verdict = &story->verdicts[i];
		const char *why = verdict->why_refused != NULL ? verdict->why_refused
				  : verdict->code != NULL      ? verdict->code
							       : verdict->reason;

		table_add(table, (const char *const[]){
					 ctl_time(ctl->ctx, verdict->given_at),
					 verdict->reviewer,
					 review_way_words.list[verdict->way],
					 verdict_words.list[verdict->verdict],
					 ctl_money(ctl->ctx, verdict->total),
					 verdict_state_words.list[verdict->state],
					 why,
				 });
	}
	table_print(table, stdout, ctl->has_colour);
}

static void put_verdicts(const struct ctl *ctl, const struct review_story *story,
			 struct json_writer *writer)
{
	json_open_array(writer);
	for (size_t i = 0; i < story->verdict_count; i++) {
		const struct verdict_row *verdict = &story->verdicts[i];

		json_open_object(writer);
		json_put_member(writer, "given_at", ctl_time(ctl->ctx, verdict->given_at));
		json_put_member(writer, "reviewer", verdict->reviewer);
		json_put_member(writer, "way", review_way_words.list[verdict->way]);
		json_put_member(writer, "verdict", verdict_words.list[verdict->verdict]);
		json_put_member(writer, "amount", ctl_money(ctl->ctx, verdict->total));
		json_put_member(writer, "state", verdict_state_words.list[verdict->state]);
		json_put_member(writer, "code", verdict->code);
		json_put_member(writer, "reason", verdict->reason);
		json_put_member(writer, "why_refused", verdict->why_refused);
		json_close_object(writer);
	}
	json_close_array(writer);
}

/* The note that the review began with; NULL: none, or one whose words are in the ticket alone. */
static const char *note_of(const struct ctl *ctl, const struct review_story *story)
{
	int revision = story->is_open ? story->review.revision : story->row.revision;
	struct desk_write write;
	struct error ignored;

	for (size_t i = 0; i < story->effect_count; i++)
		if (story->effects[i].kind == EFFECT_NOTE &&
		    story->effects[i].revision == revision &&
		    desk_write_from_json(ctl->ctx, story->effects[i].payload, &write, &ignored))
			return write.body;
	return NULL;
}

static void print_state(const struct ctl *ctl, const struct config *config,
			const struct review_story *story)
{
	const struct review_row *review = &story->review;
	const char *who = story->is_open ? claimer(config, review) : NULL;

	printf("Ticket %s: %s", story->row.ticket, case_state_words.list[story->row.state]);
	if (story->is_open)
		printf(", waits for a reviewer since %s (%s of working time), %s%s",
		       ctl_time(ctl->ctx, review->opened_at), waited_text(ctl, config, review),
		       who != NULL ? "claimed by " : "claimed by nobody", who != NULL ? who : "");
	else
		printf(", does not wait for a reviewer");
	putchar('\n');
}

static void put_story(const struct ctl *ctl, const struct config *config,
		      const struct review_story *story, struct json_writer *writer)
{
	const struct review_row *review = &story->review;

	json_open_object(writer);
	ctl_put_case(ctl->ctx, &story->row, story->has_decision ? &story->decision : NULL, writer);
	json_put_flag(writer, "is_open", story->is_open);
	if (story->is_open) {
		json_put_member(writer, "opened_at", ctl_time(ctl->ctx, review->opened_at));
		json_put_member(writer, "waited", waited_text(ctl, config, review));
		json_put_member(writer, "claimed_by", claimer(config, review));
	}
	json_put_member(writer, "note", note_of(ctl, story));
	json_put_key(writer, "verdicts");
	put_verdicts(ctl, story, writer);
	json_close_object(writer);
}

void review_print_story(const struct ctl *ctl, const struct config *config,
			const struct review_story *story)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	const char *note = note_of(ctl, story);

	if (ctl->is_json) {
		put_story(ctl, config, story, json_writer_new(buffer, buffer));
		ctl_print_json(buffer);
		return;
	}
	print_state(ctl, config, story);
	if (note != NULL) {
		putchar('\n');
		ctl_print_lines(ctl->ctx, "", note);
	}
	if (story->verdict_count > 0) {
		putchar('\n');
		print_verdicts(ctl, story);
	}
}

void review_print_history(const struct ctl *ctl, const struct config *config,
			  const struct review_story *story)
{
	struct buffer *buffer = buffer_new(ctl->ctx);

	(void)config;
	if (ctl->is_json) {
		put_verdicts(ctl, story, json_writer_new(buffer, buffer));
		ctl_print_json(buffer);
	} else {
		print_verdicts(ctl, story);
	}
}

void review_print_reasons(const struct ctl *ctl, const struct config *config)
{
	static const char *const heads[] = {"CODE", "VERDICT", "MEANS", NULL};
	struct table *table = table_new(ctl->ctx, heads);
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_array(writer);
	for (size_t i = 0; i < config->review.reason_count; i++) {
		const struct review_reason *reason = &config->review.reasons[i];
		const char *verdict = outcome_words.list[reason->outcome];

		table_add(table, (const char *const[]){reason->code, verdict, reason->title});
		json_open_object(writer);
		json_put_member(writer, "code", reason->code);
		json_put_member(writer, "verdict", verdict);
		json_put_member(writer, "title", reason->title);
		json_close_object(writer);
	}
	json_close_array(writer);
	if (ctl->is_json)
		ctl_print_json(buffer);
	else
		table_print(table, stdout, ctl->has_colour);
}
