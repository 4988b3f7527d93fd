#!/usr/bin/env bash
# A day of service in minutes: tickets of all outcomes in quiet hours and rushes, imports, an admin
# who reloads, restarts and crashes, outages of the desk and a full disk. Every ticket is answered
# once and rightly, memory and descriptors stay as they are, and the loop is never long away.
#
#   DAY_TICKETS, DAY_HOUR_MS, DAY_SEED    how many, how long an hour lasts, of what it is drawn
#   DAY_KEEP                              a folder to be made, for what is left in the evening
set -u
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}" "${REFUNDD_SOURCE:?}" "${HOSTILE_DESK:?}"
: "${FAULTS_SHIM:?}"

# What is mounted goes away with us, whatever happens.
if [ "$(id -u)" = 0 ] && [ -z "${DAY_IS_ALONE-}" ] && unshare --mount true 2>/dev/null; then
    DAY_IS_ALONE=yes exec unshare --mount bash "$0" "$@"
fi

# shellcheck source=tests/tap.sh
. "$REFUNDD_SOURCE/tests/tap.sh"
# shellcheck source=tests/hostile/ask.sh
. "$REFUNDD_SOURCE/tests/hostile/ask.sh"
# shellcheck source=tests/day/plan.sh
. "$REFUNDD_SOURCE/tests/day/plan.sh"
# shellcheck source=tests/day/world.sh
. "$REFUNDD_SOURCE/tests/day/world.sh"

# shellcheck source=tests/day/report.sh
. "$REFUNDD_SOURCE/tests/day/report.sh"

tickets=${DAY_TICKETS:-50000} hour_ms=${DAY_HOUR_MS:-5000} seed=${DAY_SEED:-1}
patience_s=300
growth_kb=1024 # that is still called flat
connections=8 # to the desk, which come and go

# ---- what happens ----

do_hour() { # FIRST COUNT MS
    take_in "$1" $(($1 + $2 - 1))
    ask "create?count=$2&rate=$(($2 * 1000 / $3 + 1))"
}

note_trouble() { # NAME: from here on the log has to tell of it
    echo "$(log_size) $1" >>troubles
}

do_outage() { # NAME MS
    note_trouble "$1"
    ask "outage?text=$1&ms=$2"
}

do_full() { # MS
    note_trouble full
    fill_disk "$1"
}

do_term() {
    stop_refundd TERM
    start_refundd
}

do_kill() {
    stop_refundd KILL
    start_refundd
}

do_reload() { # HOW
    reload "$1"
}

# The second half begins when all of the first one is answered, so that the process that lives
# through it is measured at what it does then.
do_noon() {
    local before=$now until=$((SECONDS + patience_s))
    while [ $SECONDS -lt $until ]; do
        stand_by
        ask "await?seconds=1" | jq -e '.right < .tickets' >/dev/null || break
    done
    now_ms
    noon=$now midnight=$((midnight + now - before))
}

live() {
    local at what with
    now_ms
    midnight=$now
    while read -r at what with; do
        while now_ms && [ $((now - midnight)) -lt "$at" ]; do
            stand_by
            wait_ms 100
        done
        # shellcheck disable=SC2086 # they are words
        "do_$what" $with
    done <plan
    while [ -n "$is_full" ]; do
        stand_by
        wait_ms 100
    done
}

# All are answered, and nothing is on its way any more that could still be said.
is_over() {
    jq -e '.right == .tickets' summary.json >/dev/null &&
        ctl --json status 2>/dev/null | jq -e '.pending == 0 and .unsettled == 0' >/dev/null
}

await_end() {
    local until=$((SECONDS + patience_s))
    while [ $SECONDS -lt $until ]; do
        ask "await?polls=1&seconds=2" >summary.json
        stand_by
        ! is_over || return 0
    done
    echo "it is not over $patience_s seconds after the day" && cat summary.json && ask tickets | head
    return 1
}

# ---- what is found ----

# Names each trouble of which the log says nothing between its beginning and that of the next one.
untold_troubles() {
    local from name next
    local -A words=([refused]="connect" [500-before]="500" [500-after]="500" [429-seconds]="429"
        [429-date]="429" [silence]="timed out" [late]="timed out" [reset-after]="reset by peer"
        [html-after]="no JSON" [close-in-body]="closed with" [full]="disk is full")
    { tail -n +2 troubles && log_size; } >followers
    while read -r from name && read -r next _ <&7; do
        tail -c "+$((from + 1))" log | head -c $((next - from)) |
            grep -q "^\(error\|warning\): .*${words[$name]}" || echo "$name"
    done <troubles 7<followers
}

open_world
make_plan "$seed" "$tickets" "$hour_ms" >plan
start_refundd
ask "await?polls=1&seconds=30" >/dev/null # it has settled in when the day begins
live
check "every ticket of $tickets has its right answer, once" await_end
now_ms
evening=$now tea=$((midnight + 18 * hour_ms))
note_metrics

read -r kb descriptors < <(figures_of "$refundd" "$noon" "$tea")
read -r late_kb late_descriptors < <(figures_of "$refundd" "$tea" "$evening")
has_not_grown() {
    echo "$kb KB and $descriptors descriptors from noon to tea, $late_kb and $late_descriptors after"
    [ "$kb" -gt 0 ] && [ "$late_kb" -gt 0 ] && [ $((late_kb - kb)) -le $growth_kb ] &&
        [ $((late_descriptors - descriptors)) -le $connections ]
}
check "one process that lived through the second half has grown in nothing" has_not_grown

lag=$(lag_within 50) late_lag=$(lag_within 99)
nothing "99 of 100 lags of the loop are below 50 ms" \
    "$(awk -v lag="$late_lag" 'BEGIN { if (lag !~ /^[0-9.]+$/ || lag > 0.05) print lag, "seconds" }')"
nothing "the log names each trouble" "$(untold_troubles)"
nothing "refundctl status says that the disk is full, and what to do" \
    "$(grep -qi "disk.*make room" status.full || cat status.full)"

answers=$(jq .answers summary.json)
do_kill
ask "await?polls=2&seconds=30" >summary.json
is_quiet() {
    cat summary.json
    [ "$(jq .answers summary.json)" = "$answers" ] && jq -e '.right == .tickets' summary.json
}
check "after one more crash nothing is said again" is_quiet
stop_refundd TERM
check "the record is whole" ctl audit verify
nothing "nothing else went wrong" "$wrong"

echo "# $tickets tickets in $SECONDS seconds (seed $seed): $stops restarts," \
    "$crashes crashes, $refused_starts starts and $refused_imports imports put off, ${#outages[@]}" \
    "outages, 2 full disks, $reloads_done reloads, $reloads_refused refused"
echo "# resident $kb KB from noon on, $late_kb KB in the evening; at most" \
    "$(sort -n -k 3,3 sizes | awk 'END { print $3 }') KB in all; $late_descriptors descriptors"
echo "# lags of the loop: half within $lag s, 99 of 100 within $late_lag s"
[ -z "${DAY_KEEP-}" ] || cp -r . "$DAY_KEEP"
done_testing
