#!/usr/bin/env bash
# As sweep.sh, of answers that go to a Request Tracker over HTTP: also at every call that reaches
# for the network. What was on its way is looked for by the next start.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
: "${HOSTILE_DESK:?}"

configure() { # PORT
    # Later starts are far ahead in time: nobody is to be reminded of the flagged ticket by then.
    settings 'log_level = warning' 'remind_after = "20d"' 'escalate_after = "30d"' \
        'desk = "hostile"' 'rt hostile {' \
        "    url = \"http://127.0.0.1:$1\"" "    token_file = \"$lab/token\"" \
        '    request_timeout = "2s"' '    quarantine = "3s"' '    per_minute = 0' '}'
}
(umask 077 && echo 1-28-0123456789abcdef >token)

# The first start waits until nothing that an earlier ledger sent can arrive any more: it is over
# before the tickets come.
exec 6< <(exec "$HOSTILE_DESK" --kinds approve,reject,ask,flag)
read -r port <&6
for kind in orders usage accounts; do
    exec 5<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /control/%s.csv?count=4 HTTP/1.1\r\nHost: localhost\r\n\r\n' $kind >&5
    sed '1,/^\r$/d' <&5 >$kind.csv
    exec 5<&-
done
configure "$port"
import_all
once || exit 2
configure PORT
exec 6<&-

# The others take their time, for a call that fails is tried again after a while.
"${FAULTS_SWEEP:?}" -d "$HOSTILE_DESK" -n 0 ${SWEEP_SEEDS:+-n 2 -n 3 -n 5 -n 6 -f "$SWEEP_SEEDS"} \
    "$REFUNDD" "${FAULTS_SHIM:?}" --config refundd.conf --once
