#include "ctl/startup.h"

#include "base/memory.h"
#include "ledger/signals.h"

#include <stdio.h>
#include <stdlib.h>

const char *startup_config_file(const char *named)
{
	const char *file = getenv("REFUNDD_CONFIG");

	if (named != NULL)
		return named;
	return file != NULL && file[0] != '\0' ? file : CONFIG_DEFAULT_FILE;
}

struct config *startup_config(const void *ctx, const char *file)
{
	struct problems *problems = problems_new(ctx);
	struct config *config = config_load(ctx, file, problems);
	bool is_good = config != NULL && signals_check(&config->policies, problems);

	/* Their places are the configuration's. */
	for (size_t i = 0; i < problems->count; i++) {
		char *text = problem_format(problems, &problems->list[i]);

		fprintf(stderr, "%s\n", text);
	}
	if (!is_good)
		TALLOC_FREE(config);
	return config;
}

void startup_print_ok(const struct config *config)
{
	const struct policy_set *set = &config->policies;
	size_t rules = set->intake_count;

	for (size_t i = 0; i < set->policy_count; i++)
		for (size_t j = 0; j < set->policies[i].version_count; j++)
			rules += set->policies[i].versions[j].rule_count;
	printf("ok: %zu policies, %zu rules\n", set->policy_count, rules);
}
