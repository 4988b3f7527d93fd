#!/usr/bin/env bash
# The note that a reviewer reads, what refundctl show says of the evidence, and the report.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

settings 'signal sign {' '    title = "a sign"' \
    "    sql = \"SELECT '17' AS ticket, :asked_at AS asked_at WHERE :account = '100000000002'\"" \
    '    points = {"1: 70"}' '}'
paid=20230301080000000001 other=20230301080000000002
order $paid && usage $paid && account 100000000001
order $other owner_uin=100000000002 payer_uin=100000000002 sdk_app_id=1400000002 entity=E-2 &&
    usage $other
account 100000000002
import_all
ticket 1 $paid
ticket 2 $other '.requester.uin = "100000000002"'
once >/dev/null

# ---- the note ----

note=$(of 2 '.messages[-1].body')
is "its first line says what and why" "$(head -n 1 <<<"$note")" \
    "Held for a person: score 70 (suspicious: score >= 65)"
has "then what the policy alone says" "$(sed -n 2p <<<"$note")" "The policy alone: approve 418.51 USD"
has "what fired with its rows" "$note" "- sign 1, 70 points: a sign
    ticket 17, asked_at 2023-03-06 07:59"
has "what the account did before" "$note" "- 2023-03-01 08:00  bought $other: 499.00 USD"
has "and what to do" "$note" "reject 2 --code CODE"

# ---- show ----

has "show prints the evidence" "$(ctl show 2)" "  sign 1, 70 points: a sign
    ticket 17, asked_at 2023-03-05T23:59:59Z"
is "for programs, too" "$(ctl --json show 2 | jq -c '.evidence[0] | [.signal, .points, .rows[0][0]]')" \
    '["sign",70,"17"]'
is "where nothing was found there is none" "$(ctl --json show 1 | jq -c .evidence)" null

# ---- the report ----

edit 2 '.fields.review_verdict = "reject" | .fields.reviewer = "alice" |
    .fields.review_reason = "abuse" | .updated_at = "2023-03-06T15:00:00+08:00"'
once >/dev/null
answer=$(of 2 '[.messages[] | select(.public and .author == "refundd")] | last | .body')
has "the customer is told politely" "$answer" "it cannot be granted"
is "and not by internal words" "$(grep -c -e abuse -e sign <<<"$answer")" 0
report() {
    ctl --json report --since 2023-03-06 --until 2023-03-06 | jq -c "$1"
}
is "the day has its tickets" "$(report '.days[] | [.day, .policy, .tickets, .approve, .flag]')" \
    '["2023-03-06","rtc-engine",2,1,1]'
is "both were answered in the end" "$(report '.all.answered')" 2
is "the reviewer saw it otherwise than the policy" "$(report '.all | [.agreed, .differed, .open]')" \
    '[0,1,0]'
is "the money is the machine's" \
    "$(report '.money[] | [.currency, .by_refundd, .amount_by_refundd, .by_reviewers]')" \
    '["USD",1,"418.51",0]'
is "the signal's flag was confirmed" \
    "$(report '.signals[] | [.signal, .fired, .flagged, .confirmed, .cleared]')" \
    '["sign",1,1,1,0]'
has "people read a table" "$(ctl report --since 2023-03-06 --until 2023-03-06)" \
    "2023-03-06  rtc-engine        2        1"
has "a day without tickets has none" "$(ctl report --since 2023-03-07 --until 2023-03-08)" \
    "There were none."
"$REFUNDCTL" --config refundd.conf report --since yesterday >/dev/null 2>&1
is "a day that is none is wrong use" $? 2

done_testing
