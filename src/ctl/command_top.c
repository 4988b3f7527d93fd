#include "base/memory.h"
#include "ctl/screen.h"
#include "ctl/status.h"
#include "sys/clock.h"

#define INTERVAL_MS 2000
#define SHARE	    20 /* it works one part in so many of the time at most */

/* What the daemon counts, as rates. */
static const struct {
	const char *key, *name;
} rates[] = {
	{"tickets", "tickets read"},
	{"written", "answers written"},
	{"polls", "looks"},
};
#define RATE_COUNT (sizeof(rates) / sizeof(rates[0]))

struct sample {
	struct instant at, since; /* of a daemon that was started then */
	long counts[RATE_COUNT];
};

static struct sample sample_of(const struct status *status)
{
	struct sample sample = {.at = status->now};

	sample.since = status_time(status, "since", (struct instant){0});
	for (size_t i = 0; i < RATE_COUNT; i++)
		sample.counts[i] = status_count(status, rates[i].key);
	return sample;
}

/* "3.5/s tickets read, ...": of another daemon than before nothing can be told. */
static void add_rates(struct buffer *out, const struct sample *before, const struct sample *now)
{
	int64_t took = instant_since(now->at, before->at).us;

	buffer_add_text(out, "now         ");
	if (before->since.us != now->since.us || took <= 0) {
		buffer_add_text(out, "...\n");
		return;
	}
	for (size_t i = 0; i < RATE_COUNT; i++) {
		int64_t tenths = (now->counts[i] - before->counts[i]) * 10 * SECOND_US / took;

		buffer_add_format(out, "%s%ld.%ld %s a second", i > 0 ? ", " : "",
				  (long)(tenths / 10), (long)(tenths % 10), rates[i].name);
	}
	buffer_add_char(out, '\n');
}

static void draw(const struct screen *screen, const struct status *status,
		 const struct sample *before, const struct sample *now)
{
	struct buffer *text = buffer_new(status->ctx);

	buffer_add_format(text, "%s    %s, q ends\n", status_headline(status),
			  ctl_time(status->ctx, status->now));
	status_add_needs(status, text);
	buffer_add_char(text, '\n');
	if (status->is_running)
		add_rates(text, before, now);
	status_add_figures(status, text);
	screen_draw(screen, text->bytes);
}

/* The next look is after so many milliseconds: a large ledger is not read all the time. */
static bool look(const struct screen *screen, const struct config *config, struct sample *sample,
		 int *wait_ms, struct error *error)
{
	void *ctx = talloc_new(NULL);
	int64_t begin_us = clock_monotonic_us(), took_ms;
	struct sample before = *sample;
	struct status status;
	bool is_read = status_read(ctx, config, &status, error);

	if (is_read) {
		*sample = sample_of(&status);
		draw(screen, &status, &before, sample);
	}
	talloc_free(ctx);
	took_ms = (clock_monotonic_us() - begin_us) / 1000;
	*wait_ms = took_ms * SHARE > INTERVAL_MS ? (int)(took_ms * SHARE) : INTERVAL_MS;
	return is_read;
}

static bool is_over(const struct screen *screen, int wait_ms)
{
	char key = '\0';

	switch (screen_wait(screen, wait_ms, &key)) {
	case SCREEN_TIME: return false;
	case SCREEN_KEY: return key == 'q' || key == 'Q';
	case SCREEN_END: return true;
	}
	__builtin_unreachable();
}

int command_top(struct ctl *ctl)
{
	const struct config *config = ctl_config(ctl);
	struct sample sample = {.since = {-1}};
	struct screen *screen;
	struct error error;
	int wait_ms;
	bool is_read;

	if (config == NULL)
		return EXIT_USE;
	screen = screen_new(ctl->ctx, &error);
	if (screen == NULL)
		return ctl_fail(&error);
	do
		is_read = look(screen, config, &sample, &wait_ms, &error);
	while (is_read && !is_over(screen, wait_ms));
	talloc_free(screen); /* before anything is said */
	return is_read ? EXIT_DONE : ctl_fail(&error);
}
