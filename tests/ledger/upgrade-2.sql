-- A ledger as refundd wrote it with schema 2; tests/ledger/test_migrations.c brings it up to date.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE imports (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('orders', 'usage', 'accounts', 'refunds')),
	name TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	row_count INTEGER NOT NULL CHECK (row_count >= 1),
	imported_at INTEGER NOT NULL
, is_heeded INTEGER NOT NULL DEFAULT 0 CHECK (is_heeded IN (0, 1))) STRICT;
INSERT INTO imports VALUES(1,'orders','orders.csv','4e0985b2ba99131b7e0e0bf08dd99f4f3d4299d50d20cda8e17340200c01dac7',2,1795421143650280,0);
INSERT INTO imports VALUES(2,'usage','usage.csv','59acdf18af3dbe3dd0cd32fa19d4f815359dbf3b2a0e9107bebbf94ce6c9d599',2,1795421143697950,0);
INSERT INTO imports VALUES(3,'accounts','accounts.csv','cedfc11e2d7a3314678c25d367ee5e47d449ee4bd3e9c90b0ede24829897848c',1,1795421143778665,0);
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
INSERT INTO orders VALUES('20230301080000000001','rtc-engine','standard','purchase','shipped','1400000001','100000000001','100000000001','E-1','purchased',1677628800000000,1,'USD',49900,0,0,0,1,2);
INSERT INTO orders VALUES('20230301080000000002','rtc-engine','standard','purchase','shipped','1400000001','100000000002','100000000002','E-1','purchased',1677628800000000,1,'USD',49900,0,0,0,1,3);
CREATE TABLE usage (
	order_id TEXT NOT NULL,
	gifted_minutes_used INTEGER CHECK (gifted_minutes_used >= 0), -- millionths
	as_of INTEGER NOT NULL,
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL,
	PRIMARY KEY (order_id, as_of)
) STRICT, WITHOUT ROWID;
INSERT INTO usage VALUES('20230301080000000001',0,1678075200000000,2,2);
INSERT INTO usage VALUES('20230301080000000002',1000000,1677988800000000,2,3);
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
INSERT INTO accounts VALUES('100000000001','E-1','none',0,1678075200000000,3,2);
CREATE TABLE refunds (
	order_id TEXT NOT NULL,
	refunded_at INTEGER NOT NULL,
	currency TEXT NOT NULL CHECK (length(currency) = 3),
	amount INTEGER NOT NULL CHECK (amount >= 0),
	import_id INTEGER NOT NULL REFERENCES imports (id) DEFERRABLE INITIALLY DEFERRED,
	line INTEGER NOT NULL,
	PRIMARY KEY (order_id, refunded_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE policies (
	hash TEXT PRIMARY KEY NOT NULL,
	text TEXT NOT NULL
) STRICT;
INSERT INTO policies VALUES('54d5b2c5db39fb9a902994adbcaa1c284a25b1cec96e82798e3137fc1e824598',replace('policy rtc-engine version 2023-01-01\nfamily rtc-engine\nzone +08:00\nmethod prorated\nwindow 5d\ndays started\nmonth calendar\nproduct Tencent Real-Time Communication TRTC\nissue type Billing and Refund Issues\nversion by purchase\nsettle 3h\nclock tolerance 5m\nlimit 5000.00 USD\nlimit 35000.00 CNY\nlimit 750000 JPY\nrule other-product flag doubt when other_subject\nrule no-order ask when ticket.orders_named == 0\nrule several-orders ask when ticket.orders_named > 1\nrule not-owner-nor-payer flag abuse when ticket.requester_uin not in (order.owner_uin, order.payer_uin)\nrule from-the-future flag doubt when from_future\nrule asked-before-purchase flag doubt when ticket.created_at < order.purchased_at\nrule currency-clash flag doubt when currency_clash\nrule refunded-already reject when order.status == ''refunded'' or history.order_refunded\nrule refund-under-way flag doubt when order.status == ''refunding'' or history.order_refund_pending\nrule account-suspended reject when account.suspended == ''content-violation''\nrule suspended-otherwise flag doubt when account.suspended in (''illegal'', ''other'')\nrule not-purchased reject when order.origin != ''purchased''\nrule not-delivered flag doubt when order.status not in (''paid'', ''shipping'', ''shipped'')\nrule not-a-new-purchase flag doubt when order.action != ''purchase''\nrule too-late reject when elapsed > window\nrule used reject when usage.gifted_minutes_used > 0\nrule only-vouchers reject when refundable == 0\nrule used-after-asking flag abuse when usage.used_after_request\nrule suspicious flag abuse when score >= 65\nrule above-limit flag doubt when refund > limit\nrule unused-within-window approve when elapsed <= window and usage.gifted_minutes_used == 0\n','\n',char(10)));
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
INSERT INTO decisions VALUES(1,1,1,1795421144511189,'approve','rtc-engine','2023-01-01','unused-within-window','54d5b2c5db39fb9a902994adbcaa1c284a25b1cec96e82798e3137fc1e824598','USD',41851,'{"ticket":{"system":"spool","id":"1001","created_at":"2023-03-06T07:59:59+08:00","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000001","language":"en","orders_named":1},"order":{"id":"20230301080000000001","family":"rtc-engine","edition":"standard","action":"purchase","status":"shipped","sdk_app_id":"1400000001","owner_uin":"100000000001","payer_uin":"100000000001","entity":"E-1","origin":"purchased","purchased_at":"2023-03-01T08:00:00+08:00","months":1,"currency":"USD","paid":{"cash":"499.00","transfer":"0.00","gift":"0.00","voucher":"0.00"}},"usage":{"gifted_minutes_used":"0","used_after_request":false,"as_of":"2023-03-06T12:00:00+08:00"},"account":{"suspended":"none","frozen":"0.00"},"history":{"order_refunded":false,"order_refund_pending":false,"entity_refunds_of_family":0},"signals":{"repeat-refunds":0}}','{"outcome":"approve","policy":"rtc-engine","version":"2023-01-01","rule":"unused-within-window","refund":{"currency":"USD","total":"418.51","cash":"418.51","transfer":"0.00","gift":"0.00","payer_uin":"100000000001"},"arithmetic":"499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51","score":0,"missing":[],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"no","because":"ticket.orders_named 1"},{"rule":"several-orders","answer":"no","because":"ticket.orders_named 1"},{"rule":"not-owner-nor-payer","answer":"no","because":"ticket.requester_uin 100000000001, order.owner_uin 100000000001, order.payer_uin 100000000001"},{"rule":"from-the-future","answer":"no","because":"from_future no"},{"rule":"asked-before-purchase","answer":"no","because":"ticket.created_at 2023-03-06T07:59:59+08:00, order.purchased_at 2023-03-01T08:00:00+08:00"},{"rule":"currency-clash","answer":"no","because":"currency_clash no"},{"rule":"refunded-already","answer":"no","because":"order.status shipped, history.order_refunded no"},{"rule":"refund-under-way","answer":"no","because":"order.status shipped, history.order_refund_pending no"},{"rule":"account-suspended","answer":"no","because":"account.suspended none"},{"rule":"suspended-otherwise","answer":"no","because":"account.suspended none"},{"rule":"not-purchased","answer":"no","because":"order.origin purchased"},{"rule":"not-delivered","answer":"no","because":"order.status shipped"},{"rule":"not-a-new-purchase","answer":"no","because":"order.action purchase"},{"rule":"too-late","answer":"no","because":"elapsed 4d23h59m59s, window 5d"},{"rule":"used","answer":"no","because":"usage.gifted_minutes_used 0"},{"rule":"only-vouchers","answer":"no","because":"refundable 499.00 USD"},{"rule":"used-after-asking","answer":"no","because":"usage.used_after_request no"},{"rule":"suspicious","answer":"no","because":"score 0"},{"rule":"above-limit","answer":"no","because":"refund 418.51 USD, limit 5000.00 USD"},{"rule":"unused-within-window","answer":"yes","because":"elapsed 4d23h59m59s, window 5d, usage.gifted_minutes_used 0"}]}',replace('ticket: ticket 1001 of spool\norder: orders, imported 2026-11-23T08:05:43.65028Z from orders.csv, line 2\nusage: usage figures of 2023-03-06T04:00:00Z, imported 2026-11-23T08:05:43.69795Z from usage.csv, line 2\naccount: account of 2023-03-06T04:00:00Z, imported 2026-11-23T08:05:43.778665Z from accounts.csv, line 2\nhistory: approvals of this ledger; no refund of the order on record\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),'20230301080000000001');
INSERT INTO decisions VALUES(2,2,1,1795421144511751,'flag','rtc-engine','2023-01-01',NULL,'54d5b2c5db39fb9a902994adbcaa1c284a25b1cec96e82798e3137fc1e824598',NULL,NULL,'{"ticket":{"system":"spool","id":"1002","created_at":"2023-03-06T07:59:59+08:00","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000002","language":"en","orders_named":1},"order":{"id":"20230301080000000002","family":"rtc-engine","edition":"standard","action":"purchase","status":"shipped","sdk_app_id":"1400000001","owner_uin":"100000000002","payer_uin":"100000000002","entity":"E-1","origin":"purchased","purchased_at":"2023-03-01T08:00:00+08:00","months":1,"currency":"USD","paid":{"cash":"499.00","transfer":"0.00","gift":"0.00","voucher":"0.00"}},"usage":{"gifted_minutes_used":"1","as_of":"2023-03-05T12:00:00+08:00"},"history":{"order_refunded":false,"order_refund_pending":false,"entity_refunds_of_family":1},"signals":{"repeat-refunds":0}}','{"outcome":"flag","why":"doubt","policy":"rtc-engine","version":"2023-01-01","rule":null,"score":0,"missing":["account.suspended"],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"no","because":"ticket.orders_named 1"},{"rule":"several-orders","answer":"no","because":"ticket.orders_named 1"},{"rule":"not-owner-nor-payer","answer":"no","because":"ticket.requester_uin 100000000002, order.owner_uin 100000000002, order.payer_uin 100000000002"},{"rule":"from-the-future","answer":"no","because":"from_future no"},{"rule":"asked-before-purchase","answer":"no","because":"ticket.created_at 2023-03-06T07:59:59+08:00, order.purchased_at 2023-03-01T08:00:00+08:00"},{"rule":"currency-clash","answer":"no","because":"currency_clash no"},{"rule":"refunded-already","answer":"no","because":"order.status shipped, history.order_refunded no"},{"rule":"refund-under-way","answer":"no","because":"order.status shipped, history.order_refund_pending no"},{"rule":"account-suspended","answer":"unknown","because":"account.suspended unknown"},{"rule":"suspended-otherwise","answer":"unknown","because":"account.suspended unknown"},{"rule":"not-purchased","answer":"no","because":"order.origin purchased"},{"rule":"not-delivered","answer":"no","because":"order.status shipped"},{"rule":"not-a-new-purchase","answer":"no","because":"order.action purchase"},{"rule":"too-late","answer":"no","because":"elapsed 4d23h59m59s, window 5d"},{"rule":"used","answer":"yes","because":"usage.gifted_minutes_used 1"}]}',replace('ticket: ticket 1002 of spool\norder: orders, imported 2026-11-23T08:05:43.65028Z from orders.csv, line 3\nusage: usage figures of 2023-03-05T04:00:00Z, imported 2026-11-23T08:05:43.69795Z from usage.csv, line 3\naccount: not on record\nhistory: approvals of this ledger; no refund of the order on record\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),'20230301080000000002');
INSERT INTO decisions VALUES(3,3,1,1795421144511992,'ask',NULL,NULL,'no-order',NULL,NULL,NULL,'{"ticket":{"system":"spool","id":"1003","created_at":"2023-03-05T23:59:59Z","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000001","language":"en","orders_named":0},"signals":{"repeat-refunds":1}}','{"outcome":"ask","policy":null,"version":null,"rule":"no-order","score":0,"missing":["ticket.orders_named","order.id"],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"yes","because":"ticket.orders_named 0"}]}',replace('ticket: ticket 1003 of spool\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),NULL);
INSERT INTO decisions VALUES(4,4,1,1795421144512098,'flag',NULL,NULL,NULL,NULL,NULL,NULL,'{"ticket":{"system":"spool","id":"1004","created_at":"2023-03-05T23:59:59Z","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000001","language":"en","orders_named":1},"order":{"id":"99999999999999999999"},"history":{"order_refunded":false,"order_refund_pending":false},"signals":{"repeat-refunds":1}}','{"outcome":"flag","why":"doubt","policy":null,"version":null,"rule":null,"score":0,"missing":["order.family"],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"no","because":"ticket.orders_named 1"},{"rule":"several-orders","answer":"no","because":"ticket.orders_named 1"},{"rule":"not-owner-nor-payer","answer":"unknown","because":"ticket.requester_uin 100000000001, order.owner_uin unknown, order.payer_uin unknown"},{"rule":"from-the-future","answer":"no","because":"from_future no"},{"rule":"asked-before-purchase","answer":"unknown","because":"ticket.created_at 2023-03-05T23:59:59Z, order.purchased_at unknown"},{"rule":"currency-clash","answer":"no","because":"currency_clash no"}]}',replace('ticket: ticket 1004 of spool\norder: not on record\nhistory: approvals of this ledger; no refund of the order on record\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),'99999999999999999999');
INSERT INTO decisions VALUES(5,3,2,1795421144885559,'flag',NULL,NULL,NULL,NULL,NULL,NULL,'{"ticket":{"system":"spool","id":"1003","created_at":"2023-03-05T23:59:59Z","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000001","language":"en","orders_named":1},"order":{"id":"99999999999999999998"},"history":{"order_refunded":false,"order_refund_pending":false},"signals":{"repeat-refunds":1}}','{"outcome":"flag","why":"doubt","policy":null,"version":null,"rule":null,"score":0,"missing":["order.family"],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"no","because":"ticket.orders_named 1"},{"rule":"several-orders","answer":"no","because":"ticket.orders_named 1"},{"rule":"not-owner-nor-payer","answer":"unknown","because":"ticket.requester_uin 100000000001, order.owner_uin unknown, order.payer_uin unknown"},{"rule":"from-the-future","answer":"no","because":"from_future no"},{"rule":"asked-before-purchase","answer":"unknown","because":"ticket.created_at 2023-03-05T23:59:59Z, order.purchased_at unknown"},{"rule":"currency-clash","answer":"no","because":"currency_clash no"}]}',replace('ticket: ticket 1003 of spool\norder: not on record\nhistory: approvals of this ledger; no refund of the order on record\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),'99999999999999999998');
INSERT INTO decisions VALUES(6,5,1,1795421144885959,'ask',NULL,NULL,'no-order',NULL,NULL,NULL,'{"ticket":{"system":"spool","id":"1006","created_at":"2023-03-05T23:59:59Z","product":"Tencent Real-Time Communication TRTC","issue_type":"Billing and Refund Issues","requester_uin":"100000000001","language":"en","orders_named":0},"signals":{"repeat-refunds":1}}','{"outcome":"ask","policy":null,"version":null,"rule":"no-order","score":0,"missing":["ticket.orders_named","order.id"],"trace":[{"rule":"other-product","answer":"no","because":"other_subject no"},{"rule":"no-order","answer":"yes","because":"ticket.orders_named 0"}]}',replace('ticket: ticket 1006 of spool\nsignals: refunds on record and approvals of this ledger, 30 days before asking\n','\n',char(10)),NULL);
CREATE TABLE left_alone (
	system TEXT NOT NULL,
	ticket TEXT NOT NULL,
	reason TEXT NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (system, ticket)
) STRICT, WITHOUT ROWID;
INSERT INTO left_alone VALUES('spool','1005','another product or issue type',1795421144491877);
CREATE TABLE IF NOT EXISTS "cases" (
	id INTEGER PRIMARY KEY,
	system TEXT NOT NULL,
	ticket TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision >= 1),
	state TEXT NOT NULL CHECK (state IN ('new', 'waiting', 'asked', 'answered', 'flagged',
		'linked', 'withdrawn', 'person')),
	order_id TEXT,
	requester_uin TEXT,
	linked_to TEXT, -- the ticket of the same system that speaks for a linked one
	questions INTEGER NOT NULL CHECK (questions >= 0), -- asked of the customer so far
	customer_messages INTEGER NOT NULL CHECK (customer_messages >= 0),
	asked_at INTEGER NOT NULL,
	changed_at INTEGER NOT NULL,
	wait_until INTEGER NOT NULL,
	UNIQUE (system, ticket)
) STRICT;
INSERT INTO cases VALUES(1,'spool','1001',1,'answered','20230301080000000001','100000000001',NULL,0,1,1678060799000000,1795421144511189,1678103999000000);
INSERT INTO cases VALUES(2,'spool','1002',1,'flagged','20230301080000000002','100000000002',NULL,0,1,1678060799000000,1795421144511751,1678103999000000);
INSERT INTO cases VALUES(3,'spool','1003',2,'flagged','99999999999999999998','100000000001',NULL,1,2,1678060799000000,1795421144885559,1678103999000000);
INSERT INTO cases VALUES(4,'spool','1004',1,'flagged','99999999999999999999','100000000001',NULL,0,1,1678060799000000,1795421144512098,1678103999000000);
INSERT INTO cases VALUES(5,'spool','1006',1,'asked',NULL,'100000000001',NULL,1,1,1678060799000000,1795421144885959,1678103999000000);
CREATE TABLE IF NOT EXISTS "outbox" (
	id INTEGER PRIMARY KEY,
	case_id INTEGER NOT NULL REFERENCES cases (id),
	revision INTEGER NOT NULL CHECK (revision >= 1),
	kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
	key TEXT NOT NULL UNIQUE CHECK (length(key) = 32 AND key NOT GLOB '*[^0-9a-f]*'),
	payload TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('pending', 'leaving', 'unsettled', 'done',
		'stood-back', 'overtaken', 'doubtful')),
	attempts INTEGER NOT NULL CHECK (attempts >= 0),
	due_at INTEGER NOT NULL,
	added_at INTEGER NOT NULL,
	left_at INTEGER, -- the last time
	settled_at INTEGER,
	reason TEXT, -- why it was last put off, or is unsettled
	CHECK (state NOT IN ('leaving', 'unsettled') OR left_at IS NOT NULL)
) STRICT;
INSERT INTO outbox VALUES(1,1,1,'reply','a0a61db623e20cdd461df353e47fe8eb','{"ticket":"1001","key":"a0a61db623e20cdd461df353e47fe8eb","public":true,"body":"Hello,\n\nYour refund request is approved.\nWe return 418.51 USD for order 20230301080000000001.\nHow the amount comes about: 499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51\n\nIt goes back by the original channel to account 100000000001:\n- cash balance: 418.51 USD\n\nYou can see the return order on the income and expenditure details page. Once its status is Refunded, the payment shows on the billing center page.\n\nKind regards,\nThe billing team\n","status":"solved","tag":"refund-approve","fields":{"refund_decision":"approve","refund_key":"a0a61db623e20cdd461df353e47fe8eb","refund_amount":"418.51","refund_currency":"USD"},"customer_messages":1,"version":null}','done',0,1795421144511189,1795421144511189,1795421144512211,1795421144535060,NULL);
INSERT INTO outbox VALUES(2,2,1,'reply','135129b33ea90e70eb52a552d7d0fab6','{"ticket":"1002","key":"135129b33ea90e70eb52a552d7d0fab6","public":true,"body":"Hello,\n\nThank you for your request. A colleague is looking at it in person and will answer in this ticket, usually within two working days. There is nothing that you need to do.\nOrder: 20230301080000000002\n\nWhat counts is when you opened this ticket: 2023-03-06 07:59:59 (UTC+08:00).\n\nKind regards,\nThe billing team\n","status":"hold","tag":"refund-flag","fields":{"refund_decision":"flag","refund_key":"135129b33ea90e70eb52a552d7d0fab6"},"customer_messages":1,"version":null}','done',0,1795421144511751,1795421144511751,1795421144512211,1795421144551038,NULL);
INSERT INTO outbox VALUES(3,2,1,'note','cea404b1a5b85e93ff407c24a8f7d61b','{"ticket":"1002","key":"cea404b1a5b85e93ff407c24a8f7d61b","public":false,"body":"Decision: flag\nWhy: doubt\nPolicy: rtc-engine 2023-01-01\nMissing facts: account.suspended\n\nThe figures of the case:\n- bought 2023-03-01 08:00:00 (UTC+08:00)\n- asked 2023-03-06 07:59:59 (UTC+08:00)\n- time between 4 days 23 hours 59 minutes 59 seconds, window 5 days\n- days charged 5\n- gifted minutes used 1\n- usage as of 2023-03-05 12:00:00 (UTC+08:00)\n- paid from the purses that count 499.00 USD\n- refund by the policy''s arithmetic alone 418.51 USD, limit 5000.00 USD\n- score 0\n\nRules that were looked at:\nno       other-product: other_subject no\nno       no-order: ticket.orders_named 1\nno       several-orders: ticket.orders_named 1\nno       not-owner-nor-payer: ticket.requester_uin 100000000002, order.owner_uin 100000000002, order.payer_uin 100000000002\nno       from-the-future: from_future no\nno       asked-before-purchase: ticket.created_at 2023-03-06T07:59:59+08:00, order.purchased_at 2023-03-01T08:00:00+08:00\nno       currency-clash: currency_clash no\nno       refunded-already: order.status shipped, history.order_refunded no\nno       refund-under-way: order.status shipped, history.order_refund_pending no\nunknown  account-suspended: account.suspended unknown\nunknown  suspended-otherwise: account.suspended unknown\nno       not-purchased: order.origin purchased\nno       not-delivered: order.status shipped\nno       not-a-new-purchase: order.action purchase\nno       too-late: elapsed 4d23h59m59s, window 5d\nyes      used: usage.gifted_minutes_used 1\n","status":null,"tag":null,"fields":{},"customer_messages":1,"version":null}','done',0,1795421144511751,1795421144511751,1795421144567578,1795421144585198,NULL);
INSERT INTO outbox VALUES(4,3,1,'reply','7f6cdbc8de2663e55dc81fdf95c9d4b5','{"ticket":"1003","key":"7f6cdbc8de2663e55dc81fdf95c9d4b5","public":true,"body":"Hello,\n\nThank you for your request.\nYour request does not say which order it is about.\n\nPlease reply to this ticket with the number of the one order that you would like refunded. It has 20 digits and stands in the billing center under Order Management.\n\nNothing is lost by this: what counts is when you opened this ticket, 2023-03-05 23:59:59 (UTC).\n\nKind regards,\nThe billing team\n","status":"pending","tag":"refund-ask","fields":{"refund_decision":"ask","refund_key":"7f6cdbc8de2663e55dc81fdf95c9d4b5"},"customer_messages":1,"version":null}','done',0,1795421144511992,1795421144511992,1795421144512211,1795421144559042,NULL);
INSERT INTO outbox VALUES(5,4,1,'reply','1defaba12cd79599142103cddadde151','{"ticket":"1004","key":"1defaba12cd79599142103cddadde151","public":true,"body":"Hello,\n\nThank you for your request. A colleague is looking at it in person and will answer in this ticket, usually within two working days. There is nothing that you need to do.\nOrder: 99999999999999999999\n\nWhat counts is when you opened this ticket: 2023-03-05 23:59:59 (UTC).\n\nKind regards,\nThe billing team\n","status":"hold","tag":"refund-flag","fields":{"refund_decision":"flag","refund_key":"1defaba12cd79599142103cddadde151"},"customer_messages":1,"version":null}','done',0,1795421144512098,1795421144512098,1795421144512211,1795421144567441,NULL);
INSERT INTO outbox VALUES(6,4,1,'note','b15db1bd20dd4ad7eec7d941fc3d9a2f','{"ticket":"1004","key":"b15db1bd20dd4ad7eec7d941fc3d9a2f","public":false,"body":"Decision: flag\nWhy: doubt\nMissing facts: order.family\n\nThe figures of the case:\n- asked 2023-03-05 23:59:59 (UTC)\n- score 0\n\nRules that were looked at:\nno       other-product: other_subject no\nno       no-order: ticket.orders_named 1\nno       several-orders: ticket.orders_named 1\nunknown  not-owner-nor-payer: ticket.requester_uin 100000000001, order.owner_uin unknown, order.payer_uin unknown\nno       from-the-future: from_future no\nunknown  asked-before-purchase: ticket.created_at 2023-03-05T23:59:59Z, order.purchased_at unknown\nno       currency-clash: currency_clash no\n","status":null,"tag":null,"fields":{},"customer_messages":1,"version":null}','done',0,1795421144512098,1795421144512098,1795421144567578,1795421144598791,NULL);
INSERT INTO outbox VALUES(7,3,2,'reply','db243960804f21c0dacf15a82f2239a8','{"ticket":"1003","key":"db243960804f21c0dacf15a82f2239a8","public":true,"body":"Hello,\n\nThank you for your request. A colleague is looking at it in person and will answer in this ticket, usually within two working days. There is nothing that you need to do.\nOrder: 99999999999999999998\n\nWhat counts is when you opened this ticket: 2023-03-05 23:59:59 (UTC).\n\nKind regards,\nThe billing team\n","status":"hold","tag":"refund-flag","fields":{"refund_decision":"flag","refund_key":"db243960804f21c0dacf15a82f2239a8"},"customer_messages":2,"version":null}','done',0,1795421144885559,1795421144885559,1795421144886038,1795421144903043,NULL);
INSERT INTO outbox VALUES(8,3,2,'note','2fb1f8d35c0b4e65935fe2e97cee2555','{"ticket":"1003","key":"2fb1f8d35c0b4e65935fe2e97cee2555","public":false,"body":"Decision: flag\nWhy: doubt\nMissing facts: order.family\n\nThe figures of the case:\n- asked 2023-03-05 23:59:59 (UTC)\n- score 0\n\nRules that were looked at:\nno       other-product: other_subject no\nno       no-order: ticket.orders_named 1\nno       several-orders: ticket.orders_named 1\nunknown  not-owner-nor-payer: ticket.requester_uin 100000000001, order.owner_uin unknown, order.payer_uin unknown\nno       from-the-future: from_future no\nunknown  asked-before-purchase: ticket.created_at 2023-03-05T23:59:59Z, order.purchased_at unknown\nno       currency-clash: currency_clash no\n","status":null,"tag":null,"fields":{},"customer_messages":2,"version":null}','done',0,1795421144885559,1795421144885559,1795421144915209,1795421144931059,NULL);
INSERT INTO outbox VALUES(9,5,1,'reply','a61b6c6af2dd24f992fc549d5bddec9e','{"ticket":"1006","key":"a61b6c6af2dd24f992fc549d5bddec9e","public":true,"body":"Hello,\n\nThank you for your request.\nYour request does not say which order it is about.\n\nPlease reply to this ticket with the number of the one order that you would like refunded. It has 20 digits and stands in the billing center under Order Management.\n\nNothing is lost by this: what counts is when you opened this ticket, 2023-03-05 23:59:59 (UTC).\n\nKind regards,\nThe billing team\n","status":"pending","tag":"refund-ask","fields":{"refund_decision":"ask","refund_key":"a61b6c6af2dd24f992fc549d5bddec9e"},"customer_messages":1,"version":null}','pending',0,1795421144885959,1795421144885959,1795421144886038,NULL,NULL);
CREATE TABLE cursors (
	system TEXT PRIMARY KEY NOT NULL,
	cursor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_owner ON orders (owner_uin);
CREATE INDEX orders_by_payer ON orders (payer_uin);
CREATE INDEX orders_by_entity ON orders (entity, sdk_app_id, family);
CREATE INDEX decisions_by_case ON decisions (case_id);
CREATE INDEX decisions_by_order ON decisions (order_id);
CREATE INDEX cases_by_state ON cases (state, changed_at);
CREATE INDEX cases_by_change ON cases (changed_at);
CREATE INDEX cases_by_order ON cases (order_id, requester_uin);
CREATE INDEX outbox_by_case ON outbox (case_id);
CREATE INDEX outbox_due ON outbox (due_at) WHERE state IN ('pending', 'unsettled');
CREATE INDEX outbox_in_flight ON outbox (state) WHERE state IN ('leaving', 'unsettled');
CREATE INDEX imports_unheeded ON imports (is_heeded) WHERE kind = 'refunds' AND is_heeded = 0;
CREATE INDEX refunds_by_import ON refunds (import_id);
CREATE VIEW approvals (system, ticket, order_id, asked_at) AS
	SELECT c.system, c.ticket, d.order_id, c.asked_at
	FROM decisions d JOIN cases c ON c.id = d.case_id
	WHERE d.outcome = 'approve' AND NOT EXISTS (
		SELECT 1 FROM outbox o WHERE o.case_id = d.case_id AND o.revision = d.revision
		AND o.kind = 'reply' AND o.state IN ('stood-back', 'overtaken'));
COMMIT;
PRAGMA user_version = 2;
PRAGMA application_id = 1380339268;
