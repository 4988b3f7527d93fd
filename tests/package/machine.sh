# shellcheck shell=bash
# A clean Debian with a systemd of its own, in a folder that goes away: a container that shares our
# kernel, clock and network, loopback included. To be sourced; wants root.
#
#   machine_missing        says what is missing to run one; says nothing when it can be tried
#   machine_make           a fresh root in $MACHINE; what it is unpacked from is made once and kept,
#                          with what apt-get downloads, in $MACHINE_CACHE
#   machine_boot           returns when systemd is up; fails with the end of its log
#   machine_run COMMAND... runs it in the machine, as root, with our standard streams
#   machine_await SECONDS COMMAND...
#                          until the command succeeds in the machine, at most so long
#   machine_install PACKAGE|FILE...
#                          apt-get install; a FILE is a .deb as the machine sees it
#   machine_stop           ends it as if its power was cut, and removes $MACHINE: for the trap
#
# Files are put into $MACHINE as they are: it is the machine's root.

: "${MACHINE_CACHE:=$PWD/machine-cache}"
MACHINE_SUITE=bookworm
MACHINE_PACKAGES=systemd,systemd-sysv,dbus
machine_nspawn=
machine_leader=

machine_missing() {
    local command
    [ "$(id -u)" = 0 ] || { echo "root is needed"; return; }
    for command in mmdebstrap systemd-nspawn nsenter; do
        command -v $command >/dev/null || { echo "$command is not installed"; return; }
    done
}

# The host's own sources of Debian, for they are those that can be reached from here.
machine_sources() {
    grep -lrsE '^[^#]*(debian\.org|/debian)' /etc/apt/sources.list /etc/apt/sources.list.d \
        --include='*.list' --include='*.sources'
}

# Written beside and renamed: one that was broken off is not taken for whole.
machine_base() {
    local base=$MACHINE_CACHE/$MACHINE_SUITE.tar sources
    mkdir -p "$MACHINE_CACHE"/{lists,archives} || return 1
    [ ! -e "$base" ] || return 0
    mapfile -t sources < <(machine_sources)
    timeout 600 mmdebstrap --quiet --mode=root --variant=minbase --format=tar \
        --include="$MACHINE_PACKAGES" $MACHINE_SUITE "$base.new.$$" "${sources[@]}" &&
        mv "$base.new.$$" "$base"
}

machine_make() {
    machine_base || return 1
    MACHINE=$(mktemp -d) && chmod 755 "$MACHINE" &&
        tar -xf "$MACHINE_CACHE/$MACHINE_SUITE.tar" -C "$MACHINE" --exclude='./dev/*' --numeric-owner &&
        rm -f "$MACHINE/etc/resolv.conf"
}

# A control group of its own: two machines in the same one would take each other's services for
# their own.
machine_groups() {
    local hierarchy
    for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
        [ ! -e $hierarchy/cgroup.procs ] || echo "$hierarchy/refundd-${MACHINE##*/}"
    done
}

# As one process, so that what runs in the background is systemd-nspawn itself.
machine_spawn() {
    local group
    for group in $(machine_groups); do
        mkdir -p "$group" && echo $BASHPID >"$group/cgroup.procs" || exit 1
    done
    exec systemd-nspawn --quiet --register=no --keep-unit --settings=no --link-journal=no \
        --machine="refundd-${MACHINE##*/}" --directory="$MACHINE" \
        --bind="$MACHINE_CACHE/lists:/var/lib/apt/lists" \
        --bind="$MACHINE_CACHE/archives:/var/cache/apt/archives" --boot
}

# The first process of the machine, once it is there.
machine_find_leader() {
    local child children=()
    read -r -a children 2>/dev/null <"/proc/$machine_nspawn/task/$machine_nspawn/children"
    for child in "${children[@]}"; do
        if grep -q '^NSpid:.*[[:blank:]]1$' "/proc/$child/status" 2>/dev/null; then
            machine_leader=$child
            return 0
        fi
    done
    return 1
}

machine_is_up() {
    [ -n "$machine_leader" ] || machine_find_leader || return 1
    case $(machine_run systemctl is-system-running 2>/dev/null) in
    running | degraded) return 0 ;;
    *) return 1 ;;
    esac
}

machine_has_ended() {
    ! kill -0 "$machine_nspawn" 2>/dev/null
}

# Looks ten times a second, because nothing outside tells when something inside has come about.
machine_wait() { # SECONDS COMMAND...
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if [ $SECONDS -ge $deadline ] || machine_has_ended; then return 1; fi
        sleep 0.1
    done
}

machine_boot() {
    machine_spawn >"$MACHINE.log" 2>&1 </dev/null &
    machine_nspawn=$!
    machine_wait 60 machine_is_up && return 0
    tail -n 20 "$MACHINE.log"
    return 1
}

machine_run() {
    nsenter --target "$machine_leader" --all --root --wd -- /usr/bin/env -i HOME=/root \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

machine_await() { # SECONDS COMMAND...
    local seconds=$1
    shift
    machine_wait "$seconds" machine_run "$@"
}

# The lists are fetched anew once a day, the packages but once.
machine_install() {
    if [ -z "$(find "$MACHINE_CACHE/lists" -name '*Packages*' -mtime -1 -print -quit)" ]; then
        machine_run timeout 300 apt-get -qq update || return 1
    fi
    machine_run timeout 600 apt-get -qq -y -o APT::Keep-Downloaded-Packages=true \
        -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" 2>&1
}

# With its first process all others in the machine end. Control groups go from the leaves.
machine_stop() {
    local group
    [ -z "$machine_leader" ] || kill -KILL "$machine_leader" 2>/dev/null
    if [ -n "$machine_nspawn" ]; then
        machine_wait 20 machine_has_ended
        kill -KILL "$machine_nspawn" 2>/dev/null
        wait "$machine_nspawn" 2>/dev/null
    fi
    machine_leader='' machine_nspawn=''
    [ -n "${MACHINE:-}" ] || return 0
    for group in $(machine_groups); do
        [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
    done
    rm -rf --one-file-system "$MACHINE" "$MACHINE.log" \
        /run/systemd/nspawn/{propagate,unix-export}/"refundd-${MACHINE##*/}"
    MACHINE=
}
