#!/usr/bin/env bash
# Sixty tickets of all kinds in a real Request Tracker are answered as over the spool, each once, and
# their customers get one mail for each answer.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

sixty_tickets
know desk
know twin

check "a run over the spool ends well" twin once
same "its cases are what they should be" "cases twin" "cat expected"
check "a rehearsal over Request Tracker ends well" desk "$REFUNDD" --config refundd.conf --dry-run
nothing "and writes nothing" "$(rt_sql "SELECT Type FROM Transactions
    WHERE Creator = (SELECT id FROM Users WHERE Name = 'refundd')")"

check "a run over Request Tracker ends well" desk once
same "its cases are the same" "cases desk" "cat expected"
same "it says and sets in each ticket what it says and sets over the spool" desk_words twin_words
same "each answer was mailed once, to its customer, and no note" mails public_words

desk_words >before
check "a second run ends well" desk once
same "and says nothing twice" desk_words "cat before"

second_acts
know desk
know twin
check "when customers answer and agents come, a run over the spool ends well" twin once
check "and one over Request Tracker" desk once
same "the cases are the same" "cases desk" "cases twin"
same "so are words, fields and statuses" desk_words twin_words
same "each answer was mailed once" mails public_words
diff before <(desk_words) | jq -R 'select(startswith(">")) | .[2:] | fromjson | .id' -r | sort -n | paste -sd ' ' >touched
is "something happened in these tickets and no others" "$(cat touched)" "1 2 13 25 26 54"
is "who answers the question is judged" "$(cases desk | grep '^25 ')" \
    "25 answered approve unused-within-window $(prorated 49900 4 3d1h) USD"
is "who does not is asked again" "$(cases desk | grep '^26 ')" "26 asked ask no-order"
is "the others are for a person, and a flag that somebody took is with them" \
    "$(cases desk | grep -E '^(1|2|13|33|54) ' | cut -d' ' -f1,2 | paste -sd ' ')" \
    "1 person 2 person 13 person 33 flagged 54 person"

customer_says 26 "I still do not know it."
check "and when somebody does not answer again" desk once
is "a person looks" "$(cases desk | grep '^26 ' | cut -d' ' -f1-3)" "26 flagged ask"
same "what was said stays what was mailed" mails public_words

done_testing
