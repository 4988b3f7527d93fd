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
for _ in 1 2 3; do await "looked for tickets"; done
# Once a look, and what a slow disk or an instrument adds.
check "an idle daemon wakes up once from one look to the next" \
    test $(($(wake_ups) - before)) -le $((${#REFUNDD_INSTRUMENTED} > 0 ? 60 : 6))

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

# ---- answers that nobody has heard of ----

rm spool/50??.json
ledger() {
    sqlite3 state/ledger.sqlite "$1"
}
unsettle() { # TICKET
    ledger "UPDATE outbox SET state = 'unsettled', left_at = due_at, settled_at = NULL
        WHERE kind = 'reply' AND case_id = (SELECT id FROM cases WHERE ticket = '$1')"
}
state_of_reply() { # TICKET
    ctl --json show "$1" | jq -r '[.messages[] | select(.kind == "reply") | .state] | last'
}
ticket 6001 ""
ticket 6002 ""
cp spool/6002.json before.json
once
unsettle 6001
unsettle 6002
put 6002 <before.json
is "status counts what may be there or not" "$(ctl --json status | jq -c '[.pending, .unsettled]')" "[0,2]"
has "and says what is done about it" "$(ctl status)" "may be in their tickets or not"
check "the next run looks for it" once
is "what is there is not said again" "$(replies_in 6001) $(state_of_reply 6001)" "1 done"
is "what is not there is" "$(replies_in 6002) $(state_of_reply 6002)" "1 done"
unsettle 6001
put 6001 <<<'{"id": '
once
is "while it cannot be looked for a run has not done all" $? 1
has "and says so" "$(cat once.log)" "1 answers may be in their tickets or not"
is "it stays unsettled" "$(ctl --json status | jq .unsettled)" 1
rm spool/6001.json

# ---- a disk that is full ----

if [ -z "${REFUNDD_INSTRUMENTED:-}" ] && command -v prlimit >/dev/null; then
    trap '' XFSZ
    start_daemon
    await "looked for tickets"
    prlimit --pid "$daemon" --fsize=4096:
    ticket 7001 ""
    check "what cannot be written down is trouble, and named" await "error: nothing of this turn could be kept"
    check "which is said once while it lasts" await "debug: nothing of this turn could be kept"
    is "and nothing is said in the ticket" "$(replies_in 7001)" 0
    has "refundctl has it" "$(ctl status)" "last trouble"
    prlimit --pid "$daemon" --fsize=unlimited:
    check "it goes on by itself when there is room" await "turns can be kept again"
    check "and answers" await "it is in the ticket"
    stop_daemon TERM
    is "once" "$(replies_in 7001)" 1
fi

done_testing
