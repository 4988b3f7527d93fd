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
for block in options facts imports names types placeholders lifecycle commands views \
    parameters functions; do
    check "the table of $block is in a manual" grep -q "^\.\\\\\" begin $block\$" "${manuals[@]}"
done

undocumented() { # PROGRAM MANUAL: options in the program's help that the manual does not have
    "$1" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
        grep -qE "Fl (. , )?-${option#--}( |\$)" "$REFUNDD_SOURCE/man/$2" || echo "$option"
    done
}

nothing "refundd(8) has every option" "$(undocumented "$REFUNDD" refundd.8)"
nothing "refundctl(1) has every option" "$(undocumented "$REFUNDCTL" refundctl.1)"
nothing "refund-eval(1) has every option" "$(undocumented "$REFUND_EVAL" refund-eval.1)"
done_testing
