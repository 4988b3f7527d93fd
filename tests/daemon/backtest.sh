#!/usr/bin/env bash
# Before and after: replay proves the record, backtest says what another configuration would change.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

signals=signals
settings

# Six customers who bought on 1 to 6 March and ask at one moment: the first just before five days
# are over, the last a second before it bought anything.
for i in 1 2 3 4 5 6; do
    uin=10000000000$i
    order 2023030108000000000$i purchased_at=2023-03-0${i}T08:00:00+08:00 \
        sdk_app_id=140000000$i owner_uin=$uin payer_uin=$uin entity=E-$i
    usage 2023030108000000000$i
    account $uin
    ticket 100$i 2023030108000000000$i ".requester.uin = \"$uin\""
done
ticket 2001 ""                   # names no order
ticket 2002 99999999999999999999 # names one that nobody knows
import_all
once

is "refundd decided" "$(ctl --json cases | jq -c 'map(.outcome) | group_by(.) | map([.[0], length])')" \
    '[["approve",5],["ask",1],["flag",2]]'

# ---- replay ----

ledger=state/ledger.sqlite
check "every decision follows again" ctl replay
is "also without a policy or an order" "$(ctl --json replay)" \
    '{"proven":8,"old":0,"differing":0,"differences":[]}'
is "and from a day on" "$(ctl --json replay --since 2999-01-01 | jq .proven)" 0
"$REFUNDCTL" --config refundd.conf replay --since 2999-13-01 >out 2>err
is "a day that is none is wrong use" $? 2
"$REFUNDD" --config refundd.conf --once 2>/dev/null # what is replayed may still be written to
check "the record is only read" ctl replay

spoilt() { # DESCRIPTION SQL WHAT
    cp $ledger kept.sqlite
    sqlite3 $ledger "$2"
    ctl --json replay >out
    is "$1 is found" "$?: $(jq -c '[.differing, .differences[0].ticket, .differences[0].what]' out)" \
        "1: $3"
    mv kept.sqlite $ledger
}
of_1003="case_id = (SELECT id FROM cases WHERE ticket = '1003')"
spoilt "a byte of a decision" \
    "UPDATE decisions SET decision = replace(decision, '450.70', '450.71') WHERE $of_1003" \
    '[1,"1003","decision"]'
spoilt "a byte of the facts" \
    "UPDATE decisions SET facts = replace(facts, '\"499.00\"', '\"498.00\"') WHERE $of_1003" \
    '[1,"1003","decision"]'
spoilt "what is no JSON" "UPDATE decisions SET facts = '{' WHERE $of_1003" '[1,"1003","facts"]'
spoilt "the sum by itself" "UPDATE decisions SET total = 1 WHERE $of_1003" '[1,"1003","total"]'
spoilt "the rule by itself" "UPDATE decisions SET rule = 'used' WHERE $of_1003" '[1,"1003","rule"]'
spoilt "the moment of judging" "UPDATE decisions SET decided_at = 0 WHERE $of_1003" \
    '[1,"1003","decision"]'
spoilt "another policy than that of the hash" \
    "UPDATE policies SET text = replace(text, '5d', '6d') WHERE hash = (SELECT policy_hash FROM decisions WHERE $of_1003)" \
    '[6,"1001","policy"]'
spoilt "a policy that is gone" \
    "PRAGMA foreign_keys = OFF; DELETE FROM policies WHERE hash = (SELECT policy_hash FROM decisions WHERE $of_1003)" \
    '[6,"1001","policy"]'

old='policy rtc-engine version 2023-01-01
family rtc-engine
'
cp $ledger kept.sqlite
sqlite3 $ledger "INSERT INTO policies VALUES ('$(printf %s "$old" | sha256sum | cut -d' ' -f1)', '$old');
    UPDATE decisions SET policy_hash = '$(printf %s "$old" | sha256sum | cut -d' ' -f1)' WHERE $of_1003"
is "texts of an older refundd are counted" "$(ctl --json replay | jq -c '[.proven, .old, .differing]')" \
    '[7,1,0]'
has "and said" "$(ctl replay)" "1 were recorded before"
mv kept.sqlite $ledger

# ---- backtest ----

# The configuration in force with three days instead of five for RTC-Engine.
sed -e 's/window = "5d"/window = "3d"/' -e "s,include(\",&$REFUNDD_ETC/policies/," \
    "$REFUNDD_ETC/policies/rtc-engine.conf" >new-engine.conf
sed "s,$REFUNDD_ETC/policies/rtc-engine.conf,new-engine.conf," refundd.conf >new.conf

before=$(sha256sum $ledger)
is "the configuration in force would change nothing" \
    "$(ctl --json backtest | jq -c '[.cases, .changed]')" '[8,0]'
"$REFUNDCTL" --config new.conf --json backtest >out
is "another changes exactly the tickets that it is about" \
    "$(jq -r 'select(.ticket) | .ticket' out | paste -sd ,)" "1001,1002"
is "with both reasons" "$(jq -c 'select(.ticket == "1002") | [.before, .after] | map([.outcome, .amount, .rule, .reason])' out)" \
    '[["approve","434.61 USD","unused-within-window","elapsed 3d23h59m59s, window 5d, usage.gifted_minutes_used 0"],["reject",null,"too-late","elapsed 3d23h59m59s, window 3d"]]'
is "outcomes are counted" "$(tail -n 1 out | jq -c .outcomes)" \
    '{"approve":{"before":5,"after":3},"ask":{"before":1,"after":1},"flag":{"before":2,"after":2},"reject":{"before":0,"after":2}}'
is "rules, too" "$(tail -n 1 out | jq -c '.rules["too-late"]')" '{"before":0,"after":2}'
is "and money summed" "$(tail -n 1 out | jq -c .approved)" \
    '{"USD":{"before":"2253.52","after":"1400.40"}}'
ctl backtest --config new.conf --limit 1 >out
has "for people, too" "$(cat out)" "8 cases judged again by new.conf, of which 2 would change"
has "money" "$(grep ^USD out | tr -s ' ')" "USD 2253.52 1400.40 -853.12"
is "at most as many tickets as asked for" "$(grep -c before: out)" 1
is "nothing is written" "$(sha256sum $ledger)" "$before"
is "only what was decided since" "$(ctl --json backtest --since 2999-01-01 | jq .cases)" 0

# A signal whose query is another is asked anew, as of then; the others keep what was recorded.
cat >new.conf.signal <<'CONF'
signal many-orders {
    title = "orders of the account"
    sql = "SELECT order_id FROM v_orders WHERE owner = :account"
    points = {"1: 65"}
}
CONF
cat refundd.conf new.conf.signal >new.conf
is "a new signal is evaluated" \
    "$("$REFUNDCTL" --config new.conf --json backtest | jq -r 'select(.ticket) | [.ticket, .after.rule] | join(" ")' | paste -sd ,)" \
    "1001 suspicious,1002 suspicious,1003 suspicious,1004 suspicious,1005 suspicious"
sqlite3 $ledger "UPDATE decisions SET facts = replace(facts, '\"ring\":0', '\"ring\":9') WHERE $of_1003"
is "a recorded value is used where the query is the same" \
    "$(ctl --json backtest | jq -r 'select(.ticket) | [.ticket, .after.rule] | join(" ")')" "1003 suspicious"

# ---- policy table, policy lint ----

ctl policy table call >out
is "a boundary is seen from both sides" "$(grep -A 1 '^elapsed' out | tr -s ' ' | sed 's/ *$//')" \
    "elapsed up to 5d approve $(grep '^elapsed' out | awk '{ print $(NF - 1), $NF }')
 more than 5d reject $(grep 'more than 5d' out | awk '{ print $(NF - 1), $NF }')"
is "in a hundred columns" "$(awk 'length > 100' out)" ""
is "for programs, too" "$(ctl --json policy table call | jq -c '[.[0].versions[0].rows[] | select(.fact == "usage.gifted_minutes_used") | [.value, .outcome, .rule]]')" \
    '[["0","approve","unused-within-window"],["more than 0","reject","used"]]'
ctl policy table dead >out 2>err
is "an unknown policy is wrong use" $? 2

check "the shipped policies have no findings" ctl policy lint
is "but overlaps" "$(ctl policy lint | grep -c "^too-late (reject) ")" 5
sed "s/when = \"usage.gifted_minutes_used > 0\"/when = \"elapsed > 6d or usage.gifted_minutes_used > 0\"/" \
    "$REFUNDD_ETC/policies/live.conf" >live.conf
sed -i "s,include(\",&$REFUNDD_ETC/policies/," live.conf
sed "s,$REFUNDD_ETC/policies/live.conf,live.conf," refundd.conf >odd.conf
ctl policy lint odd.conf >out
is "a part that never applies is a finding" $? 1
has "with its place, the rule before it and an example" "$(head -n 1 out)" \
    "rule 'used': its part elapsed > 6d never applies: rule 'too-late' decides before it, for example when elapsed is more than 6d"
is "by kind for programs" "$(ctl --json policy lint odd.conf | jq -c '[.[] | select(.kind != "wins") | [.kind, .rule, .other]]')" \
    '[["shadowed","used","too-late"]]'

done_testing
