#!/usr/bin/env bash
# refundd --check says all that is wrong: with the words, the values, the signals and the machine.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

check_config() {
    "$REFUNDD" --config refundd.conf --check >out 2>err
}

mkdir -m 700 state
check_config
is "what is right is right" $? 0
has "and counted" "$(cat out)" "ok: 4 policies"
is "with nothing to say of it" "$(cat err)" ""

# ---- folders: said, but no fault ----

settings 'log_level = debug'
sed -i -e 's/"state"/"absent"/' -e 's/"spool"/"missing"/' -e 's,"control,"run/control,' refundd.conf
check_config
is "folders that are not there are no mistake" $? 0
is "but each is told" "$(cat err)" \
    "refundd.conf:1:13: warning: state_dir: the folder absent is not there; it is made at the start
refundd.conf:2:13: warning: spool_dir: the folder missing is not there; refundd does not make it
refundd.conf:3:18: warning: control_socket: the folder run is not there; systemd makes it when it starts refundd"
if [ "$(id -u)" != 0 ]; then
    settings && chmod 500 state && check_config
    is "a folder that cannot be written is told" "$(cat err)" \
        "refundd.conf:1:13: warning: state_dir: you cannot write in state: Permission denied; refundd must"
fi

# ---- all at once ----

rt() { # LINE...
    printf '%s\n' 'rt main {' '    url = "https://rt.example.com"' '    token_file = "token"' "$@" '}'
}
settings 'desk = "main"' 'poll_intervall = "5s"' 'share = 101'
{
    rt '    ca_file = "ca.pem"' '    queu = "x"'
    cat <<'END'
signal one {
    title = "no such column"
    points = {"1: 3"}
    sql = "
        SELECT nope FROM v_requests
    "
}
signal two {
    points = {"1: 3"}
    title = "not closed
    sql = "DELETE FROM audit"
}
signal three {
    title = "writes"
    points = {"1: 3"}
    sql = "DELETE FROM audit"
}
reply fr {
    approve = "Voici {totl}."
}
END
} >>refundd.conf
lines=$(grep -n '^rt main' refundd.conf | cut -d: -f1)
check_config
is "many mistakes are wrong use" $? 2
at() { # LINES AFTER THE RT
    echo "refundd.conf:$((lines + $1))"
}
is "and all of them are told, in their order" "$(grep -v 'is required in a reply' err)" \
    "refundd.conf:6:1: no such option 'poll_intervall' at the top level; did you mean 'poll_interval'?
refundd.conf:7:9: share: a whole number from 0 to 100 is expected, not '101'
$(at 2):18: token_file: cannot open the token file token: No such file or directory
$(at 3):15: ca_file: ca.pem cannot be read: No such file or directory
$(at 4):5: no such option 'queu' in an rt; did you mean 'queue'?
$(at 10):16: 'sql' of signal 'one': no such column: nope
$(at 15):13: the text that begins here ends in line $((lines + 16)) where another seems to begin: is a quote missing?
$(at 16):24: 'sql' of signal 'two': it would delete from audit: it may only read
$(at 21):24: 'sql' of signal 'three': it would delete from audit: it may only read
$(at 24):22: approve: a text of kind 'approve' has no {totl}; did you mean {total}?"

# ---- the token ----

token_says() { # DESCRIPTION MESSAGE
    check_config
    is "$1 is wrong" $? 2
    is "$1: what is said" "$(cat err)" "refundd.conf:$lines:18: token_file: $2"
}
settings 'desk = "main"' && rt >>refundd.conf
lines=$(grep -n 'token_file' refundd.conf | cut -d: -f1)
token_says "a token that is not there" "cannot open the token file token: No such file or directory"
echo 1-28-0123456789abcdef >token && chmod 640 token
token_says "a token that others may read" "others may read the token in token: chmod 600 token"
chmod 600 token && echo secret >token
token_says "what is no token" \
    "token has no token of Request Tracker in it: expected one like 1-27-0123456789abcdef"
is "and not repeated" "$(grep -c secret err)" 0
echo 1-28-0123456789abcdef >token
check_config
is "one that is right is right" $? 0
rm token
check "refundctl policy check asks for no token" ctl policy check

done_testing
