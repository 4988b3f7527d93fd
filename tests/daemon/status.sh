#!/usr/bin/env bash
# refundctl status and top: whether all is well, what to do where it is not, and a terminal that is
# given back as it was.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

settings 'log_level = debug' 'settle = "0s"' 'patience = "1d"'
paid=20230301080000000001

first_line() {
    ctl status | head -n 1
}
needs() {
    ctl --json status | jq -r '.advice[]'
}

# ---- what needs somebody ----

is "without a daemon and orders two things need somebody" "$(first_line)" "2 things need you:"
is "programs hear it, too" "$(ctl --json status | jq .well)" false
check "status ends well whenever it can tell" ctl status
order $paid && usage $paid && account 100000000001
import_all
is "what was seen to is no longer named" "$(first_line)" "1 thing needs you:"
has "what is left is" "$(ctl status | sed -n 2p)" "1. No daemon runs"

start_daemon
ticket 1001 $paid
await "ticket=1001 outcome=approve"
await "looked for tickets"
is "then all is well" "$(first_line)" "All is well."
is "for programs, too" "$(ctl --json status | jq -c '[.well, .advice]')" "[true,[]]"
has "the figures follow" "$(ctl status)" "approved    418.51 USD (1)"
is "times are whole seconds" "$(ctl status | grep -cE '[0-9]\.[0-9]+Z')" 0

ticket 1002 ""
await "ticket=1002 outcome=ask"
has "the oldest are told" "$(ctl status)" "oldest      asked "

printf '{"id": ' | put 1003
await "trouble with a ticket"
has "a ticket that cannot be read needs somebody" "$(needs)" "1 ticket could not be read"
ticket 1003 ""
await "ticket=1003 outcome=ask"
is "until it can be read" "$(needs)" ""

ctl pause "wrong prices" >/dev/null
has "so does a pause" "$(needs)" "All is paused"
ctl resume >/dev/null
await "resumed"

cp refundd.conf good.conf
printf 'poll_intervall = "1s"\n' >>refundd.conf
ctl --config good.conf reload >/dev/null 2>&1
await "reload"
has "and a configuration that was refused" "$(ctl --config good.conf status)" "The configuration was refused at"
cp good.conf refundd.conf
ctl reload >/dev/null
is "until one is taken" "$(needs | grep -c "configuration was refused")" 0

# A file that somebody else writes to is not wrong by itself, nor is the configuration.
coproc sqlite3 state/ledger.sqlite
holder=$COPROC_PID
echo 'BEGIN IMMEDIATE; SELECT "held";' >&"${COPROC[1]}"
read -r -u "${COPROC[0]}"
sed -i 's/poll_interval = .*/poll_interval = "2s"/' refundd.conf
ctl reload >/dev/null 2>&1
has "one that the ledger could not take is told otherwise" "$(needs)" "could not be put into force at"
nothing "as there is nothing to correct" "$(needs | grep -e "--check")"
eval "exec ${COPROC[1]}>&-"
wait "$holder"
ctl reload >/dev/null
nothing "and it can be taken afterwards" "$(needs | grep "configuration")"

# A review that waits for ever.
sqlite3 state/ledger.sqlite "INSERT INTO reviews (case_id, revision, opened_at, reminded_at,
    escalated_at) SELECT id, revision, changed_at, 1, 1 FROM cases WHERE ticket = '1002'"
has "and reviews that are overdue" "$(needs)" "1 reviews wait longer than escalate_after"

# ---- live ----

is "top wants a terminal" "$(ctl top 2>&1 </dev/null | cat)" "refundctl: this wants a terminal: use refundctl status instead"

# A terminal of its own: what is written to fd 8 are the keys, and `shown` is what was drawn.
mkfifo keys never
exec 7<>never
watch_top() {
    exec 8<>keys
    : >shown
    script -qefc "stty -g >before; sh -c 'echo \$\$ >top.pid; exec $REFUNDCTL --config refundd.conf top'
        echo ended with \$?; stty -g >after" shown <keys >/dev/null 2>&1 &
    terminal=$!
}
await_shown() { # TEXT
    local deadline=$((SECONDS + 60))
    until grep -qF "$1" shown; do
        [ $SECONDS -lt $deadline ] || return 1
        read -r -t 0.05 -u 7 || continue
    done
}
watch_top
check "top draws the status" await_shown "on record"
check "and again, with what is done a second" await_shown "looks a second"
printf q >&8
check "q ends it" await_shown "ended with 0"
wait $terminal
is "the terminal is as it was" "$(cat after)" "$(cat before)"
check "and shows what it showed" grep -qF $'\033[?1049l' shown
watch_top
await_shown "on record"
kill -TERM "$(cat top.pid)"
check "so does SIGTERM" await_shown "ended with 0"
wait $terminal
is "with the terminal as it was" "$(cat after)" "$(cat before)"
watch_top
await_shown "on record"
kill -WINCH "$(cat top.pid)"
printf '\032\023q' >&8
check "neither another size nor Ctrl-Z and Ctrl-S stop it" await_shown "ended with 0"
wait $terminal
top_is_gone() {
    local deadline=$((SECONDS + 60))
    while kill -0 "$(cat top.pid)" 2>/dev/null; do
        [ $SECONDS -lt $deadline ] || return 1
        read -r -t 0.05 -u 7
    done
    return 0
}
watch_top
await_shown "on record"
{ kill -KILL $terminal && wait $terminal; } 2>/dev/null
check "without its terminal it ends" top_is_gone
exec 7>&- 8>&-

stop_daemon TERM

# ---- a new ledger ----

# What nobody can be asked at, for nobody listens: its ledger cannot know whether there was another.
(umask 077 && echo 1-7-0123456789abcdef >token)
settings 'desk = "support"' 'rt support {' '    url = "http://127.0.0.1:1"' \
    '    token_file = "token"' '}'
rm -r state
start_daemon
has "status says why nothing happens, and until when" "$(ctl status | grep '^silent')" "until 2"
has "programs hear it, too" "$(ctl --json status | jq -r .daemon.silent_until)" "20"

stop_daemon TERM
done_testing
