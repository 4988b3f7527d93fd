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
retell() { # SCRIPT: its results, counted on from ours
    local script=$1 line planned=no start=$SECONDS
    while IFS= read -r line; do
        case $line in
        "ok "*) ok "$script: ${line#* - }" ;;
        "not ok "*) not_ok "$script: ${line#* - }" ;;
        1..*) planned=yes ;;
        *) printf '%s\n' "$line" ;;
        esac
    done < <(timeout -k 60 $SCRIPT_MAX_S bash "$REFUNDD_SOURCE/tests/package/$script.sh" 2>&1)
    [ $planned = yes ] || not_ok "$script: comes to its end"
    echo "# $script took $((SECONDS - start)) s"
}

for file in "$REFUNDD_SOURCE"/tests/package/*.sh; do
    script=$(basename "$file" .sh)
    case $script in
    installed | machine | run) ;;
    *) retell "$script" ;;
    esac
done
done_testing
