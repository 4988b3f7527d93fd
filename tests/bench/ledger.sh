# shellcheck shell=bash
# Ledgers of any size for benchmarks. To be sourced.
#
#   bench_config DIR [LINE...]     writes DIR/refundd.conf, with a spool and a ledger in DIR
#   bench_ledger DIR ORDERS CASES  fills DIR's ledger: half of the orders, those of even number, have
#                                  past cases; the others are free for tickets to come
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}"

bench_config() {
    local dir=$1 part
    shift
    mkdir -p "$dir/spool"
    {
        printf '%s\n' 'state_dir = "state"' 'spool_dir = "spool"' \
            'control_socket = "control.socket"' 'poll_interval = "1s"' "$@"
        for part in signals intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >"$dir/refundd.conf"
}

# Ticket "sample", about the order of number 1: what refundd writes for it is what all past cases
# have.
bench_sample() { # DIR
    local header=order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,entity,origin
    header+=,purchased_at,months,currency,cash,transfer,gift,voucher
    printf '%s\n' "$header" "20230301000000000001,rtc-engine,standard,purchase,shipped,1400000001,\
100000000000,100000000000,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,0.00,0.00" \
        >"$1/orders.csv"
    printf '%s\n' order_id,gifted_minutes_used,as_of \
        20230301000000000001,0,2023-03-06T12:00:00+08:00 >"$1/usage.csv"
    printf '%s\n' uin,entity,suspended,frozen,as_of \
        100000000000,E-1,none,0.00,2023-03-06T12:00:00+08:00 >"$1/accounts.csv"
    bench_ticket sample 20230301000000000001 100000000000 >"$1/spool/sample.json"
    local kind
    for kind in orders usage accounts; do
        "$REFUNDCTL" --config "$1/refundd.conf" import $kind "$1/$kind.csv" >/dev/null || return 1
    done
    "$REFUNDD" --config "$1/refundd.conf" --once 2>"$1/sample.log" || return 1
    rm "$1/spool/sample.json"
}

bench_ticket() { # ID ORDER UIN
    local at=2023-03-06T07:59:59+08:00
    printf '{"id":"%s","subject":"Refund","status":"open","product":"%s","issue_type":"%s",' \
        "$1" "Tencent Real-Time Communication TRTC" "Billing and Refund Issues"
    printf '"created_at":"%s","updated_at":"%s","language":"en","requester":{"uin":"%s",' \
        $at $at "$3"
    printf '"name":"A","email":"a@example.com"},"assignee":null,"tags":[],"fields":{"order_id":'
    printf '"%s"},"messages":[{"id":"m1","author":"customer","public":true,"at":"%s",' "$2" $at
    printf '"body":"Please refund it."}]}'
}

# An INSERT that copies the one row of SOURCE into TABLE, COUNT times, number `i` from 0; of each
# COLUMN=EXPRESSION the value is that, the others are as they were.
bench_copies() { # DIR TABLE SOURCE COUNT COLUMN=EXPRESSION...
    local dir=$1 table=$2 from=$3 count=$4 pair column columns=
    shift 4
    local -A value
    for pair in "$@"; do value[${pair%%=*}]=${pair#*=}; done
    for column in $(sqlite3 "$dir/state/ledger.sqlite" "SELECT name FROM pragma_table_info('$table')"); do
        columns+=${columns:+, }${value[$column]:-$column}
    done
    echo "INSERT OR REPLACE INTO $table SELECT $columns FROM number, $from WHERE i < $count;"
}

# In a year that ended 40 days before, every second account was granted one refund of its four
# orders: more would be suspicious. All other past cases were rejected. Texts that are kept for
# people alone, and that no decision reads, are short: they would make the file seven times as
# large. What is imported gets its indexes last, which is quicker; what refundd writes itself has them
# from the first row, and its orders and accounts come in no order: an index that is made at the end
# has no room in its pages, and each new row would split one.
bench_ledger() {
    local dir=$1 orders=$((($2 + 1) / 2 * 2)) cases=$3
    bench_sample "$dir" || return 1
    local order="printf('20230301%012d', i)" past="printf('20230301%012d', 2 * shuffled % $orders)"
    local account='cast(100000000000 + i / 4 AS TEXT)'
    local past_account="cast(100000000000 + (2 * shuffled % $orders) / 4 AS TEXT)"
    local earlier='(40 * 86400 + i % 31536000) * 1000000'
    sqlite3 "$dir/state/ledger.sqlite" <<SQL
.bail on
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -500000;
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE number AS WITH RECURSIVE n(i) AS
    (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < max($orders, $cases))
    SELECT i, i * 7919 % $cases AS shuffled FROM n;
CREATE TEMP TABLE order_1 AS SELECT * FROM orders;
CREATE TEMP TABLE usage_1 AS SELECT * FROM usage;
CREATE TEMP TABLE account_1 AS SELECT * FROM accounts;
CREATE TEMP TABLE case_1 AS SELECT * FROM cases;
CREATE TEMP TABLE decision_1 AS SELECT * FROM decisions;
CREATE TEMP TABLE effect_1 AS SELECT * FROM outbox;
DELETE FROM outbox;
DELETE FROM decisions;
DELETE FROM cases;
.output $dir/indexes.sql
SELECT sql || ';' FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'orders';
.output $dir/drops.sql
SELECT 'DROP INDEX ' || name || ';' FROM sqlite_schema
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'orders';
.output
.read $dir/drops.sql
BEGIN;
$(bench_copies "$dir" orders order_1 "$orders" order_id="$order" sdk_app_id="$account" \
        owner_uin="$account" payer_uin="$account" entity="'E-' || (i / 4)")
$(bench_copies "$dir" usage usage_1 "$orders" order_id="$order")
$(bench_copies "$dir" accounts account_1 "$((orders / 4 + 1))" \
        uin='cast(100000000000 + i AS TEXT)')
$(bench_copies "$dir" cases case_1 "$cases" id='i + 1' ticket="'past-' || i" order_id="$past" \
        requester_uin="$past_account" asked_at="asked_at - $earlier" \
        changed_at="changed_at - $earlier")
$(bench_copies "$dir" decisions decision_1 "$cases" id='i + 1' case_id='i + 1' \
        order_id="$past" outcome="iif(shuffled % 4 = 0 AND 2 * shuffled < $orders, 'approve', 'reject')" \
        decided_at="decided_at - $earlier" facts="'{}'" decision="'{}'" sources="''")
$(bench_copies "$dir" outbox effect_1 "$cases" id='i + 1' case_id='i + 1' \
        key='lower(hex(randomblob(16)))' payload="'{}'")
COMMIT;
.read $dir/indexes.sql
SQL
    rm "$dir/indexes.sql" "$dir/drops.sql"
}
