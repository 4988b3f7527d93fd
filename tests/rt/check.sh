#!/usr/bin/env bash
# `refundctl desk check` against a real Request Tracker: it says of each thing that is wrong which it
# is and what to do, and of nothing else.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

refund 1 - family=call
open_tickets

# What is wrong, a line each, in the words for people.
wrong() {
    desk ctl desk check | sed -n 's/^WRONG  //p' | tr -s ' '
}

is "before anybody has commented on a ticket, only that is missing" "$(wrong)" \
    'right to see notes there is no note that could show it: comment on a ticket of the queue, and check again'
agent_notes 1 "Look at this."
check "all is right as etc/rt/initialdata.pl has made it" desk ctl desk check
is "of each thing it says so" "$(desk ctl --json desk check | jq '.right, (.findings | length > 15)' | paste -sd ' ')" "true true"

desk_settings abroad
is "a time zone other than UTC is wrong" "$(wrong)" \
    'time zone of user "abroad" is UTC it is "Asia/Shanghai": set it to UTC'
desk ctl desk check >/dev/null
is "then its exit status is 1" $? 1
is "programs are told the same" \
    "$(desk ctl --json desk check | jq -r '.right, (.findings[] | select(.right | not) | .remedy)' | paste -sd ' ')" \
    'false it is "Asia/Shanghai": set it to UTC'

desk_settings blind
has "fields that cannot be seen are wrong" "$(wrong)" \
    'ticket field "OrderId" make it for tickets of the queue, or give refundd the right SeeCustomField; etc/rt/initialdata.pl does both'
has "so is a queue without tickets that can be seen" "$(wrong)" \
    'give refundd the right ShowTicket, and check again'

desk_settings mute
has "so is a right that is missing" "$(wrong)" \
    'right to leave notes give refundd the right CommentOnTicket in the queue'

has "and one to see notes" "$(wrong)" \
    'right to see notes give refundd the right ShowTicketComments in the queue'

desk_settings refundd 'review_queue = "Refund Review"'
check "a review queue is right as etc/rt/initialdata.pl has made it" desk ctl desk check
has "and is looked at, too" "$(desk ctl desk check)" 'right to move tickets to queue "Refund Review"'
desk_settings stiff 'review_queue = "Refund Review"'
has "one that cannot be seen is wrong" "$(wrong)" \
    'queue "Refund Review" make it, or give refundd the right SeeQueue in it'
desk_settings abroad 'review_queue = "Other Issues"'
has "so is one without the fields" "$(wrong)" \
    'ticket field "ReviewVerdict" of queue "Other Issues" make it for tickets of the queue'

desk_settings refundd 'queue = "No Such"'
is "so is a queue that is not there" "$(wrong)" \
    'queue "No Such" make it, or give refundd the right SeeQueue in it; etc/rt/initialdata.pl does both'

desk_settings refundd 'order_field = "OrderNumber"'
is "so is a field that is not there" "$(wrong)" \
    'ticket field "OrderNumber" make it for tickets of the queue, or give refundd the right SeeCustomField; etc/rt/initialdata.pl does both'

desk_settings refundd 'key_field = "Key"'
is "so is a key's field that is not there" "$(wrong)" \
    'transaction field "Key" make it for transactions of the queue, or give refundd the right SeeCustomField; etc/rt/initialdata.pl does both'

desk_settings refundd 'solved_status = "done"'
is "so is a status that is not there" "$(wrong)" \
    'status "done" can be set no way leads there from "new": is it in the lifecycle "default", and has refundd the right ModifyTicket?'

desk_settings stiff
nothing "a right that only an answer shows is not spoken of before there is one" "$(wrong)"
rt_ask stiff POST /ticket/1/correspond '{"Content": "No.", "ContentType": "text/plain",
    "CustomFields": {"RefundDecision": "reject"}}' >/dev/null
is "an answer whose fields did not take shows that it is missing" "$(wrong)" \
    'right to set fields the answer in ticket 1 has left its fields empty: give refundd the right ModifyCustomField on them'

desk_settings refundd
install -m 600 /dev/stdin no.token <<<1-1-0123456789abcdef0123456789abcdef
sed "s|token_file = .*|token_file = \"$lab/no.token\"|" -i desk/refundd.conf
is "so is a token that is none" "$(wrong)" \
    "token in $lab/no.token make a new one: in RT, Admin, Users, the user, Auth Tokens"
chmod 644 no.token
is "so is one that others may read" "$(wrong)" \
    "token in $lab/no.token others may read the token in $lab/no.token: chmod 600 $lab/no.token"
rm no.token
has "so is none at all" "$(wrong)" "token in $lab/no.token cannot open the token file $lab/no.token"

desk_settings refundd
sed "s|^url = .*|url = \"$RT_URL/elsewhere\"|" -i desk/refundd.conf
is "so is an address that is none" "$(wrong)" "server $RT_URL/elsewhere answers the server says 404"
nothing "and nothing was written" "$(rt_sql "SELECT Type FROM Transactions
    WHERE Creator IN (SELECT id FROM Users WHERE Name IN ('refundd', 'abroad', 'mute', 'blind'))")"

done_testing
