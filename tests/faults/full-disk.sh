#!/usr/bin/env bash
# A daemon whose disk is full stops posting, says so, and goes on by itself when there is room.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

used=20230301080000000001
order $used && usage $used gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
import_all
unkept="nothing of this turn could be kept"

replies() { # ID...
    local id all=
    for id; do all+=$(replies_in "$id"); done
    echo "$all"
}

# One answer each, looked for at each poll.
are_answered() { # ID...
    local _
    for _ in {1..30}; do
        [[ $(replies "$@") =~ [^1] ]] || return 0
        await "looked for tickets" || return 1
    done
    return 1
}

# The shim makes every write fail that needs room, as long as the file "full" is there.
FAULTS_FULL_WHILE=$lab/full LD_PRELOAD=${FAULTS_SHIM:?} start_daemon
ticket 1001 $used
check "while there is room a ticket is answered" are_answered 1001

touch full
ticket 1002 ""
ticket 1003 99999999999999999999
check "when the disk is full it says so" await "$unkept"
is "it says nothing in the tickets" "$(replies 1002 1003)" 00
has "refundctl says what is wrong" "$(ctl status 2>&1)" full
ticket 1004 ""
check "it tries again" await "$unkept"
is "and still says nothing" "$(replies 1002 1003 1004)" 000

rm full
check "when there is room again it goes on by itself" are_answered 1002 1003 1004
stop_daemon TERM
is "it ends well" $? 0
once
is "each is answered once" "$(replies 1001 1002 1003 1004)" 1111
done_testing
