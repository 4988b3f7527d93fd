#!/usr/bin/env bash
# A run of several tickets, struck by a fault at every call that it makes; then started again. Each
# ticket must end with the answers that it has without faults, no more and no fewer.
#
# SWEEP_SEEDS=N sweeps without gaps and with N losses of power at every call.

# A sync costs nothing in memory; what it is good for is the shim's business.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
settings 'log_level = warning'

paid=20230301080000000001
used=20230301080000000002
other=20230301080000000003
order $paid && usage $paid && account 100000000001
order $used && usage $used gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
order $other && usage $other gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
import_all
ticket 1004 ""
once || exit 2

ticket 1001 $paid
ticket 1002 $used
# Somebody else: a note tells what its account asked before, whichever was read first.
ticket 1003 99999999999999999999 '.requester.uin = "100000000003"'
edit 1004 "$(says customer "It is $other.")"
ticket 1005 ""
ticket 1006 $paid '.product = "Cloud Object Storage"'

"${FAULTS_SWEEP:?}" ${SWEEP_SEEDS:+-f "$SWEEP_SEEDS"} "$@" \
    "$REFUNDD" "${FAULTS_SHIM:?}" --config refundd.conf --once
