#!/usr/bin/env bash
# Between refundd's decision and its answer somebody was in the ticket: refundd stands back from
# people, and judges anew what a customer says.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

desk_settings refundd 'request_timeout = "10s"' 'quarantine = "11s"' # that nothing is given up meanwhile
paid='answered approve unused-within-window 449.00 USD'
stood_back='person approve unused-within-window 449.00 USD'
refund 1 "$paid" family=call cash=449.00
refund 2 "$stood_back" family=call cash=449.00
refund 3 "$stood_back" family=call cash=449.00
refund 4 "$stood_back" family=call cash=449.00
refund 5 "$stood_back" family=call cash=449.00
refund 6 - family=call cash=449.00
refund 7 "$stood_back" family=call cash=449.00
refund 8 "$paid" family=call cash=449.00
refund 9 "$paid" family=call cash=449.00
check "a run that finds nothing ends well" first_look
look_seldom
open_tickets
know desk
know twin

acts() {
    takes 2
    agent_says 3 "I am looking at it."
    resolves 4
    moves 5
    deletes 6
    merges 7 4
    customer_says 8 "Please hurry."
    reopens 9 # a status that it would get anyway, and nobody answered or took it
}

check "people come while a run is about to answer" meanwhile acts
check "a run over the spool ends well" twin once
check "and another one over Request Tracker" desk once
same "nothing is said where a person was first, and all else once" desk_words twin_words
same "nor is it mailed" mails public_words
same "the cases say so" "cases desk | grep -v '^6 '" "cat expected" # nobody looks at a deleted ticket

done_testing
