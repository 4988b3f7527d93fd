#!/usr/bin/env bash
# In shadow mode refundd judges all tickets of a real Request Tracker and notes for colleagues what it
# would say; their customers see nothing of it.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

# All that a customer sees or gets of their ticket, and how it stands.
seen() {
    rt_sql "SELECT t.id, t.Status, t.Subject, t.Queue, t.Owner,
            (SELECT group_concat(id || ' ' || Type || ' ' || Creator) FROM Transactions x
                WHERE x.ObjectType = 'RT::Ticket' AND x.ObjectId = t.id
                AND Type NOT IN ('Comment', 'CommentEmailRecord')),
            (SELECT group_concat(CustomField || ' ' || Content) FROM ObjectCustomFieldValues v
                WHERE v.ObjectType = 'RT::Ticket' AND v.ObjectId = t.id AND v.Disabled = 0)
        FROM Tickets t ORDER BY t.id"
    # Their own view, where they have one.
    for id in $(rt_sql "SELECT t.id FROM Tickets t JOIN Groups g ON g.Domain = 'RT::Ticket-Role'
            AND g.Name = 'Requestor' AND g.Instance = t.id JOIN GroupMembers m ON m.GroupId = g.id
            JOIN Users u ON u.id = m.MemberId WHERE u.Name = 'customer'"); do
        rt_ask customer GET "/ticket/$id" | jq -cS 'del(.LastUpdated, .LastUpdatedBy)'
        rt_ask customer GET "/ticket/$id/history?per_page=100" | jq -c '[.items[].id]'
    done
    cat "$RT_LAB/mbox"
}

run() {
    desk once || { tail -n 5 desk/once.log; return 1; }
}

sixty_tickets
seen >before
know desk
sed -i '1i mode = shadow' desk/refundd.conf
check "a run in shadow mode ends well" run
same "customers see and get what they saw and got before" seen "cat before"
is "each ticket that would have been answered is judged" \
    "$(cases desk | cut -d' ' -f1 | paste -sd ' ')" "$(cut -d' ' -f1 expected | sort -n | paste -sd ' ')"
is "and has an internal note" "$(desk_words | jq -r 'select(.said[0].public | not) | .id' | paste -sd ' ')" \
    "$(cases desk | grep -v ' waiting ' | cut -d' ' -f1 | paste -sd ' ')"
is "of each ticket one" "$(desk_words | jq -s 'map(.said | length) | max')" 1

second_acts
seen >before
know desk
check "when customers answer and agents come, another run ends well" run
same "customers see and get nothing of that one either" seen "cat before"
check "and one more" run
same "nor of that" seen "cat before"

# What was noted in the shadow keeps nobody from being answered in the light.
sed -i 's/^mode = shadow/mode = auto/' desk/refundd.conf
check "a run in auto mode ends well" run
nothing "tickets that were judged in the shadow are left to people" "$(mails)"

done_testing
