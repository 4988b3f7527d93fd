#include "base/memory.h"
#include "ctl/startup.h"
#include "ctl/table.h"
#include "daemon/daemon.h"

#include <getopt.h>
#include <malloc.h>

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

static int run(const struct config *config, enum daemon_mode mode)
{
	static const char *const heads[] = {"TICKET", "OUTCOME", "COURSE", ">AMOUNT",
					    "RULE",   "WHY",	 NULL};
	bool rehearses = mode == DAEMON_REHEARSE;
	struct table *table = table_new(config, heads);
	struct told_hook hook = {rehearses ? show : NULL, table};
	struct error error;
	bool is_done;

	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
	mallopt(M_TRIM_THRESHOLD, SPARE_BYTES);
	mallopt(M_TOP_PAD, SPARE_BYTES / 4);
	log_init(rehearses ? LOG_WARNING : config->log_level);
	is_done = daemon_run(config, mode, hook, &error);
	if (table_count(table) > 0)
		table_print(table, stdout, table_wants_colour(stdout));
	if (!is_done)
		fprintf(stderr, "refundd: %s\n", error.text);
	return is_done ? EXIT_DONE : EXIT_TROUBLE;
}

/* ---- what may be asked for ---- */

static int stay(const struct config *config)
{
	return run(config, DAEMON_RUN);
}

static int work_once(const struct config *config)
{
	return run(config, DAEMON_ONCE);
}

static int rehearse(const struct config *config)
{
	return run(config, DAEMON_REHEARSE);
}

static int check(const struct config *config)
{
	startup_print_ok(config);
	return EXIT_DONE;
}

static int dump(const struct config *config)
{
	struct buffer *text = buffer_new(config);

	config_dump(config, text);
	fputs(text->bytes, stdout);
	return EXIT_DONE;
}

static int act_on_config(int (*act)(const struct config *config), const char *file)
{
	void *ctx = talloc_new(NULL);
	const struct config *config = startup_config(ctx, startup_config_file(file));
	int status = config != NULL ? act(config) : EXIT_USE;

	talloc_free(ctx);
	return status;
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
	int (*act)(const struct config *config) = stay;
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
	return optind == argc ? act_on_config(act, file) : refuse();
}
