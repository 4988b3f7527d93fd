/* The inside of a text in double quotes: escapes, and the indentation that is the file's own. */
#ifndef REFUNDD_SYS_CONFIG_TEXT_H
#define REFUNDD_SYS_CONFIG_TEXT_H

#include "sys/config_scan.h"

/* Decodes what follows the quote at token->offset of token->file, and sets text, length and origin.
 * *end is the offset after the closing quote; where that is missing, after the line. False where
 * there was a problem.
 *
 * \" \\ \$ and \n are what they say; a backslash at the end of a line joins it with the next, whose
 * leading blanks go. In a text of several lines a blank first and a blank last line are dropped,
 * and the blanks that all lines after the first have in common. */
bool config_text_decode(const void *ctx, struct config_token *token, size_t *end,
			struct problems *problems);

#endif
