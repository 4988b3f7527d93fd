#!/usr/bin/env bash
# The machine's clock is set under the real daemon, by a shim: tickets wait until it is right again
# or somebody says that it is.
# shellcheck source=tests/daemon/lab.sh
. "${REFUNDD_SOURCE:?}/tests/daemon/lab.sh"

# The shim adds to the wall's clock what stands in the file "ahead".
cat >shim.c <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
	char text[32] = "";
	int result = (int)syscall(SYS_clock_gettime, clock, now);
	int file = clock == CLOCK_REALTIME ? open(getenv("CLOCK_AHEAD"), O_RDONLY) : -1;

	if (file >= 0) {
		if (read(file, text, sizeof(text) - 1) > 0)
			now->tv_sec += atol(text);
		close(file);
	}
	return result;
}
C
[ -z "${REFUNDD_INSTRUMENTED-}" ] || skip_all "instruments have a clock of their own"
${CC:-cc} -shared -fPIC -o shim.so shim.c || skip_all "no compiler for the shim"
set_clock() { echo "$1" >ahead.new && mv ahead.new ahead; }
export CLOCK_AHEAD=$lab/ahead
set_clock 0

with_clock() { LD_PRELOAD=$lab/shim.so "$@"; }
LD_PRELOAD=$lab/shim.so start_daemon
ticket 1001 ""
check "by a clock that goes on a ticket is answered" await "it is in the ticket ticket=1001"
is "the clock is trusted" "$(ctl clock)" "the clock is trusted"

set_clock 10800
check "that it was set is noticed" await "the machine's clock is doubted: no ticket is decided on by it why=set"
ticket 1002 ""
check "a ticket waits then" await "ticket=1002 outcome=wait"
is "and nothing is said in it" "$(replies_in 1002)" 0
out=$(ctl clock)
is "refundctl clock ends with 1" $? 1
has "and says what is wrong" "$out" "it was set while refundd ran, and seems to be 3h"
is "so does the status, for programs" "$(ctl --json status | jq -c '.daemon.clock | [.trusted, .why]')" '[false,"set"]'

set_clock 0
check "set back to where it was it is trusted again" await "the machine's clock is trusted again"
check "and the ticket is answered" await "it is in the ticket ticket=1002"

set_clock -7200
await "the machine's clock is doubted"
stop_daemon TERM
LD_PRELOAD=$lab/shim.so start_daemon
has "a restart does not end the doubt" "$(ctl clock)" "it was set while refundd ran"
ticket 1003 ""
check "so a ticket waits" await "ticket=1003 outcome=wait"
is "somebody confirms it" "$(ctl clock confirm)" "the clock is trusted"
check "then it is answered" await "it is in the ticket ticket=1003"
is "confirming it again changes nothing" "$(ctl clock confirm)" "the clock is trusted already"
stop_daemon TERM
is "all of it is recorded" "$(ctl audit export | jq -r 'select(.kind == "clock") | .actor + "=" + (.detail | fromjson | .doubt)' | paste -sd' ')" \
    "refundd=set refundd=none refundd=set $(id -un)=none"
check "the record holds" ctl audit verify

# ---- without a daemon ----

set_clock -1000000
out=$(with_clock ctl clock)
is "a clock behind the record is doubted before a start" $? 1
has "with the reason" "$out" "it is behind what is on record"
is "and can be confirmed" "$(with_clock ctl clock confirm)" "the clock is trusted"
is "then it is trusted" "$(with_clock ctl clock)" "the clock is trusted"

done_testing
