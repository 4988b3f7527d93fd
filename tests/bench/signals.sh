#!/usr/bin/env bash
# What all signals of one ticket cost with a million orders and a million past requests. Run by
# `make bench`, in the build folder.
set -euo pipefail
: "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/bench/ledger.sh
. "$REFUNDD_SOURCE/tests/bench/ledger.sh"

rows=${BENCH_ROWS:-1000000} tickets=${BENCH_TICKETS:-2000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

bench_config "$folder" >/dev/null
bench_ledger "$folder" "$rows" "$rows" >/dev/null

# What accounts have in common, as the imports would keep it, and the likeness of what was written:
# one request in ten in words that are nearly those of the tickets to come. Every account pays for
# itself, has an entity with one other and an application of its own; the requests are as recent as
# they can be, so that none is too old to be looked at.
sqlite3 "$folder/state/ledger.sqlite" >/dev/null <<'SQL'
.bail on
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
UPDATE orders SET entity = 'E-' || cast(substr(owner_uin, -9) / 2 AS INTEGER);
DELETE FROM traits;
INSERT OR IGNORE INTO traits SELECT 'payer', payer_uin, owner_uin, purchased_at FROM orders;
INSERT OR IGNORE INTO traits SELECT 'entity', entity, owner_uin, purchased_at FROM orders;
INSERT OR IGNORE INTO traits SELECT 'app', sdk_app_id, owner_uin, purchased_at FROM orders;
UPDATE cases SET asked_at = 1678060799000000 - (id * 7919 % 2592000) * 1000000;
INSERT OR REPLACE INTO fingerprints SELECT id, randomblob(64) FROM cases;
INSERT INTO bands SELECT iif(id % 10 = 0, id % 100, abs(random())), asked_at, id FROM cases;
INSERT INTO bands SELECT abs(random()), asked_at, id FROM cases;
COMMIT;
SQL

read -r median most longest failed < <(./signal-cost "$folder/refundd.conf" "$rows" "$tickets")
awk -v rows="$rows" -v median="$median" -v most="$most" -v longest="$longest" -v failed="$failed" \
    'BEGIN {
    printf "all signals of a ticket, with %d orders and past requests: %.2f ms (median)\n",
        rows, median / 1000
    printf "99 %% within %.2f ms, the longest took %.2f ms, %d failed; a median below 5 ms is wanted\n",
        most / 1000, longest / 1000, failed
    exit !(median < 5000 && failed == 0) }'
