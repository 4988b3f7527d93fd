#!/usr/bin/env bash
# The record: what was done can be read, checked with other people's tools, and not be cut unseen;
# a person can be forgotten without breaking it.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

kinds() { ctl audit export | jq -r .kind | sort | uniq -c | awk '{print $2 "=" $1}' | paste -sd' '; }

# ---- what is recorded ----

paid=20230301080000000001
order $paid && usage $paid && account 100000000001 && import_all
ticket 1001 $paid
ticket 1002 ""
once
is "imports, the configuration, decisions and effects are recorded" "$(kinds)" \
    "config=1 decision=2 effect=4 import=3"
has "the record is right" "$(ctl audit verify)" "10 rows, all right"
is "and programs are told so" "$(ctl --json audit verify | jq -c '[.right, .rows]')" "[true,10]"
once
is "the same configuration is not recorded again" "$(kinds)" "config=1 decision=2 effect=4 import=3"
settings 'log_level = debug' 'patience = "2h"'
once
is "another one is" "$(kinds)" "config=2 decision=2 effect=4 import=3"
is "with its text" "$(ctl audit export | jq -r 'select(.kind == "config") | .detail | fromjson | .file' | uniq)" "refundd.conf"

# ---- other people's tools ----

# The hash of each row, made anew from the export alone.
hashes() {
    local before="" hash row
    while IFS= read -r row; do
        hash=$(jq -rj --arg before "$before" '
            def part: if . == null then "-," else "\(utf8bytelength):\(.)," end;
            def micros: capture("^(?<s>.{19})(\\.(?<f>[0-9]+))?Z$") |
                "\(.s + "Z" | fromdateiso8601)" + ((.f // "") + "000000")[0:6];
            [$before, (.id | tostring), (.at | micros), .kind, .actor, .subject, .detail, .digest]
            | map(part) | add' <<<"$row" | sha256sum | cut -d' ' -f1)
        echo "$hash"
        before=$hash
    done
}
ctl audit export >export.jsonl
is "the export holds all that is hashed" "$(hashes <export.jsonl)" "$(jq -r .hash export.jsonl)"
is "CSV has a header and a record a row" "$(ctl audit export --format csv | tr -d '\r' | wc -l)" 12
has "its columns are those of the JSON lines" "$(ctl audit export --format csv | head -1)" \
    "$(jq -r 'keys_unsorted | join(",")' export.jsonl | head -1)"

# ---- heads ----

head=$(ctl audit head)
is "the head is the newest row" "$head" "$(jq -r '"\(.id):\(.hash)"' export.jsonl | tail -1)"
has "it is logged at the end" "$(cat once.log)" "head=$head"
check "the record has the row of that head" ctl audit verify --head "$head"
ends() { # DESCRIPTION STATUS ARGUMENT...
    local description=$1 expected=$2
    shift 2
    ctl "$@" >out 2>err
    is "$description" $? "$expected"
}
ends "a head of rows that are not there is trouble" 1 audit verify --head "99:${head#*:}"
has "and the first of them is named" "$(cat out)" "row 12 of the record is not right"
ends "another hash is trouble, too" 1 audit verify --head "${head%%:*}:$(printf '0%.0s' {1..64})"
ends "a head that is none is wrong use" 2 audit verify --head 12
ends "an unknown format is wrong use" 2 audit export --format xls
ends "an unknown part is wrong use" 2 audit burn

# ---- forgetting ----

ends "nobody is forgotten unasked" 2 forget 100000000001
cat >accounts.csv <<'END'
uin,entity,suspended,frozen,as_of,email,phone
100000000001,E-1,none,0.00,2023-04-06T12:00:00+08:00,ann.person@example.com,+86 139 1234 5678
END
ctl import accounts accounts.csv >/dev/null
check "the e-mail is in the ledger" grep -q ann.person state/ledger.sqlite
start_daemon && await "the record's head"
is "a daemon forgets, too" "$(ctl --json forget 100000000001 --yes | jq .contacts)" 2
nothing "no byte of it is left" "$(cat state/ledger.sqlite* | grep -aoE 'ann.person|1234 5678')"
ctl import accounts accounts.csv >/dev/null
nothing "the same file brings nothing back" "$(cat state/ledger.sqlite* | grep -aoE 'ann.person|1234 5678')"
check "the record is right nevertheless" ctl audit verify --head "$head"
is "who wanted it is on record" "$(ctl audit export | jq -r 'select(.kind == "forget") | .actor + " " + .subject')" "$(id -un) 100000000001"
ends "who is not known cannot be forgotten" 1 forget 1 --yes
stop_daemon TERM
is "and without a daemon" "$(ctl --json forget 100000000001 --yes | jq .contacts)" 0
check "the record is right still" ctl audit verify
done_testing
