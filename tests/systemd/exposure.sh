#!/usr/bin/env bash
# The units without a machine: systemd finds nothing wrong with them, and says how little they are
# exposed.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
build=$(dirname "${REFUNDD:?}")
command -v systemd-analyze >/dev/null || skip_all "systemd-analyze is not installed"
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT

# Programs that are not installed would be found missing.
for unit in "$build"/systemd/refundd{.service,-door@.service} "$REFUNDD_SOURCE/systemd/refundd-door.socket"; do
    sed -E "s,=[^ ]*/(refundd|refundctl) ,=$build/\1 ," "$unit" >"$folder/$(basename "$unit")"
done
cd "$folder" || exit 2

# Other units of this machine are none of our business.
nothing "systemd-analyze verify finds nothing" \
    "$(systemd-analyze verify --man=no --recursive-errors=no ./refundd.service ./refundd-door.socket 2>&1 | grep refundd)"

at_most() { # WHAT FILE TENTHS
    local what=$1 file=$2 tenths=$3 said level
    said=$(systemd-analyze security --offline=yes --no-pager "./$file" 2>&1 | grep 'Overall exposure level')
    level=$(sed -n 's/.*: \([0-9]*\)\.\([0-9]\) .*/\1\2/p' <<<"$said")
    if [ -n "$level" ] && [ "$((10#$level))" -le "$tenths" ]; then
        ok "$what: $((10#$level / 10)).$((10#$level % 10))"
    else
        not_ok "$what" "${said:-systemd-analyze says nothing} (wanted: at most $tenths tenths)"
    fi
}

at_most "the exposure of refundd as shipped is at most 1.1" refundd.service 11
sed '/^\[Install\]/,$d' refundd.service | cat - "$REFUNDD_SOURCE/systemd/ticket-system.conf" >with-drop-in.service
at_most "with the drop-in that names the ticket system it is at most 1.0" with-drop-in.service 10
at_most "that of the door is at most 0.5" refundd-door@.service 5
done_testing
