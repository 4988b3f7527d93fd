#!/usr/bin/env bash
# The Debian package, from the tree to its purge: built, read by lintian, installed by apt in a clean
# Debian, upgraded over an old ledger and a changed configuration, removed, installed again, purged.
# What README.Debian promises of the service is tried by debian/tests/smoke.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
# shellcheck source=tests/package/machine.sh
. "$REFUNDD_SOURCE/tests/package/machine.sh"

missing=$(machine_missing)
[ -z "$missing" ] || skip_all "$missing (build-aux/packages lists what is needed)"
for command in dpkg-buildpackage dh lintian sqlite3; do
    command -v $command >/dev/null || skip_all "$command is not installed"
done
work=$(mktemp -d)
trap 'machine_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

give_up() {
    done_testing
    exit 1
}

# ---- building ----

# What a clone would have, with what is not committed yet; of a tarball everything.
copy_tree() { # TO
    mkdir "$1"
    if git -C "$REFUNDD_SOURCE" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        (cd "$REFUNDD_SOURCE" && git ls-files -co --exclude-standard -z | xargs -0 ls -d 2>/dev/null)
    else
        (cd "$REFUNDD_SOURCE" && find . -path ./build -prune -o -type f -print -o -type l -print)
    fi | tar -C "$REFUNDD_SOURCE" -cf - -T - | tar -C "$1" -xf -
}

# Without the tests, which make check has run, and without optimising the whole program, which
# takes most of the time and changes nothing of how the package is made.
build_package() {
    cd "$work/refundd" && timeout 600 env -i PATH="$PATH" HOME="$work" LC_ALL=C.UTF-8 \
        MAKEFLAGS=WHOLE_PROGRAM_FLAGS= DEB_BUILD_PROFILES=nocheck \
        DEB_BUILD_OPTIONS="nocheck noautodbgsym parallel=$(nproc)" dpkg-buildpackage -us -uc -b
}

# Another version, with a line more in two files of its configuration.
make_next() { # DEB NEXT
    dpkg-deb --raw-extract "$1" "$work/next" &&
        sed -i 's/^Version: .*/&+next/' "$work/next/DEBIAN/control" &&
        echo "# the next version" |
        tee -a "$work"/next/etc/refundd/{refundd,signals}.conf >/dev/null &&
        dpkg-deb --root-owner-group --build "$work/next" "$2"
}

version_of() { # FILE SED-EXPRESSION
    sed -n "$2" "$REFUNDD_SOURCE/$1" | head -n 1
}
version=$(version_of configure.ac 's/^AC_INIT(\[refundd\], \[\(.*\)\])/\1/p')
check "debian/changelog begins with the version of configure.ac" \
    [ "$(version_of debian/changelog 's/^refundd (\(.*\)).*/\1/p')" = "$version" ]
check "so does NEWS.md" [ "$(version_of NEWS.md 's/^## \([0-9.]*\).*/\1/p')" = "$version" ]

copy_tree "$work/refundd"
check "dpkg-buildpackage makes it" build_package
deb=$(find "$work" -maxdepth 1 -name 'refundd_*.deb')
[ -n "$deb" ] || give_up
nothing "lintian has nothing to say" \
    "$(lintian --pedantic --display-info --allow-root "$work"/refundd_*.changes 2>&1)"

# ---- a clean Debian ----

if ! machine_make || ! machine_boot; then
    not_ok "a machine boots"
    give_up
fi
mkdir "$MACHINE/root/refundd"
cp "$deb" "$MACHINE/root/refundd/this.deb"
check "the next version is made" make_next "$deb" "$MACHINE/root/refundd/next.deb"
cp "$REFUNDD_SOURCE/debian/tests/smoke" "$MACHINE/root/refundd/"

# Files that no package speaks for, but for those of apt, dpkg, the journal and this test.
strays() {
    machine_run find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \
        -o -path /root -o -path /var/cache -o -path /var/lib/apt -o -path /var/lib/dpkg \
        -o -path /var/log -o -path /var/tmp \) -prune -o -print |
        LC_ALL=C sort >"$work/found"
    cat "$MACHINE"/var/lib/dpkg/info/*.list | sed -E 's,^/(bin|lib|lib64|sbin)/,/usr/&,; s,//,/,' |
        LC_ALL=C sort -u >"$work/owned"
    LC_ALL=C comm -23 "$work/found" "$work/owned"
}

check "what the smoke test needs is installed" machine_install jq
strays >"$work/before"
check "apt installs it, with what it depends on" machine_install /root/refundd/this.deb
check "the smoke test: as installed nothing is answered, then a ticket is" \
    machine_run timeout 200 bash /root/refundd/smoke

# ---- upgrade, over the ledger of an early version ----

ledger=$MACHINE/var/lib/refundd/ledger.sqlite
newest=$(sqlite3 "$ledger" 'PRAGMA user_version')
put_old_ledger() {
    machine_run systemctl stop refundd &&
        mkdir "$work/kept" && mv "$MACHINE"/var/lib/refundd/* "$work/kept" &&
        sqlite3 "$ledger" <"$REFUNDD_SOURCE/tests/ledger/version-1.sql" &&
        machine_run chown refundd:refundd /var/lib/refundd/ledger.sqlite
}
has_lines() { # FILE LINE...: the last lines of what is in /etc/refundd
    local file=$MACHINE/etc/refundd/$1 line
    shift
    for line; do grep -qxF "$line" "$file" || return 1; done
}

check "a ledger of the first schema is put in its place" put_old_ledger
check "apt upgrades it" machine_install -o Dpkg::Options::=--force-confold /root/refundd/next.deb
check "the service is up again" machine_await 30 refundctl status
check "the ledger has the newest schema" \
    [ "$(sqlite3 "$ledger" 'PRAGMA user_version')" = "$newest" ]
check "and knows its cases" grep -q '1003 .*flagged' <(machine_run refundctl cases)
check "a changed file of the configuration is kept" has_lines refundd.conf "mode = auto"
check "and ours is beside it" has_lines refundd.conf.dpkg-dist "# the next version"
check "one that was not changed is the new one" has_lines signals.conf "# the next version"

# ---- removal ----

is_kept() {
    [ -s "$ledger" ] && [ -s "$MACHINE/var/spool/refundd/1002.json" ] &&
        has_lines refundd.conf "mode = auto" && [ ! -e "$MACHINE/usr/sbin/refundd" ] &&
        ! machine_run systemctl is-active refundd
}
echo secret >"$MACHINE/etc/refundd/credentials/rt.token"
check "apt removes it" machine_run apt-get -qq -y remove refundd
check "ledger, tickets and configuration stay" is_kept
check "installed again" machine_install /root/refundd/next.deb
check "it goes on where it was" machine_await 30 \
    sh -c 'systemctl is-active refundd && refundctl cases | grep -q "1003 .*flagged"'

check "apt purges it" machine_run apt-get -qq -y purge refundd
strays >"$work/after"
# Programs that keep the users keep a copy of what was before.
nothing "nothing is left but the ledger and the tickets" "$(LC_ALL=C comm -13 "$work/before" "$work/after" |
    grep -vE '^/var/(lib|spool)/refundd(/|$)|^/etc/(passwd|group|shadow|gshadow|subuid|subgid)-$')"
check "these are" \
    [ -s "$ledger" -a -s "$MACHINE/var/spool/refundd/1002.json" ]
check "and the user that they belong to" machine_run id refundd
nothing "systemd knows nothing of it any more" \
    "$(machine_run systemctl list-unit-files --no-legend 'refundd*')"
done_testing
