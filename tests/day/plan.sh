# shellcheck shell=bash
# The day's plan: all that happens, drawn from one seed. To be sourced.
#
#   make_plan SEED TICKETS HOUR_MS   prints it, a line an event, in the order of time: the
#                                    millisecond of the day, what happens, and with what
#
# What happens: `hour FIRST COUNT MS`, tickets that come in that time; `reload HOW`; `outage
# NAME MS` of the desk; `full MS`, the disk; `term` and `kill`, refundd. After `noon` there is
# neither of the last two: one and the same process must live through the second half of the day.

# How busy each hour is, from midnight on.
busy=(3 2 2 2 3 4 6 8 10 10 9 7 6 8 10 10 9 7 6 5 5 4 4 3)
stops=8 crashes=8 reloads=100

# Of the desk, each begun in an hour of its own with an odd number, so that it is over before the
# next one; two hours more are those of the full disk.
outages=(refused 500-before 500-after 429-seconds 429-date silence reset-after late html-after
    close-in-body)

draw() { # LIMIT: into `drawn`
    drawn=$(((RANDOM << 15 | RANDOM) % $1))
}

# The outages in another order, with a full disk in each half of the day.
draw_misfortunes() {
    local i held
    misfortunes=("${outages[@]}")
    for ((i = ${#misfortunes[@]} - 1; i > 0; i--)); do
        draw $((i + 1))
        held=${misfortunes[i]} misfortunes[i]=${misfortunes[drawn]} misfortunes[drawn]=$held
    done
    draw 6
    misfortunes=("${misfortunes[@]:0:drawn}" full "${misfortunes[@]:drawn}")
    draw 6
    i=$((6 + drawn))
    misfortunes=("${misfortunes[@]:0:i}" full "${misfortunes[@]:i}")
}

plan_hours() { # TICKETS HOUR_MS
    local hour sum=0 past=0 first=1 last
    for hour in "${busy[@]}"; do sum=$((sum + hour)); done
    for hour in {0..23}; do
        past=$((past + busy[hour]))
        last=$(($1 * past / sum))
        echo "$((hour * $2)) hour $first $((last - first + 1)) $2"
        first=$((last + 1))
    done
}

plan_misfortunes() { # HOUR_MS
    local i at lasts
    draw_misfortunes
    for i in "${!misfortunes[@]}"; do
        draw $(($1 / 4))
        at=$(((2 * i + 1) * $1 + drawn))
        draw $(($1 / 4))
        lasts=$(($1 / 5 + drawn))
        case ${misfortunes[i]} in
        full) echo "$at full $lasts" ;;
        *) echo "$at outage ${misfortunes[i]} $lasts" ;;
        esac
    done
}

plan_ends() { # HOUR_MS
    local i
    for ((i = 0; i < stops + crashes; i++)); do
        draw $((12 * $1))
        echo "$drawn $([ $i -lt $stops ] && echo term || echo kill)"
    done
}

plan_reloads() { # HOUR_MS
    local i hows=(signal ctl signal ctl signal ctl signal ctl signal broken)
    local every=$((24 * $1 / reloads))
    for ((i = 0; i < reloads; i++)); do
        draw $every
        echo "$((i * every + drawn)) reload ${hows[i % 10]}"
    done
}

make_plan() { # SEED TICKETS HOUR_MS
    local drawn misfortunes
    {
        RANDOM=$1 # in the same shell that draws
        echo "$((12 * $3)) noon"
        plan_hours "$2" "$3"
        plan_misfortunes "$3"
        plan_ends "$3"
        plan_reloads "$3"
    } | sort -n -s -k 1,1
}
