#!/usr/bin/env bash
# Replays the seeds of every fuzz target, and with them every input that once was trouble.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"

for source in "$REFUNDD_SOURCE"/tests/fuzz/fuzz_*.c; do
    target=$(basename "$source" .c)
    target=${target#fuzz_}
    seeds=("$REFUNDD_SOURCE/tests/fuzz/seeds/$target"/*)
    check "$target: ${#seeds[@]} seeds" "./fuzz-$target" "${seeds[@]}"
done
done_testing
