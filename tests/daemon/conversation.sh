#!/usr/bin/env bash
# What is said after the first answer, and by whom.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

paid=20230301080000000001
late=20230301080000000002
order $paid && usage $paid && account 100000000001
order $late purchased_at=2023-02-01T08:00:00+08:00 && usage $late
twice=20230301080000000003
order $twice && usage $twice
elsewhere=20230301080000000004
order $elsewhere && usage $elsewhere
import_all
state_of() {
    ctl --json show "$1" | jq -r .state
}

# ---- a question ----

ticket 1001 ""
once
is "the customer is asked for the order" "$(of 1001 '.status')" pending
first_key=$(of 1001 '.fields.refund_key')
once
is "no question is asked twice" "$(replies_in 1001)" 1
edit 1001 "$(says customer "It is $paid, sorry.")"
once
is "the customer's answer is judged, though nobody opened the ticket again" "$(of 1001 '.fields.refund_decision, .fields.refund_amount, .status' | paste -sd ' ')" "approve 418.51 solved"
is "the second answer has a key of its own" "$(of 1001 ".fields.refund_key != \"$first_key\"")" true
is "its revision is 2" "$(ctl --json show 1001 | jq .revision)" 2

# ---- after the answer ----

edit 1001 "$(says customer "Thank you, and when?")"
once
is "who writes after the answer is for a person" "$(ctl --json show 1001 | jq -r .state)" person
is "the customer hears no more" "$(replies_in 1001)" 2
has "the colleague reads why" "$(of 1001 '.messages[-1].body')" "wrote again"
has "what was asked" "$(of 1001 '.messages[-1].body')" "2023-03-05T23:59:59Z: the customer asked for a refund of order $paid"
has "and what was decided, how much and why" "$(of 1001 '.messages[-1].body')" ": decided to approve 418.51 USD, by rule unused-within-window"
is "and the note is internal" "$(of 1001 '.messages[-1].public')" false
edit 1001 "$(says customer "Hello?")"
before=$(sha256sum <spool/1001.json)
once
is "from then on refundd stays out of it" "$(sha256sum <spool/1001.json)" "$before"

# ---- a person comes ----

ticket 2001 ""
once
edit 2001 '.assignee = "mei"'
edit 2001 "$(says customer "It is $paid.")"
once
is "a case is left to the person who took it" "$(ctl --json show 2001 | jq -r .state)" person
is "and nothing more is said" "$(replies_in 2001)" 1

ticket 2002 "" "$(says agent "I am looking at it.")"
once
is "a ticket that an agent answered is left alone" "$(replies_in 2002)" 0

# ---- a flag ----

ticket 3001 99999999999999999999
once
edit 3001 "$(says customer "Any news?")"
once
is "who writes while a reviewer looks changes nothing" "$(ctl --json show 3001 | jq -r .state)" flagged
is "and is told nothing twice" "$(replies_in 3001)" 1

# ---- questions without end ----

ticket 4001 ""
once
edit 4001 "$(says customer "What do you mean?")"
once
is "a question may be asked twice" "$(of 4001 '.fields.refund_decision, .status' | paste -sd ' ')" "ask pending"
edit 4001 "$(says customer "I do not know.")"
once
is "then it is for a person" "$(of 4001 '.fields.refund_decision, .status' | paste -sd ' ')" "flag hold"
has "who reads how often was asked" "$(of 4001 '.messages[-1].body')" "asked 2 times"
is "the record has the decision, and what came of it" "$(ctl --json show 4001 | jq -r '[.outcome, .course, .brake] | join(" ")')" "ask person questions"

settings 'questions = 0'
ticket 4002 ""
once
is "without questions it is for a person at once" "$(of 4002 '.fields.refund_decision')" flag
settings

# ---- twice the same order ----

ticket 5001 $twice
ticket 5002 $twice '.language = "zh"'
once
is "of two tickets about one order the first is answered" "$(of 5001 '.fields.refund_decision')" approve
is "the second is linked to it and not decided" "$(of 5002 '.fields | .refund_linked, .refund_decision, .refund_amount' | paste -sd ' ')" "5001 null null"
is "it is solved" "$(of 5002 '.status, .tags[0]' | paste -sd ' ')" "solved refund-linked"
has "its customer reads where, in their language" "$(of 5002 '.messages[-1].body')" "工单 5001"
is "it is a state of its own" "$(state_of 5002)" linked
is "and nothing was decided in it" "$(ctl --json show 5002 | jq .outcome)" null
edit 5002 "$(says customer "But I meant something else.")"
once
is "who writes after that is for a person" "$(state_of 5002)" person
has "who reads why" "$(of 5002 '.messages[-1].body')" "being told that ticket 5001 speaks for the order"

ticket 5003 $twice '.requester.uin = "100000000009"'
once
is "another customer's ticket is not linked" "$(of 5003 '.fields.refund_decision')" flag

# ---- opened again ----

edit 5001 '.status = "open"'
once
is "an answered ticket that is opened again is for a person" "$(state_of 5001)" person
is "and nothing more is said" "$(of 5001 '.messages | length')" 2

# ---- refunded elsewhere ----

ticket 6001 $elsewhere '.requester.uin = "100000000009"'
once
is "a stranger's ticket is for a reviewer" "$(state_of 6001)" flagged
printf 'order_id,refunded_at,currency,amount\n%s,2023-03-06T10:00:00+08:00,USD,418.51\n' $elsewhere >refunds.csv
ctl import refunds refunds.csv >/dev/null
once
has "who reads that the order was refunded meanwhile" "$(of 6001 '.messages[-1].body')" "Order $elsewhere was refunded elsewhere"
is "and that it is a note" "$(of 6001 '.messages[-1].public')" false
before=$(sha256sum <spool/6001.json)
once
is "once" "$(sha256sum <spool/6001.json)" "$before"

# ---- withdrawn ----

now=$(date -u +%FT%TZ)
fresh=20230301080000000005
settings 'patience = "1d"' 'settle = "0s"'
order $fresh purchased_at="$now" && ctl import orders orders.csv >/dev/null
ticket 7001 $fresh ".created_at = \"$now\""
once
is "a ticket whose figures are not there waits" "$(state_of 7001)" waiting
edit 7001 '.status = "solved"'
once
is "its customer may withdraw it" "$(state_of 7001)" withdrawn
usage $fresh as_of="$now" && ctl import usage usage.csv >/dev/null
once
is "then nothing is said" "$(replies_in 7001)" 0
ticket 7002 $fresh ".created_at = \"$now\""
once
is "and it speaks for no other" "$(of 7002 '.fields.refund_decision')" approve
edit 7001 '.status = "open"'
once
is "one that is opened again is for a person" "$(state_of 7001)" person
has "who reads why" "$(of 7001 '.messages[-1].body')" "closed this ticket before it was answered"

done_testing
