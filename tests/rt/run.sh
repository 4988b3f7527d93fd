#!/usr/bin/env bash
# All tests against a real Request Tracker, which is made and started once for them. As one stream of
# the Test Anything Protocol. Each script can be run alone, too, and then makes its own.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
# shellcheck source=tests/rt/lab.sh
. "$REFUNDD_SOURCE/tests/rt/lab.sh"

rt_is_installed || skip_all "Request Tracker is not installed (build-aux/packages lists what is needed)"
RT_LAB=$(mktemp -d) || exit 2
trap 'rt_stop; rm -rf "$RT_LAB"' EXIT
rt_start || skip_all "Request Tracker does not start: $(tail -n 3 "$RT_LAB/log" | paste -sd ' ')"

# A script that ends before its plan has not passed, whatever it said.
for script in check answers between review shadow kills lost-ledger frugal; do
    retell $script bash "$RT_FILES/$script.sh"
done
done_testing
