# shellcheck shell=bash
# The world of the day: a desk, a disk of its own that can be full, refundd, and an admin. To be
# sourced; the folder of the day is the working directory and goes away at the end.
#
#   open_world             starts the desk and writes the configuration
#   start_refundd, stop_refundd SIGNAL
#   stand_by               what goes on by itself, to be done all the time: refundd is started
#                          again when it has ended, as its unit would do it; the disk is freed
#   take_in FIRST LAST     imports what is on record of these tickets, and tries until it is done
#   reload HOW             changes the configuration and has it read again: by `signal`, by `ctl`,
#                          or one that is `broken` and is put right afterwards
#   fill_disk MS
#   await_log OFFSET TEXT, log_size
#   note_size              adds a line to `sizes`: millisecond, pid, resident KB, descriptors
#   note_metrics           keeps what this refundd has measured so far, in metrics.PID
#   wait_ms MS
#
# What must not be stands in `wrong`, a line each.

LC_ALL=C # what is read of EPOCHREALTIME has a point
refundd='' started=0 is_full='' has_own_disk='' wrong=''
starts=0 refused_starts=0 refused_imports=0 reloads_done=0 reloads_refused=0

# shellcheck disable=SC2317 # called by the trap
leave_world() {
    [ $BASHPID = $$ ] || return # one that was sent SIGTERM before it became refundd
    {
        kill -KILL "$refundd" && wait "$refundd"
        [ -z "$has_own_disk" ] || umount "$lab/disk"
    } 2>/dev/null
    cd / && rm -rf "$lab"
}

now_ms() { # into `now`
    now=$((${EPOCHREALTIME/./} / 1000))
}

wait_ms() { # MS
    read -r -t "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))" -u "$silence" _
}

# ---- the disk ----

# Where nobody may mount anything, the shim makes each write fail that needs room.
make_disk() {
    mkdir disk
    if truncate -s 1G disk.img && mkfs.ext4 -q -m 0 disk.img && mount -o loop disk.img disk; then
        has_own_disk=yes
    else
        export FAULTS_FULL_WHILE=$lab/full
    fi 2>/dev/null
}

# For so long after refundd has met it; it may go on for a while in files that it has already.
fill_disk() { # MS
    is_full=yes full_ms=$1 full_from=$(log_size)
    now_ms
    free_at=$((now + full_ms + 10000))
    if [ -z "$has_own_disk" ]; then
        touch full
        return
    fi
    fallocate -l "$(df --output=avail -B1 disk | tail -1)" disk/ballast 2>/dev/null
    cat /dev/zero >>disk/ballast 2>/dev/null
}

free_disk() {
    is_full='' free_at=
    rm -f full disk/ballast
}

# ---- refundd ----

configure() { # NOTE_SCORE
    local part
    {
        printf '%s\n' 'state_dir = "disk/state"' 'control_socket = "control.socket"' \
            "metrics = \"unix:$lab/metrics.socket\"" 'desk = "hostile"' 'poll_interval = "1s"' \
            "note_score = $1"
        printf '%s\n' 'rt hostile {' "    url = \"http://127.0.0.1:$port\"" \
            '    token_file = "token"' '    request_timeout = "1s"' '    quarantine = "2s"' \
            '    in_flight = 8' '    per_minute = 0' '    language_field = "Language"' \
            '    sweep_interval = "1m"' '}'
        for part in signals intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >refundd.new
    mv refundd.new refundd.conf
}

ctl() {
    "$REFUNDCTL" --config refundd.conf "$@"
}

start_refundd() {
    # shellcheck disable=SC2153 # the program, and its process
    if [ -n "$has_own_disk" ]; then
        "$REFUNDD" --config refundd.conf 2>>log &
    else
        LD_PRELOAD=$FAULTS_SHIM "$REFUNDD" --config refundd.conf 2>>log &
    fi
    refundd=$!
    starts=$((starts + 1))
    now_ms
    started=$now
}

# It may refuse to start where the disk is full or an import is at work.
has_excuse() {
    case $is_full$(tail -n 1 log) in
    yes* | *"class=full"* | *"another refundd or refundctl works on"*) return 0 ;;
    esac
    return 1
}

stop_refundd() { # SIGNAL
    local status
    note_metrics
    kill "-$1" "$refundd" 2>/dev/null
    wait "$refundd" 2>/dev/null
    status=$?
    now_ms
    case "$1 $status" in
    "TERM 0" | "KILL 137") return ;;
    "TERM 143") [ $((now - started)) -ge 1000 ] || return ;; # it had not got far
    esac
    has_excuse || wrong+="refundd ended with $status when it was sent SIG$1"$'\n'
}

# Half a second after its end it is started again.
look_after_refundd() {
    local status=0
    ! kill -0 "$refundd" 2>/dev/null || return
    now_ms
    [ $((now - started)) -ge 500 ] || return
    wait "$refundd" || status=$?
    if ! has_excuse; then
        echo "Bail out! refundd ended by itself with $status: $(tail -n 1 log)"
        exit 1
    fi
    refused_starts=$((refused_starts + 1))
    start_refundd
}

# What goes on by itself.
stand_by() {
    look_after_refundd
    note_size
    [ -n "$is_full" ] || return
    if [ -n "$full_ms" ] && tail -c "+$((full_from + 1))" log | grep -q "make room"; then
        free_at=$((now + full_ms)) full_ms=
    fi
    if [ "$now" -ge "$free_at" ]; then
        ctl status >>status.full 2>&1
        free_disk
    fi
}

# ---- the admin ----

take_in() { # FIRST LAST
    local kind until=$((SECONDS + 30))
    for kind in orders usage accounts; do
        ask "$kind.csv?from=$1&count=$2" >"$kind.csv"
        until ctl import $kind $kind.csv >/dev/null 2>import.log; do
            refused_imports=$((refused_imports + 1))
            stand_by
            wait_ms 100
            if [ $SECONDS -ge $until ]; then
                wrong+="the import of $kind failed: $(cat import.log)"$'\n'
                return
            fi
        done
    done
}

# What the log says after so many bytes of it, within some seconds.
await_log() { # OFFSET PATTERN
    local until=$((SECONDS + 10))
    until tail -c "+$(($1 + 1))" log | grep -q "$2"; do
        stand_by
        [ $SECONDS -lt $until ] || return 1
        wait_ms 20
    done
}

log_size() {
    stat -c %s log
}

# Whoever reloads knows that it runs.
await_start() {
    while now_ms && [ $((now - started)) -lt 1000 ]; do
        stand_by
        wait_ms 100
    done
}

# A change of something that the answers do not depend on. With a full disk it may be refused.
reload() { # HOW
    local before said score=$((30 + (reloads_done + reloads_refused) % 7))
    await_start
    before=$(log_size)
    [ "$1" != broken ] || score='"much"'
    configure "$score"
    if [ "$1" = ctl ]; then
        ctl reload >/dev/null 2>&1
    else
        kill -HUP "$refundd"
    fi
    await_log "$before" "reloaded"
    said=$(tail -c "+$((before + 1))" log | grep -m 1 "reloaded")
    case "$1 $said" in
    broken*"not reloaded"*refundd.conf*) reloads_refused=$((reloads_refused + 1)) ;;
    signal*"is in force"* | ctl*"is in force"* | *"not reloaded"*"is full"*)
        reloads_done=$((reloads_done + 1))
        ;;
    *) wrong+="a reload ($1) ended so: $said"$'\n' ;;
    esac
    [ "$1" != broken ] || configure 30
}

# ---- looking on ----

# The pid of a process that has ended has no file there.
note_size() {
    local key value rest
    local descriptors=("/proc/$refundd/fd/"*)
    now_ms
    while read -r key value rest; do
        [ "$key" != VmRSS: ] || echo "$now $refundd $value ${#descriptors[@]}" >>sizes
    done 2>/dev/null <"/proc/$refundd/status"
}

note_metrics() {
    curl -s --max-time 5 --unix-socket metrics.socket http://localhost/metrics >metrics.new &&
        mv metrics.new "metrics.$refundd"
}

open_world() {
    lab=$(mktemp -d) && cd "$lab" || exit 2
    trap leave_world EXIT
    mkfifo silence && exec {silence}<>silence
    exec 6< <(exec "$HOSTILE_DESK" --people take:50 --people write:50)
    # shellcheck disable=SC2034 # back_door is for ask
    read -r port <&6 && read -r back_door <&6 || exit 2
    make_disk
    (umask 077 && echo 1-28-0123456789abcdef >token)
    configure 30
}
