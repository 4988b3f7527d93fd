#!/usr/bin/env bash
# The ledger is lost while refundd answers sixty tickets, and then an old copy of it is put in its
# place: each ticket still gets its one answer.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

sixty_tickets
know desk
know twin
check "a run over the spool ends well" twin once

check "a run is killed after 10 answers" run_until 10
cp -r desk/state old
check "the next one 10 answers later" run_until 10
rm -r desk/state
know desk
check "the one after the ledger was deleted, 10 answers later" run_until 10
rm -r desk/state
cp -r old desk/state
know desk
check "with a copy of the ledger from before, it comes to an end" run_to_the_end
said_once

desk_words >before
rm -r desk/state
know desk
check "without its ledger, it comes to an end" run_to_the_end
same "and says nothing more" desk_words "cat before"
same "all cases are known again" "cases desk | cut -d' ' -f1,2" "cut -d' ' -f1,2 expected"

done_testing
