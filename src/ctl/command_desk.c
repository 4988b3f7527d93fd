#include "base/memory.h"
#include "ctl/ctl.h"
#include "desk/rt.h"

#include <string.h>

struct findings {
	struct rt_finding *list;
	size_t count;
	size_t wrong;
};

static void print_findings(const struct ctl *ctl, const struct findings *findings)
{
	static const char *const heads[] = {"", "WHAT", "WHAT TO DO", NULL};
	struct table *table = table_new(ctl->ctx, heads);

	for (size_t i = 0; i < findings->count; i++) {
		const struct rt_finding *finding = &findings->list[i];
		const char *const cells[] = {finding->is_right ? "ok" : "WRONG", finding->what,
					     finding->remedy};

		table_add(table, cells);
	}
	table_print(table, stdout, ctl->has_colour);
	if (findings->wrong == 0)
		printf("\nAll is right.\n");
	else
		printf("\n%zu of %zu wrong.\n", findings->wrong, findings->count);
}

static void print_json(const struct ctl *ctl, const struct rt_settings *settings,
		       const struct findings *findings)
{
	struct buffer *buffer = buffer_new(ctl->ctx);
	struct json_writer *writer = json_writer_new(buffer, buffer);

	json_open_object(writer);
	json_put_member(writer, "desk", settings->name);
	json_put_flag(writer, "right", findings->wrong == 0);
	json_put_key(writer, "findings");
	json_open_array(writer);
	for (size_t i = 0; i < findings->count; i++) {
		json_open_object(writer);
		json_put_member(writer, "what", findings->list[i].what);
		json_put_flag(writer, "right", findings->list[i].is_right);
		json_put_member(writer, "remedy", findings->list[i].remedy);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
	ctl_print_json(buffer);
}

static int check(struct ctl *ctl, const struct rt_settings *settings)
{
	struct findings findings = {.count = 0};
	struct error error;

	if (!rt_check(ctl->ctx, settings, &findings.list, &findings.count, &error))
		return ctl_fail(&error);
	for (size_t i = 0; i < findings.count; i++)
		findings.wrong += !findings.list[i].is_right;
	if (ctl->is_json)
		print_json(ctl, settings, &findings);
	else
		print_findings(ctl, &findings);
	return findings.wrong == 0 ? EXIT_DONE : EXIT_TROUBLE;
}

int command_desk(struct ctl *ctl)
{
	const struct config *config;

	if (strcmp(ctl->args[0], "check") != 0) {
		fprintf(stderr, "refundctl: desk: expected check\n");
		return EXIT_USE;
	}
	config = ctl_config(ctl);
	if (config == NULL)
		return EXIT_USE;
	if (config->rt != NULL)
		return check(ctl, config->rt);
	fprintf(stderr, "refundctl: the desk is the spool folder, which needs no check\n");
	return EXIT_USE;
}
