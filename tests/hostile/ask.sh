# shellcheck shell=bash
# The hostile desk's back door (see control.c). To be sourced.
#
#   ask PATH    what the desk says to /control/PATH, on $back_door where it has one, else on $port

ask() {
    local line
    exec 5<>"/dev/tcp/127.0.0.1/${back_door:-$port}" || return 1
    printf 'GET /control/%s HTTP/1.1\r\nHost: localhost\r\n\r\n' "$1" >&5
    while read -r line <&5 && [ "$line" != $'\r' ]; do :; done
    cat <&5
    exec 5<&-
}
