# shellcheck shell=bash
# A small world for the tests of the programs: a folder with a configuration, a spool and a ledger
# of its own. To be sourced; the folder is the working directory and goes away at the end.
#
#   settings LINE...         writes refundd.conf with these lines and what every test wants; no
#                            signals, unless the variable `signals` says so
#   order ID [KEY=VALUE]...  adds an order to orders.csv; also used for usage and accounts
#   import_all               imports what order, usage and account wrote
#   ticket ID ORDER [JQ]     puts a ticket into the spool, edited by the jq program
#   edit ID JQ               edits a ticket as its system would: another file, then a rename
#   of ID JQ                 what jq says of the ticket
#   once, ctl ARGUMENT...    refundd --once and refundctl with this configuration
#   start_daemon, await TEXT, stop_daemon
set -u
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}" "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/tap.sh
. "$REFUNDD_SOURCE/tests/tap.sh"

daemon=
# shellcheck disable=SC2317 # called by the trap
leave_lab() {
    [ -z "$daemon" ] || kill -KILL "$daemon" 2>/dev/null
    cd / && rm -rf "$lab"
}
lab=$(mktemp -d) || exit 2
trap leave_lab EXIT
cd "$lab" || exit 2
mkdir spool

# "signals": the shipped signs of abuse. The customers of most tests ask far more often than honest
# ones do, and these tests are not about that.
signals=

settings() {
    {
        printf '%s\n' 'state_dir = "state"' 'spool_dir = "spool"' \
            'control_socket = "control.socket"' 'poll_interval = "1s"' "$@"
        local part
        for part in $signals reasons intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >refundd.conf
}
settings 'log_level = debug'

# KEY=VALUE arguments over the defaults of a row; prints it in the order of the header.
row() {
    local header=$1 pair key line=
    shift
    local -A value
    for pair in "$@"; do value[${pair%%=*}]=${pair#*=}; done
    for key in ${header//,/ }; do line+=${line:+,}${value[$key]-}; done
    printf '%s\n' "$line"
}

add_row() { # FILE HEADER KEY=VALUE...
    [ -e "$1" ] || printf '%s\n' "$2" >"$1"
    row "$2" "${@:3}" >>"$1"
}

order() {
    add_row orders.csv order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher \
        order_id="$1" family=rtc-engine edition=standard action=purchase status=shipped \
        sdk_app_id=1400000001 owner_uin=100000000001 payer_uin=100000000001 entity=E-1 \
        origin=purchased purchased_at=2023-03-01T08:00:00+08:00 months=1 currency=USD \
        cash=499.00 transfer=0.00 gift=0.00 voucher=0.00 "${@:2}"
}

usage() {
    add_row usage.csv order_id,gifted_minutes_used,as_of \
        order_id="$1" gifted_minutes_used=0 as_of=2023-03-06T12:00:00+08:00 "${@:2}"
}

account() {
    add_row accounts.csv uin,entity,suspended,frozen,as_of \
        uin="$1" entity=E-1 suspended=none frozen=0.00 as_of=2023-03-06T12:00:00+08:00 "${@:2}"
}

import_all() {
    local kind
    for kind in orders usage accounts; do
        [ ! -e $kind.csv ] || ctl import $kind $kind.csv || exit 2
    done >/dev/null
}

put() { # ID: standard input becomes the ticket, whole
    cat >".$1.new" && mv ".$1.new" "spool/$1.json"
}

ticket() {
    jq -n --arg id "$1" --arg order "$2" '{
        id: $id, subject: "Refund of RTC-Engine package", status: "open",
        product: "Tencent Real-Time Communication TRTC", issue_type: "Billing and Refund Issues",
        created_at: "2023-03-06T07:59:59+08:00", updated_at: "2023-03-06T07:59:59+08:00",
        language: "en",
        requester: {uin: "100000000001", name: "User A", email: "a@example.com"},
        assignee: null, tags: [], fields: {order_id: $order},
        messages: [{id: "m1", author: "customer", public: true,
                    at: "2023-03-06T07:59:59+08:00", body: "Please refund it."}]}' |
        jq "${3:-.}" | put "$1"
}

edit() {
    jq "$2" "spool/$1.json" | put "$1"
}

# A jq program: somebody writes something.
says() { # AUTHOR TEXT
    printf '.messages += [{id: "m\(.messages | length + 1)", author: "%s", public: true,
        at: "2023-03-06T09:00:00+08:00", body: "%s"}]' "$1" "$2"
}

of() {
    jq -r "$2" "spool/$1.json"
}

# How often refundd has spoken to the customer.
replies_in() {
    of "$1" '[.messages[] | select(.author == "refundd" and .public)] | length'
}

once() {
    "$REFUNDD" --config refundd.conf --once 2>once.log
}

ctl() {
    "$REFUNDCTL" --config refundd.conf "$@"
}

is() { # DESCRIPTION IS EXPECTED
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        not_ok "$1" "expected: $3"$'\n'"     got: $2"
    fi
}

has() { # DESCRIPTION TEXT PART
    case $2 in
    *"$3"*) ok "$1" ;;
    *) not_ok "$1" "expected in it: $3"$'\n'"$2" ;;
    esac
}

# ---- a daemon that runs ----

start_daemon() {
    [ -p log ] || mkfifo log
    "$REFUNDD" --config refundd.conf 2>log &
    daemon=$!
    exec 9<log
    await "refundd started"
}

# Reads the log up to a line with TEXT; after a minute it will not come.
await() {
    local line deadline=$((SECONDS + 60))
    while [ $SECONDS -lt $deadline ] && read -r -t 60 -u 9 line; do
        case $line in *"$1"*) return 0 ;; esac
    done
    echo "the daemon's log does not say: $1"
    return 1
}

# The log's last lines are read, so that the daemon can end; its status is ours.
stop_daemon() { # SIGNAL
    kill "-$1" "$daemon"
    cat <&9 >last.log
    wait "$daemon"
    local status=$?
    daemon=
    exec 9<&-
    return $status
}
