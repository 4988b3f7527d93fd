/* A terminal that is drawn on again and again, and left as it was found. */
#ifndef REFUNDD_CTL_SCREEN_H
#define REFUNDD_CTL_SCREEN_H

#include "base/error.h"

struct screen;

/* Takes the terminal of standard input and output: another screen, keys without Enter, signals
 * heard by screen_wait() alone. ERROR_USE where there is none. Owned by `ctx`; talloc_free() gives
 * the terminal back as it was. */
struct screen *screen_new(const void *ctx, struct error *error);

/* Shows the lines of `text`, as many as there is room for; the first one in bold. */
void screen_draw(const struct screen *screen, const char *text);

enum screen_event {
	SCREEN_TIME, /* the time is over, or the terminal has another size */
	SCREEN_KEY,  /* *key was pressed */
	SCREEN_END,  /* a signal asks to end, or the terminal is gone */
};
enum screen_event screen_wait(const struct screen *screen, int timeout_ms, char *key);

#endif
