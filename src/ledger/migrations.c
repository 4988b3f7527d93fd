#include "ledger/migrations.h"

#include "ledger/ledger.h"

#include <stdio.h>

/* clang-format off */
static const char *const migrations[] = {
/* 1: the first ledger. Imported rows name the import and line that last said so. */
"CREATE TABLE imports (\n"
"	id INTEGER PRIMARY KEY,\n"
"	kind TEXT NOT NULL CHECK (kind IN ('orders', 'usage', 'accounts', 'refunds')),\n"
"	name TEXT NOT NULL,\n"
"	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),\n"
"	row_count INTEGER NOT NULL CHECK (row_count >= 1),\n"
"	imported_at INTEGER NOT NULL\n"
") STRICT;\n"
"CREATE TABLE orders (\n"
"	order_id TEXT PRIMARY KEY NOT NULL,\n"
"	family TEXT NOT NULL,\n"
"	edition TEXT,\n"
"	action TEXT CHECK (action IN ('purchase', 'renew', 'upgrade', 'downgrade')),\n"
"	status TEXT CHECK (status IN ('unpaid', 'paid', 'shipping', 'shipped', 'failed',\n"
"		'refunded', 'refunding', 'closed', 'expired', 'invalid')),\n"
"	sdk_app_id TEXT,\n"
"	owner_uin TEXT,\n"
"	payer_uin TEXT,\n"
"	entity TEXT,\n"
"	origin TEXT CHECK (origin IN ('purchased', 'gift', 'trial', 'campaign')),\n"
"	purchased_at INTEGER NOT NULL,\n"
"	months INTEGER CHECK (months >= 0),\n"
"	currency TEXT NOT NULL CHECK (length(currency) = 3),\n"
"	cash INTEGER CHECK (cash >= 0),\n"
"	transfer INTEGER CHECK (transfer >= 0),\n"
"	gift INTEGER CHECK (gift >= 0),\n"
"	voucher INTEGER CHECK (voucher >= 0),\n"
"	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,\n"
"	line INTEGER NOT NULL\n"
") STRICT;\n"
"CREATE INDEX orders_by_owner ON orders (owner_uin);\n"
"CREATE INDEX orders_by_payer ON orders (payer_uin);\n"
"CREATE INDEX orders_by_entity ON orders (entity, sdk_app_id, family);\n"
"CREATE TABLE usage (\n"
"	order_id TEXT NOT NULL,\n"
"	gifted_minutes_used INTEGER CHECK (gifted_minutes_used >= 0), -- millionths\n"
"	as_of INTEGER NOT NULL,\n"
"	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,\n"
"	line INTEGER NOT NULL,\n"
"	PRIMARY KEY (order_id, as_of)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TABLE accounts (\n"
"	uin TEXT PRIMARY KEY NOT NULL,\n"
"	entity TEXT,\n"
"	suspended TEXT CHECK (suspended IN ('none', 'content-violation', 'illegal', 'overdue',\n"
"		'other')),\n"
"	frozen INTEGER CHECK (frozen >= 0), -- millionths: the file does not say the currency\n"
"	as_of INTEGER NOT NULL,\n"
"	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,\n"
"	line INTEGER NOT NULL\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TABLE refunds (\n"
"	order_id TEXT NOT NULL,\n"
"	refunded_at INTEGER NOT NULL,\n"
"	currency TEXT NOT NULL CHECK (length(currency) = 3),\n"
"	amount INTEGER NOT NULL CHECK (amount >= 0),\n"
"	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,\n"
"	line INTEGER NOT NULL,\n"
"	PRIMARY KEY (order_id, refunded_at)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TABLE cases (\n"
"	id INTEGER PRIMARY KEY,\n"
"	system TEXT NOT NULL,\n"
"	ticket TEXT NOT NULL,\n"
"	revision INTEGER NOT NULL CHECK (revision >= 1),\n"
"	state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'asked', 'answered', 'flagged',\n"
"		'person')),\n"
"	order_id TEXT,\n"
"	customer_messages INTEGER NOT NULL CHECK (customer_messages >= 0),\n"
"	asked_at INTEGER NOT NULL,\n"
"	changed_at INTEGER NOT NULL,\n"
"	wait_until INTEGER NOT NULL,\n"
"	UNIQUE (system, ticket)\n"
") STRICT;\n"
"CREATE INDEX cases_by_state ON cases (state, changed_at);\n"
"CREATE INDEX cases_by_change ON cases (changed_at);\n"
"CREATE TABLE policies (\n"
"	hash TEXT PRIMARY KEY NOT NULL,\n"
"	text TEXT NOT NULL\n"
") STRICT;\n"
"CREATE TABLE decisions (\n"
"	id INTEGER PRIMARY KEY,\n"
"	case_id INTEGER NOT NULL REFERENCES cases (id),\n"
"	revision INTEGER NOT NULL CHECK (revision >= 1),\n"
"	decided_at INTEGER NOT NULL,\n"
"	outcome TEXT NOT NULL CHECK (outcome IN ('approve', 'reject', 'flag', 'ask')),\n"
"	policy TEXT,\n"
"	version TEXT,\n"
"	rule TEXT,\n"
"	policy_hash TEXT REFERENCES policies (hash),\n"
"	currency TEXT CHECK (length(currency) = 3),\n"
"	total INTEGER CHECK (total >= 0),\n"
"	facts TEXT NOT NULL,\n"
"	decision TEXT NOT NULL,\n"
"	sources TEXT NOT NULL,\n"
"	order_id TEXT, -- that was judged: the case may have gone on to another\n"
"	CHECK ((currency IS NULL) = (total IS NULL))\n"
") STRICT;\n"
"CREATE INDEX decisions_by_case ON decisions (case_id);\n"
"CREATE INDEX decisions_by_order ON decisions (order_id);\n"
"CREATE TABLE outbox (\n"
"	id INTEGER PRIMARY KEY,\n"
"	case_id INTEGER NOT NULL REFERENCES cases (id),\n"
"	revision INTEGER NOT NULL CHECK (revision >= 1),\n"
"	kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),\n"
"	key TEXT NOT NULL UNIQUE CHECK (length(key) = 32 AND key NOT GLOB '*[^0-9a-f]*'),\n"
"	payload TEXT NOT NULL,\n"
"	state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'stood-back', 'overtaken')),\n"
"	attempts INTEGER NOT NULL CHECK (attempts >= 0),\n"
"	due_at INTEGER NOT NULL,\n"
"	added_at INTEGER NOT NULL,\n"
"	settled_at INTEGER,\n"
"	reason TEXT -- why it was last postponed\n"
") STRICT;\n"
"CREATE INDEX outbox_by_case ON outbox (case_id);\n"
"CREATE INDEX outbox_pending ON outbox (due_at) WHERE state = 'pending';\n"
"CREATE TABLE left_alone (\n"
"	system TEXT NOT NULL,\n"
"	ticket TEXT NOT NULL,\n"
"	reason TEXT NOT NULL,\n"
"	seen_at INTEGER NOT NULL,\n"
"	PRIMARY KEY (system, ticket)\n"
") STRICT, WITHOUT ROWID;\n"
"-- Approvals that were told or are about to be: not those that a person or the customer overtook.\n"
"CREATE VIEW approvals (system, ticket, order_id, asked_at) AS\n"
"	SELECT c.system, c.ticket, d.order_id, c.asked_at\n"
"	FROM decisions d JOIN cases c ON c.id = d.case_id\n"
"	WHERE d.outcome = 'approve' AND NOT EXISTS (\n"
"		SELECT 1 FROM outbox o WHERE o.case_id = d.case_id AND o.revision = d.revision\n"
"		AND o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken'));\n",
/* 2: effects that left and may have arrived; linked and withdrawn cases; how far a ticket system
 * was read. SQLite cannot change a CHECK: the tables are laid out anew. */
"DROP VIEW approvals;\n"
"CREATE TABLE new_cases (\n"
"	id INTEGER PRIMARY KEY,\n"
"	system TEXT NOT NULL,\n"
"	ticket TEXT NOT NULL,\n"
"	revision INTEGER NOT NULL CHECK (revision >= 1),\n"
"	state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'asked', 'answered', 'flagged',\n"
"		'linked', 'withdrawn', 'person')),\n"
"	order_id TEXT,\n"
"	requester_uin TEXT,\n"
"	linked_to TEXT, -- the ticket of the same system that speaks for a linked one\n"
"	questions INTEGER NOT NULL CHECK (questions >= 0), -- asked of the customer so far\n"
"	customer_messages INTEGER NOT NULL CHECK (customer_messages >= 0),\n"
"	asked_at INTEGER NOT NULL,\n"
"	changed_at INTEGER NOT NULL,\n"
"	wait_until INTEGER NOT NULL,\n"
"	UNIQUE (system, ticket)\n"
") STRICT;\n"
"INSERT INTO new_cases SELECT id, system, ticket, revision, state, order_id,\n"
"	(SELECT json_extract(d.facts, '$.ticket.requester_uin') FROM decisions d\n"
"		WHERE d.case_id = cases.id ORDER BY d.id DESC LIMIT 1), NULL,\n"
"	(SELECT count(*) FROM decisions d WHERE d.case_id = cases.id AND d.outcome = 'ask'),\n"
"	customer_messages, asked_at, changed_at, wait_until FROM cases;\n"
"DROP TABLE cases;\n"
"ALTER TABLE new_cases RENAME TO cases;\n"
"CREATE INDEX cases_by_state ON cases (state, changed_at);\n"
"CREATE INDEX cases_by_change ON cases (changed_at);\n"
"CREATE INDEX cases_by_order ON cases (order_id, requester_uin);\n"
"CREATE TABLE new_outbox (\n"
"	id INTEGER PRIMARY KEY,\n"
"	case_id INTEGER NOT NULL REFERENCES cases (id),\n"
"	revision INTEGER NOT NULL CHECK (revision >= 1),\n"
"	kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),\n"
"	key TEXT NOT NULL UNIQUE CHECK (length(key) = 32 AND key NOT GLOB '*[^0-9a-f]*'),\n"
"	payload TEXT NOT NULL,\n"
"	state TEXT NOT NULL CHECK (state IN ('pending', 'leaving', 'unsettled', 'done',\n"
"		'stood-back', 'overtaken', 'doubtful')),\n"
"	attempts INTEGER NOT NULL CHECK (attempts >= 0),\n"
"	due_at INTEGER NOT NULL,\n"
"	added_at INTEGER NOT NULL,\n"
"	left_at INTEGER, -- the last time\n"
"	settled_at INTEGER,\n"
"	reason TEXT, -- why it was last put off, or is unsettled\n"
"	CHECK (state NOT IN ('leaving', 'unsettled') OR left_at IS NOT NULL)\n"
") STRICT;\n"
"INSERT INTO new_outbox SELECT id, case_id, revision, kind, key, payload, state, attempts,\n"
"	due_at, added_at, NULL, settled_at, reason FROM outbox;\n"
"DROP TABLE outbox;\n"
"ALTER TABLE new_outbox RENAME TO outbox;\n"
"CREATE INDEX outbox_by_case ON outbox (case_id);\n"
"CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('pending', 'unsettled');\n"
"CREATE INDEX outbox_in_flight ON outbox (state) WHERE state IN ('leaving', 'unsettled');\n"
"CREATE TABLE cursors (\n"
"	system TEXT PRIMARY KEY NOT NULL,\n"
"	cursor TEXT NOT NULL\n"
") STRICT, WITHOUT ROWID;\n"
"-- Of an import of refunds: whether the open cases about these orders were looked at.\n"
"ALTER TABLE imports ADD COLUMN is_heeded INTEGER NOT NULL DEFAULT 0 CHECK (is_heeded IN (0, 1));\n"
"CREATE INDEX imports_unheeded ON imports (is_heeded) WHERE kind = 'refunds' AND is_heeded = 0;\n"
"CREATE INDEX refunds_by_import ON refunds (import_id);\n"
"-- Approvals that were told, may have been told or are about to be: not those that a person or the\n"
"-- customer overtook.\n"
"CREATE VIEW approvals (system, ticket, order_id, asked_at) AS\n"
"	SELECT c.system, c.ticket, d.order_id, c.asked_at\n"
"	FROM decisions d JOIN cases c ON c.id = d.case_id\n"
"	WHERE d.outcome = 'approve' AND NOT EXISTS (\n"
"		SELECT 1 FROM outbox o WHERE o.case_id = d.case_id AND o.revision = d.revision\n"
"		AND o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken'));\n",
};
/* clang-format on */

static const int newest = sizeof(migrations) / sizeof(migrations[0]);

/* While the tables are laid out anew nobody holds them to their references. */
static bool check_references(struct db *db, struct error *error)
{
	int64_t orphans;

	if (!db_read_integer(db, "SELECT count(*) FROM pragma_foreign_key_check", &orphans, error))
		return false;
	return orphans == 0 ||
	       error_set(error, ERROR_STATE, "%lld rows would refer to what is not there",
			 (long long)orphans);
}

static bool run_in_transaction(struct db *db, int version, struct error *error)
{
	char stamp[96];

	snprintf(stamp, sizeof(stamp), "PRAGMA user_version = %d; PRAGMA application_id = %d",
		 version, LEDGER_APPLICATION_ID);
	if (db_begin(db, error) && db_execute(db, migrations[version - 1], error) &&
	    check_references(db, error) && db_execute(db, stamp, error))
		return db_commit(db, error);
	db_rollback(db);
	return error_wrap(error, "migration %d of the ledger", version);
}

bool migrations_identify(struct db *db, const char *path, int *version, struct error *error)
{
	int64_t application, found, tables;

	if (!db_read_integer(db, "PRAGMA application_id", &application, error) ||
	    !db_read_integer(db, "PRAGMA user_version", &found, error) ||
	    !db_read_integer(db, "SELECT count(*) FROM sqlite_schema", &tables, error))
		return false;
	if (application != LEDGER_APPLICATION_ID && (application != 0 || found != 0 || tables != 0))
		return error_set(error, ERROR_STATE, "%s is not a ledger of refundd", path);
	if (found > newest)
		return error_set(error, ERROR_STATE,
				 "%s was written by a newer refundd (its schema is %lld, this "
				 "program knows %d): use that one",
				 path, (long long)found, newest);
	*version = (int)found;
	return true;
}

bool migrations_run(struct db *db, int version, struct error *error)
{
	/* Within a transaction they could not be switched. */
	if (version < newest && !db_execute(db, "PRAGMA foreign_keys = OFF", error))
		return false;
	for (int next = version + 1; next <= newest; next++)
		if (!run_in_transaction(db, next, error))
			return false;
	return version == newest || db_execute(db, "PRAGMA foreign_keys = ON", error);
}

int ledger_schema_version(void)
{
	return newest;
}
