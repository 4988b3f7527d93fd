#!/usr/bin/env bash
# Keeping: backups beside a daemon that works, what is restored looks before it speaks, whether the
# ledger is sound, and words that go with the years.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

# The log is read now and then only, and must not fill its pipe.
settings 'log_level = info'
used=20230301080000000001
order $used && usage $used gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
import_all

# ---- backups ----

ticket 1001 ""
once
is "a backup is said to be sound" "$(ctl backup first.backup | head -1 | sed 's/[0-9.]* kB/N/')" "first.backup: N, sound"
is "it is for its owner alone" "$(stat -c %a first.backup)" 600
is "programs hear how large it is" "$(ctl --json backup second.backup | jq .bytes)" "$(stat -c %s second.backup)"
message=$(ctl backup first.backup 2>&1)
is "it never takes the place of a file" $? 2
has "and says so" "$message" "first.backup is there already"
ctl backup /nonexistent/file 2>/dev/null
is "where it cannot be written it fails" $? 1

start_daemon
for id in {3000..3099}; do ticket "$id" $used; done
wrong=
for i in {1..10}; do
    ctl backup "load$i.backup" >backup.log 2>&1 || wrong+=$(cat backup.log)
    sum=$(sqlite3 "load$i.backup" "PRAGMA integrity_check; PRAGMA foreign_key_check")
    [ "$sum" = ok ] || wrong+="load$i: $sum"
done
nothing "ten backups beside a daemon that answers are sound" "$wrong"
ticket 4000 ""
check "the daemon answers on" await "it is in the ticket ticket=4000"

# One that is killed has no name yet.
wrong=
for i in {1..10}; do
    "$REFUNDCTL" --config refundd.conf backup killed.backup >/dev/null 2>&1 &
    backup=$!
    # Some milliseconds more each time: killed before it began, in the midst of it, after its end.
    for ((tick = 0; tick < i * i * 200; tick++)); do :; done
    { kill -KILL $backup && wait $backup; } 2>/dev/null
    if [ -e killed.backup ]; then
        [ "$(sqlite3 killed.backup "PRAGMA integrity_check")" = ok ] || wrong+="run $i left a half one"
        rm killed.backup
    fi
done
nothing "a backup that is killed leaves no half file under its name" "$wrong"
check "and the next one is whole" ctl backup killed.backup
is "what the kill left is gone with it" "$(ls killed.backup.part 2>/dev/null)" ""

# ---- check and vacuum ----

is "beside a daemon the ledger can be checked" "$(ctl ledger check)" "sound: its file, references, schema and record"
is "and by programs" "$(ctl --json ledger check | jq -c '[.sound, .file, .references, .schema, .record]')" "[true,null,null,null,null]"
has "vacuum goes through the daemon" "$(ctl ledger vacuum)" "the ledger takes"
check "which says so" await "the ledger was written anew"
message=$(ctl restore first.backup 2>&1)
is "beside a daemon nothing is restored" $? 1
has "and why" "$message" "another refundd or refundctl works on"
stop_daemon TERM
has "vacuum works without one" "$(ctl ledger vacuum)" "the ledger takes"
cp state/ledger.sqlite whole
sqlite3 state/ledger.sqlite "UPDATE audit SET actor = 'nobody' WHERE id = 2"
message=$(ctl ledger check)
is "what is wrong with it ends it with 1" $? 1
has "and is named" "$message" "record: row 2 is not right"
mv whole state/ledger.sqlite

# ---- restoring ----

replies() { # all that was ever said, by ticket
    jq -r '.id as $id | [.messages[] | select(.author == "refundd") | .key] | (length | tostring) + " " + (unique | length | tostring)' spool/*.json | sort | uniq -c
}
before=$(replies)
spool_before=$(cat spool/*.json | sha256sum)
out=$(ctl restore first.backup)
is "a backup is restored" $? 0
has "the ledger that was there is kept" "$out" "before-restore-"
has "and what comes next is told" "$out" "looks at all tickets before it says anything"
is "its cases are those of then" "$(ctl --json cases | jq -r '[.[].ticket] | join(",")' 2>/dev/null || ctl --json cases | jq -rs '[.[].ticket] | join(",")')" 1001
is "it is recorded" "$(ctl audit export | jq -r 'select(.kind == "restore") | .actor')" "$(id -un)"
check "the record holds" ctl audit verify
order $used && usage $used gifted_minutes_used=1 as_of=2023-03-05T12:00:00+08:00
import_all
check "a run after it ends well" once
is "and says nothing twice" "$(replies)" "$before"
is "nor anything at all" "$(cat spool/*.json | sha256sum)" "$spool_before"
is "it knows again what it said" "$(ctl --json status | jq '.cases | .flagged + .linked')" 100

# What was on its way in the backup was said since: by the same key it is found, and not said again.
ticket 5001 ""
once
sqlite3 state/ledger.sqlite "UPDATE outbox SET state = 'pending', settled_at = NULL WHERE case_id = (SELECT id FROM cases WHERE ticket = '5001')"
check "a backup with an answer on its way" ctl backup pending.backup
once
out=$(ctl restore pending.backup)
has "it is looked for first" "$out" "1 answers were on their way in it"
once
is "and not said again" "$(replies_in 5001)" 1
is "it is known to be there" "$(ctl --json show 5001 | jq -r '[.messages[].state] | join(",")')" "done"

# What the ledger knew that is replaced goes with the backup; where it cannot be read, nobody can know.
ctl pause drill >/dev/null
out=$(ctl restore pending.backup)
has "what was paused since stays paused" "$out" "all was paused since, and stays so: go on by refundctl resume"
ctl resume >/dev/null
for damage in header page; do
    case $damage in
    header) dd if=/dev/urandom of=state/ledger.sqlite bs=100 count=1 conv=notrunc 2>/dev/null ;;
    page)
        page=$(sqlite3 state/ledger.sqlite "SELECT rootpage FROM sqlite_schema WHERE name = 'pauses_open'")
        dd if=/dev/urandom of=state/ledger.sqlite bs=4096 seek=$((page - 1)) count=1 conv=notrunc 2>/dev/null
        ;;
    esac
    out=$(ctl restore pending.backup)
    is "a damaged $damage is no reason not to restore" $? 0
    has "but to say what is lost with it ($damage)" "$out" "of pauses and of forgotten accounts since the backup is lost"
    has "and to be paused ($damage)" "$out" "all may have been paused since, and is: go on by refundctl resume"
    has "as status says ($damage)" "$(ctl status)" "whether all was paused before the restore is not known"
    is "once ($damage)" "$(ctl --json restore pending.backup | jq -c '[.since_unknown, .paused]')" "[false,true]"
    ctl resume >/dev/null
done

cp pending.backup newer.backup
sqlite3 newer.backup "PRAGMA user_version = 99"
message=$(ctl restore newer.backup 2>&1)
is "one of a newer version is refused" $? 1
has "with a sentence" "$message" "was written by a newer refundd (its schema is 99"
printf 'no ledger' >other.backup
message=$(ctl restore other.backup 2>&1)
is "what is no ledger is refused" $? 1
check "and the one that is there stays" ctl ledger check

# ---- words ----

settings 'log_level = info' 'keep_words = "1s"'
sqlite3 state/ledger.sqlite "UPDATE cases SET changed_at = changed_at - 60000000" # they ended a minute ago
start_daemon
check "words go at a quiet moment" await "words and contact data went with the years"
stop_daemon TERM
is "those of flagged cases stay" "$(sqlite3 state/ledger.sqlite "SELECT group_concat(DISTINCT state) FROM cases WHERE words_gone_at IS NOT NULL")" asked,linked
check "the record holds" ctl audit verify
has "and says what went" "$(ctl audit export | jq -r 'select(.kind == "retention") | .subject + " " + .actor')" "spool/1001 refundd"

done_testing
