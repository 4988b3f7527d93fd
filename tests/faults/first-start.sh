#!/usr/bin/env bash
# As sweep.sh, of the very first start: the ledger is made, and tickets are there already.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
settings 'log_level = warning'
ticket 1001 99999999999999999999
ticket 1002 ""

# The other sweeps meet nothing here that they do not meet there.
"${FAULTS_SWEEP:?}" ${SWEEP_SEEDS:+-f "$SWEEP_SEEDS"} -n 0 -n 5 -n 6 \
    "$REFUNDD" "${FAULTS_SHIM:?}" --config refundd.conf --once
