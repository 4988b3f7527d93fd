/* Making a good reply a bad one: cut, slow, endless, lying or of another shape. */
#ifndef REFUNDD_TESTS_HOSTILE_SPOIL_H
#define REFUNDD_TESTS_HOSTILE_SPOIL_H

#include "hostile/query.h"
#include "hostile/server.h"

/* Chooses what the functions below choose. */
void spoil_seed(uint64_t seed);
/* From 0 to `limit` - 1. */
size_t spoil_choose(size_t limit);
void spoil_set_elsewhere(int port);

/* ---- the bytes on the wire ---- */

void spoil_slowly(const void *ctx, struct reply *reply);
void spoil_stall(const void *ctx, struct reply *reply);
void spoil_silence(const void *ctx, struct reply *reply);
void spoil_reset(const void *ctx, struct reply *reply);
void spoil_close(const void *ctx, struct reply *reply);
void spoil_close_in_body(const void *ctx, struct reply *reply);
void spoil_close_afterwards(const void *ctx, struct reply *reply);
void spoil_length_too_long(const void *ctx, struct reply *reply);
void spoil_length_too_short(const void *ctx, struct reply *reply);
void spoil_endless_chunks(const void *ctx, struct reply *reply);
void spoil_endless_length(const void *ctx, struct reply *reply);
void spoil_endless_headers(const void *ctx, struct reply *reply);
void spoil_gzip_bomb(const void *ctx, struct reply *reply);

/* ---- the answer ---- */

void spoil_500(const void *ctx, struct reply *reply);
void spoil_429_seconds(const void *ctx, struct reply *reply);
void spoil_429_date(const void *ctx, struct reply *reply);
void spoil_redirect(const void *ctx, struct reply *reply);
void spoil_html(const void *ctx, struct reply *reply);
void spoil_cut_json(const void *ctx, struct reply *reply);
void spoil_deep_json(const void *ctx, struct reply *reply);
/* One value of the JSON becomes one of another type. */
void spoil_type(const void *ctx, struct reply *reply);
/* As spoil_type(), but value number `at` becomes that of number `shape`; false: there is none. */
bool spoil_value(const void *ctx, struct reply *reply, size_t at, size_t shape);
void spoil_ids(const void *ctx, struct reply *reply);

/* ---- lists ---- */

void spoil_loop(struct search *search);
void spoil_stale(struct search *search);
void spoil_repeat(const void *ctx, const struct search *search, uint32_t **ids, size_t *count);
void spoil_order(const void *ctx, const struct search *search, uint32_t **ids, size_t *count);
void spoil_lose(const void *ctx, const struct search *search, uint32_t **ids, size_t *count);
void spoil_add(const void *ctx, const struct search *search, uint32_t **ids, size_t *count);

#endif
