#include "ledger/audit_verify.h"

#include "base/memory.h"
#include "ledger/audit_chain.h"
#include "ledger/connection.h"
#include "wire/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

#define PROGRESS_ROWS 20000

/* What digests are of, by the kind of row. Each gives the content, NULL where it was forgotten, and
 * when its account was. */
static const struct kept {
	enum statement statement;
	bool is_digested, is_found_by_digest;
} kept_kinds[AUDIT_KIND_COUNT] = {
	[AUDIT_DECISION] = {SQL_AUDIT_KEPT_DECISION, true, false},
	[AUDIT_EFFECT] = {SQL_AUDIT_KEPT_EFFECT, true, false},
	[AUDIT_VERDICT] = {SQL_AUDIT_KEPT_VERDICT, true, false},
	[AUDIT_EXEMPTION] = {SQL_AUDIT_KEPT_EXEMPTION, true, false},
	[AUDIT_CONFIG] = {SQL_AUDIT_KEPT_CONFIG, true, true},
};

/* ---- what is kept elsewhere ---- */

/* Every detail begins with the id of the row that it tells of. */
static int64_t id_in(const struct bytes *detail)
{
	static const char start[] = "{\"id\":";
	size_t length = sizeof(start) - 1;

	if (detail->length <= length || memcmp(detail->at, start, length) != 0)
		return 0;
	return strtoll(detail->at + length, NULL, 10);
}

static struct query *bind_kept(struct ledger *ledger, const struct kept *kept,
			       const struct audit_link *link)
{
	struct query *query = db_query(ledger->db, kept->statement);

	if (kept->is_found_by_digest)
		query_bind_text(query, link->texts[AUDIT_TEXT_DIGEST].at);
	else
		query_bind_integer(query, id_in(&link->texts[AUDIT_TEXT_DETAIL]));
	return query;
}

/* NULL where it is what was recorded, or was forgotten. */
static const char *judge_kept(struct query *query, const struct audit_link *link)
{
	char digest[DIGEST_TEXT_SIZE];
	size_t length;
	const char *content = query_bytes(query, &length);

	if (content == NULL)
		return query_instant(query).us >= link->at.us ? NULL
							      : "what it recorded is not there";
	digest_quick(content, length, digest);
	return strcmp(digest, link->texts[AUDIT_TEXT_DIGEST].at) == 0
		       ? NULL
		       : "what it recorded was changed";
}

static bool check_kept(struct ledger *ledger, const struct audit_link *link, const char **fault,
		       struct error *error)
{
	int kind = words_find(audit_kind_words, link->texts[AUDIT_TEXT_KIND].at,
			      link->texts[AUDIT_TEXT_KIND].length);
	struct query *query;
	bool has_row;

	*fault = NULL;
	if (link->texts[AUDIT_TEXT_DIGEST].at == NULL || kind < 0 || !kept_kinds[kind].is_digested)
		return true;
	query = bind_kept(ledger, &kept_kinds[kind], link);
	if (!query_next(query, &has_row, error))
		return false;
	*fault = has_row ? judge_kept(query, link) : "what it recorded is not there";
	query_end(query);
	return true;
}

/* ---- the chain ---- */

struct walk {
	struct ledger *ledger;
	const struct audit_check *check;
	struct audit_head head;	  /* of the rows so far */
	struct audit_head newest; /* when the walk began */
	struct audit_finding *finding;
};

static void find_fault(struct walk *walk, int64_t row, const char *what)
{
	walk->finding->is_right = false;
	walk->finding->row = row;
	snprintf(walk->finding->what, sizeof(walk->finding->what), "%s", what);
}

static void find_gap(struct walk *walk, int64_t id)
{
	char what[160];

	if (id < walk->head.id + 1) {
		find_fault(walk, id, "it stands before the first row");
		return;
	}
	snprintf(what, sizeof(what),
		 "it is not there: row %" PRId64 " is the next after row %" PRId64, id,
		 walk->head.id);
	find_fault(walk, walk->head.id + 1, what);
}

static bool is_anchored_otherwise(const struct walk *walk, int64_t id, const char *hash)
{
	const struct audit_head *anchor = walk->check->anchor;

	return anchor != NULL && anchor->id == id && strcmp(anchor->hash, hash) != 0;
}

static bool check_link(struct walk *walk, const struct audit_link *link, const struct bytes *hash,
		       struct error *error)
{
	char computed[DIGEST_TEXT_SIZE];
	const char *fault;

	if (link->id != walk->head.id + 1) {
		find_gap(walk, link->id);
		return true;
	}
	audit_link_hash(link, walk->head.hash, computed);
	if (hash->length != DIGEST_TEXT_SIZE - 1 || memcmp(computed, hash->at, hash->length) != 0) {
		find_fault(walk, link->id,
			   "its hash does not follow from the row and the one before: it was "
			   "changed, or stood elsewhere");
		return true;
	}
	if (is_anchored_otherwise(walk, link->id, computed)) {
		find_fault(walk, link->id,
			   "it is not the row that had the head's hash: the record was made anew "
			   "here or before");
		return true;
	}
	if (!check_kept(walk->ledger, link, &fault, error))
		return false;
	if (fault != NULL)
		find_fault(walk, link->id, fault);
	walk->head.id = link->id;
	memcpy(walk->head.hash, computed, sizeof(computed));
	return true;
}

static bool walk_rows(struct walk *walk, struct error *error)
{
	struct query *query = db_query(walk->ledger->db, SQL_OVERVIEW_AUDIT);
	bool has_row, is_done;

	while ((is_done = query_next(query, &has_row, error)) && has_row &&
	       walk->finding->is_right) {
		struct audit_link link = audit_link_read(query);
		struct bytes hash;

		hash.at = query_bytes(query, &hash.length);
		is_done = check_link(walk, &link, &hash, error);
		if (!is_done)
			break;
		if (walk->check->progress != NULL && link.id % PROGRESS_ROWS == 0)
			walk->check->progress(walk->check->arg, link.id, walk->newest.id);
	}
	query_end(query);
	return is_done;
}

static void check_end(struct walk *walk)
{
	const struct audit_head *anchor = walk->check->anchor;
	char what[160];

	if (anchor == NULL || anchor->id <= walk->head.id)
		return;
	snprintf(what, sizeof(what),
		 "it is not there: the record was cut after row %" PRId64 ", and had %" PRId64
		 " rows when the head was kept",
		 walk->head.id, anchor->id);
	find_fault(walk, walk->head.id + 1, what);
}

bool audit_verify(struct ledger *ledger, const struct audit_check *check,
		  struct audit_finding *finding, struct error *error)
{
	struct audit_finding found = {.is_right = true};
	struct walk walk = {.ledger = ledger, .check = check, .finding = &found};

	if (!audit_head(ledger, &walk.newest, error) || !walk_rows(&walk, error))
		return false;
	if (found.is_right)
		check_end(&walk);
	found.head = walk.head;
	*finding = found;
	return true;
}

/* ---- handing rows over ---- */

static const char *text_of(const void *ctx, struct bytes bytes)
{
	return bytes.at == NULL ? NULL : text_copy_n(ctx, bytes.at, bytes.length);
}

static bool take_row(struct query *query, audit_taker *take, void *arg, struct error *error)
{
	struct audit_link link = audit_link_read(query);
	struct audit_row row = {.id = link.id, .at = link.at};
	void *scratch = talloc_new(NULL);
	const char **texts[] = {&row.kind, &row.actor, &row.subject, &row.detail, &row.digest};
	bool is_taken = true;

	for (int i = 0; i < AUDIT_TEXT_COUNT && is_taken; i++) {
		struct bytes bytes = link.texts[i];

		is_taken = bytes.at == NULL ||
			   (utf8_valid_length(bytes.at, bytes.length) == bytes.length &&
			    memchr(bytes.at, '\0', bytes.length) == NULL) ||
			   error_set(error, ERROR_STATE,
				     "row %" PRId64 " of the record holds what is no text: see "
				     "refundctl audit verify",
				     row.id);
		*texts[i] = text_of(scratch, bytes);
	}
	row.hash = query_text(query, scratch);
	is_taken = is_taken && take(arg, &row, error);
	talloc_free(scratch);
	return is_taken;
}

bool audit_read(struct ledger *ledger, audit_taker *take, void *arg, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_OVERVIEW_AUDIT);
	bool has_row, is_done;

	while ((is_done = query_next(query, &has_row, error)) && has_row &&
	       (is_done = take_row(query, take, arg, error)))
		;
	query_end(query);
	return is_done;
}
