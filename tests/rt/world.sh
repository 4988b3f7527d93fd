# shellcheck shell=bash
# A Request Tracker and, as its twin, a spool with the same tickets: what refundd says in the one it
# must say in the other. The spool's tickets are the originals. To be sourced.
#
#   desk COMMAND..., twin COMMAND...  does it in the folder of the one or the other world
#   refund ID EXPECTED [KEY=VALUE]... adds a ticket, and its order, usage and account; see tickets.sh
#   open_tickets                      makes the tickets in Request Tracker, through its API
#   first_look                        a run that finds no tickets yet
#   look_seldom                       from now on, a run looks for tickets once
#   sixty_tickets                     those of tickets.sh, and what was done in them before the first run
#   know WORLD                        imports for desk or twin what is on record, as of now
#   meanwhile COMMAND                 a run over the desk; before it writes, what the command does
#   run_until COUNT [MILLISECONDS]    a daemon on the desk, killed when it has written COUNT answers, or
#                                     that much later
#   said_once                         tests that what refundd said is in tickets and mails, once
#   run_to_the_end                    runs until all is settled
#   desk_words, twin_words            what refundd said and set in each ticket, a line each
#   mails, public_words               what refundd's answers became in the mailbox, and what they must
#   cases WORLD                       its cases, as `refund` expects them
#   same DESCRIPTION ONE OTHER        ok when two commands print the same
set -u
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"
# shellcheck source=tests/rt/lab.sh
. "$REFUNDD_SOURCE/tests/rt/lab.sh"
# shellcheck source=tests/rt/acts.sh
. "$REFUNDD_SOURCE/tests/rt/acts.sh"

rt_is_installed || skip_all "Request Tracker is not installed"
if [ -n "${RT_LAB-}" ]; then
    rt_restore bare
else
    trap 'rt_stop; rm -rf "$RT_LAB"; leave_lab' EXIT
    RT_LAB=$(mktemp -d)
    rt_start || skip_all "Request Tracker does not start: $(tail -n 3 "$RT_LAB/log")"
fi

mkdir -p desk twin/spool
opened=$(date +%s) # all ages are counted from here

desk() { (cd desk && "$@"); }
twin() { (cd twin && "$@"); }

desk_settings() { # WHOSE-TOKEN LINE... of the section
    desk settings 'settle = "0s"' 'desk = "lab"' 'rt lab {' "url = \"$RT_URL\"" \
        "token_file = \"$RT_LAB/$1.token\"" 'language_field = "Language"' 'per_minute = 0' \
        "${@:2}" '}'
}
desk_settings refundd 'request_timeout = "5s"' 'quarantine = "6s"' # what was left behind is soon over
twin settings 'settle = "0s"'

# ---- tickets ----

ago() { # AGE: 3d1h, or -1h
    local age=${1#-} seconds
    [[ $age =~ ^(([0-9]+)d)?(([0-9]+)h)?$ ]] || return 1
    seconds=$((${BASH_REMATCH[2]:-0} * 86400 + ${BASH_REMATCH[4]:-0} * 3600))
    [ "$1" = "$age" ] || seconds=-$seconds
    date -u -d "@$((opened - seconds))" +%Y-%m-%dT%H:%M:%SZ
}

# What is left of an amount when so many days of the month of purchase are charged.
prorated() { # CENTS DAYS AGE
    local month length
    month=$(TZ=UTC-8 date -d "$(ago "$3")" +%Y-%m-01)
    length=$(date -u -d "$month + 1 month - 1 day" +%d)
    awk -v cents="$(($1 * (length - $2) / length))" 'BEGIN { printf "%.2f", cents / 100 }'
}

order_of() { # TICKET
    printf '20261101%012d' "$1"
}

refund() {
    local id=$1 expected=$2 pair key row=()
    local owner=$((100000000000 + id)) order asof=NOW
    order=$(order_of "$id")
    local -A of=([age]=3d1h [used]=0 [suspended]=none [frozen]=0 [named]=$order [by]=$owner
        [lang]=en [text]="Please refund it." [jq]=.)
    for pair in "${@:3}"; do
        key=${pair%%=*}
        if [ -n "${of[$key]+is}" ]; then of[$key]=${pair#*=}; else row+=("$pair"); fi
    done
    [ "$expected" = - ] || printf '%s %s\n' "$id" "$expected" >>expected
    order "$order" owner_uin=$owner payer_uin=$owner entity="E-$id" \
        purchased_at="$(ago "${of[age]}")" "${row[@]}"
    [ "${of[used]}" = 0 ] || asof=$(ago 1h) # before it was asked: later, it would prove nothing
    printf '%s,%s,%s\n' "$order" "${of[used]}" "$asof" >>usage
    printf '%s,E-%s,%s,%s,NOW\n' $owner "$id" "${of[suspended]}" "${of[frozen]}" >>accounts
    twin ticket "$id" "${of[named]}" ".status = \"new\" | .language = \"${of[lang]}\"
        | .requester = {uin: \"${of[by]}\", email: \"c$id@customer.test\"}
        | .messages[0].body = $(printf %s "${of[text]}" | jq -Rs .) | ${of[jq]}"
}

make_tickets() {
    rt_ask portal POST /tickets/bulk @tickets.json | jq -e 'all(has("id"))' >made || exit 2
}

open_tickets() {
    local id created
    jq -s 'sort_by(.id | tonumber) | map({
        Queue: "Billing and Refund Issues", Subject: .subject, Requestor: .requester.email,
        Content: .messages[0].body,
        ContentType: (if .messages[0].body | startswith("<") then "text/html" else "text/plain" end),
        CustomFields: ({Product: .product, IssueType: .issue_type, Uin: .requester.uin,
                        OrderId: .fields.order_id, Language: .language}
                       | with_entries(select(.value // "" | . != "")))})' \
        twin/spool/*.json >tickets.json
    make_tickets
    while IFS='|' read -r id created; do
        [ -e "twin/spool/$id.json" ] || continue
        twin edit "$id" ".created_at = \"${created/ /T}Z\" | .updated_at = .created_at
            | .messages[].at = .created_at"
    done < <(rt_sql 'SELECT id, Created FROM Tickets')
}

# From now on there is news; without it, the first run would look at everything.
first_look() {
    rt_restore bare && desk once
}

# Nothing is looked for while a run is under way: what it finds at its start is all.
look_seldom() {
    sed -i 's/^poll_interval = .*/poll_interval = "5m"/' desk/refundd.conf
}

# Made once for all scripts of a run.
sixty_tickets() {
    local made=$RT_LAB/saved/world
    if [ ! -e "$made" ]; then
        # shellcheck source=tests/rt/tickets.sh
        . "$REFUNDD_SOURCE/tests/rt/tickets.sh"
        open_tickets
        first_acts
        mkdir "$made"
        cp -r expected orders.csv refunds.csv usage accounts twin/spool "$made"
        rt_save sixty
    fi
    rt_restore sixty
    cp -r "$made"/* .
    rm -r twin/spool
    mv spool twin
}

# ---- what is on record ----

import_as() { # KIND HEADER: FILE is KIND, its NOWs are now
    { echo "$2"; sed "s/NOW/$(date -u +%Y-%m-%dT%H:%M:%SZ)/" "../$1"; } >"$1.csv"
    ctl import "$1" "$1.csv"
}

know() { # WORLD
    {
        "$1" ctl import orders ../orders.csv
        [ ! -e refunds.csv ] || "$1" ctl import refunds ../refunds.csv
        "$1" import_as usage order_id,gifted_minutes_used,as_of
        "$1" import_as accounts uin,entity,suspended,frozen,as_of
    } >/dev/null || exit 2
}

cases() { # WORLD
    "$1" ctl --json cases --limit 1000 | jq -r 'sort_by(.ticket | tonumber)[] |
        "\(.ticket) \(.state) \(.outcome // "-") \(.rule // "-")\(if .amount then " " + .amount else "" end)"'
}

# ---- what was said ----

# Notes speak of when something was decided, and of what to set in which fields: that is not the
# same in both worlds.
untimed='.said |= map(if .public then . else
    .body |= (gsub("[0-9]{4}(-[0-9]{2}){2}[T ][0-9]{2}(:[0-9]{2}){2}(\\.[0-9]+)?"; "THEN")
        | gsub("ReviewVerdict"; "review_verdict") | gsub("ReviewReason"; "review_reason")
        | gsub(", reviewer to your name, and"; " and") | gsub(", and review_reason"; " and review_reason")) end)'

# Tickets in which nothing was said are left out.
desk_words() {
    rt_sql "
        WITH me AS (SELECT id FROM Users WHERE Name = 'refundd'),
        field AS (SELECT v.ObjectType AS type, v.ObjectId AS object, c.Name AS name, v.Content AS value
            FROM ObjectCustomFieldValues v JOIN CustomFields c ON c.id = v.CustomField
            WHERE v.Disabled = 0),
        said AS (SELECT x.id, x.ObjectId AS ticket, x.Type = 'Correspond' AS is_public, a.Content AS body,
                a.ContentEncoding AS encoding
            FROM Transactions x JOIN Attachments a ON a.TransactionId = x.id
            WHERE x.ObjectType = 'RT::Ticket' AND x.Type IN ('Correspond', 'Comment')
            AND x.Creator IN me AND a.ContentType = 'text/plain')
        SELECT json_object('id', CAST(t.id AS TEXT), 'status', t.Status,
            'fields', (SELECT json_group_object(name, value) FROM field
                WHERE type = 'RT::Ticket' AND object = t.id AND name LIKE 'Refund%'),
            'said', (SELECT json_group_array(json_array(is_public, body, encoding,
                (SELECT count(*) FROM field WHERE type = 'RT::Transaction' AND object = said.id
                    AND name = 'RefundKey')))
                FROM (SELECT * FROM said ORDER BY id) AS said WHERE said.ticket = t.id))
        FROM Tickets t ORDER BY t.id" | perl "$RT_FILES/decode.pl" | jq -cS '{id, status,
            decision: .fields.RefundDecision, amount: .fields.RefundAmount,
            currency: .fields.RefundCurrency, linked: .fields.RefundLinked,
            said: [.said[] | {public: (.[0] == 1), body: .[1] | rtrimstr("\n"), keys: .[3]}]}
            | select(.said != []) | '"$untimed"
}

twin_words() {
    jq -cSs '{solved: "resolved", pending: "stalled", hold: "open", closed: "deleted"} as $words
        | sort_by(.id | tonumber)[] | {id,
            said: [.messages[] | select(.author == "refundd")
                | {public, body: .body | rtrimstr("\n"), keys: 1}],
            decision: .fields.refund_decision, amount: .fields.refund_amount,
            currency: .fields.refund_currency, linked: .fields.refund_linked,
            status: ($words[.status] // .status)}
            | select(.said != []) | '"$untimed" twin/spool/*.json
}

# A mail that Request Tracker's own rules send when a ticket is solved says nothing of ours.
mails() {
    perl "$RT_FILES/mails.pl" "$RT_LAB/mbox" refundd | jq -c '
        select(.[2] | startswith("According to our records") | not) | .[2] |= rtrimstr("\n\n")' | sort
}

public_words() {
    local emails
    emails=$(rt_sql "SELECT json_object('id', CAST(t.id AS TEXT), 'to', group_concat(u.EmailAddress, ', '))
        FROM Tickets t JOIN Groups g ON g.Domain = 'RT::Ticket-Role' AND g.Name = 'Requestor'
            AND g.Instance = t.id
        JOIN GroupMembers m ON m.GroupId = g.id JOIN Users u ON u.id = m.MemberId GROUP BY t.id" |
        jq -s 'map({key: .id, value: .to}) | from_entries')
    desk_words | jq -c --argjson to "$emails" \
        '.id as $id | .said[] | select(.public) | [$id, $to[$id], .body]' | sort
}

# A run that has decided, and sees the tickets anew before it writes, is held up there.
meanwhile() { # COMMAND
    local run result=0
    mkfifo "$RT_LAB/gate" "$RT_LAB/gate.open"
    desk once &
    run=$!
    # shellcheck disable=SC2016 # the dollar is for the inner shell
    if timeout 60 bash -c ': >"$0"' "$RT_LAB/gate"; then
        rm "$RT_LAB/gate"
        "$1"
        # shellcheck disable=SC2016
        timeout 60 bash -c ': >"$0"' "$RT_LAB/gate.open" || result=1
    else
        echo "no ticket was seen anew before it was written"
        result=1
    fi
    rm -f "$RT_LAB/gate" "$RT_LAB/gate.open"
    wait $run || result=1
    return $result
}

# ---- runs that end badly, and the one after them ----

run_until() { # COUNT [MILLISECONDS]
    (
        cd desk || exit
        start_daemon || exit
        missed=
        for _ in $(seq "$1"); do
            await_soon "it is in the ticket" || { missed=yes && break; }
        done
        end_ms=$((${EPOCHREALTIME/./} / 1000 + ${2:-0}))
        while left_ms=$((end_ms - ${EPOCHREALTIME/./} / 1000)) && [ $left_ms -gt 0 ]; do
            read -r -t "$(printf '%d.%03d' $((left_ms / 1000)) $((left_ms % 1000)))" -u 9 _
        done
        kill -KILL "$daemon"
        wait "$daemon" 2>/dev/null
        # Where moments are random, one may come when all is said.
        [ $? = 137 ] && { [ -z "$missed" ] || [ -n "${2-}" ]; }
    )
}

await_soon() { # TEXT
    local line until=$((SECONDS + 10))
    while [ $SECONDS -lt $until ] && read -r -t 10 -u 9 line; do
        case $line in *"$1"*) return 0 ;; esac
    done
    return 1
}

# A run to the end is only content when all is settled; what a killed one left behind is looked for
# when its quarantine is over.
run_to_the_end() {
    local deadline=$((SECONDS + 120))
    until desk once; do
        [ $SECONDS -lt $deadline ] || { tail -n 5 desk/once.log; return 1; }
    done
}

# Everything was said, once, in the tickets and in the mails. The twin has been run.
said_once() {
    same "each ticket has its one answer, and a flagged one its one note" desk_words twin_words
    same "each answer was mailed once" mails public_words
}

prints_the_same() { # ONE OTHER
    diff <(eval "$1") <(eval "$2") >difference && return
    cut -c 1-400 difference | head -n 20
    return 1
}

same() { # DESCRIPTION ONE OTHER
    check "$1" prints_the_same "$2" "$3"
}
