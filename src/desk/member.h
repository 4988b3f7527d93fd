/* Members of a JSON object by name and type, with the place of what is wrong. */
#ifndef REFUNDD_DESK_MEMBER_H
#define REFUNDD_DESK_MEMBER_H

#include "base/words.h"
#include "domain/instant.h"
#include "wire/json.h"

enum member_need {
	MEMBER_NEEDED,
	MEMBER_OPTIONAL, /* absent or null: true, and the output is left as it was */
};

struct members { /* of one object */
	const struct json_document *document;
	const struct json_value *object;
};

/* ERROR_INPUT unless `value` is an object; `what` names it: "the ticket". */
bool members_of(const struct json_document *document, const struct json_value *value,
		const char *what, struct members *members, struct error *error);

/* Texts point into the document. */
bool member_text(struct members of, const char *key, enum member_need need, const char **text,
		 struct error *error);
bool member_truth(struct members of, const char *key, enum member_need need, bool *truth,
		  struct error *error);
/* A whole number from 0 to 1,000,000. */
bool member_count(struct members of, const char *key, enum member_need need, int *count,
		  struct error *error);
/* One of `words`; *index is its number. */
bool member_word(struct members of, const char *key, enum member_need need, struct words words,
		 int *index, struct error *error);
bool member_instant(struct members of, const char *key, enum member_need need,
		    struct instant *instant, struct error *error);
/* JSON_ARRAY or JSON_OBJECT. */
bool member_list(struct members of, const char *key, enum member_need need, enum json_type type,
		 const struct json_value **list, struct error *error);

/* For what else is wrong with a member that is there: puts its place and key before the sentence
 * in *error; returns false. */
bool member_wrong(struct members of, const char *key, struct error *error);

#endif
