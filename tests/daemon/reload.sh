#!/usr/bin/env bash
# Another configuration while it works: no ticket is lost, none is judged by half of each, what is
# wrong changes nothing, and a thousand reloads leave nothing behind.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
: "${HOSTILE_DESK:?}"

# Two policies that differ in a rule's id, in its window and in its words.
make_policies() { # NAME WINDOW
    cp -r "$REFUNDD_ETC" "etc-$1" && chmod -R u+w "etc-$1"
    sed -i -e "s/rule too-late /rule too-late-$1 /" -e "s/window = \"5d\"/window = \"$2\"/" \
        -e "s/more than 5 days (excluding/[$1] more than 5 days (excluding/" \
        "etc-$1/policies/rtc-engine.conf"
}
make_policies a 1d
make_policies b 2d

# refundd.conf as a whole from one moment to the next, as an admin should replace it.
configure() { # NAME
    REFUNDD_ETC=$lab/etc-$1 settings 'log_level = debug' 'settle = "0s"'
    mv refundd.conf "$1.conf"
}
use() { # NAME
    cp "$1.conf" .new && mv .new refundd.conf
}
configure a
configure b

# By a file that is right, whatever the daemon is to read.
daemon_says() { # JQ
    "$REFUNDCTL" --config a.conf --json status | jq -r ".daemon | $1"
}

# ---- under load ----

tickets=${REFUNDD_INSTRUMENTED:+40}
tickets=${tickets:-200}
for ((i = 1; i <= tickets; i++)); do
    printf -v n %04d "$i"
    order "2023030108000000$n" "sdk_app_id=14$n" "owner_uin=10$n" "payer_uin=10$n" "entity=E-$n"
    usage "2023030108000000$n"
    account "10$n" "entity=E-$n"
done
use a
import_all
start_daemon
asked=0
for ((i = 1; i <= tickets; i++)); do
    printf -v n %04d "$i"
    ticket "$n" "2023030108000000$n" ".requester.uin = \"10$n\""
    [ $((i % 5)) = 0 ] || continue
    asked=$((asked + 1))
    if [ $((asked % 2)) = 1 ]; then use b; else use a; fi
    ctl reload >/dev/null || not_ok "reload $asked"
    await "reloaded: another" || break
done

answered() {
    grep -l '"status": *"solved"' spool/*.json 2>/dev/null | wc -l
}
deadline=$((SECONDS + 60))
while [ "$(answered)" -lt "$tickets" ] && [ $SECONDS -lt $deadline ]; do
    await "looked for tickets"
done
is "every ticket is answered" "$(answered)" "$tickets"
is "each once" "$(for t in spool/*.json; do replies_in "$(basename "$t" .json)"; done | sort | uniq -c | xargs)" "$tickets 1"
is "each reload is counted" "$(daemon_says .reloads)" $asked

# "0001 a": by the words of which policy the customer was answered; then what is on record of it.
told() {
    jq -r '.id as $id | .messages[] | select(.author == "refundd" and .public) |
        "\($id) \(.body | capture("\\[(?<p>[ab])\\] more than").p) " +
        (.body | capture("asked for within (?<w>[0-9]) day").w)' spool/*.json | sort
}
recorded() {
    sqlite3 -readonly -separator ' ' state/ledger.sqlite "
        SELECT c.ticket, substr(d.rule, -1), substr(p.text, instr(p.text, 'window = \"') + 10, 1)
        FROM cases c JOIN decisions d ON d.case_id = c.id JOIN policies p ON p.hash = d.policy_hash
        ORDER BY 1"
}
is "what a customer was told, the rule on record and the policy's text on record are of one policy" \
    "$(told | sha256sum)" "$(recorded | sha256sum)"
is "and both policies were at work" "$(recorded | cut -d' ' -f2,3 | sort -u | xargs)" "a 1 b 2"
check "each decision follows from the policy on record" ctl replay
has "the record is right, reloads among it" "$(ctl audit verify)" "all right"

# ---- what is wrong ----

wrong() { # DESCRIPTION MESSAGE STATUS
    out=$(ctl reload 2>&1)
    is "$1: refused" $? "$3"
    has "$1: with the reason" "$out" "$2"
}
before=$(daemon_says .config_since)
use a && echo 'share = 101' >>refundd.conf && echo 'poll_intervall = "5s"' >>refundd.conf
line=$(wc -l <refundd.conf)
wrong "a wrong configuration" "refundd.conf:$line:1: no such option 'poll_intervall'" 2
has "and all of it" "$out" "refundd.conf:$((line - 1)):9: share: a whole number"
kill -HUP $daemon
check "SIGHUP comes to the same, and the log says why" \
    await "reason=\"refundd.conf:$((line - 1)):9: share: a whole number"
is "the one before stays in force" "$(daemon_says .config_since)" "$before"
has "the status says why" "$(daemon_says .reload_error)" "refundd.conf:$((line - 1)):9: share"
is "and counts it" "$(daemon_says .failed_reloads)" 2
has "the status says so where it cannot read the file either" "$(ctl status 2>&1)" \
    "refundd runs on by the configuration of ${before%.*}"

use a && sed -i 's/"spool"/"elsewhere"/' refundd.conf
wrong "another spool" 'refundd.conf:2:13: spool_dir: changing it needs a restart; it is' 1
(umask 077 && echo 1-28-0123456789abcdef >token)
use a && sed -i '1i desk = "main"' refundd.conf
printf '%s\n' 'rt main {' '    url = "http://127.0.0.1"' '    token_file = "token"' '}' >>refundd.conf
wrong "another ticket system" 'refundd.conf:1:8: desk: changing it needs a restart; it is "spool" now' 1
use b
check "what is right is taken after that" ctl reload
is "and the status is clean again" "$(daemon_says .reload_error)" null
ticket later 20230301080000000001 '.requester.uin = "100001" | .fields = {order_id: "20230301080000009999"}'
check "tickets are taken" await "ticket=later"

# ---- a thousand of them ----

resident_kb() {
    awk '/^RssAnon/ {print $2}' "/proc/$daemon/status"
}
descriptors() {
    find "/proc/$daemon/fd" -mindepth 1 | wc -l
}
reload_times() { # COUNT
    local i
    for ((i = 1; i <= $1; i++)); do
        kill -HUP "$daemon"
        await "reloaded: another" || return 1
    done
}
once_for_all() { # DESCRIPTION, HOW MANY AT FIRST, HOW MANY THEN
    local few=$2 many=$3 memory files
    [ -z "${REFUNDD_INSTRUMENTED-}" ] || few=2 many=10
    check "$1: some reloads" reload_times "$few"
    memory=$(resident_kb) files=$(descriptors)
    check "$1: many reloads" reload_times "$many"
    check "$1: no descriptor is left behind ($files, then $(descriptors))" \
        test "$(descriptors)" -le $((files + 3)) # of whoever asks, and of kept connections
    [ -n "${REFUNDD_INSTRUMENTED-}" ] ||
        check "$1: no memory is ($memory kB, then $(resident_kb) kB)" \
            test $(($(resident_kb) - memory)) -le 512
}
once_for_all "a spool" 100 900
stop_daemon TERM
is "it ends cleanly" $? 0

# ---- during the start ----

# It waits for the end of one of its files.
mkfifo slow.conf
use b && echo 'include("slow.conf")' >>refundd.conf
"$REFUNDD" --config refundd.conf 2>log &
daemon=$!
exec 8<>slow.conf 9<log
reads_slowly() {
    local deadline=$((SECONDS + 60))
    until find "/proc/$daemon/fd" -lname '*/slow.conf' | grep -q .; do
        [ $SECONDS -lt $deadline ] || return 1
    done
}
check "it is about to start" reads_slowly
kill -HUP $daemon
exec 8>&-
check "SIGHUP does not end it then" await "refundd started"
rm slow.conf && : >slow.conf && kill -HUP $daemon
check "and comes to a reload afterwards" await "reloaded: another"
stop_daemon TERM

# ---- a Request Tracker ----

# The same outcomes, for the desk knows what is right.
exec 6< <(exec "$HOSTILE_DESK" --tickets 300)
read -r port <&6
configure_rt() { # NAME LINE...
    REFUNDD_ETC=$etc signals=signals settings 'desk = "hostile"' 'log_level = debug'
    {
        printf '%s\n' 'rt hostile {' "    url = \"http://127.0.0.1:$port\"" \
            '    token_file = "token"' '    language_field = "Language"' \
            '    request_timeout = "1s"' '    quarantine = "2s"' "${@:2}" '}'
    } >>refundd.conf
    mv refundd.conf "$1.conf"
}
etc=$REFUNDD_ETC
configure_rt a '    in_flight = 4' '    per_minute = 0'
configure_rt b '    in_flight = 1' '    per_minute = 6000' '    sweep_interval = "2m"'
rm -rf state
# shellcheck source=tests/hostile/ask.sh
. "$REFUNDD_SOURCE/tests/hostile/ask.sh"
use a
for kind in orders usage accounts; do
    ask $kind.csv | ctl import $kind - >/dev/null || not_ok "import $kind"
done
start_daemon
cat <&9 >/dev/null & # nobody waits for a line of it until the end
reader=$!
deadline=$((SECONDS + 90)) turns=0
while [ $SECONDS -lt $deadline ]; do
    turns=$((turns + 1))
    if [ $((turns % 2)) = 1 ]; then use b; else use a; fi
    ctl reload >/dev/null || not_ok "reload $turns of the desk"
    ask "await?polls=0&seconds=0" >summary.json
    ! jq -e '.right == .tickets' summary.json >/dev/null || break
done
kill $reader && wait $reader 2>/dev/null
is "a Request Tracker's tickets are answered right, each once" \
    "$(jq -c '[.right == .tickets, .elsewhere]' summary.json)" "[true,0]"
check "there were reloads between ($turns)" test $turns -gt 2

use b && sed -i 's/"hostile" {/&/; s/queue = .*//; /^rt hostile/a \    queue = "Other"' refundd.conf
wrong "another queue" 'queue: changing it needs a restart; it is "Billing and Refund Issues" now' 1
use b && echo 1-29-0123456789abcdef >token
wrong "the token of another user" "the token in token is that of another user: that needs a restart" 1
echo 1-28-0123456789abcdef >token && chmod 644 token
wrong "a token that others may read" "token_file: others may read the token in token: chmod 600 token" 1
rm token
wrong "no token" "token_file: cannot open the token file token: No such file or directory" 1
(umask 077 && echo 1-28-0123456789abcdef >token)
check "a token that is right is taken" ctl reload
once_for_all "a Request Tracker" 50 200
stop_daemon TERM
is "it ends cleanly as well" $? 0
done_testing
