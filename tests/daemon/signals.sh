#!/usr/bin/env bash
# Signals in the programs: what is refused before anything starts, what is stopped while the daemon
# goes on, and what refundctl says of one.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

signal() { # SQL: a configuration with this one
    settings "signal sign {" "    title = \"a sign\"" "    sql = \"$1\"" \
        '    points = {"1: 30"}' '}' 'log_level = debug'
}

# ---- refused ----

refused() { # DESCRIPTION SQL PLACE-AND-WORDS
    signal "$2"
    "$REFUNDD" --config refundd.conf --check >out 2>&1
    is "$1 is refused by --check" $? 2
    has "with the place and the reason" "$(cat out)" "refundd.conf:$3"
    ctl policy check >out 2>&1
    is "and by refundctl policy check" $? 2
    has "with the same words" "$(cat out)" "refundd.conf:$3"
    "$REFUNDD" --config refundd.conf 2>out
    is "and refundd does not start" $? 2
    [ ! -e state ] || not_ok "no ledger is made" "$(ls state)"
}

refused "a signal that writes" "DELETE FROM audit" \
    "7:24: 'sql' of signal 'sign': it would delete from audit: it may only read"
refused "one that attaches" "ATTACH '/tmp/other' AS other" \
    "7:20: 'sql' of signal 'sign': it would attach a database"
refused "one that loads an extension" "SELECT load_extension('x')" \
    "7:19: 'sql' of signal 'sign': it calls load_extension()"
refused "one that reads a table behind the views" "SELECT reason FROM verdicts" \
    "7:31: 'sql' of signal 'sign': it reads verdicts, which is none of the views"
refused "one that is no SQL" "
        SELECT order_id
        FROM v_orders WHER 1" "9:28: 'sql' of signal 'sign': near \"1\": syntax error"

# ---- stopped ----

paid=20230301080000000001 used=20230301080000000002
order $paid && usage $paid && account 100000000001
order $used owner_uin=100000000002 sdk_app_id=1400000002 entity=E-2 &&
    usage $used gifted_minutes_used=5 as_of=2023-03-06T07:00:00+08:00 && account 100000000002 entity=E-2
endless='WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n'
signal "$endless"
import_all
ticket 1 $paid
ticket 2 $used '.requester.uin = "100000000002"'
start_daemon
check "a signal that never ends is stopped, and named" await \
    'signal failed signal=sign ticket=1 why="it took more than 2000000 steps and was stopped"'
check "the ticket becomes a doubt" await 'ticket=1 outcome=flag'
check "what does not hang on it is decided all the same" await 'ticket=2 outcome=reject'
await "looked for tickets"
await "looked for tickets"
is "and nothing is approved" "$(of 1 .status)" hold
has "the note names what is not known" "$(of 1 '.messages[-1].body')" signals
is "and answered" "$(of 2 '.fields.refund_decision')" reject
has "the sources name the signal" "$(ctl explain 1)" "sign failed: it took more than 2000000 steps"
stop_daemon TERM
is "the daemon ends as it should" $? 0

# ---- refundctl signal ----

signals=signals
settings
has "the signals are listed" "$(ctl signal list)" "repeat-refunds"
is "for programs, too" "$(ctl -j signal list | jq -r '.[] | select(.signal == "repeat-refunds").hard')" 4
earlier=20230301080000000003
order $earlier
printf '%s\n' order_id,refunded_at,currency,amount $earlier,2023-03-05T00:00:00Z,USD,1.00 >refunds.csv
ctl import orders orders.csv >/dev/null && ctl import refunds refunds.csv >/dev/null
tested=$(ctl signal test repeat-refunds 1)
has "a test tells the value" "$tested" "value 1: 0 points"
has "the rows, with times that people can read" "$tested" "$earlier  2023-03-05T00:00:00Z"
has "the steps" "$tested" "steps of at most 2000000"
has "and the plan" "$tested" "SEARCH o USING INDEX orders_by_owner (owner_uin=?)"
is "for programs, too" "$(ctl -j signal test repeat-refunds 1 | jq -c '[.finding.value, .finding.rows[0][0]]')" \
    "[1,\"$earlier\"]"
ctl signal test nothing 1 2>out
is "a signal that is not there is wrong use" $? 2
has "and it says so" "$(cat out)" 'there is no signal "nothing"'
ctl signal test ring 4711 2>out
is "a ticket that is not on record is trouble" $? 1
signal "$endless"
ctl signal test sign 1 >out
is "one that is stopped is trouble" $? 1
has "and tells so" "$(cat out)" "unknown: it took more than 2000000 steps and was stopped"
done_testing
