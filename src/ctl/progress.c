#include "ctl/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR_WIDTH 40

static void show_part(void *arg, const char *what, int64_t done, int64_t all)
{
	struct progress *progress = arg;

	if (progress->what == NULL || strcmp(progress->what, what) != 0) {
		progress_end(progress);
		progress_begin(progress, what);
	}
	progress_show(progress, all > 0 ? (int)(done * 1000 / all) : 1000);
}

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

struct watcher progress_watcher(struct progress *progress)
{
	*progress = (struct progress){.shown = -1};
	return (struct watcher){show_part, progress};
}
