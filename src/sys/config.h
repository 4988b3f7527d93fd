/* The configuration: read by libconfuse, checked whole, then immutable.
 *
 * One table of options (config_options.h) is what the parser, --dump-config, the manual and the
 * shipped example are all held against. */
#ifndef REFUNDD_SYS_CONFIG_H
#define REFUNDD_SYS_CONFIG_H

#include "base/problems.h"
#include "wire/explain.h"
#include "domain/worktime.h"
#include "policy/brake.h"
#include "sys/config_options.h"
#include "sys/log.h"

/* A Request Tracker: where it is, and what its queue, fields and statuses are called. */
struct rt_settings {
	const char *name;	/* of the section: the system of its tickets */
	const char *url;	/* "https://rt.example.com" */
	const char *token_file; /* holds the token alone; readable by its owner only */
	const char *ca_file;	/* NULL: the system's */
	const char *pin;	/* "sha256//..."; NULL: none */
	const char *proxy;	/* NULL: none */
	const char *queue;
	struct span request_timeout; /* of one request */
	struct span
		quarantine; /* how long an answer that left may still arrive; longer than that */
	struct span sweep_interval; /* between two looks at all open tickets of the queue */
	int in_flight, per_minute;  /* requests at most; per_minute 0: no limit */
	const char *product_field, *issue_type_field, *order_field, *app_field, *account_field;
	const char *language_field; /* NULL: the queue has none */
	const char *decision_field, *amount_field, *currency_field, *linked_field;
	const char *key_field; /* of the transaction, not of the ticket */
	const char *verdict_field, *reason_field, *total_field; /* what a reviewer fills in */
	const char *review_queue;   /* where flagged tickets go; NULL: they stay where they are */
	const char *pending_status; /* waiting for the customer: "stalled" */
	const char *hold_status;    /* waiting for a reviewer: "open" */
	const char *solved_status;  /* answered: "resolved" */
	struct place place;
};

/* Owned by `ctx`, texts and all. */
struct rt_settings *rt_settings_copy(const void *ctx, const struct rt_settings *settings);

/* A reason that a reviewer can give, and what it says to the customer. */
struct review_reason {
	const char *code;	 /* "misuse" */
	enum outcome outcome;	 /* approve or reject: the verdict that it goes with */
	const char *title;	 /* for the reviewer */
	const struct says *says; /* the clause; without figures */
	size_t says_count;
	struct place place;
};

/* How flagged cases are looked after. */
struct review_settings {
	const struct money
		*four_eyes; /* above it two people approve; a currency without one: always */
	size_t four_eyes_count;
	struct span claim_ends;	    /* a claim lasts that long */
	struct span remind_after;   /* of working time since the flag */
	struct span escalate_after; /* likewise; longer than remind_after */
	struct workweek workweek;
	const struct review_reason *reasons;
	size_t reason_count;
};

#define DESK_SPOOL "spool"

/* A setting of the daemon's own as it was read. */
struct config_setting {
	const struct option_info *option; /* of the top level, or of an rt */
	const char *rt;			  /* that section's name; NULL: the top level */
	const char *value;		  /* as it is written; of a list with ", " */
	struct place place;		  /* of a default: the file alone */
};

struct config {
	const char *file;		 /* the main file as it was named */
	struct config_setting *settings; /* those that are set or have a default */
	size_t setting_count;
	struct policy_set policies;
	struct phrasebooks phrasebooks;

	const char *state_dir; /* where the ledger lives */
	const char *desk;      /* which ticket system: DESK_SPOOL, or the name of an rt */
	const char *spool_dir; /* the spool desk's folder */
	const struct rt_settings *rts;
	size_t rt_count;
	const struct rt_settings *rt; /* the one that `desk` names; NULL: the spool */
	const char *control_socket;   /* where refundctl reaches the daemon */
	const char *metrics;	      /* where metrics are served: listen_address_parse() */
	enum log_level log_level;
	enum log_format log_format;
	struct span poll_interval; /* between two looks at the ticket system */
	struct span keep_words;	   /* how long words and contact data of ended cases; 0: always */
	struct span patience;	   /* how long after asking usage figures are waited for */
	const char *product;	   /* tickets of another product are left alone */
	const char *issue_type;	   /* tickets of another issue type are left alone */
	struct brakes brakes;
	struct zone budget_zone; /* where the day of the budget begins */
	int note_score;		 /* from that score on an answer comes with a note */
	int signal_steps;	 /* of SQLite's machine that one signal may take, in thousands */
	struct review_settings review;
	const char *order_field;   /* the ticket field that names the order */
	const char *order_pattern; /* POSIX extended regular expression of an order id */
};

#define CONFIG_DEFAULT_FILE REFUNDD_SYSCONFDIR "/refundd/refundd.conf"

/* Reads `file` and all it includes; owned by `ctx`. On failure returns NULL and every problem
 * found, in the order of the files; what is wrong is passed over, and hides only what stands within
 * it. Relative paths in a file (includes and folders) are taken from its directory. */
struct config *config_load(const void *ctx, const char *file, struct problems *problems);

/* The same, and what `check` says besides, in one list. The configuration that it is shown may be
 * wrong: what could not be read of it is zero there. */
typedef void config_checker(const struct config *config, struct problems *problems);
struct config *config_load_checked(const void *ctx, const char *file, config_checker *check,
				   struct problems *problems);

/* The value of a setting of the top level, whether the rest is right or not: for reaching a daemon
 * that runs by an older configuration. Owned by `ctx`; NULL where it cannot be told. */
char *config_peek(const void *ctx, const char *file, const char *name);

/* The same from memory, for tests and fuzzing; `name` stands for the file, includes are refused. */
struct config *config_load_text(const void *ctx, const char *name, const char *text,
				struct problems *problems);

/* What a text of policy_version_text() says. Nothing is said to customers by it, and what was once
 * in force is not checked anew: only its grammar is. NULL with problems. */
const struct policy_set *config_load_record(const void *ctx, const char *text,
					    struct problems *problems);

/* All files as they were read, each once and after a line with its name: what the record keeps. */
void config_text(const struct config *config, struct buffer *out);

/* The setting by its name and the name of its rt (NULL: of the top level); NULL where it has no
 * value. */
const struct config_setting *config_setting(const struct config *config, const char *rt,
					    const char *name);
/* Whether a daemon that runs by `old` can go on by `new`: adds a problem for each setting that it
 * keeps from its start (config_option_is_kept()) and that has changed. */
bool config_can_follow(const struct config *old, const struct config *new,
		       struct problems *problems);

/* Every setting with its value, whether it is the default, and the line that set it. */
void config_dump(const struct config *config, struct buffer *out);

/* Gives back the memory that only config_text() and config_dump() need: neither may be asked for
 * after it. */
void config_forget_texts(struct config *config);

#endif
