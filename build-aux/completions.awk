# The help of one command of refundctl, such as
#     Usage: refundctl review list | show|claim TICKET | reject TICKET --code CODE [--reason TEXT]
# told as lines of a table: PATH: WHAT MAY FOLLOW. Wants the variables command and commands.

# "STATE is new, waiting or person.", anywhere in the text: what STATE stands for.
function learn_values(text,    phrase, name)
{
	while (match(text, /[A-Z]+ is [a-z]+(, [a-z]+)* or [a-z]+\./)) {
		phrase = substr(text, RSTART, RLENGTH - 1)
		text = substr(text, RSTART + RLENGTH)
		name = phrase
		sub(/ .*/, "", name)
		sub(/^[A-Z]+ is /, "", phrase)
		gsub(/, | or /, " ", phrase)
		values[name] = phrase
	}
	values["COMMAND"] = commands
}

# "[KIND|all]": the words that may stand there.
function expand(token,    i, count, parts, words)
{
	gsub(/[][]/, "", token)
	count = split(token, parts, "|")
	for (i = 1; i <= count; i++)
		if (parts[i] != "-")
			words = words " " (parts[i] in values ? values[parts[i]] : parts[i])
	return words
}

function add(path, words)
{
	if (!(path in after))
		paths[++path_count] = path
	after[path] = after[path] words
}

# One of the ways to use the command: an act perhaps, then options and arguments in any order.
function learn_way(way,    i, j, k, count, tokens, acts, act_count, path, option, words, place)
{
	count = split(way, tokens, " ")
	i = tokens[1] == command ? 2 : 1
	act_count = 1
	acts[1] = ""
	if (tokens[i] ~ /^[a-z]+(\|[a-z]+)*$/) {
		add("refundctl " command, expand(tokens[i]))
		act_count = split(tokens[i++], acts, "|")
	}
	for (k = 1; k <= act_count; k++) {
		path = "refundctl " command (acts[k] != "" ? " " acts[k] : "")
		place = path
		for (j = i; j <= count; j++) {
			if (tokens[j] ~ /^\[?--/) {
				option = tokens[j]
				add(path, expand(option))
				if (option !~ /\]$/ && j < count && tokens[j + 1] !~ /^(\[|--)/) {
					words = expand(tokens[++j])
					gsub(/\[/, "", option)
					arguments["refundctl " option] = words
				}
			} else {
				add(place, expand(tokens[j]))
				place = place " *"
			}
		}
	}
}

NR == 1 {
	sub(/^Usage: refundctl /, "")
	usage = $0
	next
}
{
	text = text " " $0
}
END {
	learn_values(text)
	count = split(usage, ways, / \| /)
	for (i = 1; i <= count; i++)
		learn_way(ways[i])
	for (i = 1; i <= path_count; i++)
		print paths[i] ":" after[paths[i]]
	for (path in arguments)
		print path ":" arguments[path] | "LC_ALL=C sort"
}
