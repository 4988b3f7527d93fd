#!/usr/bin/env bash
# What is said after the first answer, and by whom.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

paid=20230301080000000001
late=20230301080000000002
order $paid && usage $paid && account 100000000001
order $late purchased_at=2023-02-01T08:00:00+08:00 && usage $late
import_all

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

done_testing
