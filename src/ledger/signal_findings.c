#include "ledger/signals.h"

#include "base/memory.h"

/* Whether there is anything to say of it. */
static bool is_worth_keeping(const struct signal_finding *finding)
{
	return finding->value.millionths > 0 || finding->failure != NULL ||
	       finding->exemption != NULL;
}

static void put_texts(struct json_writer *writer, const char *const *texts, size_t count)
{
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		json_put_text(writer, texts[i]);
	json_close_array(writer);
}

static void put_rows(struct json_writer *writer, const struct signal_finding *finding)
{
	json_put_key(writer, "columns");
	put_texts(writer, finding->columns, finding->column_count);
	json_put_key(writer, "rows");
	json_open_array(writer);
	for (size_t i = 0; i < finding->row_count; i++)
		put_texts(writer, finding->rows[i].texts, finding->column_count);
	json_close_array(writer);
	json_put_count(writer, "row_total", finding->row_total);
}

size_t signal_findings_failed(const struct signal_findings *findings)
{
	size_t failed = 0;

	for (size_t i = 0; i < findings->count; i++)
		failed += findings->list[i].failure != NULL;
	return failed;
}

void signal_findings_to_facts(const struct signal_findings *findings, const void *ctx,
			      struct facts *facts)
{
	facts->has_signals = findings->is_asked && signal_findings_failed(findings) == 0;
	facts->signal_count = facts->has_signals ? findings->count : 0;
	facts->signals = NEW_ARRAY(ctx, struct signal_value, facts->signal_count);
	for (size_t i = 0; i < facts->signal_count; i++)
		facts->signals[i] = (struct signal_value){findings->list[i].signal->name,
							  findings->list[i].value};
}

void signal_finding_to_json(const struct signal_finding *finding, struct json_writer *writer)
{
	json_open_object(writer);
	json_put_member(writer, "signal", finding->signal->name);
	json_put_member(writer, "title", finding->signal->title);
	if (finding->failure != NULL) {
		json_put_member(writer, "failure", finding->failure);
	} else if (finding->exemption != NULL) {
		json_put_member(writer, "exempt", finding->exemption);
	} else {
		json_put_count(writer, "value", finding->value.millionths / NUMBER_SCALE);
		json_put_count(writer, "points", finding->points);
		json_put_flag(writer, "hard", finding->is_hard);
		put_rows(writer, finding);
	}
	json_close_object(writer);
}

void signal_findings_to_json(const struct signal_findings *findings, struct json_writer *writer)
{
	json_open_array(writer);
	for (size_t i = 0; i < findings->count; i++)
		if (is_worth_keeping(&findings->list[i]))
			signal_finding_to_json(&findings->list[i], writer);
	json_close_array(writer);
}

char *signal_findings_text(const struct signal_findings *findings, const void *ctx)
{
	struct buffer *text;
	size_t kept = 0;

	for (size_t i = 0; i < findings->count; i++)
		kept += is_worth_keeping(&findings->list[i]);
	if (kept == 0)
		return NULL;
	text = buffer_new(ctx);
	signal_findings_to_json(findings, json_writer_new(ctx, text));
	return text->bytes;
}
