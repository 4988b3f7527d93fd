#!/usr/bin/env bash
# What a hundred tickets cost a real Request Tracker and refundd itself, when all is calm.
# shellcheck source=tests/rt/world.sh
. "${REFUNDD_SOURCE:?}/tests/rt/world.sh"
# shellcheck source=tests/rt/hundred.sh
. "$REFUNDD_SOURCE/tests/rt/hundred.sh"

# What is counted is what tickets cost, not what looking for news costs while they are answered.
check "a run that finds nothing ends well" first_look
look_seldom
hundred_tickets
check "a hundred tickets are answered" answer_hundred
is "each once" "$(desk_words | jq -s 'map(select(.decision == "approve" and (.said | length) == 1)) | length')" 100
read -r reads writes busy_us < <(asked)
read -r wall_us cpu_us <took
echo "# $writes writes, $reads reads; $((wall_us / 1000)) ms in all, in $((busy_us / 1000)) ms of them" \
    "the server worked for refundd; $((cpu_us / 1000)) ms of its own processor time"
check "with at most 1.05 writing requests a ticket" [ "$writes" -le 105 ]
check "and at most 0.1 reading ones" [ "$reads" -le 10 ]
own=$((1000 * (wall_us - busy_us + cpu_us) / wall_us))
if [ -n "${REFUNDD_INSTRUMENTED-}" ]; then
    ok "refundd's own part is not measured in an instrumented build # SKIP"
else
    check "refundd's own part is below 5 % of the time: $((own / 10)).$((own % 10)) %" [ $own -lt 50 ]
fi

# The run after it reads of its own answers once.
check "another run ends well" desk once
read -r reads _ < <(asked)
check "so does one more, when nothing is new" desk once
read -r more _ < <(asked)
check "which asks once: $((more - reads))" [ $((more - reads)) = 1 ]

done_testing
