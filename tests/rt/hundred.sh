# shellcheck shell=bash
# A hundred calm tickets, to count and to measure by. To be sourced, after world.sh.
#
#   hundred_tickets    makes them, and what is on record: all are approved; first_look comes before
#   answer_hundred     answers them; the file `took` has the microseconds, those of its processor too
#   asked              what refundd asked meanwhile, by the server's own notes: reads, writes, and the
#                      microseconds in which at least one request was under way; who it is and which
#                      queue is its own it asks once a start, which is not what tickets cost

hundred_tickets() {
    local order='20261101%012d' owner='100%09d'
    awk -v order=$order -v owner=$owner -v day="$(ago 1d)" 'BEGIN {
        print "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin," \
            "purchased_at,months,currency,cash,transfer,gift,voucher" >"orders.csv"
        for (i = 1; i <= 100; i++) {
            printf order ",call,standard,purchase,shipped,1400000001," owner "," owner ",E-%d," \
                "purchased,%s,1,USD,449.00,0.00,0.00,0.00\n", i, i, i, i, day >"orders.csv"
            printf order ",0,NOW\n", i >"usage"
            printf owner ",E-%d,none,0.00,NOW\n", i, i >"accounts"
            printf "{\"i\": %d, \"order\": \"" order "\", \"owner\": \"" owner "\"}\n", i, i, i
        }
    }' | jq -s 'map({Queue: "Billing and Refund Issues", Subject: "Refund \(.i)",
        Requestor: "c\(.i)@customer.test", Content: "Please refund it.", ContentType: "text/plain",
        CustomFields: {Product: "Tencent Real-Time Communication TRTC",
            IssueType: "Billing and Refund Issues", Uin: .owner, OrderId: .order}})' >tickets.json
    make_tickets
    know desk
    rt_save hundred
    cp -r desk/state first
}

# Bash prints seconds with three decimals.
answer_hundred() {
    local TIMEFORMAT='%R %U %S' real user system
    rt_restore hundred
    rm -r desk/state
    cp -r first desk/state
    { time desk once; } 2>clocked || return
    read -r real user system < <(tail -n 1 clocked)
    echo "$((10#${real/./} * 1000)) $(((10#${user/./} + 10#${system/./}) * 1000))" >took
}

asked() {
    local me
    me=$(rt_sql "SELECT id FROM Users WHERE Name = 'refundd'")
    awk -v me="$me" '$3 == me' "$RT_LAB/requests" | sort -n | awk '
        $6 ~ "/(user|queue)/" { starts++ }
        { if ($5 == "GET") reads++; else writes++ }
        $1 > end { busy += end - begin; begin = $1; end = $2 }
        $2 > end { end = $2 }
        END { printf "%d %d %.0f\n", reads - starts, writes, (busy + end - begin) * 1000000 }'
}
