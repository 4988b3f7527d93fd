#!/usr/bin/env bash
# Reviewers at work: through refundctl, as the system users that they are, and in the ticket.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

settings 'log_level = debug' 'working_hours = "mon-sun 00:00-24:00"'
small=20230301080000000003 large=20230301080000000004
order $small owner_uin=100000000003 payer_uin=100000000003
order $large owner_uin=100000000003 payer_uin=100000000003 cash=4990.00
usage $small
usage $large
account 100000000003 suspended=illegal # for a cause that the policy does not name
import_all

verdicts() { # TICKET: "alice approve given, ..."
    ctl --json review history "$1" | jq -r '[.[] | "\(.reviewer) \(.verdict) \(.amount) \(.state)"] | join(", ")'
}

last_public() {
    of "$1" '[.messages[] | select(.author == "refundd" and .public)] | last.body'
}

# ---- without a daemon ----

for id in 1001 1002 1003 1004; do ticket $id $small ".requester.uin = \"10000000000$id\""; done
ticket 2001 $large
once
is "flagged tickets wait for a reviewer, the first first" \
    "$(ctl --json review list | jq -r '[.[] | "\(.ticket) \(.state) \(.policy_amount)"] | join(", ")')" \
    "1001 flagged 418.51 USD, 1002 flagged 418.51 USD, 1003 flagged 418.51 USD, 1004 flagged 418.51 USD, 2001 flagged 4185.16 USD"
is "as a table, too" "$(ctl review list | awk '{print $1, $2}' | paste -sd ,)" \
    "TICKET STATE,1001 flagged,1002 flagged,1003 flagged,1004 flagged,2001 flagged"
is "at most as many as asked for" "$(ctl --json review list --limit 2 | jq length)" 2
has "show has the note" "$(ctl review show 1001)" "suspended-otherwise"
has "and since when it waits" "$(ctl review show 1001)" "waits for a reviewer since"
has "reasons have their codes" "$(ctl review reasons)" "our-fault"
message=$(ctl review approve 1001 2>&1)
is "no verdict is given without the daemon" $? 1
has "and it is said why" "$message" "reviewers speak through refundd"
for wrong in "review" "review list 1001" "review approve" "review reject 1001" "review dance 1001" \
    "review claim 1001 --code used" "review approve 1001 --until 2026-01-01" "exempt add 1 a" \
    "exempt list 1" "exempt end 1 a --reason b"; do
    # shellcheck disable=SC2086
    ctl $wrong >/dev/null 2>&1
    is "wrongly asked: $wrong" $? 2
done

# ---- one reviewer, through refundctl ----

start_daemon
has "a claim" "$(ctl review claim 1001)" "claimed by $(id -un)"
is "is on the list" "$(ctl --json review list | jq -r '.[0].claimed_by')" "$(id -un)"
is "and is given back" "$(ctl review unclaim 1001)" "given back"
has "an approval is confirmed with its amount" "$(ctl review approve 1001 --code goodwill --reason "an old customer")" "approved 418.51 USD"
check "the ticket is read again, then the customer is told" await "it is in the ticket"
has "the amount" "$(last_public 1001)" "We return 418.51 USD"
has "the reason's clause" "$(last_public 1001)" "as a courtesy"
is "no internal word" "$(last_public 1001 | grep -ciE 'old customer|score|suspended')" 0
is "once" "$(replies_in 1001)" 2
is "the ticket is solved" "$(of 1001 '"\(.status) \(.fields.refund_decision) \(.fields.refund_amount)"')" "solved approve 418.51"
is "the history has it" "$(verdicts 1001)" "$(id -un) approve 418.51 USD final"
message=$(ctl review reject 1001 --code used 2>&1)
is "what was decided cannot be decided again" $? 1
has "as is said" "$message" "does not wait for a reviewer"

message=$(ctl review approve 1002 2>&1)
is "an order is not paid back twice" $? 1
has "as is said, too" "$message" "granted in another ticket"
ctl review reject 1002 --code abuse >/dev/null
check "but its request can be rejected" await "it is in the ticket"
has "with the reason's clause" "$(last_public 1002)" "does not cover this request"
is "once, too" "$(replies_in 1002)" 2

# ---- in the ticket ----

edit 1003 '.fields.review_verdict = "reject" | .fields.reviewer = "alice" | .fields.review_reason = "no-such"'
check "a reason that is none is refused" await "a verdict cannot be carried out"
await "it is in the ticket"
is "the field is cleared" "$(of 1003 '.fields.review_verdict')" null
has "and a note says why" "$(of 1003 '.messages[-1] | select(.public == false).body')" "no-such is no reason to reject"
edit 1003 '.fields.review_verdict = "reject" | .fields.reviewer = "alice" | .fields.review_reason = "used"'
check "another is taken" await "outcome=reject"
await "it is in the ticket"
has "and told" "$(last_public 1003)" "has been used"
is "once in all" "$(replies_in 1003)" 2

edit 1004 "$(says agent "I looked into it: no refund, sorry.") | .status = \"solved\""
check "who answers and closes the ticket by hand has it" await "ticket=1004 what=person-came"
is "and nothing more is said" "$(replies_in 1004)" 1
is "the others are done" "$(ctl --json review list | jq -r '[.[].ticket] | join(" ")')" 2001

# ---- a verdict outlives the daemon ----

ticket 1005 $small '.requester.uin = "100000001005"'
await "ticket=1005 outcome=flag"
check "a fifth is flagged" await "it is in the ticket"
ctl pause "let me look" >/dev/null
has "while all is paused a verdict is taken down" "$(ctl review reject 1005 --code used)" "rejected"
is "and not carried out" "$(verdicts 1005)" "$(id -un) reject null given"
stop_daemon TERM
start_daemon
is "nor after a start" "$(verdicts 1005)" "$(id -un) reject null given"
ctl resume >/dev/null
check "but when it goes on" await "ticket=1005 outcome=reject"
check "the customer is told" await "it is in the ticket"
is "once" "$(replies_in 1005) $(verdicts 1005)" "2 $(id -un) reject null final"

# ---- four eyes ----

# The build and the settings may stand where nobody else can go.
cp "$REFUNDCTL" refundctl && cp -r "$REFUNDD_ETC" etc
sed "s|$REFUNDD_ETC|$lab/etc|" refundd.conf >others.conf

as() { # USER ARGUMENT...
    setpriv --reuid="$1" --regid="$(id -g "$1")" --clear-groups "$lab/refundctl" --config others.conf "${@:2}"
}

chmod 755 "$lab" && chmod -R a+rX etc refundctl others.conf && chmod 666 control.socket
if [ "$(id -u)" = 0 ] && id nobody daemon >/dev/null 2>&1 && as nobody review reasons >/dev/null 2>&1; then
    has "above the amount a second person is needed" "$(as daemon review approve 2001)" "a second person has to approve, too"
    check "which the ticket says" await "it is in the ticket"
    has "in a note" "$(of 2001 '.messages[-1] | select(.public == false).body')" "daemon approved 4185.16 USD"
    message=$(as daemon review approve 2001 2>&1)
    is "the same person twice is refused" $? 1
    has "and told so" "$message" "daemon approved it already"
    is "whoever they say they are" "$(USER=nobody LOGNAME=nobody as daemon review approve 2001 2>&1 | grep -c already)" 1
    is "the customer has heard nothing" "$(replies_in 2001)" 1
    edit 2001 '.fields.review_verdict = "approve" | .fields.reviewer = "Daemon"'
    check "by another way they are still one person" await "a verdict cannot be carried out"
    await "it is in the ticket"
    as nobody review approve 2001 >/dev/null
    check "a second person makes it final" await "it is in the ticket"
    is "the history has both" "$(verdicts 2001)" \
        "daemon approve 4185.16 USD first, daemon approve null refused, daemon approve null refused, Daemon approve null refused, nobody approve 4185.16 USD final"
else
    ok "two system users # SKIP not root, or others cannot run refundctl here"
    edit 2001 '.fields.review_verdict = "approve" | .fields.reviewer = "alice"'
    await "it is in the ticket"
    edit 2001 '.fields.review_verdict = "approve" | .fields.reviewer = "bob"'
    await "it is in the ticket"
fi
has "the customer is told once, by two" "$(last_public 2001)" "We return 4185.16 USD"
is "and not more" "$(replies_in 2001)" 2

# ---- exemptions, through the daemon and without it ----

signals=signals settings 'log_level = debug'
signal=$(awk '/^signal / {print $2; exit}' "$REFUNDD_ETC/signals.conf")
stop_daemon TERM
start_daemon
ctl exempt add 100000000003 "$signal" --until 2099-01-01 --reason "a reseller" >/dev/null
is "an exemption is listed with its author" \
    "$(ctl --json exempt list | jq -r '.[] | "\(.account) \(.signal) \(.author) \(.reason) \(.until)"')" \
    "100000000003 $signal $(id -un) a reseller 2098-12-31T16:00:00Z"
stop_daemon TERM
ctl exempt end 100000000003 "$signal" >/dev/null
is "and ends without a daemon, too" "$(ctl --json exempt list | jq length)" 0
for wrong in "add 100000000003 no-such-signal --until 2099-01-01 --reason r" \
    "add 100000000003 $signal --until 2001-01-01 --reason r" "add bob $signal --until 2099-01-01 --reason r"; do
    # shellcheck disable=SC2086
    ctl exempt $wrong >/dev/null 2>&1
    is "cannot be: exempt $wrong" $? 2
done
ctl exempt end 100000000003 "$signal" >/dev/null 2>&1
is "what is not exempt cannot end" $? 1

# ---- who waits too long ----

settings 'log_level = debug' 'working_hours = "mon-sun 00:00-24:00"' 'remind_after = "1s"' 'escalate_after = "3s"'
ticket 3001 $small '.requester.uin = "100000000077"'
start_daemon
check "reviewers are reminded" await "note=reminder"
check "then it is escalated" await "note=escalation"
await "it is in the ticket"
await "looked for tickets"
await "looked for tickets"
stop_daemon TERM
is "each once, and the customer hears nothing of it" \
    "$(of 3001 '[.messages[].body | split(":")[0] | select(. == "Reminder" or . == "Escalated")] | join(" ")') $(replies_in 3001)" \
    "Reminder Escalated 1"
done_testing
