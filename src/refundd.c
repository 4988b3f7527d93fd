#include "base/memory.h"
#include "ctl/startup.h"
#include "ctl/table.h"
#include "daemon/daemon.h"

#include <getopt.h>
#include <malloc.h>
#include <signal.h>

static const char help[] =
	"Usage: refundd [OPTION]...\n"
	"\n"
	"Decides the refund tickets that come in, answers them, and goes on until it is told to "
	"stop.\n"
	"\n"
	"  -c, --config FILE  the configuration [$REFUNDD_CONFIG, else " CONFIG_DEFAULT_FILE "]\n"
	"  -1, --once         work off what is there, and end\n"
	"  -n, --dry-run      say what --once would do, and change nothing; works beside a daemon\n"
	"      --check        read the configuration and say all that is wrong with it\n"
	"      --dump-config  print every setting, and where it was set\n"
	"  -h, --help         print this\n"
	"  -V, --version      print the version\n"
	"\n"
	"Exit status: 0 done (tickets that could not be read are named, and no trouble), 1 "
	"trouble, such\n"
	"as a ledger in use or a ticket system that cannot be written, 2 wrong options or "
	"configuration.\n";

/* Pages of tickets are large: their memory goes back when they are done with, whatever was left
 * behind them on the heap. */
#define LARGE_BYTES (32 * 1024)
#define SPARE_BYTES (64 * 1024) /* at the heap's end */

static void show(void *arg, const struct told *told)
{
	table_add(arg, (const char *const[]){told->ticket, told->outcome, told->course,
					     told->amount, told->rule, told->why});
}

/* A service ends in its log; whoever called for one run reads a sentence. */
static void say_trouble(enum daemon_mode mode, const struct error *error)
{
	if (mode == DAEMON_RUN)
		log_event(EVENT_FAILED, "reason", error->text, "class",
			  error_kind_name(error->kind), NULL);
	else
		fprintf(stderr, "refundd: %s\n", error->text);
}

static bool run_by(struct config *config, enum daemon_mode mode)
{
	static const char *const heads[] = {"TICKET", "OUTCOME", "COURSE", ">AMOUNT",
					    "RULE",   "WHY",	 NULL};
	bool rehearses = mode == DAEMON_REHEARSE;
	struct table *table = table_new(NULL, heads);
	struct told_hook hook = {rehearses ? show : NULL, table};
	struct error error;
	bool is_done;

	log_init(rehearses ? LOG_WARNING : config->log_level, config->log_format,
		 LOG_JOURNAL_SOCKET);
	is_done = daemon_run(config, mode, startup_read, hook, &error);
	if (table_count(table) > 0)
		table_print(table, stdout, table_wants_colour(stdout));
	if (!is_done)
		say_trouble(mode, &error);
	talloc_free(table);
	return is_done;
}

static int run(const char *file, enum daemon_mode mode)
{
	struct config *config = startup_config(NULL, file);

	if (config == NULL)
		return EXIT_USE;
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	mallopt(M_TRIM_THRESHOLD, SPARE_BYTES);
	mallopt(M_TOP_PAD, SPARE_BYTES / 4);
	return run_by(config, mode) ? EXIT_DONE : EXIT_TROUBLE;
}

/* ---- what may be asked for ---- */

static int stay(const char *file)
{
	signal(SIGHUP, SIG_IGN); /* whoever reloads it does not want it to end, during the start */
	return run(file, DAEMON_RUN);
}

static int work_once(const char *file)
{
	return run(file, DAEMON_ONCE);
}

static int rehearse(const char *file)
{
	return run(file, DAEMON_REHEARSE);
}

static int check(const char *file)
{
	return startup_check(file) ? EXIT_DONE : EXIT_USE;
}

static int dump(const char *file)
{
	struct config *config = startup_config(NULL, file);
	struct buffer *text;

	if (config == NULL)
		return EXIT_USE;
	text = buffer_new(config);
	config_dump(config, text);
	fputs(text->bytes, stdout);
	talloc_free(config);
	return EXIT_DONE;
}

static int say(const char *text)
{
	fputs(text, stdout);
	return EXIT_DONE;
}

static int refuse(void)
{
	fputs("refundd: see refundd --help\n", stderr);
	return EXIT_USE;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'}, {"once", no_argument, NULL, '1'},
		{"dry-run", no_argument, NULL, 'n'},	  {"check", no_argument, NULL, 'k'},
		{"dump-config", no_argument, NULL, 'd'},  {"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},	  {NULL, 0, NULL, 0},
	};
	int (*act)(const char *file) = stay;
	const char *file = NULL;
	int option;

	while ((option = getopt_long(argc, argv, "c:1nhV", options, NULL)) != -1) {
		switch (option) {
		case 'c': file = optarg; break;
		case '1': act = act == rehearse ? rehearse : work_once; break;
		case 'n': act = rehearse; break;
		case 'k': act = check; break;
		case 'd': act = dump; break;
		case 'h': return say(help);
		case 'V': return say("refundd " PACKAGE_VERSION "\n");
		default: return refuse();
		}
	}
	return optind == argc ? act(startup_config_file(file)) : refuse();
}
