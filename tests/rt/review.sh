#!/usr/bin/env bash
# Reviewers decide in a real Request Tracker: by the fields of the ticket, two of them where it takes
# two, or by hand. Whatever they do, the customer hears of it once.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

review_settings() { # REMIND-AFTER ESCALATE-AFTER LINE... of the section
    desk_settings refundd 'request_timeout = "10s"' 'quarantine = "11s"' "${@:3}"
    printf '%s\n' 'working_hours = "mon-sun 00:00-24:00"' "remind_after = \"$1\"" \
        "escalate_after = \"$2\"" >>desk/refundd.conf
}
review_settings 1d 2d

# Those that come now, beside those that are there.
open_more() { # ID
    mkdir -p answered
    mv twin/spool/*.json answered
    refund "$1" "$suspect" family=call cash=449.00 suspended=illegal
    open_tickets
    know desk
}

# What owners get of their own tickets is not for customers.
customer_mails() {
    mails | jq -c 'select(.[1] | endswith("@customer.test"))'
}

suspect='flagged flag suspended-otherwise' # by the policy alone, all of it would go back
refund 1 "$suspect" family=call cash=449.00 suspended=illegal
refund 2 "$suspect" family=call cash=3000.00 suspended=illegal
refund 3 "$suspect" family=call cash=449.00 suspended=illegal lang=zh
refund 4 "$suspect" family=call cash=449.00 suspended=illegal
refund 5 "$suspect" family=call cash=449.00 suspended=illegal
refund 6 "$suspect" family=call cash=449.00 suspended=illegal
check "a run that finds nothing ends well" first_look
open_tickets
know desk
check "tickets are flagged" desk once
same "all of them" "cases desk" "cat expected"
same "each customer is told so once" customer_mails public_words

# ---- what is asked below ----

of_case() { # ID: its state
    cases desk | sed -n "s/^$1 \([^ ]*\).*/\1/p"
}

replies() { # ID: the answers of refundd that were mailed to its customer
    customer_mails | jq -s --arg id "$1" 'map(select(.[0] == $id)) | length'
}

last_reply() { # ID
    desk_words | jq -r --arg id "$1" 'select(.id == $id) | [.said[] | select(.public)] | last.body'
}

notes() { # ID
    desk_words | jq -r --arg id "$1" 'select(.id == $id) | .said[] | select(.public | not) | .body'
}

# Its status, decision, amount and what reviewers have left in its fields.
state() { # ID
    rt_sql "SELECT t.Status || ' ' || (SELECT group_concat(c.Name || '=' || v.Content, ' ')
        FROM (SELECT * FROM ObjectCustomFieldValues ORDER BY CustomField) v
        JOIN CustomFields c ON c.id = v.CustomField
        WHERE v.ObjectType = 'RT::Ticket' AND v.ObjectId = t.id AND v.Disabled = 0
        AND v.Content != '' AND (c.Name IN ('RefundDecision', 'RefundAmount') OR c.Name LIKE 'Review%'))
        FROM Tickets t WHERE t.id = $1"
}

run() {
    desk once || { tail -n 5 desk/once.log; return 1; }
}

# ---- one reviewer ----

claims lin 1
check "a run after somebody took a ticket ends well" run
is "taking a flagged ticket leaves it with the reviewers" "$(of_case 1)" flagged
is "and says nothing to its customer" "$(replies 1)" 1
has "it is a claim" "$(desk ctl review show 1)" "lin"
agent_notes 1 "I know this one."
verdict lin 1 approve goodwill
check "a run after an approval ends well" run
is "the case is answered" "$(of_case 1)" answered
is "the ticket is solved, with the amount, and the verdict taken out" "$(state 1)" \
    "resolved RefundDecision=approve RefundAmount=449.00"
has "its customer is told the amount" "$(last_reply 1)" "449.00"
is "once" "$(replies 1)" 2
check "another run ends well" run
is "and says nothing more" "$(replies 1)" 2

# ---- four eyes ----

verdict lin 2 approve goodwill
check "a run after the first of two approvals ends well" run
is "the case stays with the reviewers" "$(of_case 2)" flagged
is "the verdict is taken out for the second" "$(state 2)" "open RefundDecision=flag"
has "a note says that a second person is needed" "$(notes 2)" "second person"
verdict lin 2 approve goodwill
check "a run after the same person's second approval ends well" run
is "that is not enough" "$(of_case 2)" flagged
is "and a note says so" "$(notes 2 | grep -c 'Not carried out')" 1
is "the customer hears nothing of it" "$(replies 2)" 1
verdict rosa 2 approve goodwill
check "a run after another person's approval ends well" run
is "now it is answered" "$(of_case 2)" answered
is "with the amount" "$(state 2)" "resolved RefundDecision=approve RefundAmount=3000.00"
is "once" "$(replies 2)" 2

# ---- rejection ----

verdict rosa 3 reject abuse
check "a run after a rejection ends well" run
is "the case is answered" "$(of_case 3)" answered
is "the ticket is solved" "$(state 3)" "resolved RefundDecision=reject"
is "the customer is told once" "$(replies 3)" 2
nothing "nobody is named" "$(last_reply 3 | grep -iE 'rosa|lin|score|abuse')"

# ---- by hand ----

answers lin 4 "We cannot refund this, I am sorry."
closes lin 4
check "a run after a reviewer answered and resolved ends well" run
is "a person has it" "$(of_case 4)" person
is "and refundd says nothing more" "$(replies 4)" 1
is "of the person there is one answer" \
    "$(perl "$RT_FILES/mails.pl" "$RT_LAB/mbox" Lin | grep -c 'We cannot refund')" 1

# ---- a claim of somebody else's, and amounts ----

claims lin 5
check "a run ends well" run
verdict rosa 5 reject abuse
check "a run after a verdict over a claim ends well" run
is "it is refused" "$(of_case 5)" flagged
has "and a note says why" "$(notes 5)" "lin"
is "its field is empty" "$(state 5)" "open RefundDecision=flag"
verdict lin 5 reject abuse
check "a run after the claimer's own ends well" run
is "that is carried out" "$(of_case 5)" answered
is "and told once" "$(replies 5)" 2

verdict rosa 6 approve goodwill 500.00
check "a run after an approval of too much ends well" run
is "it is refused" "$(of_case 6)" flagged
has "and a note says why" "$(notes 6)" "Not carried out"
verdict rosa 6 approve "words for colleagues alone" 100.00
check "a run after an approval of less ends well" run
is "that is carried out" "$(state 6)" "resolved RefundDecision=approve RefundAmount=100.00"
nothing "internal words stay internal" "$(last_reply 6 | grep colleagues)"
is "and it is told once" "$(replies 6)" 2

# ---- reminder and escalation ----

review_settings 1s 15s
open_more 7
wait_for_reviewers() {
    (
        cd desk || exit
        start_daemon || exit
        await note=escalation
        was_told=$?
        stop_daemon TERM && exit $was_told
    )
}
check "a flag that waits is spoken of, and spoken of again" wait_for_reviewers
check "a run ends well" run
is "once as a reminder" "$(notes 7 | grep -c '^Reminder')" 1
is "and once as an escalation" "$(notes 7 | grep -c '^Escalated')" 1
is "the customer hears nothing of it" "$(replies 7)" 1
verdict lin 7 reject abuse
check "a run after the verdict ends well" run
is "it is answered" "$(of_case 7)" answered
is "once" "$(replies 7)" 2

# ---- in a queue of their own ----

review_settings 1d 2d 'review_queue = "Refund Review"'
open_more 8
queue_of() {
    rt_sql "SELECT q.Name FROM Tickets t JOIN Queues q ON q.id = t.Queue WHERE t.id = $1"
}
check "a run with a review queue ends well" run
is "what it flags is moved there" "$(queue_of 8)" "Refund Review"
is "after it was said" "$(replies 8)" 1
verdict rosa 8 approve goodwill
check "a run after a verdict there ends well" run
is "it is carried out there" "$(state 8)" "resolved RefundDecision=approve RefundAmount=449.00"
is "and told once" "$(replies 8)" 2

same "what was said is what was mailed" customer_mails public_words
done_testing
