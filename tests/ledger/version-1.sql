-- A ledger of version 1, with a row of each kind; tests/ledger/test_migrations.c brings it up to date.
CREATE TABLE imports (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('orders', 'usage', 'accounts', 'refunds')),
	name TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	row_count INTEGER NOT NULL CHECK (row_count >= 1),
	imported_at INTEGER NOT NULL
) STRICT;
CREATE TABLE orders (
	order_id TEXT PRIMARY KEY NOT NULL,
	family TEXT NOT NULL,
	edition TEXT,
	action TEXT CHECK (action IN ('purchase', 'renew', 'upgrade', 'downgrade')),
	status TEXT CHECK (status IN ('unpaid', 'paid', 'shipping', 'shipped', 'failed',
		'refunded', 'refunding', 'closed', 'expired', 'invalid')),
	sdk_app_id TEXT,
	owner_uin TEXT,
	payer_uin TEXT,
	entity TEXT,
	origin TEXT CHECK (origin IN ('purchased', 'gift', 'trial', 'campaign')),
	purchased_at INTEGER NOT NULL,
	months INTEGER CHECK (months >= 0),
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	cash INTEGER CHECK (cash >= 0),
	transfer INTEGER CHECK (transfer >= 0),
	gift INTEGER CHECK (gift >= 0),
	voucher INTEGER CHECK (voucher >= 0),
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_by_owner ON orders (owner_uin);
CREATE INDEX orders_by_payer ON orders (payer_uin);
CREATE INDEX orders_by_entity ON orders (entity, sdk_app_id, family);
CREATE TABLE usage (
	order_id TEXT NOT NULL,
	gifted_minutes_used INTEGER CHECK (gifted_minutes_used >= 0), -- millionths
	as_of INTEGER NOT NULL,
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL,
	PRIMARY KEY (order_id, as_of)
) STRICT, WITHOUT ROWID;
CREATE TABLE accounts (
	uin TEXT PRIMARY KEY NOT NULL,
	entity TEXT,
	suspended TEXT CHECK (suspended IN ('none', 'content-violation', 'illegal', 'overdue',
		'other')),
	frozen INTEGER CHECK (frozen >= 0), -- millionths: the file does not say the currency
	as_of INTEGER NOT NULL,
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE refunds (
	order_id TEXT NOT NULL,
	refunded_at INTEGER NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	amount INTEGER NOT NULL CHECK (amount >= 0),
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL,
	PRIMARY KEY (order_id, refunded_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE cases (
	id INTEGER PRIMARY KEY,
	system TEXT NOT NULL,
	ticket TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision >= 1),
	state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'asked', 'answered', 'flagged',
		'person')),
	order_id TEXT,
	customer_messages INTEGER NOT NULL CHECK (customer_messages >= 0),
	asked_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	wait_until INTEGER NOT NULL,
	UNIQUE (system, ticket)
) STRICT;
CREATE INDEX cases_by_state ON cases (state, changed_at);
CREATE INDEX cases_by_change ON cases (changed_at);
CREATE TABLE policies (
	hash TEXT PRIMARY KEY NOT NULL,
	text TEXT NOT NULL
) STRICT;
CREATE TABLE decisions (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	revision INTEGER NOT NULL CHECK (revision >= 1),
	decided_at INTEGER NOT NULL,
	outcome TEXT NOT NULL CHECK (outcome IN ('approve', 'reject', 'flag', 'ask')),
	policy TEXT,
	version TEXT,
	rule TEXT,
	policy_hash TEXT REFERENCES policies (hash),
	currency TEXT CHECK (length(currency) = 3),
	total INTEGER CHECK (total >= 0),
	facts TEXT NOT NULL,
	decision TEXT NOT NULL,
	sources TEXT NOT NULL,
	order_id TEXT, -- that was judged: the case may have gone on to another
	CHECK ((currency IS NULL) = (total IS NULL))
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id);
CREATE INDEX decisions_by_order ON decisions (order_id);
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	revision INTEGER NOT NULL CHECK (revision >= 1),
	kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
	key TEXT NOT NULL UNIQUE CHECK (length(key) = 32 AND key NOT GLOB '*[^0-9a-f]*'),
	payload TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'stood-back', 'overtaken')),
	attempts INTEGER NOT NULL CHECK (attempts >= 0),
	due_at INTEGER NOT NULL,
	added_at INTEGER NOT NULL,
	settled_at INTEGER,
	reason TEXT -- why it was last postponed
) STRICT;
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE INDEX outbox_pending ON outbox (due_at) WHERE state = 'pending';
CREATE TABLE left_alone (
	system TEXT NOT NULL,
	ticket TEXT NOT NULL,
	reason TEXT NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (system, ticket)
) STRICT, WITHOUT ROWID;
CREATE VIEW approvals (system, ticket, order_id, asked_at) AS
	SELECT c.system, c.ticket, d.order_id, c.asked_at
	FROM decisions d JOIN cases c ON c.id = d.case_id
	WHERE d.outcome = 'approve' AND NOT EXISTS (
		SELECT 1 FROM outbox o WHERE o.case_id = d.case_id AND o.revision = d.revision
		AND o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken'));
PRAGMA user_version = 1;
PRAGMA application_id = 0x52464E44;
INSERT INTO imports VALUES
	(1, 'orders', 'orders.csv', printf('%064d', 1), 1, 5),
	(2, 'refunds', 'refunds.csv', printf('%064d', 2), 1, 6);
INSERT INTO orders (order_id, family, purchased_at, currency, cash, import_id, line) VALUES
	('A1', 'rtc-engine', 1, 'USD', 49900, 1, 2);
INSERT INTO refunds VALUES ('A3', 7, 'USD', 100, 2, 2);
INSERT INTO cases VALUES
	(1, 'spool', '1001', 1, 'answered', 'A1', 1, 10, 11, 0),
	(2, 'spool', '1002', 2, 'answered', 'A2', 2, 20, 21, 0),
	(3, 'spool', '1003', 1, 'flagged', 'A3', 1, 30, 31, 0),
	(4, 'spool', '1004', 1, 'waiting', NULL, 1, 40, 41, 42);
INSERT INTO policies VALUES ('h', 'the text');
INSERT INTO decisions VALUES
	(1, 1, 1, 11, 'approve', 'rtc-engine', '2023-01-01', 'unused', 'h', 'USD', 41851,
		'{"ticket":{"requester_uin":"100000000001"}}', '{}', '', 'A1'),
	(2, 2, 1, 20, 'ask', NULL, NULL, NULL, NULL, NULL, NULL, '{"ticket":{}}', '{}', '', NULL),
	(3, 2, 2, 21, 'approve', NULL, NULL, NULL, NULL, 'USD', 1,
		'{"ticket":{"requester_uin":"100000000002"}}', '{}', '', 'A2'),
	(4, 3, 1, 31, 'flag', NULL, NULL, NULL, NULL, NULL, NULL, '{}', '{}', '', 'A3');
INSERT INTO outbox VALUES
	(1, 1, 1, 'reply', printf('%032x', 1), '{}', 'done', 0, 11, 11, 12, NULL),
	(2, 2, 1, 'reply', printf('%032x', 2), '{}', 'overtaken', 0, 20, 20, 21, NULL),
	(3, 2, 2, 'reply', printf('%032x', 3), '{}', 'pending', 2, 25, 21, NULL, 'no answer'),
	(4, 3, 1, 'reply', printf('%032x', 4), '{}', 'stood-back', 0, 31, 31, 32, NULL);
INSERT INTO left_alone VALUES ('spool', '1005', 'another product', 50);
