#!/usr/bin/env bash
# What a daemon can be asked by those who watch it: what it counts is true, Prometheus understands
# it, nobody else can ask, and alerts and dashboard name only what there is.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
monitoring=$REFUNDD_SOURCE/monitoring
# Not installed: Debian's package starts a server. `./quickstart check` unpacks it.
promtool=${PROMTOOL:-$(command -v promtool)}

understood() { # DESCRIPTION PROMTOOL-ARGUMENT...
    if [ -n "$promtool" ]; then
        check "$1" timeout 60 "$promtool" "${@:2}"
    else
        tap_count=$((tap_count + 1))
        echo "ok $tap_count - $1 # SKIP there is no promtool"
    fi
}

scrape() { # CURL-ARGUMENT...: the address is the last
    curl --silent --show-error --max-time 30 "$@"
}

value() { # NAME{LABELS}: of the last scrape
    grep -F "$1 " <<<"$metrics" | sed -n '/^#/!s/.* //p'
}

# ---- at a Unix socket ----

socket=$PWD/metrics.socket
signals=signals
settings 'log_level = debug' 'settle = "0s"' "metrics = \"unix:$socket\"" 'budget = {"500 USD"}'
paid=20230301080000000001
order $paid && usage $paid && account 100000000001
import_all
start_daemon
is "its socket is for owner and group" "$(stat -c %a metrics.socket)" 660
ticket 1001 $paid
await "ticket=1001 outcome=approve"
ticket 1002 ""
await "ticket=1002 outcome=ask"
printf '{"id": ' | put 1003
await "trouble with a ticket"
await "looked for tickets"
metrics=$(scrape --unix-socket "$socket" http://refundd/metrics)

is "decisions are counted by rule and what came of them" \
    "$(value 'refundd_decisions_total{policy="rtc-engine",rule="unused-within-window",outcome="approve",course="answer"}')" 1
is "money in units of its currency" "$(value 'refundd_refunds_amount_total{currency="USD",course="answer"}')" 418.51
is "against the budget" "$(value 'refundd_budget_used{currency="USD"}') of $(value 'refundd_budget_limit{currency="USD"}')" "418.51 of 500"
is "answers" "$(value 'refundd_answers_total{result="written"}')" 2
is "tickets that cannot be read" "$(value 'refundd_tickets_total{result="bad"}')" 1
is "open cases" "$(value 'refundd_cases{state="asked"}')" 1
is "signals" "$(value 'refundd_signal_evaluations_total{signal="ring",result="nothing"}')" 2
is "events of the log" "$(value 'refundd_log_events_total{event="ticket-bad",level="warning"}')" 1
is "how long customers waited" "$(value 'refundd_answer_delay_seconds_count')" 2
is "the size of the ledger" "$(value 'refundd_ledger_bytes{file="database"}')" "$(stat -c %s state/ledger.sqlite)"
fds=$(find "/proc/$daemon/fd" -mindepth 1 | wc -l)
check "file descriptors, that of the client among them or not" \
    test $(($(value process_open_fds) - fds)) -ge 0 -a $(($(value process_open_fds) - fds)) -le 1
is "no name comes twice" "$(grep '^# TYPE' <<<"$metrics" | sort | uniq -d)" ""
printf '%s\n' "$metrics" >metrics.txt
understood "promtool finds nothing" check metrics <metrics.txt

is "there is nothing else" "$(scrape -o /dev/null -w '%{http_code}' --unix-socket "$socket" http://refundd/)" 404
is "nothing can be sent" "$(scrape -o /dev/null -w '%{http_code}' -X POST -d a=b --unix-socket "$socket" http://refundd/metrics)" 405
long=$(printf '%8000s' '' | tr ' ' a)
is "a request that is too long is refused" \
    "$(scrape -o /dev/null -w '%{http_code}' -H "X-Long: $long" --unix-socket "$socket" http://refundd/metrics)" 431

wake_ups() {
    awk '/^voluntary_ctxt_switches/ {print $2}' "/proc/$daemon/status"
}
await "looked for tickets"
await "looked for tickets"
before=$(wake_ups)
for _ in 1 2 3; do await "looked for tickets"; done
check "a daemon that is measured sleeps as well" \
    test $(($(wake_ups) - before)) -le $((${#REFUNDD_INSTRUMENTED} > 0 ? 60 : 6))
stop_daemon TERM
is "its socket is gone with it" "$(ls metrics.socket 2>/dev/null)" ""

# ---- at a port of loopback ----

settings 'log_level = debug' 'metrics = "127.0.0.1:0"'
[ -p log ] || mkfifo log
"$REFUNDD" --config refundd.conf 2>log &
daemon=$!
exec 9<log
port=
deadline=$((SECONDS + 60))
while [ -z "$port" ] && [ $SECONDS -lt $deadline ] && read -r -t 60 -u 9 line; do
    case $line in *" address=127.0.0.1:"*) port=${line##*:} ;; esac
done
check "it says where" test "${port:-0}" -gt 0
await "looked for tickets"
metrics=$(scrape "http://127.0.0.1:$port/metrics")
is "it is served there, too" "$(value 'refundd_mode{mode="auto"}')" 1
is "nothing is told that is not there" "$(grep -c '^refundd_budget' <<<"$metrics")" 0
for fd in 10 11 12 13; do
    eval "exec $fd<>/dev/tcp/127.0.0.1/$port"
done
check "clients that say nothing hold up nobody for long" scrape "http://127.0.0.1:$port/metrics"
for fd in 10 11 12 13; do
    eval "exec $fd>&-"
done
# As many as there are places, and gone before the daemon turns to them.
kill -STOP "$daemon"
for fd in 10 11 12 13; do
    eval "exec $fd<>/dev/tcp/127.0.0.1/$port && printf 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n' >&$fd && exec $fd>&-"
done
kill -CONT "$daemon"
check "nor do those that are gone at once" scrape "http://127.0.0.1:$port/metrics"
check "nor the daemon" ctl status
stop_daemon TERM

# ---- who may ask is not for the configuration to choose ----

refused() { # VALUE PART
    settings "metrics = \"$1\""
    has "metrics at $1 are refused" "$("$REFUNDD" --config refundd.conf --check 2>&1)" "$2"
}
refused 0.0.0.0:9469 "nobody beyond this machine"
refused "[::]:9469" "nobody beyond this machine"
refused 127.0.0.1:99999 "a port from 0 to 65535"
refused unix:metrics.socket 'must begin with "/"'

# ---- alerts and dashboard ----

there=$(sed -n 's/^# TYPE \([a-z_]*\) .*/\1/p' metrics.txt | sort)
named_in() { # FILE...
    grep -ohE '\b(refundd|process)_[a-z_]+' "$@" | sed -E 's/_(bucket|sum|count)$//' | sort -u
}
nothing "the alerts name only metrics that there are" \
    "$(comm -13 <(printf '%s\n' "$there") <(named_in "$monitoring"/alerts*.yml))"
nothing "the dashboard names only metrics that there are" \
    "$(comm -13 <(printf '%s\n' "$there") <(named_in "$monitoring/grafana-dashboard.json"))"
nothing "and leaves none out" \
    "$(comm -23 <(printf '%s\n' "$there") <(named_in "$monitoring/grafana-dashboard.json"))"
is "no panel stands on another" \
    "$(jq '[.panels[] | .gridPos | . as $p | range(.x; .x + .w) as $x | range($p.y; $p.y + $p.h) as $y | [$x, $y]] | length - (unique | length)' "$monitoring/grafana-dashboard.json")" 0
jq '{groups: [{name: "dashboard", rules: [.panels[].targets[]?.expr | gsub("\\$__rate_interval"; "5m")]
    | to_entries | map({record: "query_\(.key)", expr: .value})}]}' \
    "$monitoring/grafana-dashboard.json" >queries.json
check "its queries can be read out" test "$(jq '.groups[0].rules | length' queries.json)" -gt 30
understood "each of its queries is right" check rules queries.json
understood "the alerts are right" check rules "$monitoring/alerts.yml"
understood "they fire when they should, and else not" test rules "$monitoring/alerts_test.yml"
nothing "every alert is tried" "$(sed -n 's/^ *- alert: //p' "$monitoring/alerts.yml" | while read -r alert; do
    grep -q "alertname=\"$alert\"" "$monitoring/alerts_test.yml" || echo "$alert"
done)"

done_testing
