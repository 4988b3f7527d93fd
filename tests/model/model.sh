#!/usr/bin/env bash
# Spin looks at every state that the protocol of answers.pml can get into: nothing is said twice,
# whatever dies; and it finds each fault that is planted.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"

command -v spin >/dev/null || skip_all "spin is not installed"
compiler=${CC:-gcc}

folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

# FLAGS: of the verifier; the rest: macros of the model.
build() {
    local flags=$1
    shift
    rm -f pan*
    # shellcheck disable=SC2086 # words on purpose
    spin -a "${@/#/-D}" "$REFUNDD_SOURCE/tests/model/answers.pml" && $compiler -O1 -w $flags -o pan pan.c
}

# The depth is bounded so that a model that outgrows it is told, not cut short in silence.
holds() {
    build -DSAFETY "$@" && timeout 60 ./pan -m100000 >out && cat out &&
        grep -q 'errors: 0$' out && ! grep -q 'max search depth too small' out
}

ends() {
    build -DNP && timeout 60 ./pan -l -m100000 >out && cat out &&
        grep -q 'errors: 0$' out && ! grep -q 'max search depth too small' out
}

breaks() {
    build -DSAFETY "$@" && timeout 60 ./pan -m100000 >out
    cat out
    grep -q '^pan:1: assertion violated' out
}

check "no state says anything twice, forgets anything, or lets go what is not durable" holds
echo "# $(grep -o '[0-9]* states, stored' out)"
check "and none does where only the look and the adoption keep watch" holds NO_NET NO_COPY
check "every run ends, but for one whose requests are all lost" ends

while read -r fault sentence; do
    check "found: $sentence" breaks "$fault"
done <<'FAULTS'
NO_QUARANTINE what may have left is looked for at once
SHORT_QUARANTINE the quarantine is shorter than a request lives
QUARANTINE_OF_INTENT the quarantine counts from the intent, not from when the sender stopped
NO_MARK an effect leaves without a durable mark
NO_LOOK what may have left is said again without a look
GUESS a server that cannot be asked is taken to have nothing
NO_ADOPTION a lost ledger does not look for its answers
NO_WAIT a lost ledger does not wait for what its last run may have sent
NO_RECOVERY what was leaving when a commit failed is let go again
NO_CHECK the ticket is not read before the answer is sent
NO_NET an old copy of the ledger does not look for the key before it writes
FAULTS

done_testing
