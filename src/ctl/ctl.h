/* refundctl: one table of commands, and what they share. */
#ifndef REFUNDD_CTL_CTL_H
#define REFUNDD_CTL_CTL_H

#include "ctl/startup.h"
#include "ctl/table.h"
#include "ledger/ledger.h"
#include "wire/json.h"

/* Options that only some commands take. */
#define CTL_TAKES_STATE	 1u
#define CTL_TAKES_LIMIT	 2u
#define CTL_TAKES_SINCE	 4u
#define CTL_TAKES_UNTIL	 8u
#define CTL_TAKES_AMOUNT 0x10u
#define CTL_TAKES_CODE	 0x20u
#define CTL_TAKES_REASON 0x40u
#define CTL_TAKES_HEAD	 0x80u
#define CTL_TAKES_FORMAT 0x100u
#define CTL_TAKES_YES	 0x200u

struct ctl {
	void *ctx; /* ends with the program */
	const char *config_file;
	bool is_json;
	bool has_colour;
	int state; /* enum case_state; -1: all */
	int limit;
	bool has_since;
	struct day since;
	const char *head; /* ID:HASH; NULL: none */
	bool is_csv;	  /* --format; else JSON lines */
	bool is_sure;	  /* --yes */
	bool has_until;
	struct day until;
	const char *amount, *code, *reason; /* NULL: not given */
	char **args;			    /* of the command, after its name */
	int arg_count;
};

struct command {
	const char *name;
	const char *usage;   /* "import KIND FILE|-" */
	const char *summary; /* one line, no full stop */
	const char *help;    /* lines, each ended by "\n" */
	int least_args, most_args;
	unsigned takes;
	int (*run)(struct ctl *ctl); /* the end of the program */
};

extern const struct command ctl_commands[];
extern const size_t ctl_command_count;

int ctl_main(int argc, char **argv);

/* NULL after the problems were said: the command ends with EXIT_USE. */
struct config *ctl_config(struct ctl *ctl);
/* The ledger to read from; NULL after the error was said: the command ends with EXIT_TROUBLE. */
struct ledger *ctl_ledger(struct ctl *ctl, const struct config *config);
/* The case of a ticket of the configured desk, and its newest decision; false after the error was
 * said. */
bool ctl_find_case(struct ctl *ctl, const struct config *config, struct ledger *ledger,
		   const char *ticket, struct case_row *row, struct decision_row *decision,
		   bool *has_decision);

/* When --since begins, in UTC; without it, before everything. */
struct instant ctl_since(const struct ctl *ctl);

/* Says the error on standard error and returns how the program ends by it. */
int ctl_fail(const struct error *error);
/* Prints one JSON document and a newline. */
void ctl_print_json(const struct buffer *buffer);
/* Prints the text without control bytes, but for newlines. */
void ctl_print_lines(const void *ctx, const char *indent, const char *text);
/* Members that tell of a case; `decision` may be NULL. */
void ctl_put_case(const void *ctx, const struct case_row *row, const struct decision_row *decision,
		  struct json_writer *writer);
/* "418.51 USD", or NULL where there is no amount. */
char *ctl_money(const void *ctx, struct money money);
/* "2023-03-06T07:59:59Z" */
char *ctl_time(const void *ctx, struct instant instant);
/* "12.3 MB" */
char *ctl_bytes(const void *ctx, int64_t bytes);
/* The name of the system user who runs this program, as the daemon would see it. */
char *ctl_user(const void *ctx);
/* "3d", "5h", "12m", "30s": how long ago. */
char *ctl_age(const void *ctx, struct instant then, struct instant now);

int command_help(struct ctl *ctl);
int command_import(struct ctl *ctl);
int command_status(struct ctl *ctl);
int command_top(struct ctl *ctl);
int command_cases(struct ctl *ctl);
int command_show(struct ctl *ctl);
int command_explain(struct ctl *ctl);
int command_policy(struct ctl *ctl);
int command_policy_table(struct ctl *ctl);
int command_policy_lint(struct ctl *ctl);
int command_backtest(struct ctl *ctl);
int command_replay(struct ctl *ctl);
int command_desk(struct ctl *ctl);
int command_signal(struct ctl *ctl);
int command_review(struct ctl *ctl);
int command_exempt(struct ctl *ctl);
int command_pause(struct ctl *ctl);
int command_resume(struct ctl *ctl);
int command_reload(struct ctl *ctl);
int command_introduce(struct ctl *ctl);
int command_audit(struct ctl *ctl);
int command_forget(struct ctl *ctl);
int command_backup(struct ctl *ctl);
int command_restore(struct ctl *ctl);
int command_ledger(struct ctl *ctl);
int command_clock(struct ctl *ctl);
int command_report(struct ctl *ctl);

#endif
