# shellcheck shell=bash
# Sixty tickets of all kinds. To be sourced, after world.sh.
#
#   refund ID EXPECTED [KEY=VALUE]...
#
# EXPECTED is the case's state, outcome, rule and amount; "-" where there is none. The keys: age of
# the purchase when the customer asks, minutes used, the owner's account suspended or with an amount
# frozen, the order named in the ticket's field, by whom it is asked, language and text, jq (a
# program that edits the ticket); any other is a column of the order.

# ---- approved ----

paid='answered approve unused-within-window'
refund 1 "$paid 449.00 USD" family=call cash=449.00
refund 2 "$paid 129.00 USD" family=call cash=129.00 age=1h
refund 3 "$paid 60000 JPY" family=conference currency=JPY cash=58000 transfer=0 gift=2000 voucher=0
refund 4 "$paid 389.00 USD" family=conference cash=389.00
refund 5 "$paid 299.00 USD" family=live cash=249.00 gift=50.00
refund 6 "$paid $(prorated 49900 4 3d1h) USD"
refund 7 "$paid $(prorated 46900 4 3d1h) USD" cash=300.00 transfer=120.00 gift=49.00 voucher=30.00
refund 8 "$paid $(prorated 639900 5 4d6h) CNY" age=4d6h currency=CNY cash=6399.00 lang=zh
refund 9 "$paid 2580.00 CNY" family=live currency=CNY cash=2580.00 lang=zh-CN
refund 10 "$paid 299.00 USD" family=live cash=299.00 frozen=12.40
refund 11 "$paid 77.10 USD" family=call cash=0.00 transfer=77.10
refund 12 "$paid 449.00 USD" family=call cash=449.00 age=4d23h

# ---- rejected ----

refund 13 'answered reject too-late' family=call age=6d
refund 14 'answered reject too-late' age=5d1h
refund 15 'answered reject too-late' family=live age=40d lang=zh
refund 16 'answered reject used' family=call used=3
refund 17 'answered reject used' used=132.5
refund 18 'answered reject used' family=conference used=0.1 lang=zh
refund 19 'answered reject account-suspended' family=conference suspended=content-violation
refund 20 'answered reject not-purchased' origin=gift cash=0.00
refund 21 'answered reject refunded-already' family=live status=refunded
refund 22 'answered reject refunded-already' family=call
refund 23 'answered reject only-vouchers' family=conference cash=0.00 voucher=389.00
refund 24 'answered reject only-vouchers' family=call cash=0.00 voucher=3000.00 currency=CNY lang=zh

# ---- asked ----

refund 25 'asked ask no-order' named=
refund 26 'asked ask no-order' named= text="I want my money back. My number is 12345678901234567890123."
refund 27 'asked ask several-orders' named= \
    text="Please refund $(order_of 27) and $(order_of 28), both."
refund 28 'asked ask no-order' named= lang=zh text="请退款，谢谢。"

# ---- the order is only in the text ----

refund 29 "$paid 449.00 USD" family=call cash=449.00 named= \
    text="Order $(order_of 29), that is $(order_of 29), please."
refund 30 "$paid 449.00 USD" family=call cash=449.00 named= lang=zh text="请退订单$(order_of 30)，谢谢。"
refund 31 "$paid 449.00 USD" family=call cash=449.00 named= \
    text="<p>Order <b>$(order_of 31)</b>, <i>please</i>.</p>"
refund 32 'answered reject used' family=live used=5 named= text="$(order_of 32)"

# ---- for a person ----

refund 33 'flagged flag above-limit' family=call cash=5388.00
refund 34 'flagged flag above-limit' family=live currency=CNY cash=40000.00 lang=zh
refund 35 'flagged flag not-owner-nor-payer' by=100000009999
refund 36 'flagged flag -' named=99999999999999999999
refund 37 'flagged flag no-policy' family=starter cash=29.70
refund 38 'flagged flag not-a-new-purchase' action=upgrade
refund 39 'flagged flag not-a-new-purchase' family=call action=renew
refund 40 'flagged flag suspended-otherwise' family=live suspended=illegal
refund 41 'flagged flag suspended-otherwise' family=conference suspended=illegal
refund 42 'flagged flag from-the-future' family=call age=-2h
refund 43 'flagged flag not-delivered' family=call status=failed
refund 44 'flagged flag refund-under-way' status=refunding

# ---- none of ours, or no longer ----

refund 45 - jq='.product = "Chat"'
refund 46 - jq='.issue_type = "Technical Issues"'
refund 47 - family=call # an agent takes it
refund 48 - family=call # an agent answers it
refund 49 - family=call # an agent resolves it
refund 50 - family=call # merged into 1
refund 51 - family=call # moved to another queue
refund 52 - family=call # deleted
refund 53 - family=call jq='.requester.email = "customer@customer.test"' # its customer closes it

# ---- odd ones ----

refund 54 'linked - -' named="$(order_of 2)" by=100000000002 family=call
refund 55 'flagged flag not-owner-nor-payer' named="$(order_of 4)" family=call
refund 56 "$paid 449.00 USD" family=call cash=449.00 \
    text=$'Grüße aus Zürich & <script>alert("1")</script>\n"{order.id}" \\n 🙈 \x7f %s\n.\nFrom me\n\n-- \nÜ'
refund 57 "$paid 449.00 USD" family=call cash=449.00 \
    jq='.subject = "Refund <b>&amp; \"more\"</b> " + ("ü" * 80)'
refund 58 'asked ask no-order' named= text="$(printf 'word %.0s' {1..8000}) $(order_of 58)"
refund 59 'asked ask several-orders' named="$(order_of 59) $(order_of 1)"
refund 60 "$paid 449.00 USD" family=call cash=449.00 # its customer writes again at once

# Granted to them before, in another way.
{
    echo order_id,refunded_at,currency,amount
    echo "$(order_of 22),$(ago 1d),USD,499.00"
} >refunds.csv
