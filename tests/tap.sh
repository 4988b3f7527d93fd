# shellcheck shell=bash
# The little of the Test Anything Protocol that the shell tests speak. To be sourced.
#
#   ok DESCRIPTION / not_ok DESCRIPTION [DETAIL]
#   check DESCRIPTION COMMAND...     ok when the command succeeds; else with what it printed
#   nothing DESCRIPTION TEXT         ok when TEXT is empty; else TEXT is what is wrong
#   retell NAME COMMAND...           the results of another that speaks it, counted on from ours
#   done_testing                     the plan, at the end; the exit status

tap_count=0
tap_failures=0

ok() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1"
}

not_ok() {
    tap_count=$((tap_count + 1))
    tap_failures=$((tap_failures + 1))
    echo "not ok $tap_count - $1"
    [ -z "${2:-}" ] || printf '%s\n' "$2" | sed 's/^/# /'
}

check() {
    local description=$1 output
    shift
    if output=$("$@" 2>&1); then
        ok "$description"
    else
        not_ok "$description" "$output"
    fi
}

nothing() {
    if [ -z "$2" ]; then
        ok "$1"
    else
        not_ok "$1" "$2"
    fi
}

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

retell() {
    local name=$1 line planned=no start=$SECONDS
    shift
    while IFS= read -r line; do
        case $line in
        "ok "*) ok "$name: ${line#* - }" ;;
        "not ok "*) not_ok "$name: ${line#* - }" ;;
        1..*) planned=yes ;;
        *) printf '%s\n' "$line" ;;
        esac
    done < <("$@" 2>&1)
    [ $planned = yes ] || not_ok "$name: comes to its end"
    echo "# $name took $((SECONDS - start)) s"
}

done_testing() {
    echo "1..$tap_count"
    [ $tap_failures = 0 ]
}
