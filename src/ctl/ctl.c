#include "ctl/ctl.h"

#include "base/memory.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_DEFAULT 50
#define LIMIT_MAX     1000000

static const char options_help[] =
	"Options:\n"
	"  -c, --config FILE  the configuration [$REFUNDD_CONFIG, else " CONFIG_DEFAULT_FILE "]\n"
	"  -j, --json         print JSON, for programs\n"
	"  -h, --help         print this, or the help of a command\n"
	"  -V, --version      print the version\n";

/* ---- help ---- */

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ctl_command_count; i++)
		if (strcmp(ctl_commands[i].name, name) == 0)
			return &ctl_commands[i];
	return NULL;
}

static int print_help(void)
{
	printf("Usage: refundctl [OPTION]... COMMAND [ARGUMENT]...\n\nCommands:\n");
	for (size_t i = 0; i < ctl_command_count; i++)
		printf("  %-8s %s\n", ctl_commands[i].name, ctl_commands[i].summary);
	printf("\n%s\nExit status: 0 done, 1 trouble, 2 asked for wrongly.\n", options_help);
	return EXIT_DONE;
}

static int print_command_help(const struct command *command)
{
	printf("Usage: refundctl %s\n\n%s\n%s", command->usage, command->help, options_help);
	return EXIT_DONE;
}

static int no_such_command(const char *name)
{
	fprintf(stderr, "refundctl: there is no command \"%s\"; see refundctl help\n", name);
	return EXIT_USE;
}

int command_help(struct ctl *ctl)
{
	const struct command *command;

	if (ctl->arg_count == 0)
		return print_help();
	command = find_command(ctl->args[0]);
	return command != NULL ? print_command_help(command) : no_such_command(ctl->args[0]);
}

/* ---- options ---- */

struct asked {
	struct ctl ctl;
	bool wants_help, wants_version;
	unsigned given; /* CTL_TAKES_... */
};

static bool take_state(struct asked *asked, const char *text)
{
	asked->given |= CTL_TAKES_STATE;
	asked->ctl.state = words_find(case_state_words, text, strlen(text));
	if (asked->ctl.state >= 0)
		return true;
	fprintf(stderr, "refundctl: there is no state \"%s\"; see refundctl help cases\n", text);
	return false;
}

static bool take_limit(struct asked *asked, const char *text)
{
	char *end;
	long limit = strtol(text, &end, 10);

	asked->given |= CTL_TAKES_LIMIT;
	if (end != text && *end == '\0' && limit >= 1 && limit <= LIMIT_MAX) {
		asked->ctl.limit = (int)limit;
		return true;
	}
	fprintf(stderr, "refundctl: --limit: expected a number from 1 to %d\n", LIMIT_MAX);
	return false;
}

static bool take_since(struct asked *asked, const char *text)
{
	struct error error;

	asked->given |= CTL_TAKES_SINCE;
	asked->ctl.has_since = day_parse(text, strlen(text), &asked->ctl.since, &error);
	if (!asked->ctl.has_since)
		fprintf(stderr, "refundctl: --since: %s\n", error.text);
	return asked->ctl.has_since;
}

static bool take_until(struct asked *asked, const char *text)
{
	struct error error;

	asked->given |= CTL_TAKES_UNTIL;
	asked->ctl.has_until = day_parse(text, strlen(text), &asked->ctl.until, &error);
	if (!asked->ctl.has_until)
		fprintf(stderr, "refundctl: --until: %s\n", error.text);
	return asked->ctl.has_until;
}

static void take_text(struct asked *asked, unsigned option, const char **to, const char *text)
{
	asked->given |= option;
	*to = text;
}

static void take_head(struct asked *asked, const char *text)
{
	asked->given |= CTL_TAKES_HEAD;
	asked->ctl.head = text;
}

static bool take_format(struct asked *asked, const char *text)
{
	asked->given |= CTL_TAKES_FORMAT;
	asked->ctl.is_csv = strcmp(text, "csv") == 0;
	if (asked->ctl.is_csv || strcmp(text, "json") == 0)
		return true;
	fprintf(stderr, "refundctl: --format: expected json or csv\n");
	return false;
}

static void take_yes(struct asked *asked)
{
	asked->given |= CTL_TAKES_YES;
	asked->ctl.is_sure = true;
}

static bool take_options(struct asked *asked, int argc, char **argv)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{"state", required_argument, NULL, 's'},
		{"limit", required_argument, NULL, 'n'},
		{"since", required_argument, NULL, 'S'},
		{"head", required_argument, NULL, 'H'},
		{"format", required_argument, NULL, 'F'},
		{"yes", no_argument, NULL, 'y'},
		{"until", required_argument, NULL, 'U'},
		{"amount", required_argument, NULL, 'A'},
		{"code", required_argument, NULL, 'C'},
		{"reason", required_argument, NULL, 'R'},
		{NULL, 0, NULL, 0},
	};
	bool is_good = true;
	int option;

	while (is_good && (option = getopt_long(argc, argv, "c:jhVs:n:", options, NULL)) != -1) {
		switch (option) {
		case 'c': asked->ctl.config_file = optarg; break;
		case 'j': asked->ctl.is_json = true; break;
		case 'h': asked->wants_help = true; break;
		case 'V': asked->wants_version = true; break;
		case 's': is_good = take_state(asked, optarg); break;
		case 'n': is_good = take_limit(asked, optarg); break;
		case 'S': is_good = take_since(asked, optarg); break;
		case 'H': take_head(asked, optarg); break;
		case 'F': is_good = take_format(asked, optarg); break;
		case 'y': take_yes(asked); break;
		case 'U': is_good = take_until(asked, optarg); break;
		case 'A': take_text(asked, CTL_TAKES_AMOUNT, &asked->ctl.amount, optarg); break;
		case 'C': take_text(asked, CTL_TAKES_CODE, &asked->ctl.code, optarg); break;
		case 'R': take_text(asked, CTL_TAKES_REASON, &asked->ctl.reason, optarg); break;
		default: is_good = false;
		}
	}
	return is_good;
}

/* ---- running ---- */

static int run_command(struct asked *asked, const struct command *command)
{
	struct ctl *ctl = &asked->ctl;

	if (asked->wants_help)
		return print_command_help(command);
	if (ctl->arg_count < command->least_args || ctl->arg_count > command->most_args ||
	    (asked->given & ~command->takes) != 0) {
		fprintf(stderr, "Usage: refundctl %s\n", command->usage);
		return EXIT_USE;
	}
	return command->run(ctl);
}

static int run(struct asked *asked, int argc, char **argv)
{
	const struct command *command;

	if (!take_options(asked, argc, argv))
		return EXIT_USE;
	if (asked->wants_version) {
		printf("refundctl %s\n", PACKAGE_VERSION);
		return EXIT_DONE;
	}
	if (optind == argc) {
		print_help();
		return asked->wants_help ? EXIT_DONE : EXIT_USE;
	}
	command = find_command(argv[optind]);
	if (command == NULL)
		return no_such_command(argv[optind]);
	asked->ctl.args = argv + optind + 1;
	asked->ctl.arg_count = argc - optind - 1;
	return run_command(asked, command);
}

int ctl_main(int argc, char **argv)
{
	struct asked asked = {.ctl = {.ctx = talloc_new(NULL),
				      .has_colour = table_wants_colour(stdout),
				      .state = -1,
				      .limit = LIMIT_DEFAULT}};
	int status = run(&asked, argc, argv);

	talloc_free(asked.ctl.ctx);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "refundctl: not all could be printed\n");
	return EXIT_TROUBLE;
}
