#!/usr/bin/env bash
# The completions offer what the programs take, and the shells complete by them: each shell is typed
# at, with the tab inserting all that it would offer.
set -u
# shellcheck source=tests/tap.sh
. "${REFUNDD_SOURCE:?}/tests/tap.sh"
completions=$REFUNDD_SOURCE/completions
export completions
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir "$home/here" && touch "$home/here/facts.json"

for file in "$completions"/*; do
    check "$(basename "$file") has what the programs say (else: make completions)" \
        bash "$REFUNDD_SOURCE/build-aux/completions" --check "$file"
done

not_offered() { # PROGRAM SOURCE: options of its getopt table
    grep -oE '\{"[a-z-]+", (no|required)_argument' "$REFUNDD_SOURCE/$2" | cut -d'"' -f2 |
        while read -r option; do
            grep -qE "^$1( .*)?: (.* )?--$option( |\$)" "$completions/refundctl" || echo "--$option"
        done
}
nothing "every option of refundctl is offered" "$(not_offered refundctl src/ctl/ctl.c)"
nothing "every option of refundd is offered" "$(not_offered refundd src/refundd.c)"
nothing "every option of refund-eval is offered" "$(not_offered refund-eval src/refund-eval.c)"

cat >"$home/said" <<'END'
refundctl() { echo "completed: $*"; }
refundd() { refundctl "$@"; }
refund-eval() { refundctl "$@"; }
END
cat "$home/said" - >"$home/.bashrc" <<'END'
. "$completions/refundctl"
bind '"\C-i": insert-completions'
END
# shellcheck disable=SC2016 # zsh expands it
cat "$home/said" - >"$home/.zshrc" <<'END'
fpath=("$completions" $fpath)
autoload -Uz compinit && compinit -D -u
insert_all() { _main_complete; compstate[insert]=all }
zle -C insert-all complete-word insert_all
bindkey '^I' insert-all
END

# script(1) gives it a terminal.
complete_in() { # SHELL-COMMAND LINE: what is on the line after the tab, but for the program
    printf '%s\t\nexit\n' "$2" |
        (cd "$home/here" && HOME=$home ZDOTDIR=$home TERM=dumb timeout 30 script -qec "$1" /dev/null) |
        tr -d '\r' | sed -n 's/.*completed: //p' | head -n 1
}

offers() { # SHELL-COMMAND LINE EXPECTED: in any order
    local offered
    offered=$(complete_in "$1" "$2" | xargs -n 1 | LC_ALL=C sort | paste -sd ' ')
    if [ "$offered" = "$3" ]; then
        ok "${1%% *}: $2<TAB>"
    else
        not_ok "${1%% *}: $2<TAB>" "offered $offered, expected $3"
    fi
}

type_at() { # SHELL-COMMAND
    local line expected
    while IFS='|' read -r line expected; do
        offers "$1" "$line" "$expected"
    done <<'END'
refundctl ex|exempt explain
refundctl -c x.conf --json polic|--json -c policy x.conf
refundctl import |accounts import orders refunds usage
refundctl import orders |facts.json import orders
refundctl cases --state a|--state answered asked cases
refundctl cases --lim|--limit cases
refundctl policy show |policy show
refundctl policy check |check facts.json policy
refundctl review re|reasons reject release review
refundctl review reject 1021 --co|--code --config 1021 reject review
refundctl audit export --format |--format audit csv export json
refundctl help ex|exempt explain help
refundctl show review |review show
refundd --d|--dry-run --dump-config
refundd --config |--config facts.json
refund-eval a b |a b facts.json
refund-eval --now |--now
END
}

type_at 'bash --noprofile -i'
if command -v zsh >/dev/null; then
    type_at 'zsh -d -i'
fi
done_testing
