#!/usr/bin/env bash
# shellcheck disable=SC2016 # many a dollar is for a shell in the machine
# The unit under a real systemd: it starts, tells how it does, is watched, refuses what is wrong,
# gets its token, knows who asks, and stops.
# shellcheck source=tests/package/installed.sh
. "${REFUNDD_SOURCE:?}/tests/package/installed.sh"
demo=$REFUNDD_SOURCE/examples/demo

nothing "systemd-analyze verify finds nothing" \
    "$(machine_run systemd-analyze verify --man=no refundd.service refundd-door.socket 2>&1)"

put_ticket() { # TICKET: as another program would, whole
    cp "$demo/spool/$1.json" "$MACHINE/var/spool/refundd/.$1" &&
        mv "$MACHINE/var/spool/refundd/.$1" "$MACHINE/var/spool/refundd/$1.json"
}

answered() { # TICKET
    machine_await 60 grep -q refund_decision "/var/spool/refundd/$1.json"
}

in_daemon() { # COMMAND...: where the daemon is, and as it is
    machine_run nsenter --target "$(unit MainPID)" --mount "$@"
}

# ---- the start ----

check "it starts" machine_run systemctl start refundd
is "and tells that it is ready" "$(unit ActiveState) $(unit SubState)" "active running"
has "its status is a sentence" "$(unit StatusText)" "answers and notes written"
is "it runs as refundd" "$(machine_run stat -c %U:%G "/proc/$(unit MainPID)")" refundd:refundd
is "its ledger is the group's to read" \
    "$(machine_run stat -c '%a %U %G' /var/lib/refundd /var/lib/refundd/ledger.sqlite | paste -sd ' ')" \
    "750 refundd refundd 640 refundd refundd"
is "the socket's folder is for the group" "$(machine_run stat -c '%a %U %G' /run/refundd)" "750 refundd refundd"
for kind in orders usage accounts refunds; do
    check "$kind are imported" machine_ctl import $kind - <"$demo/$kind.csv"
done
put_ticket 1001
check "a ticket is answered" answered 1001
is "whoever could read it still can" "$(machine_run stat -c '%a %G' /var/spool/refundd/1001.json)" "644 refundd"
soon "and the status counts it" sh -c 'systemctl show -P StatusText refundd | grep "^[1-9][0-9]* answers and notes written; last look 20"'

# ---- the sandbox ----

status=$(machine_run cat "/proc/$(unit MainPID)/status")
has "it is under a filter" "$status" "Seccomp:	2"
has "it cannot gain rights" "$status" "NoNewPrivs:	1"
has "it has none" "$status" "CapEff:	0000000000000000"
is "it sees no users but root and itself" "$(machine_run cat "/proc/$(unit MainPID)/uid_map" | wc -l)" 2
for folder in /etc /usr /var /var/lib /home /tmp/refundd-was-here; do
    nothing "it cannot write to $folder" "$(in_daemon test -w $folder && echo it can)"
done

# ---- who asks ----

machine_run useradd --groups refundd alice
machine_run useradd --groups refundd bob
machine_run useradd mallory
as() { # USER ARGUMENT...
    machine_run setpriv --reuid="$1" --regid="$1" --init-groups refundctl --config "$CONF" "${@:2}"
}
check "a member of the group may pause it" as alice pause "a test of the door"
has "by name" "$(journal)" 'by=alice reason="a test of the door"'
soon "which the status tells" sh -c 'systemctl show -P StatusText refundd | grep "^paused"'
check "another resumes it" as bob resume
has "by another name" "$(journal)" "by=bob"
as mallory pause "I may not" 2>/dev/null
is "who is not in the group may not" $? 1
check "root may, too" machine_ctl pause "as root"
has "as root" "$(journal)" 'by=root reason="as root"'
machine_ctl resume >/dev/null
for command in status "review list" "show 1001" "audit verify"; do
    # shellcheck disable=SC2086 # they are words
    check "a member of the group may read: $command" as alice $command
done
as mallory status >/dev/null 2>&1
is "and nobody else" $? 1
machine_run systemctl stop refundd-door.socket
has "whom it cannot know it does not believe" "$(as alice pause "without the door" 2>&1)" "cannot be told who you are"
machine_run systemctl start refundd-door.socket
check "with the door it can again" as alice resume

# ---- the watchdog ----

pid=$(unit MainPID)
drop_in WatchdogSec=1s RestartSec=100ms TimeoutAbortSec=2s
machine_run systemctl restart refundd
pid=$(unit MainPID)
nothing "a loop that turns feeds the watchdog" \
    "$(machine_await 4 sh -c "test \$(systemctl show -P MainPID refundd) != $pid" && echo "it was ended")"
machine_run sh -c "kill -STOP $pid"
soon "one that hangs is killed, and started again" sh -c 'test "$(systemctl show -P NRestarts refundd)" = 1'
soon "it is ready again" systemctl is-active refundd
has "that is in the journal" "$(journal)" "watchdog"
check "the door is open as before" as alice resume
undrop
machine_run systemctl reset-failed refundd

# ---- a configuration that is wrong ----

machine_run systemctl restart refundd
pid=$(unit MainPID)
edit_conf 's/^poll_interval = .*/poll_interval = "2 parsecs"/'
machine_run systemctl reload refundd 2>/dev/null
is "a reload of it fails" $? 1
is "the daemon goes on" "$(unit ActiveState) $(unit MainPID)" "active $pid"
soon "the status tells" sh -c 'systemctl show -P StatusText refundd | grep "the last reload was refused"'
put_ticket 1002
check "and answers by the configuration of before" answered 1002
machine_run systemctl stop refundd
ledger=$(sha256sum <"$MACHINE/var/lib/refundd/ledger.sqlite")
machine_run systemctl start refundd 2>/dev/null
is "a start with it fails" $? 1
has "the journal says where it is wrong" "$(journal)" "refundd.conf:"
is "and it is left to a person" "$(unit ActiveState) $(unit NRestarts)" "failed 0"
is "the ledger is as it was" "$(sha256sum <"$MACHINE/var/lib/refundd/ledger.sqlite")" "$ledger"
machine_run systemctl reset-failed refundd
edit_conf 's/^poll_interval = .*/poll_interval = "1s"/'
has "while it does not run a member is told how to read" "$(as alice status 2>&1)" "sudo -u refundd refundctl"
check "and so one can" machine_run setpriv --reuid=refundd --regid=refundd --init-groups refundctl --config "$CONF" cases

# ---- a machine without room ----

# A ledger that cannot be written is to refundd as a full disk is.
drop_in RestartSec=100ms
machine_run sh -c 'cd /var/lib && mv refundd refundd.kept && mkdir refundd && mount -t tmpfs -o size=4k,nr_inodes=2 none refundd'
machine_run systemctl start refundd 2>/dev/null
is "a start without room fails" $? 1
soon "it is tried more than five times" sh -c 'test "$(systemctl show -P NRestarts refundd)" -gt 6'
machine_run sh -c 'umount /var/lib/refundd && rmdir /var/lib/refundd && mv /var/lib/refundd.kept /var/lib/refundd'
soon "and goes on by itself when there is room" systemctl is-active refundd
undrop
machine_run systemctl restart refundd

# ---- reloads ----

check "set right, it runs" machine_run systemctl is-active refundd
check "and reloads" machine_run systemctl reload refundd
soon "with a status that says so" sh -c '! systemctl show -P StatusText refundd | grep refused'

# ---- the token ----

machine_run systemctl stop refundd
cat >>"$MACHINE$CONF" <<END
rt "desk" {
    url = "http://127.0.0.1:9/"
    token_file = "credentials/rt.token"
    queue = "Billing and Refund Issues"
    review_queue = "Refund Review"
}
END
edit_conf 's/^desk = .*/desk = "desk"/'
machine_run systemctl start refundd 2>/dev/null
is "without a token it does not start" $? 1
has "and says where it looked" "$(journal)" "refundd_rt.token"
machine_run systemctl stop refundd
(umask 077 && echo 1-27-0123456789abcdef >"$MACHINE$ETC/credentials/rt.token")
is "the token is root's" "$(machine_run stat -c '%a %U' "$ETC/credentials" "$ETC/credentials/rt.token" | paste -sd ' ')" "700 root 600 root"
check "with it, it starts" machine_run systemctl start refundd
has "and waits, for it does not know what another ledger had said" "$(unit StatusText)" "the ledger is new"

# ---- the end ----

check "it stops" machine_run systemctl stop refundd
is "cleanly" "$(unit Result) $(unit ExecMainStatus)" "success 0"
has "it said that it would" "$(journal)" "asked to stop"
nothing "nothing of it is left in /run" "$(machine_run ls /run/refundd 2>/dev/null)"
done_testing
