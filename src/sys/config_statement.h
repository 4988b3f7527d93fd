/* Where one statement of the configuration ends and the next begins, as far as that can be told
 * without knowing what is right: so that one that is wrong can be passed over. */
#ifndef REFUNDD_SYS_CONFIG_STATEMENT_H
#define REFUNDD_SYS_CONFIG_STATEMENT_H

#include "sys/config_scan.h"

struct config_statement {
	size_t first, end;  /* numbers of its first token, and of the one after it */
	size_t section;	    /* the "{" of the section that it stands in */
	bool is_in_section; /* else it stands at the top level */
	bool is_section;    /* a section itself */
};

/* Whether one likely begins at the token: "NAME =", "NAME {" or, on one line, "NAME TITLE {". */
bool config_statement_begins(const struct config_tokens *tokens, size_t number);

/* The innermost statement that token `number` belongs to; where it ends a section, the last one in
 * that. False where there is none. */
bool config_statement_find(const struct config_tokens *tokens, size_t number,
			   struct config_statement *statement);

/* Takes it out; what it stood in lacks something then. */
void config_statement_cut(struct config_tokens *tokens, const struct config_statement *statement);

#endif
