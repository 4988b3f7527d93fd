#!/usr/bin/env bash
# refundctl: what it prints, for people and for programs, and how it ends.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

# ---- use ----

ends() { # DESCRIPTION STATUS ARGUMENT...
    local description=$1 expected=$2
    shift 2
    "$REFUNDCTL" "$@" >out 2>err
    is "$description" $? "$expected"
}

ends "help is help" 0 --help
has "it lists the commands" "$(cat out)" "explain"
ends "nothing asked is wrong use" 2
ends "an unknown command is wrong use" 2 --config refundd.conf dance
ends "an unknown option is wrong use" 2 --config refundd.conf status --loud
ends "an option of another command is wrong use" 2 --config refundd.conf status --limit 3
ends "an unknown state is wrong use" 2 --config refundd.conf cases --state lost
ends "a limit that is no number is wrong use" 2 --config refundd.conf cases --limit many
ends "an argument too many is wrong use" 2 --config refundd.conf show 1 2
ends "an argument too few is wrong use" 2 --config refundd.conf import orders
ends "an unknown kind is wrong use" 2 --config refundd.conf import pigs x.csv
ends "a file that is not there is wrong use" 2 --config refundd.conf import orders x.csv
ends "a configuration that is not there is wrong use" 2 --config nowhere.conf status
ends "the version is printed" 0 --version
for command in import status cases show explain policy audit forget help; do
    ends "help $command knows it" 0 help $command
    has "and how it is used" "$(cat out)" "Usage: refundctl $command"
done
REFUNDD_CONFIG=refundd.conf "$REFUNDCTL" policy check >out 2>&1
is "the environment names the configuration" $? 0

# ---- without a ledger ----

has "status says what to do first" "$(ctl status)" "refundctl import orders"
ends "without a ledger there are no cases" 1 --config refundd.conf cases
has "and it says so" "$(cat err)" "no ledger"
is "asking makes no ledger" "$(ls state 2>/dev/null)" ""

# ---- import ----

paid=20230301080000000001
order $paid && usage $paid && account 100000000001
is "an import counts its rows" "$(ctl import orders orders.csv)" "orders.csv: 1 rows: 1 new, 0 changed, 0 known"
is "the same file again changes nothing" "$(ctl --json import orders orders.csv | jq -c '[.rows, .new, .changed, .same]')" "[1,0,0,1]"
is "a pipe is a file, too" "$(ctl import usage <(cat usage.csv) | cut -d: -f2-)" " 1 rows: 1 new, 0 changed, 0 known"
is "standard input is a file, too" "$(ctl import accounts - <accounts.csv)" "standard input: 1 rows: 1 new, 0 changed, 0 known"
printf 'order_id,gifted_minutes_used,as_of\n%s,-1,2023-03-06T12:00:00+08:00\n' $paid >bad.csv
ends "a bad line ends with trouble" 1 --config refundd.conf import usage bad.csv
has "it is named" "$(cat err)" "bad.csv: line 2, column"

# ---- cases ----

ticket 1001 $paid
ticket 1002 ""
ticket 1003 99999999999999999999
ticket 1004 "" '.product = "Cloud Object Storage"'
once
is "cases are a table" "$(ctl cases | awk '{print $1, $2, $3}' | sort | paste -sd ,)" \
    "1001 answered approve,1002 asked ask,1003 flagged flag,TICKET STATE OUTCOME"
is "of one state" "$(ctl --json cases --state asked | jq -r '.[].ticket')" 1002
is "at most as many as asked for" "$(ctl cases --json --limit 2 | jq length)" 2
is "no colour but on a terminal" "$(ctl cases | grep -c $'\033')" 0
is "status counts them" "$(ctl --json status | jq -c '[.cases.answered, .outcomes.flag, .left_alone, .approved[0].amount, .pending]')" '[1,1,1,"418.51 USD",0]'
has "status is for people, too" "$(ctl status)" "approved    418.51 USD (1)"

has "show has the customer's words" "$(ctl show 1001)" "Your refund request is approved."
is "show has the key that is in the ticket" "$(ctl --json show 1001 | jq -r '.messages[0].key')" "$(of 1001 .fields.refund_key)"
has "explain has the arithmetic" "$(ctl explain 1001)" "499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51"
has "it has the rules" "$(ctl explain 1001)" "too-late"
has "it has where the facts came from" "$(ctl explain 1001 | grep ^order.id)" "orders.csv, line 2"
has "it has what was missing" "$(ctl explain 1003)" "order.family"
is "it has the hash of the policy's words" "$(ctl --json explain 1001 | jq -r .policy_hash)" \
    "$(ctl --json explain 1001 | jq -j .policy_text | sha256sum | cut -d' ' -f1)"
is "its decision is what refund-eval says of its facts" \
    "$(ctl --json explain 1001 | jq -c .facts | "${REFUND_EVAL:-false}" --config refundd.conf)" \
    "$(ctl --json explain 1001 | jq -c .decision)"
ends "there is no case of a ticket that was left alone" 1 --config refundd.conf show 1004

# ---- policy ----

has "a good configuration is ok" "$(ctl policy check)" "ok: 4 policies"
{
    cat refundd.conf
    echo 'policy x { family = "x" version 1 { method = full window = "5d" rule a { when = "colour == 3" outcome = reject } } }'
} >wrong.conf
ends "a wrong one is wrong use" 2 --config refundd.conf policy check wrong.conf
has "with the place" "$(cat out err)" "wrong.conf:14:"
has "policies can be read" "$(ctl policy show live)" "when elapsed > window"
is "by programs, too" "$(ctl --json policy show | jq -c '[.policies[].name]')" '["rtc-engine","call","conference","live"]'
ends "an unknown policy is wrong use" 2 --config refundd.conf policy show dead
ends "an unknown part of policy is wrong use" 2 --config refundd.conf policy bend

# ---- what cannot be printed ----

if [ -w /dev/full ]; then
    ctl cases >/dev/full 2>err
    is "output that gets lost is trouble" $? 1
fi

done_testing
