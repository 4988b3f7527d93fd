#!/usr/bin/env bash
# The installed unit, in its sandbox and under its filter of system calls, answers the sixty tickets
# of a real Request Tracker as a daemon without them answers its twin over the spool.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"
leave_rt() {
    rt_stop
    rm -rf "$RT_LAB"
    leave_lab
}
# shellcheck disable=SC2034 # installed.sh heeds it
AT_EXIT=leave_rt
# shellcheck source=tests/package/installed.sh
. "$REFUNDD_SOURCE/tests/package/installed.sh"

# The machine as a world beside desk and twin.
mkdir machine
machine() { (cd machine && "$@"); }
ctl() {
    case $(basename "$PWD"):$1 in
    machine:import) machine_ctl import "$2" - <"$3" ;;
    machine:*) machine_ctl "$@" ;;
    *) "$REFUNDCTL" --config refundd.conf "$@" ;;
    esac
}

sixty_tickets
edit_conf -e '/signals.conf/d' -e 's/^desk = .*/desk = "lab"/' -e 's/^settle = .*/settle = "0s"/'
cat >>"$MACHINE$CONF" <<END
rt "lab" {
    url = "$RT_URL"
    token_file = "credentials/refundd.token"
    language_field = "Language"
    per_minute = 0
    request_timeout = "30s"
    quarantine = "31s"
}
END
install -m 600 "$RT_LAB/refundd.token" "$MACHINE$ETC/credentials/refundd.token"

check "the unit starts with a token that is root's" machine_run systemctl start refundd
is "under the filter" "$(machine_run sed -n 's/^Seccomp:\t//p' "/proc/$(unit MainPID)/status")" 2
know machine
know twin
check "the twin is answered" twin once
# Nothing is left to say, and all that the twin said was said.
all_is_said() {
    machine_ctl --json status | jq -e --argjson count "$(cat twin/count)" \
        '.pending == 0 and .unsettled == 0 and .daemon.written >= $count'
}
jq '.messages[] | select(.author == "refundd")' twin/spool/*.json | jq -s length >twin/count
check "all sixty tickets are answered by the unit" machine_wait 400 all_is_said
same "its cases are what they should be" "cases machine" "cat expected"
said_once
nothing "nothing that it tried was forbidden" "$(journal | grep -i "not permitted")"
has "its status has the count" "$(unit StatusText)" "answers and notes written"
check "it stops" machine_run systemctl stop refundd
is "cleanly, with nothing on its way" "$(unit Result) $(unit ExecMainStatus)" "success 0"
nothing "which its log says" "$(journal | grep "still on their way")"
done_testing
