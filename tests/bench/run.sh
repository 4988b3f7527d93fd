#!/usr/bin/env bash
# How refund-eval compares with bare yajl on the same bytes, and whether its memory stays put.
# Run by `make bench`, in the build folder.
set -euo pipefail

facts=${BENCH_FACTS:-100000}
rounds=${BENCH_ROUNDS:-7}
config=$REFUNDD_ETC/refundd.conf
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

median() { sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }
column() { awk -v n="$1" '{ print $n }' "$2"; }

./make-facts 1000 >"$folder/few"
./make-facts "$facts" >"$folder/many"
echo "$facts facts, $(stat -c %s "$folder/many") bytes, $rounds rounds of each, taking turns"

for _ in $(seq "$rounds"); do
    ./measure "$folder/many" ./bare-yajl >>"$folder/yajl"
    ./measure "$folder/many" "$REFUND_EVAL" --config "$config" >>"$folder/eval"
    ./measure "$folder/few" "$REFUND_EVAL" --config "$config" >>"$folder/eval-few"
done

wall_yajl=$(column 1 "$folder/yajl" | median) wall_eval=$(column 1 "$folder/eval" | median)
cpu_yajl=$(column 2 "$folder/yajl" | median) cpu_eval=$(column 2 "$folder/eval" | median)
peak_few=$(column 3 "$folder/eval-few" | median) peak_many=$(column 3 "$folder/eval" | median)

awk -v y="$wall_yajl" -v e="$wall_eval" -v yc="$cpu_yajl" -v ec="$cpu_eval" -v n="$facts" \
    -v few="$peak_few" -v many="$peak_many" 'BEGIN {
    printf "bare yajl    %7.1f ms, %7.1f ms CPU (median)\n", y / 1000, yc / 1000
    printf "refund-eval  %7.1f ms, %7.1f ms CPU (median), %.1f microseconds a decision\n",
           e / 1000, ec / 1000, e / n
    printf "ratio        %7.2f of time,  %.2f of CPU; at most 3 is wanted\n", e / y, ec / yc
    printf "peak memory  %7d KB for 1,000 facts, %d KB for %d; at most 512 KB more is wanted\n",
           few, many, n
    exit !(e / y <= 3 && many - few <= 512)
}'
