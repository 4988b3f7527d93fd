#!/usr/bin/env bash
# What is installed, under a real systemd: all scripts of this folder as one stream of the Test
# Anything Protocol. Each can be run alone, too.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
# shellcheck source=tests/package/machine.sh
. "$REFUNDD_SOURCE/tests/package/machine.sh"

# What takes a script too long is broken off: a machine that hangs is no reason to wait for it.
SCRIPT_MAX_S=900

missing=$(machine_missing)
[ -z "$missing" ] || skip_all "$missing (build-aux/packages lists what is needed)"
reason=$(machine_base 2>&1) || skip_all "no clean Debian could be made: $(tail -n 3 <<<"$reason" | paste -sd ' ')"

# A script that ends before its plan has not passed, whatever it said.
for file in "$REFUNDD_SOURCE"/tests/package/*.sh; do
    script=$(basename "$file" .sh)
    case $script in
    installed | machine | run) ;;
    *) retell "$script" timeout -k 60 $SCRIPT_MAX_S bash "$REFUNDD_SOURCE/tests/package/$script.sh" ;;
    esac
done
done_testing
