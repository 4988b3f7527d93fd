# shellcheck shell=bash
# What customers and agents do in a ticket, in Request Tracker and in the twin. To be sourced, after
# world.sh. The twin's status becomes what Request Tracker's own rules make of it.
#
#   customer_says ID TEXT    by mail          agent_says, agent_notes ID TEXT
#   customer_closes ID       its requestor    takes, resolves, reopens, moves, deletes ID
#   merges ID INTO
#
# And what reviewers do, in Request Tracker alone:
#
#   verdict WHO ID VERDICT [REASON [AMOUNT]]
#   claims WHO ID            answers WHO ID TEXT, closes WHO ID

# ID AUTHOR IS-PUBLIC TEXT
say_in_twin() {
    twin edit "$1" ".messages += [{id: \"m\\(.messages | length + 1)\", author: \"$2\", public: $3,
        at: (now | todate), body: $(printf %s "$4" | jq -Rs .)}]"
}

# Request Tracker says 200 even where it did nothing; its own words tell.
as() { # WHO METHOD TICKET[/ACTION] JSON
    local answer
    answer=$(rt_ask "$1" "$2" "/ticket/$3" "$4")
    case $answer in
    *denied* | *"not "* | '' | '[]')
        echo "$1 could not do this in ticket $3: $4: $answer" >&2
        exit 2
        ;;
    esac
}

as_agent() { # METHOD TICKET[/ACTION] JSON
    as mei "$@"
}

# One person's verdicts are told apart by their times, and Request Tracker's are whole seconds.
verdict() {
    local second=$EPOCHSECONDS
    while [ "$EPOCHSECONDS" = "$second" ]; do :; done
    as "$1" PUT "$2" "$(jq -n --arg verdict "$3" --arg reason "${4-}" --arg amount "${5-}" '{CustomFields:
        ({ReviewReason: $reason, ReviewAmount: $amount, ReviewVerdict: $verdict}
        | with_entries(select(.value != "")))}')"
}

claims() {
    as "$1" PUT "$2" "{\"Owner\": \"$1\"}"
}

answers() {
    as "$1" POST "$2/correspond" "$(content "$3")"
}

closes() {
    as "$1" PUT "$2" '{"Status": "resolved"}'
}

content() {
    jq -n --arg text "$1" '{Content: $text, ContentType: "text/plain"}'
}

customer_says() {
    printf '%s\n' "$2" | rt_mail "$(twin of "$1" .requester.email)" "$1"
    say_in_twin "$1" customer true "$2"
    twin edit "$1" 'if .status | IN("new", "solved") then .status = "open" else . end'
}

customer_closes() {
    rt_ask customer PUT "/ticket/$1" '{"Status": "resolved"}' >/dev/null
    twin edit "$1" '.status = "solved"'
}

agent_says() {
    as_agent POST "$1/correspond" "$(content "$2")"
    say_in_twin "$1" agent true "$2"
    twin edit "$1" '.status = "open"'
}

agent_notes() {
    as_agent POST "$1/comment" "$(content "$2")"
    say_in_twin "$1" agent false "$2"
}

takes() {
    as_agent PUT "$1" '{"Owner": "mei"}'
    twin edit "$1" '.assignee = "mei"'
}

resolves() {
    as_agent PUT "$1" '{"Status": "resolved"}'
    twin edit "$1" '.status = "solved"'
}

reopens() {
    as_agent PUT "$1" '{"Status": "open"}'
    twin edit "$1" '.status = "open"'
}

# A ticket that is no longer there has no twin.
merges() {
    as_agent PUT "$1" "{\"MergeInto\": $2}"
    rm "twin/spool/$1.json"
}

moves() {
    as_agent PUT "$1" '{"Queue": "Other Issues"}'
    rm "twin/spool/$1.json"
}

deletes() {
    as_agent PUT "$1" '{"Status": "deleted"}'
    rm "twin/spool/$1.json"
}

# What is done in the sixty tickets before refundd first sees them.
first_acts() {
    takes 47
    agent_says 48 "I am looking at it."
    resolves 49
    merges 50 49
    moves 51
    deletes 52
    customer_closes 53
    customer_says 60 "And quickly, please."
}

# What is done in them when they are answered.
second_acts() {
    customer_says 25 "It is order $(order_of 25), sorry."
    customer_says 26 "I do not know its number."
    customer_says 13 "I do not agree."
    customer_says 1 "Thank you. When?"
    customer_says 35 "Any news?"
    customer_says 54 "Which ticket?"
    takes 33
    reopens 2
}
