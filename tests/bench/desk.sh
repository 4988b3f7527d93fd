#!/usr/bin/env bash
# refundd and a calm Request Tracker in C on loopback: tickets a second, how long after a page's
# arrival its tickets are decided and on disk, and memory over many tickets. Run by `make bench`,
# in the build folder. The disk is that of TMPDIR; how long it took for the commits alone stands
# beside, and with TMPDIR=/dev/shm there is none.
set -euo pipefail
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}" "${REFUNDD_SOURCE:?}" "${HOSTILE_DESK:?}"
# shellcheck source=tests/hostile/ask.sh
. "$REFUNDD_SOURCE/tests/hostile/ask.sh"

steady=${BENCH_STEADY:-20000} rate=${BENCH_RATE:-1000}
warm=$((2 * rate)) # tickets come before refundd has its pace
many=${BENCH_MANY:-200000}
folder=$(mktemp -d)
refundd=
# shellcheck disable=SC2317 # called by the trap
leave() {
    [ -z "$refundd" ] || kill -KILL "$refundd" 2>/dev/null || true
    rm -rf "$folder"
}
trap leave EXIT
build=$PWD
cd "$folder"

memory_kb() { # FIELD
    sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$refundd/status"
}

# Until the first N tickets are all answered; ends with what the desk says.
await() { # SECONDS
    ask "await?polls=1&seconds=$1" >summary.json
    jq -e '.right == .tickets' summary.json >/dev/null || {
        echo "not all were answered in $1 seconds:"
        cat summary.json
        tail -5 log
        exit 1
    }
}

start() {
    local part kind
    exec 6< <(exec "$HOSTILE_DESK" --kinds approve,reject)
    read -r port <&6
    {
        printf '%s\n' 'state_dir = "state"' 'control_socket = "control.socket"' \
            'desk = "bench"' 'poll_interval = "1s"' 'log_level = warning' 'rt bench {' \
            "    url = \"http://127.0.0.1:$port\"" '    token_file = "token"' \
            '    in_flight = 8' '    per_minute = 0' '    request_timeout = "1s"' \
            '    quarantine = "2s"' '}'
        for part in signals intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >refundd.conf
    (umask 077 && echo 1-28-0123456789abcdef >token)
    for kind in orders usage accounts; do
        ask "$kind.csv?count=$many" | "$REFUNDCTL" --config refundd.conf import $kind - >/dev/null
    done
    COMMIT_LOG=commits LD_PRELOAD=$build/commit-log.so \
        "$REFUNDD" --config refundd.conf 2>log &
    refundd=$!
    await 60
    [ -s commits ] || {
        echo "no commit was heard of: is commit-log.so built?"
        exit 1
    }
}

# Of each ticket whose number is above FIRST: from the arrival of the page it was decided from, the
# last one sent before that, to the first commit after that; sorted, in microseconds. Then what of
# this the disk took for that commit.
latencies() { # FIRST
    ask times | awk -v first="$1" '$1 > first' | sort >shown
    sqlite3 -readonly -separator ' ' state/ledger.sqlite "SELECT ticket, min(decided_at)
        FROM cases c JOIN decisions d ON d.case_id = c.id GROUP BY ticket" | sort >decided
    join decided shown | sort -n -k 2,2 | awk -v commits=commits '
        function next_commit(    line, field) {
            if ((getline line <commits) <= 0) return 0
            split(line, field, " ")
            committed = field[1]
            took = field[2]
            return 1
        }
        BEGIN { next_commit() }
        {
            while (committed < $2 && next_commit());
            shown = 0
            for (i = 3; i <= NF; i++) if ($i <= $2 && $i > shown) shown = $i
            if (shown) print committed - shown, took
        }' | sort -n
}

status=0
start

echo "$steady tickets offered, $rate a second, after $warm to warm up:"
began=$EPOCHREALTIME
ask "create?count=$((warm + steady))&rate=$rate" >/dev/null
await $(((warm + steady) / rate + 60))
few_kb=$(memory_kb VmRSS)
awk -v n=$((warm + steady)) -v rate="$rate" -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN {
    left = b - a - n / rate
    printf "answered %.1f s after the last had come%s\n", left,
        (left > 1.5 ? ": that is a backlog, and not what refundd does while it keeps up" : "") }'
latencies "$warm" >sorted
spread() { # WHAT, with a figure a line on standard input
    sort -n | awk -v what="$1" '{ l[NR] = $1 } END {
        printf "%s: %.1f ms (median), %.1f ms (99 of 100), %.1f ms (all)\n",
            what, l[int((NR + 1) / 2)] / 1e3, l[int((NR * 99 + 99) / 100)] / 1e3, l[NR] / 1e3 }'
}
spread "decided and on disk after the page" <sorted
cut -d ' ' -f 2 sorted | spread "of this the disk alone"
awk '{ within += $1 <= 5000; beside += $1 - $2 <= 5000 } END {
    printf "within 5 ms: %.2f %% of %d, and without the disk %.2f %%; at least 99 %% is wanted\n",
        100 * within / NR, NR, 100 * beside / NR
    exit !(within >= 0.99 * NR) }' sorted || status=1

left=$((many - warm - steady))
echo "$left more at once:"
began=$EPOCHREALTIME
ask "create?count=$left" >/dev/null
await $((left / 500 + 60))
awk -v n=$left -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN {
    printf "%.0f tickets a second; at least 1000 are wanted\n", n / (b - a)
    exit !(n / (b - a) >= 1000) }' || status=1
jq -r '"requests a ticket: \(.reads / .tickets * 1000 | round / 1000) reads, " +
    "\(.writes / .tickets * 1000 | round / 1000) writes; connections: \(.connections)"' summary.json
peak_kb=$(memory_kb VmHWM) many_kb=$(memory_kb VmRSS)
echo "resident: $few_kb KB after $steady tickets, $many_kb KB after $many; at most 512 KB more is wanted"
((many_kb - few_kb <= 512)) || status=1
echo "of these $(memory_kb RssAnon) KB its own and $(memory_kb RssFile) KB of mapped files"
echo "peak: $peak_kb KB; at most 16384 KB is wanted"
((peak_kb <= 16384)) || status=1
kill -TERM "$refundd"
wait "$refundd" || status=1
refundd=
exit $status
