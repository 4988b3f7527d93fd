# shellcheck shell=bash
# A machine in which this build is installed as `make install` does it, but not started. To be
# sourced; the machine ends with the script.
#
#   ETC, CONF             where the configuration is, and its main file, as the machine sees them
#   edit_conf SED...      edits it
#   machine_ctl ARGUMENT...
#                         refundctl, as root
#   unit PROPERTY         what systemd knows of the unit
#   soon WHAT COMMAND...  the test that it succeeds in the machine within a minute
#   is, has               as in the tests of the daemon
#   drop_in LINE...       adds a drop-in with these lines of [Service]; undrop removes it
#   journal               what the unit wrote since the start of the machine
#
# AT_EXIT is what else is to be done at the end.
set -u
: "${REFUNDD:?}" "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/tap.sh
. "$REFUNDD_SOURCE/tests/tap.sh"
# shellcheck source=tests/package/machine.sh
. "$REFUNDD_SOURCE/tests/package/machine.sh"

LIBRARIES=(libconfuse2 libcurl4 libev4 libmicrohttpd12 libsodium23 libsqlite3-0 libtalloc2 libyajl2)

missing=$(machine_missing)
[ -z "$missing" ] || skip_all "$missing"
trap 'machine_stop; ${AT_EXIT:-:}' EXIT

# Without what a make around us says to its own.
install_build() {
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$(dirname "$REFUNDD")" install DESTDIR="$MACHINE"
}

machine_with_refundd() {
    machine_make && machine_boot && machine_install "${LIBRARIES[@]}" && install_build &&
        machine_run systemd-sysusers && machine_run systemd-tmpfiles --create &&
        machine_run systemctl daemon-reload
}

unit() {
    machine_run systemctl show -P "$1" refundd
}

machine_ctl() {
    machine_run refundctl --config "$CONF" "$@"
}

edit_conf() {
    sed -i "$@" "$MACHINE$CONF"
}

journal() {
    machine_run journalctl --no-pager -o cat -u refundd
}

drop_in() {
    mkdir -p "$MACHINE/etc/systemd/system/refundd.service.d" &&
        printf '%s\n' '[Service]' "$@" >"$MACHINE/etc/systemd/system/refundd.service.d/test.conf" &&
        machine_run systemctl daemon-reload
}

undrop() {
    rm "$MACHINE/etc/systemd/system/refundd.service.d/test.conf" && machine_run systemctl daemon-reload
}

is() { # DESCRIPTION IS EXPECTED
    if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "expected: $3"$'\n'"     got: $2"; fi
}

has() { # DESCRIPTION TEXT PART
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "expected in it: $3"$'\n'"$2" ;;
    esac
}

soon() { # WHAT COMMAND...
    local what=$1
    shift
    if machine_await 60 "$@" >/dev/null 2>&1; then
        ok "$what"
    else
        not_ok "$what" "$(unit StatusText)"$'\n'"$(journal | tail -n 15)"
    fi
}

# In this shell, which has to know the machine.
machine_log=$(mktemp)
if machine_with_refundd >"$machine_log" 2>&1; then
    ok "refundd is installed in a machine"
else
    not_ok "refundd is installed in a machine" "$(tail -n 30 "$machine_log")"
fi
rm -f "$machine_log"
[ $tap_failures = 0 ] || { done_testing; exit 1; }
CONF=$(machine_run systemctl show -P ExecStart refundd | sed -n 's/.* --config \([^ ]*\).*/\1/p')
# shellcheck disable=SC2034 # for those who source this
ETC=$(dirname "$CONF")
