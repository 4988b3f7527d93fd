#!/usr/bin/env bash
# What was linked tells what was done: the core cannot reach the world, keeps nothing that changes,
# and refund-eval holds the core and the config, nothing else of ours.
# Run in the folder of a plain build (no sanitizers, no coverage).
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
export LC_ALL=C

for built in libcore.a libconfig.a libshell.a refund-eval; do
    check "$built is there" test -s "$built"
done

# All that the core asks of others. Not here, and not to be added: anything that opens, reads,
# prints, sleeps, looks at the clock, the environment or the locale, or that is random.
allowed='
memchr memcmp memcpy memmove memset memrchr
strchr strcmp strlen strncmp strnlen strpbrk strrchr strspn strcspn strstr
qsort bsearch quick_exit __divmodti4 __divti3 __modti3 __udivti3 __umodti3
snprintf vsnprintf __snprintf_chk __vsnprintf_chk
__memcpy_chk __memmove_chk __memset_chk __stack_chk_fail
_GLOBAL_OFFSET_TABLE_
'

defined_in() { nm --defined-only --extern-only --format=posix "$1" | awk 'NF > 1 { print $1 }' | sort -u; }
undefined_in() { nm --undefined-only --format=posix "$1" | awk 'NF > 1 { print $1 }' | sort -u; }

from_outside=$(comm -23 <(undefined_in libcore.a) <(defined_in libcore.a) |
    grep -vE '^_?(talloc|yajl)_' | grep -vxF -f <(tr ' ' '\n' <<<"$allowed" | grep .))
nothing "the core asks nothing of the world" "$from_outside"

changing=$(objdump --syms libcore.a | awk '
    /file format/ { object = $1 }
    / O / && /\.(data|bss|tdata|tbss)|\*COM\*/ && !/\.data\.rel\.ro/ { print object " " $NF }')
nothing "the core keeps no data that can change" "$changing"

needed_by() { readelf --dynamic "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*\]/\1/p' | sort -u; }

# ours PROGRAM ARCHIVE: what PROGRAM holds of ARCHIVE
ours() { comm -12 <(defined_in "$1") <(defined_in "$2"); }

for program in test-base test-domain test-policy test-wire; do
    [ -e "$program" ] || continue
    wrong=$(needed_by "$program" | grep -vxE 'lib(talloc|yajl|criterion|c)|ld-linux.*')
    nothing "$program links talloc, yajl and Criterion only" "$wrong"
    nothing "$program holds nothing of the shell" \
        "$(ours "$program" libshell.a; ours "$program" libconfig.a)"
done

wrong=$(needed_by refund-eval | grep -vxE 'lib(talloc|yajl|confuse|c)|ld-linux.*')
nothing "refund-eval links talloc, yajl and libconfuse only" "$wrong"
nothing "refund-eval holds the core and the config, nothing else of ours" \
    "$(ours refund-eval libshell.a)"

done_testing
