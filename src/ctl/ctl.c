#include "ctl/ctl.h"

#include "base/memory.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_DEFAULT 50
#define LIMIT_MAX     1000000

static int command_help(struct ctl *ctl);

const struct command ctl_commands[] = {
	{"import", "import KIND FILE|-", "take orders, usage, accounts or refunds on record",
	 "KIND is orders, usage, accounts or refunds. FILE is CSV with a header line or JSON "
	 "lines;\n"
	 "- is standard input. All of the file is taken or nothing; the same file twice changes\n"
	 "nothing. Goes through the daemon while one runs.\n",
	 2, 2, 0, command_import},
	{"status", "status", "how things stand, and what to do where something is wrong",
	 "Tells whether the daemon runs, the cases by state and outcome, the money approved, "
	 "answers\n"
	 "that are not in their tickets yet or may be, and what is on record.\n",
	 0, 0, 0, command_status},
	{"cases", "cases [--state STATE] [--limit N]", "the cases, the newest first",
	 "STATE is new, waiting, asked, answered, flagged, linked, withdrawn or person. N is 50 "
	 "if\n"
	 "not given.\n",
	 0, 0, CTL_TAKES_STATE | CTL_TAKES_LIMIT, command_cases},
	{"show", "show TICKET", "a case and what was said in its ticket",
	 "Prints the case of the ticket, and each answer and note with its key and whether it is "
	 "in\n"
	 "the ticket.\n",
	 1, 1, 0, command_show},
	{"explain", "explain TICKET", "why a case was decided as it was",
	 "Prints the rules that were looked at, the facts and where each came from, the "
	 "arithmetic,\n"
	 "and the version of the policy with its hash.\n",
	 1, 1, 0, command_explain},
	{"policy", "policy check [FILE] | policy show [NAME]", "check or print the policies",
	 "check reads the configuration, or FILE as if it were that, and says everything that is\n"
	 "wrong with it. show prints the policies, or the one called NAME.\n",
	 1, 2, 0, command_policy},
	{"desk", "desk check", "whether the ticket system is as refundd needs it",
	 "check asks the live server for all that refundd relies on, and says what is not right "
	 "and\n"
	 "what to do about it. It changes nothing.\n",
	 1, 1, 0, command_desk},
	{"help", "help [COMMAND]", "this, or more about one command", "", 0, 1, 0, command_help},
};
const size_t ctl_command_count = sizeof(ctl_commands) / sizeof(ctl_commands[0]);

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

static int command_help(struct ctl *ctl)
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

static bool take_options(struct asked *asked, int argc, char **argv)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{"state", required_argument, NULL, 's'},
		{"limit", required_argument, NULL, 'n'},
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
