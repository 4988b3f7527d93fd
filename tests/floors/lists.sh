#!/usr/bin/env bash
# Every source and test of the tree stands in a list of the makefile: none is forgotten.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
cd "$REFUNDD_SOURCE" || exit 2

missing() { # FILES-FROM-STANDARD-INPUT LIST
    while IFS= read -r file; do
        grep -qE "(^|[[:space:]=/])$file([[:space:]]|\$)" "$1" || echo "$file is not in $1"
    done
}

nothing "every source is built" \
    "$(find src -name '*.[ch]' | missing src/local.mk)"
nothing "every test is built, run or shipped" \
    "$(find tests -type f ! -path 'tests/fuzz/seeds/*' ! -name local.mk | missing tests/local.mk)"
nothing "every manual is installed" \
    "$(find man -type f | missing Makefile.am)"
nothing "every document is installed" \
    "$(find doc -type f | missing Makefile.am)"
nothing "every file of the configuration is installed" \
    "$(find etc -type f | sed 's,^etc/,,' | missing Makefile.am)"
nothing "every file of the Debian package is shipped" \
    "$(find debian -type f | grep -vE '^debian/(refundd/|files$|.*(autoreconf|debhelper|substvars))' |
        missing Makefile.am)"
nothing "what is there for those who watch it is installed" \
    "$(find monitoring -type f | missing Makefile.am)"
nothing "every script of the build is shipped" \
    "$(find build-aux -type f ! -name '*~' | grep -vE '/(ar-lib|compile|depcomp|install-sh|missing|tap-driver.sh|test-driver)$' |
        missing Makefile.am)"
done_testing
