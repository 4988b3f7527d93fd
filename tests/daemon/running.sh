#!/usr/bin/env bash
# A daemon that stays: it takes up what comes, hears refundctl and signals, and ends cleanly.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

settings 'log_level = debug' 'settle = "0s"' 'patience = "1d"'
now=$(date -u +%FT%TZ)
paid=20230301080000000001
fresh=20230301080000000002
order $paid && usage $paid && account 100000000001
import_all

ticket 1001 $paid
start_daemon
check "what is there is answered" await "ticket=1001 outcome=approve"
ticket 1002 ""
check "what comes is answered" await "ticket=1002 outcome=ask"
edit 1002 "$(says customer "It is 99999999999999999999")"
check "what changes is judged anew" await "ticket=1002 outcome=flag"

# ---- refundctl ----

is "refundctl sees that it runs" "$(ctl --json status | jq .daemon.pid)" $daemon
is "its socket is for owner and group" "$(stat -c %a control.socket)" 660

order $fresh purchased_at="$now"
is "an import goes through the daemon" "$(ctl import orders orders.csv)" "orders.csv: 2 rows: 1 new, 0 changed, 1 known"
ticket 1003 $fresh ".created_at = \"$now\""
check "a ticket whose figures of use are not there yet waits" await "ticket=1003 outcome=wait"
usage $fresh as_of="$now"
is "figures come by standard input" "$(ctl import usage - <usage.csv)" "standard input: 2 rows: 1 new, 0 changed, 1 known"
check "and the ticket is answered at once" await "ticket=1003 outcome=approve"

printf 'order_id,gifted_minutes_used,as_of\n%s,none,%s\n' $fresh "$now" >bad.csv
message=$(ctl import usage bad.csv 2>&1)
is "a bad file is refused" $? 1
has "by name and line" "$message" "bad.csv: line 2"

once
is "a second refundd does not start" $? 1
has "and says why" "$(cat once.log)" "another refundd"
check "the first still answers" ctl status

# ---- nothing to do ----

wake_ups() {
    awk '/^voluntary_ctxt_switches/ {print $2}' "/proc/$daemon/status"
}
await "looked for tickets"
await "looked for tickets"
before=$(wake_ups)
await "looked for tickets"
await "looked for tickets"
check "an idle daemon sleeps from one look to the next" test $(($(wake_ups) - before)) -lt 30

# ---- the end ----

stop_daemon TERM
is "SIGTERM ends it cleanly" $? 0
has "it says so" "$(cat last.log)" "refundd stopped"
is "its socket is gone" "$(ls control.socket 2>/dev/null)" ""
has "refundctl sees that it does not run" "$(ctl status)" "not running"
before=$(cat spool/*.json | sha256sum)
once
is "nothing is said twice after it" "$(cat spool/*.json | sha256sum)" "$before"

start_daemon
await "looked for tickets"
stop_daemon INT
is "SIGINT ends it as well" $? 0

start_daemon
await "looked for tickets"
stop_daemon KILL 2>/dev/null # without the words of bash about it
is "after a kill its socket is left behind" "$(test -S control.socket && echo there)" there
start_daemon
check "and replaced by the next daemon" await "looked for tickets"
stop_daemon TERM

# ---- a kill while answers are on their way ----

for id in {5000..5099}; do ticket "$id" ""; done
start_daemon
await "it is in the ticket"
stop_daemon KILL 2>/dev/null
check "after a kill in the midst of it the next run ends well" once
is "and every ticket has its answer once" \
    "$(jq -r '[.messages[] | select(.author == "refundd")] | length' spool/50??.json | sort | uniq -c | xargs)" "100 1"

done_testing
