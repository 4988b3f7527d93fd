#!/usr/bin/env bash
# The log: the whole story of a ticket is found by one field, in each format.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

paid=20230301080000000001
other=20230301080000000002
order $paid && usage $paid && order $other && usage $other && account 100000000001

# What refundd logged of a whole run, in the format; the settings of the log as the arguments say.
run_whole() { # FORMAT LINE...
    rm -rf state spool && mkdir spool
    settings "log_format = $1" "${@:2}"
    import_all
    ticket 1001 $paid
    ticket 10010 $other
    ticket 1002 ""
    echo '{"id": "1003"' >spool/1003.json
    "$REFUNDD" --config refundd.conf --once 2>"log.$1"
}

# ---- plain ----

run_whole plain 'log_level = debug'
story() { # its events by their sentences, fields left out
    grep -wE "ticket=$1" log.plain | sed -E 's/^([a-z]+: [^=]*) [a-z]+=.*/\1/'
}
# Read first to find answers of ours that a lost ledger forgot, then to be judged.
is "the story of a ticket that is answered" "$(story 1001)" "debug: ticket read
debug: ticket read
info: ticket taken
debug: an answer leaves
info: it is in the ticket"
is "has the case" "$(grep -cE 'ticket=1001 .*case=[0-9]+$' log.plain)" 3
is "nothing of others is in it" "$(grep -w ticket=1001 log.plain | grep -c 10010)" 0
is "the story of a ticket that cannot be read" "$(story 1003)" \
    "warning: there is trouble with a ticket; it is looked at again when it changes"
has "with the class of the error" "$(grep -w ticket=1003 log.plain)" "class=input"

# ---- JSON ----

run_whole json 'log_level = debug'
check "every line is a JSON object of strings" \
    jq -se 'all(type == "object" and all(.[]; type == "string"))' log.json
check "with a time, a level, an event and a message" \
    jq -se 'all(has("time") and has("level") and has("event") and has("message"))' log.json
is "the same story by the field" \
    "$(jq -r 'select(.ticket == "1001") | .level + ": " + .message' log.json)" "$(story 1001)"
is "and by the names of the events" \
    "$(jq -r 'select(.ticket == "1001") | .event' log.json | paste -sd ' ')" \
    "ticket-read ticket-read ticket-taken effect-leaves effect-done"
is "all of it by the case, too" \
    "$(jq -r --arg case "$(jq -r 'select(.event == "ticket-taken" and .ticket == "1001").case' log.json)" \
        'select(.case == $case).event' log.json | paste -sd ' ')" \
    "ticket-taken effect-leaves effect-done"
# Whoever names a ticket has the field: no other value is one of the three.
is "no ticket is named by another field alone" \
    "$(jq -c 'select(.ticket == null) | select(any(.[]; . == "1001" or . == "1002" or . == "10010"))' log.json)" ""
reserved() { # calls of the log with a field that the log adds by itself
    cat "$REFUNDD_SOURCE"/src/*.c "$REFUNDD_SOURCE"/src/daemon/*.c | tr '\n\t' '  ' |
        grep -oE 'log_event(_at)?\([^;]*;' | grep -E '"(time|level|event|message|at)",'
}
is "no field has the name of one that the log adds" "$(reserved)" ""
is "nobody's name or address is logged" "$(grep -cE 'User A|a@example.com' log.json log.plain | paste -sd ' ')" \
    "log.json:0 log.plain:0"

# ---- the journal, where there is none: lines with their priority ----

run_whole journal 'log_level = info'
# A real journal may listen here: then the lines went to it.
if [ ! -S /run/systemd/journal/socket ]; then
    is "without a journal lines begin with their priority" \
        "$(grep -w ticket=1001 log.journal | cut -c1-15 | paste -sd '|')" "<6>ticket taken|<6>it is in the"
fi

# ---- a journal ----

# One of our own, that nobody else sees: with another /run, and gone with its shell.
# shellcheck disable=SC2016 # expanded there
in_journal='
    mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/journal /run/log/journal || exit
    "$1" & journal=$!
    trap "kill $journal" EXIT
    until [ -S /run/systemd/journal/socket ]; do kill -0 $journal || exit; done
    "$REFUNDD" --config refundd.conf --once
    journalctl --sync
    journalctl -q --no-pager REFUNDD_TICKET=1001 -o json >journal.json'
journald=/usr/lib/systemd/systemd-journald
if [ "$(id -u)" = 0 ] && [ -x $journald ] && unshare -m true 2>/dev/null; then
    settings 'log_format = journal' 'log_level = debug'
    rm -rf state spool && mkdir spool && import_all
    ticket 1001 $paid
    timeout 60 unshare -m --propagation private bash -c "$in_journal" - $journald 2>journald.log
    is "journalctl finds the same story" "$(jq -r .REFUNDD_EVENT journal.json | paste -sd ' ')" \
        "ticket-read ticket-read ticket-taken effect-leaves effect-done"
    is "with the level, the case and the name of the program" \
        "$(jq -c 'select(.REFUNDD_EVENT == "effect-done") | [.PRIORITY, (.REFUNDD_CASE | length > 0), .SYSLOG_IDENTIFIER]' journal.json)" \
        '["6",true,"refundd"]'
else
    ok "journalctl finds the same story # SKIP root and systemd-journald are needed"
fi

# ---- a service that cannot start ----

settings 'log_format = json'
printf 'no database' >state/ledger.sqlite
is "whoever reads the log finds why it could not start" \
    "$("$REFUNDD" --config refundd.conf 2>&1 | jq -r '"\(.level) \(.event)"')" "error failed"

# ---- what led to an error ----

rm -rf state && mkdir state
settings 'log_format = plain' 'log_level = info'
start_daemon
rm -rf spool && touch spool
check "an error is told" await "error: "
check "and what led to it, which the level had left out" await "what was not written before the error"
check "a look for tickets" await "debug: looks for tickets again=0 at="
check "and no more" await "debug: that was what led to the error"
rm spool && mkdir spool
stop_daemon TERM
done_testing
