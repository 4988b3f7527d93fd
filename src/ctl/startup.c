#include "ctl/startup.h"

#include "base/memory.h"
#include "ctl/surroundings.h"
#include "ledger/signals.h"

#include <stdio.h>
#include <stdlib.h>

static void check_signals(const struct config *config, struct problems *problems)
{
	signals_check(&config->policies, problems);
}

static void check_all(const struct config *config, struct problems *problems)
{
	check_signals(config, problems);
	surroundings_check(config, problems);
}

static void print_problems(const struct problems *problems)
{
	for (size_t i = 0; i < problems->count; i++) {
		char *text = problem_format(problems, &problems->list[i]);

		fprintf(stderr, "%s\n", text);
	}
}

const char *startup_config_file(const char *named)
{
	const char *file = getenv("REFUNDD_CONFIG");

	if (named != NULL)
		return named;
	return file != NULL && file[0] != '\0' ? file : CONFIG_DEFAULT_FILE;
}

struct config *startup_config(const void *ctx, const char *file)
{
	struct problems *problems = problems_new(NULL);
	struct config *config = config_load_checked(ctx, file, check_signals, problems);

	print_problems(problems);
	talloc_free(problems);
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

struct config *startup_read(const void *ctx, const char *file, struct problems *problems)
{
	return config_load_checked(ctx, file, check_all, problems);
}

bool startup_check(const char *file)
{
	void *ctx = talloc_new(NULL);
	struct problems *problems = problems_new(ctx), *warnings = problems_new(ctx);
	const struct config *config = startup_read(ctx, file, problems);
	bool is_right = config != NULL;

	print_problems(problems);
	if (is_right) {
		surroundings_warn(config, warnings);
		print_problems(warnings);
		startup_print_ok(config);
	}
	talloc_free(ctx);
	return is_right;
}
