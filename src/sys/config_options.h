/* The options of the configuration: the one list that the parser, the typing, config_dump(), the
 * manual and the check of the shipped example are generated from or held against. */
#ifndef REFUNDD_SYS_CONFIG_OPTIONS_H
#define REFUNDD_SYS_CONFIG_OPTIONS_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

enum config_section {
	SECTION_TOP,
	SECTION_RT,
	SECTION_SIGNAL,
	SECTION_INTAKE,
	SECTION_POLICY,
	SECTION_VERSION,
	SECTION_RULE,
	SECTION_SAYS,
	SECTION_REASON,
	SECTION_REPLY,
	SECTION_COUNT
};

struct section_info {
	const char *name;  /* "version"; "" for the top level */
	const char *where; /* "in a version" */
	unsigned children; /* SECTION_BITs of the sections that may stand in it */
	bool has_title;	   /* then it may stand there more than once */
	const char *help;
};

#define SECTION_BIT(section) (1u << (section))

enum option_type {
	OPTION_TEXT,	 /* one line */
	OPTION_PATH,	 /* a file or folder, relative ones within the folder of the file */
	OPTION_WORD,	 /* one of a set */
	OPTION_TRUTH,	 /* true or false */
	OPTION_COUNT,	 /* a whole number */
	OPTION_NUMBER,	 /* a number, maybe with decimals */
	OPTION_SPAN,	 /* "5d", "180m" */
	OPTION_ZONE,	 /* "+08:00" */
	OPTION_DAY,	 /* "2024-01-01" */
	OPTION_DAYS,	 /* a list: {"2026-12-25", "2026-12-26"} */
	OPTION_WORKWEEK, /* "mon-fri 09:00-18:00" */
	OPTION_AMOUNTS,	 /* a list: {"5000 USD", "35000 CNY"} */
	OPTION_STEPS,	 /* a list: {"2: 35", "4: 70"} */
	OPTION_UNITS,	 /* a list of eight texts */
	OPTION_URL,	 /* of a server: https, or http on loopback */
	OPTION_PATTERN,	 /* a POSIX extended regular expression */
	OPTION_WHEN,	 /* an expression over the facts */
	OPTION_SQL,	 /* a query */
	OPTION_CLAUSE,	 /* words, whose line ends count as blanks */
	OPTION_FIGURES,	 /* lines with {names} in braces */
	OPTION_REPLY,	 /* lines with {names} and placeholders in braces */
};

enum option_presence { OPTION_REQUIRED, OPTION_OPTIONAL, OPTION_HAS_DEFAULT };

struct option_info {
	enum config_section section;
	const char *name;
	enum option_type type;
	enum option_presence presence;
	const char *fallback; /* of OPTION_HAS_DEFAULT, as it is written; of a list with ", " */
	const char *least;    /* spans: the shortest; texts: the fewest bytes; counts: the least */
	const char *most;     /* the longest, the most */
	const struct words *words; /* of OPTION_WORD */
	size_t offset;		   /* of the value in the section's struct */
	size_t extra;		   /* of what goes with it: a list's count, a has_; 0: nothing */
	const char *help;
};

/* All options, a section's together, in the order of --dump-config. */
const struct option_info *config_options(size_t *count);
const struct section_info *config_section_info(enum config_section section);
/* A daemon keeps its value from its start: a reload does not change it. */
bool config_option_is_kept(const struct option_info *option);
/* "text", "path", ... and whether the type is a list. */
const char *config_type_name(enum option_type type);
bool config_type_is_list(enum option_type type);

#endif
