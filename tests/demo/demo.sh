#!/usr/bin/env bash
# The demo, end to end: the tickets are answered as they should be, and once.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
command -v jq >/dev/null || skip_all "jq is missing"

run=$(mktemp -d)
trap 'rm -rf "$run"' EXIT
cp -RL "$REFUNDD_SOURCE/examples/demo/." "$run"
chmod -R u+w "$run"

ctl() { "$REFUNDCTL" --config "$run/refundd.conf" "$@"; }
answer() { "$REFUNDD" --config "$run/refundd.conf" --once; }
import() { ctl import "$1" "$run/$1.csv"; }
words() { # TICKET public|internal: what refundd said in it
    jq -r --argjson public "$([ "$2" = public ] && echo true || echo false)" \
        '.messages[] | select(.author == "refundd" and .public == $public) | .body' \
        "$run/spool/$1.json"
}
says() { # TICKET public|internal TEXT...
    local ticket=$1 kind=$2 text
    shift 2
    for text; do
        words "$ticket" "$kind" | grep -qF -- "$text" || {
            echo "\"$text\" is missing in:"
            words "$ticket" "$kind"
            return 1
        }
    done
}
field() { jq -r "$2" "$run/spool/$1.json"; }
is() { [ "$1" = "$2" ] || { echo "\"$1\" is not \"$2\""; return 1; }; }

for kind in orders usage accounts refunds; do
    check "$kind are imported" import $kind
done
before=$(cat "$run"/spool/*.json | cksum)
check "a rehearsal goes through" "$REFUNDD" --config "$run/refundd.conf" --dry-run
check "and changes no ticket" is "$(cat "$run"/spool/*.json | cksum)" "$before"
check "and no case" is "$(ctl --json cases | jq length)" 0

check "all tickets are answered" answer
ctl --json cases | jq -r '.[] | [.ticket, .state, .outcome, .amount // "-", .rule // "-"] | join("  ")' |
    sort >"$run/answers"
check "each as it should be" diff "$REFUNDD_SOURCE/tests/demo/expected" "$run/answers"

check "the founding example gives 418.51 USD" says 1001 public \
    "418.51 USD" "499.00 x (31 - 5) / 31" "100000000001"
check "its ticket is solved" is "$(field 1001 .status)" solved
check "its fields say so" is \
    "$(field 1001 '.fields | [.refund_decision, .refund_amount, .refund_currency] | join(" ")')" \
    "approve 418.51 USD"
check "three purses get their shares, the voucher nothing" says 1003 public \
    "280.64 USD" "112.26 USD" "45.84 USD" "30.00 USD"
check "a Chinese ticket is answered in Chinese" says 1004 public "您好" "5779.74 CNY"
check "a rejection has its clause and figures" says 1007 public "5 days 1 hour 36 minutes 2 seconds"
check "a question asks for one order" says 1013 public "one order"
check "frozen fees are spoken of" says 1018 public "12.40 USD"
check "a flag tells the customer only that a colleague looks" says 1014 public "A colleague"
nothing "and not why" "$(words 1014 public | grep -iE 'abuse|suspicio|owner')"
check "the reviewer reads why" says 1014 internal "Why: abuse" "not-owner-nor-payer"
check "a pattern of refunds flags, with the rows that made it and the policy's own answer" \
    says 1021 internal "score 180" "after_refund_of 20230221093348001936" "approve 418.51 USD"
nothing "its customer hears nothing of that" "$(words 1021 public | grep -iE 'score|suspicio|abuse')"
check "it waits for a reviewer" grep -q "^1021 .*suspicious" <(ctl review list)
check "another product's ticket is left alone" is "$(field 1017 '.messages | length')" 1

after=$(cat "$run"/spool/*.json | cksum)
check "a second run goes through" answer
check "and says nothing twice" is "$(cat "$run"/spool/*.json | cksum)" "$after"
check "the same imports change nothing" grep -q "0 new, 0 changed" <(import orders)
check "explain shows the arithmetic and where facts came from" \
    grep -q "orders.csv, line 2" <(ctl explain 1001)

rm -rf "$run/state"
for kind in orders usage accounts refunds; do import $kind >/dev/null; done
check "a run without the old ledger goes through" answer
check "and says nothing twice either" is "$(cat "$run"/spool/*.json | cksum)" "$after"
done_testing
