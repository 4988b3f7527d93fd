# shellcheck shell=bash
# What is made of the day's measurements. To be sourced.
#
#   figures_of PID FROM TO     of that process between these milliseconds: the most resident KB, the
#                              most descriptors
#   lag_within SHARE           the bound, in seconds, under which so many percent of the loop's lags
#                              lie, of all processes together

figures_of() { # PID FROM TO
    awk -v pid="$1" -v from="$2" -v to="$3" '
        $2 == pid && $1 >= from && $1 < to {
            if ($3 > kb) kb = $3
            if ($4 > descriptors) descriptors = $4
        }
        END { print kb + 0, descriptors + 0 }' sizes
}

lag_within() { # PERCENT
    cat metrics.[0-9]* 2>/dev/null |
        sed -n 's/^refundd_loop_lag_seconds_bucket{le="\([^"]*\)"} /\1 /p' |
        awk -v percent="$1" '
            { count[$1] += $2 }
            END {
                for (bound in count)
                    if (bound != "+Inf" && count[bound] * 100 >= count["+Inf"] * percent &&
                        (best == "" || bound + 0 < best + 0)) best = bound
                print count["+Inf"] == 0 ? "unknown" : best == "" ? "more" : best
            }'
}
