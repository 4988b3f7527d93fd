#!/usr/bin/env bash
# refundd is killed twenty times at random moments while it answers sixty tickets: each still gets its
# one answer. RT_SEED chooses the moments.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"

seed=${RT_SEED:-3}
check "a run that finds nothing ends well" first_look
sixty_tickets
know desk
know twin
check "a run over the spool ends well" twin once

# From the start of the program into the middle of its writing.
RANDOM=$seed
killed=0
for _ in $(seq 20); do
    run_until $((RANDOM % 4 / 2)) $((RANDOM % 250)) && killed=$((killed + 1))
done
is "it was killed 20 times (seed $seed)" $killed 20
desk_words | jq -s 'map(.said | length) | add // 0' >halfway
echo "# answers and notes when it was killed for the last time: $(cat halfway)"
check "left alone, it comes to an end" run_to_the_end
said_once
same "the cases are what they should be" "cases desk" "cat expected"
check "the ledger is sound" [ "$(sqlite3 desk/state/ledger.sqlite 'PRAGMA integrity_check')" = ok ]

done_testing
