#!/usr/bin/env bash
# refundd against a desk that misbehaves in every way that hostile-desk knows: whatever happens,
# every ticket gets its right answer once, and refundd lives on in little memory.
set -u
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}" "${REFUNDD_SOURCE:?}" "${HOSTILE_DESK:?}"
# shellcheck source=tests/tap.sh
. "$REFUNDD_SOURCE/tests/tap.sh"
# shellcheck source=tests/hostile/ask.sh
. "$REFUNDD_SOURCE/tests/hostile/ask.sh"

# What is done to refundd | options of hostile-desk. A trouble befalls some of the first requests,
# NAME:TIMES:PERCENT, and then all is calm.
cases='
a calm server                                 |
a byte a second                               | --misbehave slow:3
heads without a body                          | --misbehave stall:3
silence                                       | --misbehave silence:3
a reset before anything was done              | --misbehave reset-before
a reset after all was done                    | --misbehave reset-after
a connection closed before anything was done  | --misbehave close-before
a connection closed after all was done        | --misbehave close-after
a body that ends in its middle                | --misbehave close-in-body
connections that are not kept though promised | --misbehave close-afterwards:40:50
more promised than sent                       | --misbehave length-too-long
less promised than sent                       | --misbehave length-too-short
chunks without end                            | --misbehave endless-chunks
a length without end                          | --misbehave endless-length
headers without end                           | --misbehave endless-headers
bodies that unpack without end                | --misbehave gzip-bomb
500 before anything was done                  | --misbehave 500-before
500 after all was done                        | --misbehave 500-after
429 with seconds                              | --misbehave 429-seconds:3
429 with a date                               | --misbehave 429-date:3
301 elsewhere                                 | --misbehave redirect
a login page, nothing done                    | --misbehave html-before
a login page, all done                        | --misbehave html-after
JSON cut anywhere                             | --misbehave cut-json
JSON of many levels                           | --misbehave deep-json
values of other types                         | --misbehave types:10
ids with letters                              | --misbehave ids
pages that repeat for ever                    | --misbehave loop
stale pages                                   | --misbehave stale:16
items that come twice                         | --misbehave repeat
items out of order                            | --misbehave order
more items than were asked for                | --misbehave more
answers that arrive after all hope            | --misbehave late
answers whose keys arrive late                | --misbehave late-key
answers of which the fields were lost         | --misbehave half
answers of which the key was lost             | --misbehave keyless
many things at once                           | --misbehave 500-after:6:20 --misbehave late:6:20 --misbehave cut-json:6:20 --misbehave reset-before:6:20
a person who takes tickets                    | --people take:20
a person who answers tickets                  | --people answer:20
a person who resolves tickets                 | --people resolve:20
tickets that are moved                        | --people move:20
tickets that are merged                       | --people merge:20
tickets that are deleted                      | --people delete:20
customers who write meanwhile                 | --people write:20
people everywhere and a bad line              | --people take:8 --people delete:8 --people write:8 --misbehave reset-after --misbehave late
'
tickets=60
patience_s=${HOSTILE_PATIENCE:-90}
memory_kb=65536
[ -z "${REFUNDD_INSTRUMENTED-}" ] || memory_kb=$((4 * memory_kb)) # instruments keep books of their own

# ---- one run ----

# Asks the desk; prints its answer.
configure() {
    local part
    {
        printf '%s\n' 'state_dir = "state"' 'control_socket = "control.socket"' \
            'desk = "hostile"' 'poll_interval = "1s"' 'log_level = info'
        printf '%s\n' 'rt hostile {' "    url = \"http://127.0.0.1:$port\"" \
            '    token_file = "token"' '    request_timeout = "1s"' '    quarantine = "2s"' \
            '    in_flight = 4' '    per_minute = 0' '    language_field = "Language"' \
            '    sweep_interval = "1m"' '}'
        for part in signals intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >refundd.conf
    (umask 077 && echo 1-28-0123456789abcdef >token)
}

import_all() {
    local kind
    for kind in orders usage accounts; do
        ask "$kind.csv" | "$REFUNDCTL" --config refundd.conf import $kind - >>import.log 2>&1 ||
            return 1
    done
}

# Every ticket is right, and nothing is on its way any more that could still be said.
is_over() {
    jq -e '.right == .tickets' summary.json >/dev/null &&
        "$REFUNDCTL" --config refundd.conf --json status 2>status.log |
        jq -e '.pending == 0 and .unsettled == 0' >/dev/null
}

# A poll after the last answer says that no other one follows.
await_end() { # PID OF REFUNDD
    local until=$((SECONDS + patience_s))
    while [ $SECONDS -lt $until ] && kill -0 "$1" 2>/dev/null; do
        ask "await?polls=1&seconds=2" >summary.json
        ! is_over || return 0
    done
    printf "it is not over after %s seconds\n" "$patience_s"
}

# Prints what is wrong.
judge() { # STATUS OF REFUNDD, ITS PEAK IN KB
    jq -r '(select(.right != .tickets) | "right: \(.right) of \(.tickets)"),
        (select(.elsewhere != 0) | "it was led elsewhere \(.elsewhere) times")' summary.json
    [ "${2:-0}" -le $memory_kb ] || echo "it took $2 KB"
    [ "$1" = 0 ] || echo "refundd ended with $1"
}

run() { # OPTIONS OF hostile-desk
    local refundd status peak wrong
    # shellcheck disable=SC2086 # they are words
    exec 6< <(exec "$HOSTILE_DESK" --tickets $tickets $1)
    read -r port <&6 || return
    configure
    import_all || { echo "the import failed" && return; }
    "$REFUNDD" --config refundd.conf 2>log &
    refundd=$!
    wrong=$(await_end $refundd)
    peak=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$refundd/status" 2>/dev/null)
    kill -TERM $refundd 2>/dev/null
    wait $refundd
    status=$?
    wrong+=$(judge $status "$peak")
    [ -n "$wrong" ] || return
    printf '%s\n' "$wrong" "$(cat summary.json)" "$(ask tickets | head -20)" "$(tail -20 log)"
}

# ---- all runs, some at a time: they wait more than they work ----

lab=$(mktemp -d) || exit 2
trap 'cd / && rm -rf "$lab"' EXIT

run_in_folder() { # NUMBER OPTIONS
    mkdir "$lab/$1" && cd "$lab/$1" && run "$2" >result 2>&1
}

names=() options=()
while IFS='|' read -r name option; do
    [ -n "$option$name" ] || continue
    [[ $name =~ ${HOSTILE_ONLY:-.} ]] || continue
    read -r name <<<"$name"
    names+=("$name") options+=("$option")
done <<<"$cases"

for i in "${!names[@]}"; do
    [ "$(jobs -rp | wc -l)" -lt "${HOSTILE_JOBS:-4}" ] || wait -n
    (run_in_folder "$i" "${options[i]}") &
done
wait
for i in "${!names[@]}"; do
    nothing "${names[i]}" "$(cat "$lab/$i/result")"
done
done_testing
