#include "ledger/audit.h"

#include "ledger/audit_chain.h"
#include "base/memory.h"
#include "ledger/connection.h"
#include "ledger/rows.h"
#include "wire/json.h"
#include "wire/utf8.h"

static const char *const kinds[] = {
	[AUDIT_DECISION] = "decision", [AUDIT_EFFECT] = "effect",	[AUDIT_REVIEW] = "review",
	[AUDIT_VERDICT] = "verdict",   [AUDIT_EXEMPTION] = "exemption", [AUDIT_PAUSE] = "pause",
	[AUDIT_RESUME] = "resume",     [AUDIT_CONFIG] = "config",	[AUDIT_IMPORT] = "import",
	[AUDIT_FORGET] = "forget",     [AUDIT_RETENTION] = "retention", [AUDIT_RESTORE] = "restore",
	[AUDIT_CLOCK] = "clock",
};
const struct words audit_kind_words = WORDS(kinds);

static struct bytes bytes_of(const char *text)
{
	return (struct bytes){text, text == NULL ? 0 : strlen(text)};
}

/* Kept in memory, for it is wanted several times a ticket; only an undone transaction makes it
 * doubtful. */
static bool know_head(struct ledger *ledger, struct error *error)
{
	struct audit_head head = {.id = 0};
	struct query *query;
	bool has_row;

	if (ledger->is_head_known)
		return true;
	query = db_query(ledger->db, SQL_AUDIT_HEAD);
	if (!query_next(query, &has_row, error))
		return false;
	if (has_row) {
		size_t length;
		const char *hash;

		head.id = query_integer(query);
		hash = query_bytes(query, &length);
		snprintf(head.hash, sizeof(head.hash), "%.*s", (int)length, hash);
		query_end(query);
	}
	ledger->head = head;
	ledger->is_head_known = true;
	return true;
}

static bool insert(struct ledger *ledger, const struct audit_link *link, const char *hash,
		   struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_AUDIT_ADD);

	query_bind_integer(query, link->id);
	query_bind_instant(query, link->at);
	for (int i = 0; i < AUDIT_TEXT_COUNT; i++)
		query_bind_text(query, link->texts[i].at);
	query_bind_text(query, hash);
	return query_run(query, error);
}

static bool add_link(struct ledger *ledger, struct audit_link *link, struct error *error)
{
	struct audit_head head = {.id = ledger->head.id + 1};

	link->id = head.id;
	audit_link_hash(link, ledger->head.hash, head.hash);
	if (!insert(ledger, link, head.hash, error))
		return false;
	ledger->head = head;
	return true;
}

bool audit_add(struct ledger *ledger, const struct audit_entry *entry, struct instant at,
	       struct error *error)
{
	char digest[DIGEST_TEXT_SIZE];
	struct audit_link link = {
		.at = at,
		.texts = {[AUDIT_TEXT_KIND] = bytes_of(kinds[entry->kind]),
			  [AUDIT_TEXT_ACTOR] = bytes_of(entry->actor),
			  [AUDIT_TEXT_SUBJECT] = bytes_of(entry->subject),
			  [AUDIT_TEXT_DETAIL] = bytes_of(entry->detail)},
	};

	if (entry->content != NULL) {
		digest_quick(entry->content, strlen(entry->content), digest);
		link.texts[AUDIT_TEXT_DIGEST] = bytes_of(digest);
	}
	return ledger_begin(ledger, error) && know_head(ledger, error) &&
	       add_link(ledger, &link, error);
}

static bool read_digest(struct query *query, const void *ctx, void *to, struct error *error)
{
	(void)error;
	*(const char **)to = query_text(query, ctx);
	return true;
}

static bool keep_text(struct ledger *ledger, const char *digest, const char *text,
		      struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_POLICY_ADD);

	query_bind_text(query, digest);
	query_bind_text(query, text);
	return ledger_begin(ledger, error) && query_run(query, error);
}

static const char *config_detail(const void *ctx, const char *file, const char *text)
{
	struct buffer *detail = buffer_new(ctx);
	struct json_writer *writer = json_writer_new(ctx, detail);

	json_open_object(writer);
	json_put_member(writer, "file",
			text_copy_n(ctx, file, utf8_valid_length(file, strlen(file))));
	json_put_count(writer, "bytes", (int64_t)strlen(text));
	json_close_object(writer);
	return detail->bytes;
}

static bool add_config(struct ledger *ledger, const void *ctx, const char *file, const char *text,
		       struct instant now, struct error *error)
{
	struct query *query = db_query(ledger->db, SQL_AUDIT_LAST_CONFIG);
	struct audit_entry entry = {.kind = AUDIT_CONFIG,
				    .actor = AUDIT_ACTOR,
				    .subject = "",
				    .detail = config_detail(ctx, file, text),
				    .content = text};
	char digest[DIGEST_TEXT_SIZE];
	const char *last;
	bool found;

	if (!rows_find(query, ctx, read_digest, sizeof(last), &last, &found, error))
		return false;
	digest_quick(text, strlen(text), digest);
	if (found && last != NULL && strcmp(last, digest) == 0)
		return true;
	return keep_text(ledger, digest, text, error) && audit_add(ledger, &entry, now, error);
}

bool audit_config(struct ledger *ledger, const char *file, const char *text, struct instant now,
		  struct error *error)
{
	void *scratch = talloc_new(NULL);
	bool is_done = add_config(ledger, scratch, file, text, now, error);

	talloc_free(scratch);
	return is_done;
}

bool audit_head(struct ledger *ledger, struct audit_head *head, struct error *error)
{
	if (!know_head(ledger, error))
		return false;
	*head = ledger->head;
	return true;
}
