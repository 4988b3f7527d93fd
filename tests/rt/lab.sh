# shellcheck shell=bash
# A Request Tracker of our own, on loopback, in a folder that goes away. To be sourced.
#
#   rt_is_installed        whether Debian's packages are there
#   rt_start               makes it in $RT_LAB, with etc/rt/initialdata.pl and people.pl, and starts it
#   rt_stop                ends it
#   rt_save NAME, rt_restore NAME
#                          its database as it is now, and as it was then; restoring empties the
#                          mailbox and forgets the requests that were counted
#   rt_ask WHO METHOD PATH [JSON]
#                          a request with the token of WHO; prints the answer, fails unless it is 2xx
#   rt_mail FROM TICKET    standard input is mailed to the ticket, as its customer would do it
#   rt_sql SQL             asks its database

RT_FILES=$REFUNDD_SOURCE/tests/rt
rt_server=

rt_is_installed() {
    local command
    for command in rt-setup-database-5 starman sqlite3 curl jq perl; do
        PATH=$PATH:/usr/sbin command -v $command >/dev/null || return 1
    done
}

# As a list, not a function: what runs in the background has to be the server itself.
RT_ENV=(env -u HTTP_PROXY -u http_proxy PATH="$PATH:/usr/sbin" LC_ALL=C.UTF-8 TZ=UTC
    PERL5LIB=/usr/share/request-tracker5/lib RT_SITE_CONFIG_DIR=/dev/null
    RT_SITE_CONFIG="$RT_FILES/RT_SiteConfig.pm")

rt_sql() {
    sqlite3 -cmd '.timeout 30000' "$RT_LAB/rt.db" "$1"
}

rt_free_port() {
    perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1,
        LocalAddr => "127.0.0.1")->sockport'
}

rt_setup() {
    "${RT_ENV[@]}" rt-setup-database-5 "$@"
}

rt_make() {
    mkdir "$RT_LAB"/{var,mason,session,saved} &&
        echo "$RANDOM$RANDOM$RANDOM" >"$RT_LAB/password" &&
        rt_setup --action init --dba root --dba-password '' \
            --root-password-file "$RT_LAB/password" &&
        rt_sql 'PRAGMA journal_mode = WAL' &&
        REFUNDD_REVIEW_QUEUE='Refund Review' REFUNDD_TOKEN_FILE=$RT_LAB/refundd.token \
            rt_setup --action insert --skip-create \
            --datafile "$REFUNDD_SOURCE/etc/rt/initialdata.pl" &&
        rt_setup --action insert --skip-create --datafile "$RT_FILES/people.pl"
}

# A worker stays with a connection that is kept alive: refundd has two, and people need one.
rt_serve() {
    "${RT_ENV[@]}" starman --preload-app --workers 3 --max-requests 100000 --env deployment \
        --listen "127.0.0.1:$RT_PORT" "$RT_FILES/server.psgi" >>"$RT_LAB/log" 2>&1 </dev/null &
    rt_server=$!
    curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused --max-time 120 \
        "$RT_URL/REST/2.0/rt" && kill -0 $rt_server
}

rt_start() {
    RT_PORT=$(rt_free_port) RT_URL=http://127.0.0.1:$RT_PORT
    export RT_LAB RT_PORT RT_URL
    rt_make >>"$RT_LAB/log" 2>&1 && rt_serve && rt_save bare
}

rt_stop() {
    [ -n "$rt_server" ] || return 0
    kill -TERM "$rt_server" 2>/dev/null
    wait "$rt_server" 2>/dev/null
    rt_server=
}

rt_save() {
    rt_sql ".backup '$RT_LAB/saved/$1.db'"
}

rt_restore() {
    rt_sql ".restore '$RT_LAB/saved/$1.db'" && : >"$RT_LAB/mbox" && : >"$RT_LAB/requests"
}

rt_ask() { # WHO METHOD PATH [JSON]
    curl -sS --fail-with-body --max-time 300 -X "$2" -H "Authorization: token $(cat "$RT_LAB/$1.token")" \
        -H 'Content-Type: application/json' ${4+--data-binary "$4"} "$RT_URL/REST/2.0$3"
}

rt_mail() { # FROM TICKET
    local answer
    answer=$({
        printf '%s\n' "From: $1" "To: refunds@lab.test" "Subject: [lab.test #$2] Re: my refund" \
            "Message-ID: <$RANDOM$RANDOM$RANDOM@customer.test>" "MIME-Version: 1.0" \
            "Content-Type: text/plain; charset=utf-8" "Content-Transfer-Encoding: 8bit" ""
        cat
    } | curl -sS --max-time 60 -F 'queue=Billing and Refund Issues' -F action=correspond \
        -F 'message=<-' "$RT_URL/REST/1.0/NoAuth/mail-gateway")
    [ "$answer" = ok ] || { echo "the mail to ticket $2 was not taken: $answer"; return 1; }
}
