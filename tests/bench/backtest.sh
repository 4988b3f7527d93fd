#!/usr/bin/env bash
# How long a replay and a backtest of a million recorded cases take. Run by `make bench`, in the
# build folder.
set -euo pipefail
: "${REFUNDD_SOURCE:?}"
# shellcheck source=tests/bench/ledger.sh
. "$REFUNDD_SOURCE/tests/bench/ledger.sh"

rows=${BENCH_ROWS:-1000000} kinds=60
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bench_config "$folder"

# Real decisions, of orders in every minute around the end of their five days, one in three used:
# what is multiplied.
header=order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin
header+=,purchased_at,months,currency,cash,transfer,gift,voucher
echo "$header" >"$folder/orders.csv"
echo order_id,gifted_minutes_used,as_of >"$folder/usage.csv"
echo uin,entity,suspended,frozen,as_of >"$folder/accounts.csv"
families=(rtc-engine call conference live)
for ((i = 0; i < kinds; i++)); do
    order=$(printf '20230301%012d' "$i") uin=$((100000000000 + i))
    printf '%s,%s,standard,purchase,shipped,%d,%s,%s,E-%d,purchased,2023-03-01T07:%02d:30+08:00,1,USD,499.00,0.00,0.00,0.00\n' \
        "$order" "${families[i % 4]}" $((1400000000 + i)) $uin $uin "$i" "$i" >>"$folder/orders.csv"
    printf '%s,%d,2023-03-06T12:00:00+08:00\n' "$order" $((i % 3 == 0)) >>"$folder/usage.csv"
    printf '%s,E-%d,none,0.00,2023-03-06T12:00:00+08:00\n' $uin "$i" >>"$folder/accounts.csv"
    bench_ticket "kind-$i" "$order" $uin | sed 's/T07:59:59+08:00/T07:30:00+08:00/g' \
        >"$folder/spool/kind-$i.json"
done
for kind in orders usage accounts; do
    "$REFUNDCTL" --config "$folder/refundd.conf" import $kind "$folder/$kind.csv" >/dev/null
done
"$REFUNDD" --config "$folder/refundd.conf" --once 2>"$folder/log"

ledger=$folder/state/ledger.sqlite
sqlite3 "$ledger" <<SQL >/dev/null
.bail on
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -500000;
CREATE TEMP TABLE number AS WITH RECURSIVE n(i) AS
    (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ($rows + $kinds - 1) / $kinds - 1) SELECT i FROM n;
CREATE TEMP TABLE case_1 AS SELECT * FROM cases ORDER BY id;
CREATE TEMP TABLE decision_1 AS SELECT * FROM decisions ORDER BY id;
BEGIN;
$(bench_copies "$folder" cases case_1 "$rows" id="id + i * $kinds" ticket="ticket || '-' || i")
$(bench_copies "$folder" decisions decision_1 "$rows" id="id + i * $kinds" case_id="case_id + i * $kinds")
COMMIT;
PRAGMA journal_mode = WAL;
SQL
printf 'cases on record: %d, in %d MB\n' "$(sqlite3 "$ledger" 'SELECT count(*) FROM cases')" \
    $(($(stat -c %s "$ledger") / 1000000))

sed -e 's/window = "5d"/window = "3d"/' -e "s,include(\",&$REFUNDD_ETC/policies/," \
    "$REFUNDD_ETC/policies/rtc-engine.conf" >"$folder/new-engine.conf"
sed "s,$REFUNDD_ETC/policies/rtc-engine.conf,new-engine.conf," "$folder/refundd.conf" >"$folder/new.conf"

took() { # WHAT COMMAND...
    local what=$1 start=$EPOCHREALTIME
    shift
    "$@" >"$folder/out"
    head -n 1 "$folder/out"
    awk -v what="$what" -v from="$start" -v to="$EPOCHREALTIME" 'BEGIN {
        printf "%-9s %6.1f seconds; at most 180 are wanted\n", what, to - from
        exit !(to - from <= 180) }'
}
took replay "$REFUNDCTL" --config "$folder/refundd.conf" replay
took backtest "$REFUNDCTL" --config "$folder/new.conf" backtest
