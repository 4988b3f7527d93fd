#include "ctl/screen.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "ctl/table.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Another screen, without a cursor, and with lines cut rather than folded (xterm's ctlseqs). */
#define ENTER "\033[?1049h\033[?25l\033[?7l"
#define LEAVE "\033[?7h\033[?25h\033[?1049l"
#define HOME  "\033[H"
#define ROWS  24 /* where the terminal does not say */

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH};
#define CAUGHT (sizeof(caught) / sizeof(caught[0]))

struct screen {
	struct termios before;
	struct sigaction actions_before[CAUGHT];
	int signals; /* those that came, a byte each */
};

/* ---- signals ---- */

static int signals_in = -1; /* the other end, for the handler */

static void on_signal(int number)
{
	unsigned char byte = (unsigned char)number;

	(void)!write(signals_in, &byte, 1);
}

/* They also end a write to a terminal that takes nothing: hence SA_RESTART is not set. */
static bool catch_signals(struct screen *screen, struct error *error)
{
	struct sigaction action = {.sa_handler = on_signal};
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return error_set(error, ERROR_IO, "cannot make a pipe: %s", strerror(errno));
	screen->signals = ends[0];
	signals_in = ends[1];
	for (size_t i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &action, &screen->actions_before[i]);
	return true;
}

static void release_signals(const struct screen *screen)
{
	for (size_t i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &screen->actions_before[i], NULL);
	close(screen->signals);
	close(signals_in);
}

/* Of all that came. */
static bool are_window_changes(int signals)
{
	unsigned char byte;
	bool are_all = true;

	while (read(signals, &byte, 1) == 1)
		are_all = are_all && byte == SIGWINCH;
	return are_all;
}

/* ---- the terminal ---- */

/* What a signal cut short is drawn anew, or it is the end. */
static void put(const char *text)
{
	(void)!write(STDOUT_FILENO, text, strlen(text));
}

/* Ctrl-Z would leave the other screen behind, Ctrl-S stop even our last words. */
static void use_keys(const struct screen *screen)
{
	struct termios own = screen->before;

	own.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	own.c_iflag &= ~(tcflag_t)IXON;
	own.c_cc[VMIN] = 1;
	own.c_cc[VTIME] = 0;
	own.c_cc[VSUSP] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSANOW, &own);
}

static int screen_done(struct screen *screen)
{
	tcflush(STDOUT_FILENO, TCOFLUSH); /* so that there is room for the last words */
	put(LEAVE);
	tcsetattr(STDIN_FILENO, TCSANOW, &screen->before);
	release_signals(screen);
	return 0;
}

static int rows(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : ROWS;
}

struct screen *screen_new(const void *ctx, struct error *error)
{
	struct screen *screen = NEW(ctx, struct screen);

	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &screen->before) != 0) {
		error_set(error, ERROR_USE, "this wants a terminal: use refundctl status instead");
		talloc_free(screen);
		return NULL;
	}
	if (!catch_signals(screen, error)) {
		talloc_free(screen);
		return NULL;
	}
	use_keys(screen);
	put(ENTER);
	talloc_set_destructor(screen, screen_done);
	return screen;
}

void screen_draw(const struct screen *screen, const char *text)
{
	struct buffer *out = buffer_new(screen);

	buffer_add_text(out, HOME);
	for (int left = rows(); *text != '\0' && left > 0; left--) {
		size_t length = strcspn(text, "\n");
		char *line = text_copy_n(out, text, length);

		/* What is left of the line before is erased, as is all below the last one. */
		buffer_add_format(out, "%s%s\033[0m\033[K%s", left == rows() ? "\033[1m" : "",
				  table_text_clean(line, line), left > 1 ? "\n" : "");
		text += length + (text[length] == '\n');
	}
	buffer_add_text(out, "\033[J");
	put(out->bytes);
	talloc_free(out);
}

enum screen_event screen_wait(const struct screen *screen, int timeout_ms, char *key)
{
	struct pollfd sources[] = {{.fd = STDIN_FILENO, .events = POLLIN},
				   {.fd = screen->signals, .events = POLLIN}};

	/* Interrupted, there is a signal to be read. */
	if (poll(sources, 2, timeout_ms) <= 0 && poll(sources, 2, 0) <= 0)
		return SCREEN_TIME;
	if (sources[1].revents != 0)
		return are_window_changes(screen->signals) ? SCREEN_TIME : SCREEN_END;
	return read(STDIN_FILENO, key, 1) == 1 ? SCREEN_KEY : SCREEN_END;
}
