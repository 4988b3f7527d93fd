#include "support/shipped_config.h"

#include "base/memory.h"

#include <criterion/criterion.h>
#include <stdlib.h>

const struct config *shipped_config(const void *ctx)
{
	const char *folder = getenv("REFUNDD_ETC");
	struct problems *problems = problems_new(ctx);
	const char *file = text_format(ctx, "%s/refundd.conf", folder != NULL ? folder : "etc");
	const struct config *config = config_load(ctx, file, problems);

	for (size_t i = 0; i < problems->count; i++)
		cr_log_error("%s", problem_format(ctx, &problems->list[i]));
	cr_assert_not_null(config);
	return config;
}
