/* `when` expressions: typed, three-valued, compiled once when the config is loaded.
 *
 *   expression = and-term { "or" and-term }
 *   and-term   = not-term { "and" not-term }
 *   not-term   = "not" not-term | "(" expression ")" | comparison
 *   comparison = operand [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) operand
 *                        | [ "not" ] "in" "(" operand { "," operand } ")" ]
 *   operand    = name | 'text' | true | false | 12.5 | 5d | 4d23h | 5000 USD
 *              | 2023-03-06T07:59:59+08:00
 *
 * Both sides of a comparison have one type. Only a truth may stand alone. The number 0 is also
 * zero money of any currency; amounts of different currencies compare as unknown. Texts that an
 * enumeration does not have are refused. */
#ifndef REFUNDD_POLICY_EXPR_H
#define REFUNDD_POLICY_EXPR_H

#include "policy/names.h"

struct expr;

/* Compiles `text`; owned by `ctx`. `signals` are the configured signals' names. On ERROR_CONFIG
 * *column is where, from 1 in bytes within the text. */
struct expr *expr_new(const void *ctx, const char *text, struct words signals, int *column,
		      struct error *error);

/* The answer for the case in `view`. What made it so is added to `because`: "elapsed 6d, window
 * 5d"; the facts that an unknown hangs on to *missing (untouched when the answer is known). */
enum answer expr_answer(const struct expr *expr, const struct view *view, struct buffer *because,
			fact_set *missing);

/* Whether the expression asks for the value of `name`. */
bool expr_mentions(const struct expr *expr, int name);

/* The canonical text: equal for expressions that differ in blanks or superfluous parentheses. */
void expr_add_text(const struct expr *expr, struct buffer *out);

#endif
