#!/usr/bin/env bash
# What a ticket costs with a million orders and a million past cases, compared with a thousand of
# each. Run by `make bench`, in the build folder.
# shellcheck disable=SC2016 # the dollars are awk's
set -euo pipefail
: "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/bench/ledger.sh
. "$REFUNDD_SOURCE/tests/bench/ledger.sh"

many=${BENCH_ROWS:-1000000} few=1000
rounds=${BENCH_ROUNDS:-9} tickets=400
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

median() { # EXPRESSION
    awk "{ print $1 }" "$folder/rounds" | sort -n |
        awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'
}

for name in few many; do
    bench_config "$folder/$name"
    bench_ledger "$folder/$name" "${!name}" "${!name}" >/dev/null
done

# Each round has the small ledger as it was, and other orders of the large one. The large one is
# read before, so that what is compared is refundd and not whatever a disk is like.
for ((round = 0; round < rounds; round++)); do
    rm -rf "$folder/copy"
    cp -r "$folder/few" "$folder/copy"
    cat "$folder/many/state/ledger.sqlite" >/dev/null
    echo "$(./turn-cost "$folder/copy/refundd.conf" $few 0 $tickets)" \
        "$(./turn-cost "$folder/many/refundd.conf" "$many" $((round * (tickets + 100))) $tickets)"
done >"$folder/rounds"

awk -v few="$(median '$1')" -v few_cpu="$(median '$2')" -v many="$(median '$3')" \
    -v many_cpu="$(median '$4')" -v rows="$many" -v times="$(median '$3 / $1')" \
    -v cpu_times="$(median '$4 / $2')" 'BEGIN {
    printf "a ticket, with 1000 orders and cases:   %6.0f microseconds, %4.0f of CPU (median)\n",
        few, few_cpu
    printf "with %d of each:                   %6.0f microseconds, %4.0f of CPU (median)\n",
        rows, many, many_cpu
    printf "%.2f times as long, %.2f times the CPU (median of the rounds); at most 1.3 is wanted\n",
        times, cpu_times
    exit !(times <= 1.3) }'
