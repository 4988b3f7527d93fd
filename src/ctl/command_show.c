#include "base/memory.h"
#include "ctl/evidence.h"
#include "desk/desk.h"

/* NULL of an answer that was adopted: its words are in the ticket. */
static const char *body_of(const void *ctx, const struct effect_row *effect)
{
	struct desk_write write;
	struct error ignored;

	return desk_write_from_json(ctx, effect->payload, &write, &ignored) ? write.body : NULL;
}

static void print_effect(const struct ctl *ctl, const struct effect_row *effect)
{
	const char *body = body_of(ctl->ctx, effect);

	printf("\n%s %s, %s\n", effect_kind_words.list[effect->kind], effect->key,
	       effect_state_words.list[effect->state]);
	if (effect->state == EFFECT_PENDING && effect->attempts > 0)
		printf("tried %d times, again at %s\n", effect->attempts,
		       ctl_time(ctl->ctx, effect->due_at));
	if (body != NULL)
		ctl_print_lines(ctl->ctx, "  ", body);
}

static void put_effect(const struct ctl *ctl, const struct effect_row *effect,
		       struct json_writer *writer)
{
	json_open_object(writer);
	json_put_member(writer, "kind", effect_kind_words.list[effect->kind]);
	json_put_member(writer, "key", effect->key);
	json_put_member(writer, "state", effect_state_words.list[effect->state]);
	json_put_count(writer, "revision", effect->revision);
	json_put_count(writer, "attempts", effect->attempts);
	json_put_member(writer, "body", body_of(ctl->ctx, effect));
	json_close_object(writer);
}

struct story { /* of one case */
	struct case_row row;
	struct decision_row decision;
	bool has_decision;
	struct effect_row *effects;
	size_t effect_count;
};

static bool print_json(const struct ctl *ctl, const struct story *story, struct error *error)
{
	const char *evidence = story->has_decision ? story->decision.evidence : NULL;
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(ctl->ctx, buffer);

	json_open_object(writer);
	ctl_put_case(ctl->ctx, &story->row, story->has_decision ? &story->decision : NULL, writer);
	if (!evidence_put(ctl, evidence, writer, error))
		return false;
	json_put_key(writer, "messages");
	json_open_array(writer);
	for (size_t i = 0; i < story->effect_count; i++)
		put_effect(ctl, &story->effects[i], writer);
	json_close_array(writer);
	json_close_object(writer);
	ctl_print_json(buffer);
	return true;
}

static bool print_story(const struct ctl *ctl, const struct story *story, struct error *error)
{
	const struct case_row *row = &story->row;
	const char *amount =
		story->has_decision ? ctl_money(ctl->ctx, story->decision.total) : NULL;

	printf("Ticket %s: %s", row->ticket, case_state_words.list[row->state]);
	if (story->has_decision)
		printf(", decision %s%s%s", outcome_words.list[story->decision.outcome],
		       amount != NULL ? " " : "", amount != NULL ? amount : "");
	if (story->has_decision && story->decision.course != COURSE_ANSWER)
		printf(", course %s by the brake %s", course_words.list[story->decision.course],
		       brake_words.list[story->decision.brake]);
	printf("\norder %s, asked %s, revision %d, changed %s\n",
	       row->order_id != NULL ? row->order_id : "not known",
	       ctl_time(ctl->ctx, row->asked_at), row->revision,
	       ctl_time(ctl->ctx, row->changed_at));
	if (row->linked_to != NULL)
		printf("ticket %s speaks for it\n", row->linked_to);
	if (row->state == CASE_WAITING)
		printf("waits for the figures of use until %s\n",
		       ctl_time(ctl->ctx, row->wait_until));
	if (story->has_decision && !evidence_print(ctl, story->decision.evidence, error))
		return false;
	for (size_t i = 0; i < story->effect_count; i++)
		print_effect(ctl, &story->effects[i]);
	return true;
}

int command_show(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct ledger *ledger;
	struct story story;
	struct error error;

	if (config == NULL)
		return EXIT_USE;
	ledger = ctl_ledger(ctl, config);
	if (ledger == NULL || !ctl_find_case(ctl, config, ledger, ctl->args[0], &story.row,
					     &story.decision, &story.has_decision))
		return EXIT_TROUBLE;
	if (!effect_list_case(ledger, ctl->ctx, story.row.id, &story.effects, &story.effect_count,
			      &error))
		return ctl_fail(&error);
	if (!(ctl->is_json ? print_json : print_story)(ctl, &story, &error))
		return ctl_fail(&error);
	return EXIT_DONE;
}
