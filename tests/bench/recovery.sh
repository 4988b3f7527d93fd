#!/usr/bin/env bash
# refundd is killed at work with a million rows in its ledger, and started again: how long until
# its first decision. Run by `make bench`, in the build folder.
set -euo pipefail
: "${REFUNDD:?}" "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/bench/ledger.sh
. "$REFUNDD_SOURCE/tests/bench/ledger.sh"

rows=${BENCH_ROWS:-1000000} rounds=${BENCH_KILLS:-5} tickets=100
folder=$(mktemp -d)
refundd=
leave() {
    [ -z "$refundd" ] || kill -KILL "$refundd" 2>/dev/null || true
    rm -rf "$folder"
}
trap leave EXIT

drop_tickets() { # NAME FROM: `tickets` more, each about an order of its own
    local i
    for ((i = $2; i < $2 + tickets; i++)); do
        bench_ticket "$1$i" "$(printf '20230301%012d' $((2 * i + 1)))" $((100000000000 + i / 2)) \
            >"$folder/spool/.new"
        mv "$folder/spool/.new" "$folder/spool/$1$i.json"
    done
}

start() {
    "$REFUNDD" --config "$folder/refundd.conf" 2>"$folder/log" &
    refundd=$!
    exec 7<"$folder/log"
}

# Until COUNT tickets of that name have their answers; after a minute they will not.
await_answers() { # NAME COUNT
    local line left=$2
    while ((left > 0)); do
        read -r -t 60 -u 7 line || { echo "no answer comes" && exit 1; }
        case $line in *"it is in the ticket ticket=$1"*) left=$((left - 1)) ;; esac
    done
}

kill_it() {
    { kill -KILL $refundd && wait $refundd; } 2>/dev/null || true
    refundd=
    exec 7<&-
}

bench_config "$folder"
bench_ledger "$folder" $((rows / 3)) $((rows / 3)) >/dev/null
mkfifo "$folder/log"
worst=0
for ((round = 0; round < rounds; round++)); do
    drop_tickets before $((2 * round * tickets))
    start
    await_answers before $((tickets / 2))
    kill_it
    drop_tickets after $(((2 * round + 1) * tickets))
    began=$EPOCHREALTIME
    start
    await_answers after 1
    first=$(sqlite3 -readonly "$folder/state/ledger.sqlite" \
        "SELECT min(decided_at) FROM decisions WHERE decided_at > ${began/./}")
    kill_it
    [ -n "$first" ] || { echo "nothing was decided" && exit 1; }
    took=$((first - ${began/./}))
    ((took <= worst)) || worst=$took
done
echo "killed with $rows rows in the ledger: the first decision comes after $((worst / 1000)) ms" \
    "(worst of $rounds); at most 1000 are wanted"
((worst <= 1000000))
