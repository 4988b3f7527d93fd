/* The variables of a space: which names the rules compare, and where they are cut. Private to the
 * space's own files. */
#ifndef REFUNDD_POLICY_VARIABLES_H
#define REFUNDD_POLICY_VARIABLES_H

#include "policy/expr_tree.h"
#include "policy/space.h"

#define UNASSIGNED (-1)

/* A name (or a pair of names) that the rules compare. */
struct variable {
	const struct operand *name;
	const struct operand *other;	 /* a name that it is compared with; NULL: the points */
	const struct currency *currency; /* of amounts: one variable for each */
	enum value_type type;
	struct value *points; /* ascending, none twice */
	size_t point_count;
	int region; /* of the case looked at, or UNASSIGNED */
};

struct space {
	const struct version *version;
	struct variable *variables;
	size_t count;
	int steps;
};

/* A comparison in one shape: name relation point, or name relation other name. */
struct comparison {
	const struct operand *name;  /* NULL: no case changes it, and `point` is the truth */
	const struct operand *other; /* NULL: compared with the point */
	enum relation relation;
	struct value point;
};

/* The comparison that an operand pair or a lone truth makes. */
struct comparison comparison_of(const struct space *space, const struct operand *a,
				enum relation relation, const struct operand *b);
struct comparison comparison_of_truth(const struct operand *operand);

/* Cuts the variables of `space` by all comparisons of `expr`. */
void space_cut(struct space *space, const struct expr *expr);

/* The rule's answer as far as the variables are assigned; where it is open, *unsettled is a
 * variable that it hangs on. */
enum answer space_ask(const struct space *space, const struct rule *rule,
		      struct variable **unsettled);

/* The variable that a comparison is about; it was cut before. */
struct variable *space_variable(const struct space *space, const struct comparison *comparison);
/* The index of the first point that is not less than `value`, point_count if there is none. */
size_t variable_point(const struct variable *variable, struct value value, bool *is_equal);

/* Regions are numbered: 2i + 1 is point i, 2i what lies before it, the last what lies beyond. Of
 * a pair of names: 0 less, 1 equal, 2 more. */
int variable_regions(const struct variable *variable);
/* Whether a region holds any value at all: nothing is negative, no count lies between 0 and 1. */
bool variable_is_possible(const struct variable *variable, int region);
/* Adds the point of that index. */
void variable_tell_point(const struct variable *variable, size_t i, struct buffer *out);
/* Adds "elapsed is more than 5d" for the region that the variable is in. */
void variable_tell(const struct variable *variable, struct buffer *out);

#endif
