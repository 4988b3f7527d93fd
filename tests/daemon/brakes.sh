#!/usr/bin/env bash
# The brakes: modes, budget, and the big red button.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

first=20230301080000000001
second=20230301080000000002
for id in $first $second; do order "$id" && usage "$id"; done
account 100000000001
me=$(id -un)

# What a customer sees of a ticket.
seen() {
    of "$1" '[.status, .tags, .fields, [.messages[] | select(.public)]] | tostring'
}

# ---- the button, without a daemon ----

settings
is "it can be pressed before the first start" "$(ctl pause "wrong prices")" paused
import_all
ticket 1001 $first
check "while it is paused a run does nothing, and that is no success" test "$(once; echo $?)" = 1
has "and says who paused it" "$(cat once.log)" "by=$me"
is "nothing is said" "$(replies_in 1001)" 0
has "status says by whom and why" "$(ctl status)" "by $me since"
is "for programs, too" "$(ctl --json status | jq -r '.brakes.pause | .by + ": " + .reason')" "$me: wrong prices"
is "pressed again nothing changes" "$(ctl --json pause | jq -c .)" '{"paused":true,"changed":false}'
has "a rehearsal goes on all the same" "$("$REFUNDD" --config refundd.conf --dry-run 2>&1)" "approve"

# ---- and with one ----

ticket 1002 ""
start_daemon
ctl status >/dev/null
is "a pause survives the start" "$(replies_in 1001) $(replies_in 1002)" "0 0"
is "the daemon is told to go on" "$(ctl resume)" resumed
check "it looks at once" await "ticket=1002 outcome=ask"
check "and answers" await "it is in the ticket"
await "it is in the ticket"
is "it is told to pause" "$(ctl pause)" paused
check "which it logs with the name of the user" await "by=$me"
ticket 1003 ""
stop_daemon TERM
is "SIGTERM ends a paused daemon as well" $? 0
start_daemon
is "a restart changes nothing" "$(ctl --json status | jq -r .brakes.pause.by)" "$me"
is "nothing was said meanwhile" "$(replies_in 1003)" 0
ctl resume >/dev/null
check "until it is resumed" await "ticket=1003 outcome=ask"
await "it is in the ticket"
stop_daemon TERM
is "everything is answered once" "$(replies_in 1001) $(replies_in 1002) $(replies_in 1003)" "1 1 1"
is "the record has each press of the button once" \
    "$(sqlite3 state/ledger.sqlite "SELECT group_concat(kind || ' ' || actor, ', ') FROM (SELECT kind, actor FROM audit WHERE kind IN ('pause', 'resume') ORDER BY id)")" \
    "pause $me, resume $me, pause $me, resume $me"

# ---- modes ----

rm -rf state spool/*
settings 'mode = shadow'
import_all
ticket 2001 $first
ticket 2002 ""
before="$(seen 2001) $(seen 2002)"
check "in shadow mode a run goes well" once
is "and changes nothing that the customer sees" "$(seen 2001) $(seen 2002)" "$before"
has "it notes what it would have done" "$(of 2001 '.messages[-1].body')" "refundd would have approved 418.51 USD"
is "the case says so" "$(ctl --json show 2001 | jq -r '[.state, .outcome, .course, .brake] | join(" ")')" "shadowed approve shadow shadow"
has "and so does the list" "$(ctl cases | tr -s ' ')" "2001 shadowed approve shadow"
has "and the explanation" "$(ctl explain 2001)" "not told as decided: shadow, by the brake shadow"
has "status says the mode" "$(ctl status)" "mode        shadow"

settings
once
is "in auto mode again it is left to who has it by now" "$(seen 2001) $(seen 2002)" "$before"

settings 'mode = auto' 'share = 0' 'rest_mode = assist'
has "a rehearsal says what would be held" "$(ticket 2003 $second && "$REFUNDD" --config refundd.conf --dry-run 2>/dev/null | tr -s ' ')" "2003 approve hold 418.51 USD"
before=$(seen 2003)
once
is "outside of the share a person releases the answer" "$(ctl --json show 2003 | jq -r .state) $(seen 2003)" "held $before"

# ---- budget ----

rm -rf state spool/*
settings 'budget = {"500 USD"}' 'approvals_per_hour = 20'
import_all
ticket 3001 $first
ticket 3002 $second
once
is "above the budget a person decides" \
    "$(jq -rs 'map(.fields.refund_decision) | sort | join(" ")' spool/300?.json)" "approve flag"
has "status says how much of it is used" "$(ctl status)" "budget      418.51 USD of 500.00 USD used today"
has "and of the hour's approvals" "$(ctl status)" "rate        1 of 20 approvals in the last hour"

done_testing
