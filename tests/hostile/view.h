/* Tickets and transactions as Request Tracker's REST2 shows them. */
#ifndef REFUNDD_TESTS_HOSTILE_VIEW_H
#define REFUNDD_TESTS_HOSTILE_VIEW_H

#include "hostile/parameter.h"
#include "hostile/store.h"
#include "wire/json.h"

struct view {
	struct json_writer *writer;
	struct store *store;
	const char *url;      /* of the server */
	const char *fields;   /* wanted, comma-separated; NULL: none but the id */
	const char *of_queue; /* wanted of the queue, the people; NULL: nothing */
	const char *of_people, *of_owner, *of_creator;
};

/* What the request wants to see. */
struct view view_new(const struct request *request, struct json_writer *writer, struct store *store,
		     const char *url);

/* ---- pieces ---- */

void view_put_time(const struct view *view, int64_t time_us);
/* "type", "id" and "_url" of an object. */
void view_put_place(const struct view *view, const char *type, const char *id);
void view_put_numbered(const struct view *view, const char *type, uint32_t id);
/* `wanted`: of the person, besides; may be NULL. */
void view_put_person(const struct view *view, const struct ticket *ticket, enum who who,
		     const char *wanted);
/* Whether the next of the wanted fields is `name`; the fields after it. */
bool view_is_next(const char *fields, const char *name);
const char *view_after_next(const char *fields);

/* ---- records ---- */

/* As an item of a list, with the wanted fields. */
void view_ticket(const struct view *view, const struct ticket *ticket);
void view_transaction(const struct view *view, uint32_t id);
void view_attachment(const struct view *view, uint32_t id);
void view_attachment_alone(const struct view *view, const void *ctx, uint32_t id);
bool has_attachment(const struct transaction *transaction);

/* Alone, with all that there is. */
extern const char view_all_of_ticket[], view_all_of_transaction[];

#endif
