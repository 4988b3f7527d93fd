#!/usr/bin/env bash
# Ledgers that earlier versions wrote: backed up, brought up to date, and their decisions judged
# again. One of a newer version is left alone.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

put_ledger() { # SCHEMA
    rm -rf state && mkdir state && sqlite3 state/ledger.sqlite <"$REFUNDD_SOURCE/tests/ledger/upgrade-$1.sql"
}

for schema in 1 2 3; do
    put_ledger $schema
    message=$(ctl status 2>&1)
    has "schema $schema: refundctl says what to do" "$message" "start refundd once to upgrade it"
    rm -f old.backup
    has "schema $schema: it can be backed up before" "$(ctl backup old.backup)" "it is of an older version, $schema"
    check "schema $schema: a start brings it up to date" once
    is "schema $schema: it is sound then" "$(ctl ledger check)" "sound: its file, references, schema and record"
    has "schema $schema: its cases are there" "$(ctl cases)" 1001
    has "schema $schema: with their arithmetic" "$(ctl explain 1001)" "418.51"
    check "schema $schema: its decisions follow from their facts" ctl replay
    is "schema $schema: all of them, or as far as its policies can be read" "$(ctl --json replay | jq '.proven + .old, .differing' | paste -sd' ')" "6 0"
    check "schema $schema: the backup can be restored" ctl restore old.backup
    is "schema $schema: and is brought up to date" "$(ctl ledger check)" "sound: its file, references, schema and record"
    is "schema $schema: with nothing that could just leave" "$(sqlite3 state/ledger.sqlite "SELECT group_concat(DISTINCT state) FROM outbox")" "done,unsettled"
done

sqlite3 state/ledger.sqlite "PRAGMA user_version = 99"
before=$(sha256sum <state/ledger.sqlite)
once
is "a ledger of a newer version is refused" $? 1
has "with a sentence" "$(cat once.log)" "was written by a newer refundd (its schema is 99, this program knows"
is "and left as it is" "$(sha256sum <state/ledger.sqlite)" "$before"

done_testing
