#!/usr/bin/env bash
# The manuals are sound, and say what the program's tables say.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"

manuals=("$REFUNDD_SOURCE"/man/*.[1-8])

if command -v mandoc >/dev/null; then
    for manual in "${manuals[@]}"; do
        check "$(basename "$manual") is sound" mandoc -T lint -W warning "$manual"
    done
fi
for manual in "${manuals[@]}"; do
    check "$(basename "$manual") shows the tables as they are (else: make manuals)" \
        bash "$REFUNDD_SOURCE/build-aux/manual-blocks" --check "$manual"
done
check "the pictures of the architecture are those of the tables (else: make manuals)" \
    bash "$REFUNDD_SOURCE/build-aux/manual-blocks" --check "$REFUNDD_SOURCE/doc/architecture.md"
for block in options facts imports names types placeholders lifecycle commands views \
    parameters functions log-events error-classes metrics exits-refundd exits-refundctl exits-refund-eval; do
    check "the table of $block is in a manual" grep -q "^\.\\\\\" begin $block\$" "${manuals[@]}"
done

undocumented() { # PROGRAM MANUAL: options in the program's help that the manual does not have
    "$1" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
        grep -qE "Fl (. , )?-${option#--}( |\$)" "$REFUNDD_SOURCE/man/$2" || echo "$option"
    done
}

# What the documents tell people to do can be done.
documents=("$REFUNDD_SOURCE"/{README,HACKING,NEWS}.md "$REFUNDD_SOURCE"/doc/*.md)

lost_links() { # of files beside the document, and of headings within it
    local document=$1 folder link
    folder=$(dirname "$document")
    grep -oE '\]\([^)]+\)' "$document" | tr -d '])(' | while read -r link; do
        case $link in
        http*) ;;
        '#'*)
            grep -E '^#+ ' "$document" | sed -E 's/^#+ //; s/[^A-Za-z0-9 -]//g; s/ /-/g' |
                tr '[:upper:]' '[:lower:]' | grep -qxF -- "${link#\#}" || echo "$document: $link"
            ;;
        *) [ -e "$folder/${link%%#*}" ] || echo "$document: $link" ;;
        esac
    done
}

unknown_commands() { # that a document names and refundctl does not have
    sed -n 's/.*refundctl\( --config [^ ]*\)\{0,1\} \([a-z][a-z]*\).*/\2/p' "$@" | sort -u |
        while read -r command; do
            "$REFUNDCTL" help "$command" >/dev/null 2>&1 || echo "refundctl $command"
        done
}

for document in "${documents[@]}"; do
    nothing "every link of $(basename "$document") leads somewhere" "$(lost_links "$document")"
done
nothing "every command of the admin's guide and the reviewer's page is one of refundctl" \
    "$(unknown_commands "$REFUNDD_SOURCE"/doc/{admin-guide,reviewer}.md)"
nothing "refundd(8) has every option" "$(undocumented "$REFUNDD" refundd.8)"
nothing "refundctl(1) has every option" "$(undocumented "$REFUNDCTL" refundctl.1)"
nothing "refund-eval(1) has every option" "$(undocumented "$REFUND_EVAL" refund-eval.1)"
done_testing
