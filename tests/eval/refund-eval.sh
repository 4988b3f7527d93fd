#!/usr/bin/env bash
# refund-eval as people and scripts meet it: what goes in, what comes out, how it ends.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"

: "${REFUND_EVAL:?}" "${REFUNDD_ETC:?}"
command -v jq >/dev/null || skip_all "jq is not installed"
export REFUNDD_CONFIG=$REFUNDD_ETC/refundd.conf
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

cat >founding.json <<'END'
{
  "ticket":  {"system": "spool", "id": "1001", "created_at": "2023-03-06T07:59:59+08:00",
              "product": "Tencent Real-Time Communication TRTC", "issue_type": "Billing and Refund Issues",
              "requester_uin": "100000000001", "language": "en", "orders_named": 1},
  "order":   {"id": "20230301080000000001", "family": "rtc-engine", "edition": "standard", "action": "purchase",
              "status": "shipped", "sdk_app_id": "1400000001", "owner_uin": "100000000001",
              "payer_uin": "100000000001", "entity": "E-1", "origin": "purchased",
              "purchased_at": "2023-03-01T08:00:00+08:00", "months": 1, "currency": "USD",
              "paid": {"cash": "499.00", "transfer": "0.00", "gift": "0.00", "voucher": "0.00"}},
  "usage":   {"gifted_minutes_used": "0", "used_after_request": false, "as_of": "2023-03-06T11:00:00+08:00"},
  "account": {"suspended": "none", "frozen": "0.00"},
  "history": {"order_refunded": false, "order_refund_pending": false, "entity_refunds_of_family": 0},
  "signals": {"repeat-refunds": 0}
}
END

# evaluate STATUS [ARGUMENT...]: runs it; out and err are what it wrote, ok when it ended so.
evaluate() {
    local expected=$1 status
    shift
    "$REFUND_EVAL" "$@" >out 2>err
    status=$?
    [ $status = "$expected" ] || {
        echo "ended with $status, not $expected"
        cat err
        return 1
    }
}

# shows FILE TEXT: the file has this text in it.
shows() {
    grep -qF -- "$2" "$1" || {
        echo "not there: $2"
        cat "$1"
        return 1
    }
}

# ---- the founding example ----

check "the founding example is decided" evaluate 0 founding.json
expected='{"outcome":"approve","policy":"rtc-engine","version":"2023-01-01","rule":"unused-within-window","refund":{"currency":"USD","total":"418.51","cash":"418.51","transfer":"0.00","gift":"0.00","payer_uin":"100000000001"},"arithmetic":"499.00 x (31 - 5) / 31 = 418.516..., truncated to 418.51","score":0,"missing":[],"trace":['
check "it is approved with 418.51 USD, in the shape that is promised" shows out "$expected"
check "the trace shows what was compared" \
    shows out '{"rule":"too-late","answer":"no","because":"elapsed 4d23h59m59s, window 5d"}'
check "nothing is said on standard error" test ! -s err
check "a decision is one line" test "$(wc -l <out)" = 1

# ---- what a change of the example does: all in one run ----

sentences=() answers=()

# decides SENTENCE FILTER OUTCOME-AND-RULE
decides() {
    jq -c "$2" founding.json >>changed.json
    sentences+=("$1")
    answers+=("$3")
}

decides "the last instant of the fifth day counts" \
    '.ticket.created_at = "2023-03-06T08:00:00+08:00" | .usage.as_of = "2023-03-06T12:00:00+08:00"' \
    'approve unused-within-window'
decides "one second later does not" '.ticket.created_at = "2023-03-06T08:00:01+08:00"' 'reject too-late'
decides "a minute used ends the claim" '.usage.gifted_minutes_used = "1"' 'reject used'
decides "vouchers alone give nothing back" '.order.paid.cash = "0" | .order.paid.voucher = "499.00"' \
    'reject only-vouchers'
decides "an event gift is not refunded" '.order.origin = "gift"' 'reject not-purchased'
decides "an order is refunded once" '.history.order_refunded = true' 'reject refunded-already'
decides "a suspended account gets nothing" '.account.suspended = "content-violation"' \
    'reject account-suspended'
decides "overdue bills do not matter" '.account.suspended = "overdue"' 'approve unused-within-window'
decides "a stranger's request is for a person" '.ticket.requester_uin = "1"' 'flag not-owner-nor-payer'
decides "an amount above the limit is for a person" '.order.paid.cash = "9000.00"' 'flag above-limit'
decides "a currency without a limit is for a person" '.order.currency = "EUR"' 'flag above-limit'
decides "suspicion is for a person" '.signals["repeat-refunds"] = 4' 'flag hard-sign'
decides "a renewal is for a person" '.order.action = "renew"' 'flag not-a-new-purchase'
decides "a family without a policy is for a person" '.order.family = "starter"' 'flag no-policy'
decides "a ticket without an order is asked for it" '.ticket.orders_named = 0 | del(.order)' 'ask no-order'
decides "a ticket with two orders is asked for one" '.ticket.orders_named = 2' 'ask several-orders'
decides "figures that are too fresh prove nothing" '.usage.as_of = "2023-03-06T10:00:00+08:00"' 'flag null'
decides "a live package is refunded once" \
    '.order.family = "live" | .history.entity_refunds_of_family = 1' 'reject once-only'
decides "a call package comes back whole" '.order.family = "call"' 'approve unused-within-window'

check "changes of the example are decided" evaluate 0 changed.json
mapfile -t decided < <(jq -r '"\(.outcome) \(.rule)"' out)
for i in "${!sentences[@]}"; do
    check "${sentences[i]}" test "${decided[i]:-}" = "${answers[i]}"
done

# ---- streams ----

three() {
    cat founding.json
    jq -c '.order.origin = "gift"' founding.json
    printf '{}'
}

check "standard input is read where no file is named" evaluate 0 <founding.json
check "standard input is read as -" evaluate 0 - <founding.json
three | tee three.json >again.json
check "objects may follow each other in any layout" evaluate 0 three.json
check "there is one decision for each, in their order" \
    test "$(jq -r .outcome out | tr '\n' ' ')" = "approve reject ask "
check "several files are read one after the other" evaluate 0 three.json founding.json - <again.json
check "all of them are decided" test "$(wc -l <out)" = 7
check "an empty input is no mistake" evaluate 0 /dev/null
check "nothing comes of it" test ! -s out

coproc EVAL { exec "$REFUND_EVAL"; }
child=$EVAL_PID
jq -c . founding.json >&"${EVAL[1]}"
read -r -t 20 line <&"${EVAL[0]}"
check "a decision does not wait for the next request" test "${line:0:20}" = '{"outcome":"approve"'
eval "exec ${EVAL[1]}>&-"
wait "$child"

if [ -z "${REFUNDD_INSTRUMENTED:-}" ]; then
    jq -c . founding.json >one.json
    for _ in {1..1000}; do cat one.json; done >thousand.json
    many() {
        (
            ulimit -v 32768
            for _ in {1..50}; do cat thousand.json; done | "$REFUND_EVAL" >out 2>err
        )
    }
    check "memory does not grow over 50,000 requests" many
    check "each of them is decided" test "$(wc -l <out)" = 50000
fi

# ---- bad input ----

sentences=() errors=() inputs=()

# bad SENTENCE ERROR < INPUT: a file with the input, and after it a request that is good.
bad() {
    local name=bad-${#inputs[@]}.json
    { cat; printf '\n'; jq -c . founding.json; } >"$name"
    sentences+=("$1")
    errors+=("$name: $2")
    inputs+=("$name")
}

repeat() {
    head -c "$2" /dev/zero | tr '\0' "$1"
}

bad "100,000 levels of nesting" "line 1, column 17: " < <(repeat '[' 100000)
bad "20 levels of nesting" "line 1, column 21: " \
    < <(printf '{"a":'; repeat '[' 20; repeat ']' 20; printf '}')
bad "a string of 1 MB" "line 1, column 1: " \
    < <(printf '{"order": {"id": "'; repeat x 1000000; printf '"}}')
bad "broken UTF-8" "line 1, column 22: " < <(printf '{"order": {"id": "caf\351"}}')
bad "half a surrogate pair" "line 1, column 19: " <<<'{"order": {"id": "\ud800"}}'
bad "a NUL in a string" "line 1, column " <<<'{"order": {"id": "a\u0000"}}'
bad "a key twice" "line 3, column " <<<$'{\n  "order": {"id": "1",\n  "id": "2"}}'
bad "a huge number" "line 1, column 22: order.months: " <<<'{"order": {"months": 1e400}}'
bad "a number of 23 digits" "line 1, column 22: order.months: " \
    <<<'{"order": {"months": 12345678901234567890123}}'
bad "30 February" "line 1, column 27: ticket.created_at: " \
    <<<'{"ticket": {"created_at": "2023-02-30T08:00:00+08:00"}}'
bad "a time without offset" "line 1, column 27: ticket.created_at: " \
    <<<'{"ticket": {"created_at": "2023-02-20T08:00:00"}}'
bad "a negative amount" "line 1, column 48: order.paid.cash: " \
    <<<'{"order": {"currency": "USD", "paid": {"cash": "-1.00"}}}'
bad "three decimals of USD" "line 1, column 48: order.paid.cash: " \
    <<<'{"order": {"currency": "USD", "paid": {"cash": "1.001"}}}'
bad "a word that is none" "line 1, column 22: order.status: " <<<'{"order": {"status": "lost"}}'
bad "text where an object belongs" "line 1, column 11: order: " \
    <<<'{"order": "20230301080000000001"}'
bad "half an object" "line 3, column 1: " <<<'{"order": {"id": "1"'
bad "no JSON at all" "line 1, column 1: " <<<'hello'

check "bad input ends with 1" evaluate 1 "${inputs[@]}"
for i in "${!sentences[@]}"; do
    check "${sentences[i]}: told with its place" shows err "${errors[i]}"
done
check "what is bad is told once each" test "$(wc -l <err)" = ${#inputs[@]}
check "the request after each is decided, and nothing else" \
    test "$(jq -r .outcome out | grep -c approve)/$(wc -l <out)" = ${#inputs[@]}/${#inputs[@]}

printf '{"order": {"status": "lost"}}' >bad.json
check "bad standard input is named" evaluate 1 <bad.json
check "as what it is" shows err "standard input: line 1, column 22: order.status: "
check "a file that is not there is named" evaluate 1 absent.json founding.json
check "with the reason" shows err "absent.json: No such file or directory"
check "and the others are decided" test "$(wc -l <out)" = 1
check "a folder is no file" evaluate 1 . founding.json
check "and is named" shows err ".: Is a directory"

# ---- time ----

decides_at() {
    check "$1" test "$("$REFUND_EVAL" --now "$2" founding.json | jq -r '"\(.outcome) \(.rule)"')" = "$3"
}
decides_at "what lies before the moment of judging is judged" 2023-03-06T12:00:00+08:00 \
    'approve unused-within-window'
decides_at "what lies after it is for a person" 2023-03-06T07:00:00+08:00 'flag from-the-future'

# ---- bad use ----

check "an unknown option is bad use" evaluate 2 --nope
check "and the usage is shown" shows err "usage: refund-eval "
check "an option without its value is bad use" evaluate 2 --config
check "a moment that is none is bad use" evaluate 2 --now yesterday founding.json
check "and is named" shows err "--now: "
check "a configuration that is not there is bad use" evaluate 2 --config absent.conf founding.json
check "and is named" shows err "absent.conf cannot be opened: No such file or directory"
printf 'poll_interval = "2s"\nlog_level = loud\n' >broken.conf
check "a broken configuration is bad use" evaluate 2 --config broken.conf founding.json
check "and is told by file, line and column" shows err "broken.conf:2:13: log_level: "
check "nothing is decided by it" test ! -s out
check "--config goes before the environment" \
    env REFUNDD_CONFIG=absent.conf "$REFUND_EVAL" --config "$REFUNDD_ETC/refundd.conf" founding.json
check "--help helps" evaluate 0 --help
check "on standard output" shows out "--now TIME"
check "--version tells the version" evaluate 0 --version
check "after the name" shows out "refund-eval "

# ---- nobody listens ----

full_disk() {
    "$REFUND_EVAL" founding.json 2>err >/dev/full
    [ $? = 2 ]
}
check "a full disk is noticed" full_disk
check "and told" shows err "standard output: No space left on device"
closed_pipe() {
    { (sleep 0.2; cat founding.json) | "$REFUND_EVAL" 2>err; echo $? >status; } | true
    [ "$(cat status)" = 2 ]
}
check "a closed pipe is noticed" closed_pipe
check "and told" shows err "standard output: Broken pipe"

done_testing
