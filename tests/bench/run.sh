#!/usr/bin/env bash
# How refund-eval compares with bare yajl on the same bytes, and whether its memory stays put.
# Run by `make bench`, in the build folder.
# shellcheck disable=SC2016 # the dollars are awk's
set -euo pipefail

facts=${BENCH_FACTS:-100000}
rounds=${BENCH_ROUNDS:-7}
config=$REFUNDD_ETC/refundd.conf
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The median of the expression $1 over the lines of the files, pasted side by side.
median() {
    local expression=$1
    shift
    paste "$@" | awk "{ print $expression }" | sort -n |
        awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

# Runs both on the facts of the file $1, taking turns.
take_turns() {
    for _ in $(seq "$rounds"); do
        ./measure "$1" ./bare-yajl >>"$1.yajl"
        ./measure "$1" "$REFUND_EVAL" --config "$config" >>"$1.eval"
    done
}

# Prints what came of it; fails when refund-eval took more than $2 times as long. The ratios are those
# of each round, for the machine's pace may drift between rounds.
compare() {
    local yajl=$1.yajl eval=$1.eval
    awk -v y="$(median '$1' "$yajl")" -v e="$(median '$1' "$eval")" \
        -v yc="$(median '$2' "$yajl")" -v ec="$(median '$2' "$eval")" -v n="$facts" -v most="$2" \
        -v times="$(median '$4 / $1' "$yajl" "$eval")" \
        -v cpu_times="$(median '$5 / $2' "$yajl" "$eval")" 'BEGIN {
        printf "bare yajl    %7.1f ms, %7.1f ms CPU (median)\n", y / 1000, yc / 1000
        printf "refund-eval  %7.1f ms, %7.1f ms CPU (median), %.1f microseconds a decision\n",
               e / 1000, ec / 1000, e / n
        printf "ratio        %7.2f of time,  %.2f of CPU (median of the rounds)\n", times, cpu_times
        exit !(most == "" || times <= most)
    }'
}

./make-facts 1000 >"$folder/few"
./make-facts "$facts" >"$folder/compact"
echo "$facts facts, $rounds rounds of each, taking turns; at most 3 times as long is wanted"
take_turns "$folder/few"
echo "One a line, $(stat -c %s "$folder/compact") bytes:"
take_turns "$folder/compact"
status=0
compare "$folder/compact" 3 || status=1
if command -v jq >/dev/null; then
    jq . "$folder/compact" >"$folder/indented"
    echo "Indented, $(stat -c %s "$folder/indented") bytes, for comparison:"
    take_turns "$folder/indented"
    compare "$folder/indented" ""
fi
few=$(median '$3' "$folder/few.eval") many=$(median '$3' "$folder/compact.eval")
echo "peak memory  $few KB for 1,000 facts, $many KB for $facts; at most 512 KB more is wanted"
((many - few <= 512)) || status=1
exit $status
