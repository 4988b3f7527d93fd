#include "ctl/progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 40

void progress_begin(struct progress *progress, const char *what)
{
	*progress = (struct progress){what, isatty(STDERR_FILENO) == 1, -1};
}

void progress_show(struct progress *progress, int thousandths)
{
	int full = thousandths * BAR_WIDTH / 1000;

	if (!progress->is_shown || thousandths == progress->shown)
		return;
	progress->shown = thousandths;
	fprintf(stderr, "\r%s [%.*s%*s] %3d.%d %%", progress->what, full,
		"########################################", BAR_WIDTH - full, "", thousandths / 10,
		thousandths % 10);
}

void progress_end(struct progress *progress)
{
	if (progress->is_shown && progress->shown >= 0)
		fputs("\r\033[K", stderr);
}
