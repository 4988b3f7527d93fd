#!/usr/bin/env bash
# How fast refundd answers a hundred tickets of a real Request Tracker, and how fast the same server
# takes the bare requests, sent by curl: the same answers, fields and keys, as many at once.
# Run by `make bench`, in the build folder; needs what tests/rt needs.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"
# shellcheck source=tests/rt/hundred.sh
. "$REFUNDD_SOURCE/tests/rt/hundred.sh"

rounds=${BENCH_RT_ROUNDS:-3}

# The configuration of a curl that does what the desk did: one request a ticket.
write_bare() {
    desk_words | jq -r --arg url "$RT_URL/REST/2.0" --arg token "$(cat "$RT_LAB/refundd.token")" '
        "next", "fail", "silent", "show-error", "url = \"\($url)/ticket/\(.id)/correspond\"",
        "output = \"/dev/null\"", "header = \"Authorization: token \($token)\"",
        "header = \"Content-Type: application/json\"",
        "data = \({Content: .said[0].body, ContentType: "text/plain", Status: .status,
            CustomFields: {RefundDecision: .decision, RefundAmount: .amount, RefundCurrency: .currency},
            TxnCustomFields: {RefundKey: "key of \(.id)"}} | tojson | tojson)"'
}

send_bare() {
    local TIMEFORMAT=%R real
    rt_restore hundred
    { time curl --no-progress-meter --parallel --parallel-max 2 -K bare; } 2>clocked || return
    read -r real < <(tail -n 1 clocked)
    echo $((10#${real/./} * 1000)) >>curl
}

first_look || { cat desk/once.log; exit 1; }
look_seldom
hundred_tickets
for _ in $(seq "$rounds"); do
    answer_hundred || { cat desk/once.log; exit 1; }
    read -r _ _ busy_us < <(asked)
    read -r wall_us cpu_us <took
    echo "$wall_us $busy_us $cpu_us" >>refundd
    [ -e bare ] || write_bare >bare
    send_bare || { cat clocked; exit 1; }
done
median() { # FILE COLUMN
    sort -n -k "$2" "$1" | awk -v column="$2" '{ value[NR] = $column } END { print value[int((NR + 1) / 2)] }'
}
awk -v refundd="$(median refundd 1)" -v bare="$(median curl 1)" -v busy="$(median refundd 2)" \
    -v cpu="$(median refundd 3)" -v rounds="$rounds" 'BEGIN {
    printf "A real Request Tracker, 100 tickets, %d rounds of each, taking turns (median):\n", rounds
    printf "refundd        %6.2f tickets a second (%.1f s, of which %.2f s of its own)\n",
           1e8 / refundd, refundd / 1e6, (refundd - busy + cpu) / 1e6
    printf "bare requests  %6.2f tickets a second (%.1f s)\n", 1e8 / bare, bare / 1e6
}'
