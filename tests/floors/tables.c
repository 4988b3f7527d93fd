/* tables BLOCK: prints one of the program's tables as the manuals show it (mdoc), so that a check
 * can find where manual and program differ. */
#include "ctl/ctl.h"
#include "ledger/columns.h"
#include "ledger/ledger.h"
#include "ledger/signal_names.h"
#include "policy/figures.h"
#include "sys/config_options.h"
#include "tables.h"

#include <stdio.h>
#include <string.h>

void print_sentence(const char *help)
{
	bool is_word = help[strspn(help, "abcdefghijklmnopqrstuvwxyz")] == ' ';

	printf("%c%s.\n", is_word ? help[0] - 'a' + 'A' : help[0], help + 1);
}

void print_sentences(const char *text)
{
	for (; *text != '\0'; text++)
		putchar(text[0] == ' ' && text[-1] == '.' ? '\n' : text[0]);
}

/* ---- refundd.conf(5): options ---- */

static void print_words(struct words words)
{
	for (size_t i = 0; i < words.count; i++)
		printf("%s%s", i == 0 ? "" : i + 1 == words.count ? " or " : ", ", words.list[i]);
}

/* "1s" to "366d"; lengths of texts are for the error messages. */
static void print_option(const struct option_info *option)
{
	printf(".It Ic %s Ar %s\n", option->name, config_type_name(option->type));
	print_sentence(option->help);
	if (option->words != NULL) {
		printf("One of ");
		print_words(*option->words);
		printf(".\n");
	}
	if (option->type == OPTION_SPAN || option->type == OPTION_COUNT)
		printf("From %s to %s.\n", option->least, option->most);
	if (option->presence == OPTION_REQUIRED)
		printf("Required.\n");
	else if (option->presence == OPTION_HAS_DEFAULT)
		printf("Default:\n.Ql \"%s\" .\n", option->fallback);
	if (config_option_is_kept(option))
		printf("A change needs a restart.\n");
}

static void print_section(enum config_section section)
{
	const struct section_info *info = config_section_info(section);
	const struct option_info *options;
	size_t count;

	printf(".Ss Options %s\n", info->where);
	print_sentence(info->help);
	options = config_options(&count);
	if (section != SECTION_INTAKE)
		printf(".Bl -tag -width Ds\n");
	for (size_t i = 0; i < count; i++)
		if (options[i].section == section)
			print_option(&options[i]);
	if (section != SECTION_INTAKE)
		printf(".El\n");
}

static void print_options(void)
{
	for (int section = 0; section < SECTION_COUNT; section++)
		print_section((enum config_section)section);
}

/* ---- refundd-facts(5): facts, and the columns of imports ---- */

static const char *const shapes[] = {
	[SHAPE_TEXT] = "string of 1 to 256 bytes",
	[SHAPE_WORD] = "string",
	[SHAPE_UIN] = "string of 1 to 20 digits",
	[SHAPE_CURRENCY] = "string, an ISO 4217 code",
	[SHAPE_TIME] = "string, an RFC 3339 time with offset",
	[SHAPE_COUNT] = "integer from 0 to 1000000",
	[SHAPE_DECIMAL] = "string, a decimal number",
	[SHAPE_AMOUNT] = "string, an amount of the order's currency",
	[SHAPE_TRUTH] = "true or false",
};

static void print_facts(void)
{
	printf(".Bl -tag -width Ds\n");
	for (int fact = 0; fact < FACT_COUNT; fact++) {
		const struct fact_info *info = fact_info((enum fact)fact);

		printf(".It Va %s\n", info->name);
		print_sentence(info->help);
		printf("JSON: %s", shapes[info->shape]);
		if (info->words.list != NULL) {
			printf(", one of ");
			print_words(info->words);
		}
		printf(".\n");
	}
	printf(".El\n");
}

static void print_imports(void)
{
	printf(".Bl -tag -width Ds\n");
	for (size_t kind = 0; kind < import_kind_words.count; kind++) {
		const struct import_kind *import = &import_kinds[kind];

		printf(".It Cm %s\n", import->name);
		for (size_t i = 0; i < import->count; i++)
			printf(".Va %s%s\n", import->columns[i].name,
			       i + 1 < import->count ? " ," : "");
	}
	printf(".El\n");
}

/* ---- refundd-policy(5): names and placeholders ---- */

static void print_names(void)
{
	printf(".Bl -tag -width Ds\n");
	for (int name = FACT_COUNT; name < NAME_COUNT; name++) {
		struct name_info info = name_info(name);

		printf(".It Va %s Pq %s\n", info.name, value_type_name(info.type));
		print_sentence(info.help);
	}
	printf(".El\n");
}

static void print_types(void)
{
	printf(".Bl -column \"history.entity_refunds_of_family\" \"duration\"\n");
	for (int name = 0; name < FACT_COUNT; name++)
		printf(".It Va %s Ta %s\n", name_info(name).name,
		       value_type_name(name_info(name).type));
	printf(".El\n");
}

static void print_placeholders(void)
{
	printf(".Bl -tag -width Ds\n");
	for (int i = NAME_COUNT; i < PLACEHOLDER_COUNT; i++) {
		struct placeholder_info info = placeholder_info(i);
		const char *separator = "";

		printf(".It Brq Va %s\n", info.name);
		print_sentence(info.help);
		printf("In");
		for (size_t kind = 0; kind < REPLY_KIND_COUNT; kind++) {
			if (!(info.kinds & 1u << kind))
				continue;
			printf("%s %s", separator, reply_kind_words.list[kind]);
			separator = ",";
		}
		printf(".\n");
	}
	printf(".El\n");
}

/* ---- refundd-signals(5): views, parameters, functions ---- */

static const char *column_help(const char *name)
{
	const struct signal_column *column = signal_columns;

	while (strcmp(column->name, name) != 0)
		column++;
	return column->help;
}

static void print_columns(const char *columns)
{
	char names[256];

	snprintf(names, sizeof(names), "%s", columns);
	printf(".Bl -tag -width \"purchased_at\" -compact\n");
	for (char *name = strtok(names, ", "); name != NULL; name = strtok(NULL, ", ")) {
		printf(".It Va %s\n", name);
		print_sentence(column_help(name));
	}
	printf(".El\n");
}

static void print_views(void)
{
	for (const struct signal_view *view = signal_views; view->name != NULL; view++) {
		printf(".Ss %s\n", view->name);
		print_sentence(view->help);
		print_columns(view->columns);
	}
}

static void print_parameters(void)
{
	printf(".Bl -tag -width \":purchased_at\" -compact\n");
	for (const struct signal_parameter *one = signal_parameters; one->name != NULL; one++) {
		printf(".It Va :%s\n", one->name);
		print_sentence(one->help);
	}
	printf(".El\n");
}

static void print_functions(void)
{
	for (const char *const *name = signal_functions; *name != NULL; name++)
		printf(".Fn %s%s\n", *name, name[1] != NULL ? " ," : " .");
}

/* ---- refundctl(1): commands ---- */

static void print_commands(void)
{
	printf(".Bl -tag -width Ds\n");
	for (size_t i = 0; i < ctl_command_count; i++) {
		printf(".It Ic %s\n", ctl_commands[i].usage);
		print_sentence(ctl_commands[i].summary);
		print_sentences(ctl_commands[i].help);
	}
	printf(".El\n");
}

static const struct {
	const char *name;
	void (*print)(void);
} blocks[] = {
	{"options", print_options},
	{"facts", print_facts},
	{"imports", print_imports},
	{"names", print_names},
	{"types", print_types},
	{"placeholders", print_placeholders},
	{"commands", print_commands},
	{"views", print_views},
	{"parameters", print_parameters},
	{"functions", print_functions},
	{"log-events", print_log_events},
	{"error-classes", print_error_classes},
	{"metrics", print_metrics},
	{"exits-refundd", print_exits_of_refundd},
	{"exits-refundctl", print_exits_of_refundctl},
	{"exits-refund-eval", print_exits_of_refund_eval},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (strcmp(blocks[i].name, argv[1]) == 0) {
			blocks[i].print();
			return 0;
		}
	}
	fputs("usage: tables BLOCK, one of:", stderr);
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		fprintf(stderr, " %s", blocks[i].name);
	fputc('\n', stderr);
	return 2;
}
