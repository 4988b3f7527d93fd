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
