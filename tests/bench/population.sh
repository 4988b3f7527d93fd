#!/usr/bin/env bash
# A year of 20,000 accounts with planted abusers, through refundd itself: how many abusers are flagged
# by their third refund, and how many honest customers with them; for the shipped signals, for each
# of them left out, and for the simplest rule alone. Run by `make bench`, in the build folder.
# shellcheck disable=SC2016 # the dollars are awk's
set -euo pipefail
: "${REFUNDD:?}" "${REFUNDCTL:?}" "${REFUNDD_ETC:?}"

seed=${BENCH_SEED:-1} accounts=${BENCH_ACCOUNTS:-20000}
# In memory where there is room: what is counted is not the disk.
base=/dev/shm
[ -w $base ] || base=${TMPDIR:-/tmp}
folder=$(mktemp -d "$base/population.XXXXXX")
trap 'rm -rf "$folder"' EXIT

write_config() { # SIGNALS-FILE
    local part
    {
        printf '%s\n' 'state_dir = "state"' 'spool_dir = "spool"' 'log_level = error' \
            'control_socket = "control.socket"'
        printf 'include("%s")\n' "$1"
        for part in intake policies/{rtc-engine,call,conference,live} replies/{en,zh}; do
            printf 'include("%s/%s.conf")\n' "$REFUNDD_ETC" "$part"
        done
    } >"$folder/refundd.conf"
}

# The records are the same for every run; only the tickets are answered anew.
prepare() {
    local kind
    ./write-population "$seed" "$accounts" "$folder"
    mv "$folder/spool" "$folder/tickets"
    write_config "$REFUNDD_ETC/signals.conf"
    for kind in orders usage accounts; do
        "$REFUNDCTL" --config "$folder/refundd.conf" import $kind "$folder/$kind.csv" >/dev/null
    done
    mv "$folder/state" "$folder/records"
}

# Prints "RECALL% ABUSERS FLAGGED% CUSTOMERS": abusers with the first flag by their third refund, and
# honest customers with any flag for abuse.
count() {
    sqlite3 "$folder/state/ledger.sqlite" <<'SQL'
.mode list
.separator ' '
CREATE TEMP TABLE truth (ticket TEXT, account TEXT, kind TEXT, unit INTEGER);
.import --csv truth.csv truth
CREATE TEMP TABLE said AS
    SELECT t.*, d.outcome = 'approve' AS is_approved,
        d.outcome = 'flag' AND json_extract(d.decision, '$.why') = 'abuse' AS is_flagged
    FROM truth t JOIN cases c USING (ticket) JOIN decisions d ON d.case_id = c.id;
CREATE TEMP TABLE units AS
    SELECT unit, min(ticket) FILTER (WHERE is_flagged) AS flag FROM said WHERE unit > 0 GROUP BY unit;
CREATE TEMP TABLE caught AS
    SELECT unit, flag IS NOT NULL AND (SELECT count(*) FROM said s WHERE s.unit = u.unit
        AND is_approved AND s.ticket < u.flag) < 3 AS is_caught FROM units u;
SELECT printf('%.1f', 100.0 * (SELECT sum(is_caught) FROM caught) / (SELECT count(*) FROM caught)),
    (SELECT count(*) FROM caught),
    printf('%.2f', 100.0 * count(DISTINCT account) FILTER (WHERE is_flagged)
        / count(DISTINCT account)), count(DISTINCT account)
    FROM said WHERE unit = 0;
SQL
}

run() { # SIGNALS-FILE NAME
    rm -rf "$folder/state" "$folder/spool"
    cp -r "$folder/records" "$folder/state"
    cp -r "$folder/tickets" "$folder/spool"
    write_config "$1"
    "$REFUNDD" --config "$folder/refundd.conf" --once
    (cd "$folder" && count) >"$folder/figures"
    awk -v name="$2" '{ printf "%-34s %6.1f %%  of %4d   %6.2f %%  of %5d\n", name, $1, $2, $3, $4 }' \
        "$folder/figures"
}

# The shipped signals but one.
without() { # NAME
    awk -v name="$1" '
        $1 == "signal" { skips = $2 == name }
        !skips { print }
        /^}/ { skips = 0 }' "$REFUNDD_ETC/signals.conf"
}

prepare
printf '%-34s %-18s  %s\n' "signals" "abusers caught" "honest customers flagged"
run "$REFUNDD_ETC/signals.conf" "as shipped"
cp "$folder/figures" "$folder/shipped"
if [ "${BENCH_QUICK:-}" != yes ]; then
    while read -r signal; do
        without "$signal" >"$folder/signals.conf"
        run "$folder/signals.conf" "without $signal"
    done < <(awk '$1 == "signal" { print $2 }' "$REFUNDD_ETC/signals.conf")
    without "" | awk '
        $1 == "signal" { is_it = $2 == "repeat-refunds" }
        is_it && $1 == "points" { print "    points = {\"2: 65\"}"; next }
        is_it { print }' >"$folder/signals.conf"
    run "$folder/signals.conf" "two refunds in 30 days alone"
fi
awk '{ exit !($1 >= 95 && $3 <= 1) }' "$folder/shipped" || {
    echo "wanted: at least 95 % of the abusers, at most 1 % of the honest customers"
    exit 1
}
