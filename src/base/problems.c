#include "base/problems.h"

#include "base/memory.h"

#include <stdarg.h>

struct problems *problems_new(const void *ctx)
{
	return NEW(ctx, struct problems);
}

void problems_add(struct problems *problems, struct place place, const char *format, ...)
{
	va_list args;
	struct problem *problem;

	problems->list = GROW_ARRAY(problems, problems->list, struct problem, problems->count + 1);
	problem = &problems->list[problems->count++];
	problem->place = place;
	va_start(args, format);
	problem->text = must(talloc_vasprintf(problems, format, args));
	va_end(args);
}

char *problem_format(const void *ctx, const struct problem *problem)
{
	struct place place = problem->place;

	if (place.file == NULL)
		return text_copy(ctx, problem->text);
	if (place.line == 0)
		return text_format(ctx, "%s: %s", place.file, problem->text);
	if (place.column == 0)
		return text_format(ctx, "%s:%d: %s", place.file, place.line, problem->text);
	return text_format(ctx, "%s:%d:%d: %s", place.file, place.line, place.column,
			   problem->text);
}
