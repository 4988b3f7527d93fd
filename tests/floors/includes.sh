#!/usr/bin/env bash
# Who may include whom: a folder sees itself and the floors below it, and each library is known to
# one room only.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
cd "$REFUNDD_SOURCE/src" || exit 2

# folder: what it may include. What stands directly in src/ (the mains) may include everything.
floors='
base:   base
domain: base domain
policy: base domain policy
wire:   base domain policy wire
sys:    base domain policy wire sys
ledger: base domain policy wire sys ledger
desk:   base domain policy wire sys desk
daemon: base domain policy wire sys ledger desk daemon
ctl:    base domain policy wire sys ledger desk ctl
'

# header: the files of src/ that alone may include it (both extended regular expressions).
libraries='
ev\.h       (daemon/[^ ]*|desk/http[a-z_]*\.[ch])
sqlite3\.h  ledger/db[a-z_]*\.c
yajl/.*     wire/json\.c
confuse\.h  sys/config[a-z_]*\.[ch]
sodium.*    sys/digest\.c
curl/.*     desk/http[a-z_]*\.[ch]
microhttpd\.h daemon/metrics_http\.c
'

# What the pure floors may take from the C library.
pure='^(limits|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|inttypes|talloc)\.h$'

includes() { # FOLDER: "file included-header", quotes and angles kept
    grep -rHoE --include='*.[ch]' '^#include (<[^>]+>|"[^"]+")' "$1" | sed 's/:#include / /'
}

while IFS=: read -r folder allowed; do
    [ -d "${folder:-nothing}" ] || continue
    wrong=$(includes "$folder" | grep '"' | while read -r file header; do
        header=${header//\"/}
        case " $allowed " in
        *" ${header%%/*} "*) ;;
        *) echo "$file includes $header" ;;
        esac
    done)
    nothing "$folder includes nothing from above or beside" "$wrong"
done <<<"$floors"

for folder in */; do
    nothing "${folder%/} stands in the table of floors" \
        "$(grep -q "^${folder%/}:" <<<"$floors" || echo "src/$folder is not in it")"
done

while read -r header rooms; do
    [ -n "$header" ] || continue
    wrong=$(includes . | sed 's,^\./,,' | grep -E " [<\"](${header})[>\"]$" | grep -vE "^$rooms ")
    nothing "$header is included by $rooms alone" "$wrong"
done <<<"$libraries"

for folder in base domain policy wire; do
    wrong=$(includes $folder | grep '<' | while read -r file header; do
        header=${header#<} header=${header%>}
        case $header in yajl/*) continue ;; esac
        grep -qE "$pure" <<<"$header" || echo "$file includes <$header>"
    done)
    nothing "$folder takes from the C library only what is pure" "$wrong"
done

done_testing
