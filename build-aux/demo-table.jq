# The demo's tickets as a table: tickets on standard input, $cases as `refundctl --json cases` has them.
# Cells are parted by tabs; `column` makes them a table.
def short: if length > 44 then .[:43] + "…" else . end;
def row: if .outcome == null then ["left alone", "-", "another product"]
         else [.outcome, (.amount // "-"), (.rule // "-")] end;

["TICKET", "THE CUSTOMER ASKED", "ANSWER", "AMOUNT", "BY THE RULE"],
(inputs | .id as $id
  | [$id, (.subject | short)] + (first(($cases[] | select(.ticket == $id)), {}) | row))
| @tsv
