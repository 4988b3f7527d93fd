/* A table for people: columns as wide as what stands in them, also where that is Chinese. */
#ifndef REFUNDD_CTL_TABLE_H
#define REFUNDD_CTL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define TABLE_COLUMNS_MAX 8

struct table;

/* `heads` are as many texts as there are columns, ended by NULL; ">AMOUNT" is aligned to the
 * right. Owned by `ctx`. */
struct table *table_new(const void *ctx, const char *const *heads);

/* As many texts as columns, copied; NULL: an empty cell. Control bytes become "?". */
void table_add(struct table *table, const char *const *cells);

/* With `has_colour`, heads are bold and the words of outcomes and the like have their colours. */
void table_print(const struct table *table, FILE *out, bool has_colour);

size_t table_count(const struct table *table); /* rows */

/* Whether `out` wants colour: a terminal, and no NO_COLOR in the environment. */
bool table_wants_colour(FILE *out);

/* The columns of a terminal that UTF-8 text takes; owned by `ctx` is a copy without control
 * bytes. */
size_t table_text_width(const char *text);
char *table_text_clean(const void *ctx, const char *text);

#endif
