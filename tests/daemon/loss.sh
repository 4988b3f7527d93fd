#!/usr/bin/env bash
# The ledger is lost: what stands in the tickets is adopted, and nothing is said or paid again.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

paid=20230301080000000001
used=20230301080000000002
order $paid && usage $paid && account 100000000001
order $used && usage $used gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
named=20230301080000000003
order $named && usage $named gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
shared=20230301080000000004
order $shared payer_uin=100000000002 && usage $shared && account 100000000002
import_all

ticket 1002 $paid
ticket 1003 $used
ticket 1004 ""
ticket 1005 99999999999999999999
once
before=$(cat spool/*.json | sha256sum)

lose_ledger() {
    rm -r state
    import_all
}

lose_ledger
check "a run with an empty ledger ends well" once
is "it says nothing and touches nothing" "$(cat spool/*.json | sha256sum)" "$before"
is "the cases stand as before" "$(ctl --json cases | jq -r 'sort_by(.ticket)[] | "\(.ticket) \(.state) \(.outcome) \(.amount)"' | paste -sd ,)" \
    "1002 answered approve 418.51 USD,1003 answered reject null,1004 asked null null,1005 flagged flag null"
is "their answers are known to be in the tickets" "$(ctl --json show 1005 | jq -r '[.messages[] | "\(.kind) \(.state)"] | join(",")')" "reply done,note done"
has "it says that it adopted them" "$(cat once.log)" "adopted"

lose_ledger
edit 1004 "$(says customer "It is $named.")"
once
is "a question that was answered meanwhile is judged" "$(of 1004 '.fields.refund_decision')" reject
is "with the revision that it would have had" "$(ctl --json show 1004 | jq .revision)" 2

lose_ledger
edit 1004 "$(says customer "Why?")"
once
is "who wrote again after the answer is for a person" "$(ctl --json show 1004 | jq -r '.state, .revision' | paste -sd ' ')" "person 2"
is "and is not answered again" "$(replies_in 1004)" 2

# 1001 and 1006 are read before 1002 and 1007, which were answered.
lose_ledger
ticket 1007 $shared
once
lose_ledger
ticket 1006 $shared '.requester.uin = "100000000002"'
once
is "an order that was paid for before the loss is not paid for again" "$(of 1007 '.fields.refund_decision') $(of 1006 '.fields.refund_decision')" "approve flag"

lose_ledger
ticket 1001 $paid
once
is "nor is the customer who asks again answered again" "$(of 1001 '.fields | .refund_linked, .refund_decision' | paste -sd ' ')" "1002 null"
before=$(sha256sum <spool/1001.json)
lose_ledger
once
is "a link is adopted like an answer" "$(ctl --json show 1001 | jq -r .state)" linked
is "and not said twice" "$(sha256sum <spool/1001.json)" "$before"

lose_ledger
edit 1002 'del(.fields.refund_decision)'
once
is "an answer whose outcome was wiped out is for a person" "$(ctl --json show 1002 | jq -r .state)" person
is "and nothing is said in its ticket" "$(replies_in 1002)" 1

done_testing
