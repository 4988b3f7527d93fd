#!/usr/bin/env bash
# The daemon's own code in simulated worlds: every invariant holds, a seed can be repeated, and a
# fault planted in the protocol is found. SIMULATED_SEEDS says how many worlds.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"

worlds=$(mktemp -d) || exit 2
trap 'rm -rf "$worlds"' EXIT

# Their customers ask so often that nearly all of them would be suspected: signals are left out
# where approvals are wanted.
world() { # NAME SED-COMMAND
    sed "s|^include(\"|&${REFUNDD_ETC:?}/|; $2" "$REFUNDD_ETC/refundd.conf" >"$worlds/$1.conf"
}
world usual '/signals\.conf/d'
world suspicious ''

simulate() {
    ./simulate --config "$worlds/usual.conf" "$@"
}

digests() { # SEEDS
    simulate --digests --seeds "$1" | grep -E '^[0-9]+ [0-9a-f]{64}$'
}

same_digests() {
    local first
    first=$(digests 1-40) || return 1
    [ "$first" = "$(digests 1-40)" ] && [ "$(digests 40)" = "$(tail -n 1 <<<"$first")" ]
}

same_traces() {
    local first
    first=$(simulate --trace --seeds 7)
    [ -n "$first" ] && [ "$first" = "$(simulate --trace --seeds 7)" ]
}

if [ -n "${REFUNDD_INSTRUMENTED:-}" ]; then seeds=300; else seeds=10000; fi
seeds=${SIMULATED_SEEDS:-$seeds}

check "every invariant holds in $seeds worlds" \
    simulate --seeds "1-$seeds" --jobs "$(nproc)"
check "the same seed gives the same trace, whatever ran before it" same_digests
check "and that byte for byte" same_traces

check "and where the shipped signs are looked for" \
    ./simulate --config "$worlds/suspicious.conf" --seeds "1-$((seeds / 20))" --jobs "$(nproc)"
for mode in shadow assist; do
    world $mode "s|^mode = .*|mode = $mode|; /signals\.conf/d"
    check "in mode $mode no customer sees what no reviewer let through, and nobody is forgotten" \
        ./simulate --config "$worlds/$mode.conf" --seeds "1-$((seeds / 10))" --jobs "$(nproc)"
done

while read -r fault sentence; do
    check "found within 1000 worlds: $sentence" simulate --fault "$fault" --seeds 1-1000
done <<'FAULTS'
no-quarantine what may have left is looked for at once
short-quarantine the quarantine is shorter than a request lives
no-mark effects leave without a durable mark
unknown-is-later what may have left is taken to have stayed
unknown-is-done what may have left is taken to have arrived
guess a server that cannot be asked is taken to have nothing
no-keys answers cannot be told by their keys
no-silence a lost ledger does not wait for what its last run sent
early-cursor the cursor goes on though tickets are owed
half-poll a poll that broke off is taken to be whole
no-check the ticket is not read before an answer is written
one-clock the clock that nobody can set is set with the other
raw-restore a backup is put back as it is
FAULTS

done_testing
