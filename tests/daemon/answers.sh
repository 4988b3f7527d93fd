#!/usr/bin/env bash
# The main job: tickets of a spool folder are judged and answered, each once.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

paid=20230301080000000001
used=20230301080000000002
both=20230301080000000003
order $paid && usage $paid && account 100000000001
order $used && usage $used gifted_minutes_used=12.5 as_of=2023-03-05T12:00:00+08:00
order $both cash=100.00 transfer=30.00 gift=20.00 voucher=5.00 && usage $both
named=20230301080000000004
whole=20230301080000000005
order $named && usage $named gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
order $whole && usage $whole gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
shared=20230301080000000006
order $shared payer_uin=100000000002 && usage $shared && account 100000000002
import_all

ticket 1001 $paid
ticket 1002 $used
ticket 1003 $both '.language = "zh-CN"'
ticket 1004 ""
ticket 1005 99999999999999999999
ticket 1006 $paid '.product = "Cloud Object Storage"'
ticket 1007 $paid '.assignee = "mei"'
ticket 1008 $paid '.status = "solved"'
ticket 1009 "" "$(says customer "It is order $named, and no other than $named.")"

check "a run ends well" once
is "the founding example gets its 418.51" "$(of 1001 '.fields.refund_amount')" 418.51
is "an approval solves the ticket" "$(of 1001 '.status, .tags[0], .fields.refund_decision, .fields.refund_currency' | paste -sd ' ')" "solved refund-approve approve USD"
has "the customer reads how the amount comes about" "$(of 1001 '.messages[1].body')" "499.00 x (31 - 5) / 31"
is "the message and the field carry one key" "$(of 1001 '.messages[1].key == .fields.refund_key')" true
is "a used package is rejected" "$(of 1002 '.fields.refund_decision, .status, .fields.refund_amount' | paste -sd ' ')" "reject solved null"
has "the customer is answered in Chinese" "$(of 1003 '.messages[1].body')" "您好"
is "without an order the customer is asked" "$(of 1004 '.fields.refund_decision, .status' | paste -sd ' ')" "ask pending"
is "an order that is not on record is for a person" "$(of 1005 '.fields.refund_decision, .status' | paste -sd ' ')" "flag hold"
is "the reviewer gets a note, the customer does not see it" "$(of 1005 '[.messages[] | select(.author == "refundd") | .public] | map(tostring) | join(" ")')" "true false"
is "a ticket of another product is left alone" "$(replies_in 1006)" 0
is "a ticket that a person has is left alone" "$(replies_in 1007)" 0
is "a solved ticket is left alone" "$(replies_in 1008)" 0
is "what was left alone is counted" "$(ctl --json status | jq .left_alone)" 2
is "an order named twice in the text is one order" "$(of 1009 '.fields.refund_decision')" reject

before=$(cat spool/*.json | sha256sum)
check "a second run ends well" once
is "a second run says nothing and touches nothing" "$(cat spool/*.json | sha256sum)" "$before"

# ---- files that are no tickets yet ----

ticket 2001 $whole
head -c 100 spool/2001.json >spool/2002.json
mkdir spool/2003.json
ln -s /nowhere spool/2004.json
check "files that cannot be read are no trouble" once
has "a half-written ticket is named" "$(cat once.log)" "ticket=2002"
has "a folder in the place of a ticket is named" "$(cat once.log)" "ticket=2003"
is "the others are answered" "$(of 2001 '.fields.refund_decision')" reject
ticket 2002 $used '.requester.uin = "100000000009"'
once
is "a ticket is taken up when it is whole" "$(of 2002 '.fields.refund_decision')" flag
rm -r spool/200*.json
check "tickets that vanish are no trouble" once

# ---- one order, two tickets ----

ticket 3001 $shared
ticket 3002 $shared '.requester.uin = "100000000002"'
once
is "an order is not paid for twice, to its owner and its payer" "$(cat spool/300?.json | jq -r .fields.refund_decision | sort | paste -sd ' ')" "approve flag"

# ---- trouble ----

# A record that cannot be: the answer of 4001 is on record already, in another case.
key=$(printf 'spool\0%s\0%s\0reply' 4001 1 | sha256sum | cut -c1-32)
sqlite3 state/ledger.sqlite "UPDATE outbox SET key = '$key' WHERE id = 1"
ticket 4001 ""
ticket 4002 ""
once
is "a ticket that contradicts the records is trouble" $? 1
has "it is named" "$(cat once.log)" "passed over until it changes ticket=4001"
is "and nothing is said in it" "$(replies_in 4001)" 0
is "the others are answered" "$(of 4002 '.fields.refund_decision')" ask
rm spool/4001.json

rm -rf spool
once
is "without its spool it ends with trouble" $? 1
has "and says so" "$(cat once.log)" "spool"
"$REFUNDD" --config nowhere.conf 2>once.log
is "without its configuration it ends with 2" $? 2
"$REFUNDD" --config refundd.conf extra 2>once.log
is "an argument too many ends it with 2" $? 2

done_testing
