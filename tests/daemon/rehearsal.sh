#!/usr/bin/env bash
# refundd --dry-run says what would be done, and does nothing.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

rehearse() {
    "$REFUNDD" --config refundd.conf --dry-run 2>rehearsal.log
}

# Every name, mode, owner, size, time and byte. (Who reads a ledger makes SQLite lay out the index of
# its log beside it; that alone does not count.)
world() {
    find . -name 'ledger.sqlite-*' -o -name state -o -name . -o -name rehearsal.log -o \
        -printf '%p %m %u %s %T@ %y\n' | sort
    find spool state -type f -not -name 'ledger.sqlite-*' -exec sha256sum {} + 2>/dev/null | sort
}

paid=20230301080000000001
ticket 1001 $paid
ticket 1002 ""
before=$(world)
check "it works without a ledger" rehearse
is "and makes none" "$(world)" "$before"

order $paid payer_uin=100000000002 && usage $paid && account 100000000001 && account 100000000002
import_all
ticket 1003 $paid '.requester.uin = "100000000002"'
ticket 1005 $paid
ticket 1004 $paid '.product = "Cloud Object Storage"'
before=$(world)
table=$(rehearse)
is "it changes no byte" "$(world)" "$before"
has "it says what would be approved, and how the amount comes about" "$(grep ^1001 <<<"$table")" "418.51 USD  unused-within-window  499.00 x (31 - 5) / 31"
has "it says what would be asked" "$(grep ^1002 <<<"$table")" "ask"
has "it heeds what it would have decided before" "$(grep ^1003 <<<"$table")" "refund-under-way"
has "it says what would be linked" "$(grep ^1005 <<<"$table")" "linked"
has "it says what would be left alone" "$(grep ^1004 <<<"$table")" "left alone"

start_daemon
await 'ticket=1003'
await 'looked for tickets'
check "it works beside a daemon" rehearse
is "and finds nothing left to decide" "$(rehearse | awk 'NR > 1 {print $1, $2, $3}')" "1004 left alone"
stop_daemon TERM

done_testing
