/* The one table of commands: what refundctl can do, its help and its manual. */
#include "ctl/ctl.h"

const struct command ctl_commands[] = {
	{"import", "import KIND FILE|-", "take orders, usage, accounts or refunds on record",
	 "KIND is orders, usage, accounts or refunds. FILE is CSV with a header line or JSON "
	 "lines;\n"
	 "- is standard input. All of the file is taken or nothing; the same file twice changes\n"
	 "nothing. Goes through the daemon while one runs.\n",
	 2, 2, 0, command_import},
	{"status", "status", "whether all is well, and what to do where it is not",
	 "Says first whether somebody is needed, and for what; then how the daemon, its "
	 "configuration,\n"
	 "the ticket system and the brakes stand, the cases by state and outcome, how long the "
	 "oldest\n"
	 "has waited, the money approved, answers that are not in their tickets yet or may be, and "
	 "what\n"
	 "is on record. It ends with 0 whenever it could tell; for programs --json has \"well\".\n",
	 0, 0, 0, command_status},
	{"top", "top", "the same, live, on a terminal",
	 "Shows the status anew every two seconds, less often where the ledger is large, with what "
	 "the\n"
	 "daemon does a second. q ends it.\n",
	 0, 0, 0, command_top},
	{"cases", "cases [--state STATE] [--limit N]", "the cases, the newest first",
	 "STATE is new, waiting, asked, answered, flagged, held, shadowed, linked, withdrawn or\n"
	 "person. N is 50 if not given. COURSE says what came of the decision: answer, person "
	 "(a\n"
	 "brake gave it to one), hold (until a person releases it) or shadow (noted only).\n",
	 0, 0, CTL_TAKES_STATE | CTL_TAKES_LIMIT, command_cases},
	{"show", "show TICKET", "a case and what was said in its ticket",
	 "Prints the case of the ticket, what the signals found with the rows that made it, and "
	 "each\n"
	 "answer and note with its key and whether it is in the ticket.\n",
	 1, 1, 0, command_show},
	{"explain", "explain TICKET", "why a case was decided as it was",
	 "Prints the rules that were looked at, the facts and where each came from, the "
	 "arithmetic,\n"
	 "and the version of the policy with its hash.\n",
	 1, 1, 0, command_explain},
	{"policy", "policy check|lint [FILE] | policy show|table [NAME]",
	 "check or print the policies",
	 "check reads the configuration, or FILE as if it were that, and says everything that is\n"
	 "wrong with it. lint says what is not wrong, but hardly meant: parts of rules that never\n"
	 "apply, rules that change nothing, amounts and times that no case reaches, approvals that "
	 "win\n"
	 "over other rules, each with an example; with findings it ends with 1. show prints the\n"
	 "policies, or the one called NAME. table prints what a policy decides on both sides of "
	 "each\n"
	 "of its boundaries, one fact at a time: all else is as in a case that comes to the last "
	 "rule.\n",
	 1, 2, 0, command_policy},
	{"backtest", "backtest [--since DAY] [--limit N]",
	 "what another configuration would have decided",
	 "Judges the newest decision of each case again by the configuration that --config names, "
	 "from\n"
	 "the facts on record, and prints what would change: outcomes, rules, money and the first "
	 "N\n"
	 "tickets (50 if not given), with both reasons. Signals that the configuration asks "
	 "otherwise\n"
	 "are evaluated anew, as of the moment of asking. Nothing is written. With --json each "
	 "changed\n"
	 "ticket is a line, and the last line is the summary. DAY is like 2026-01-31, in UTC.\n",
	 0, 0, CTL_TAKES_SINCE | CTL_TAKES_LIMIT, command_backtest},
	{"replay", "replay [--since DAY] [--limit N]", "whether the record follows from its facts",
	 "Makes every recorded decision again, from its facts, the policy's text of then and the "
	 "moment\n"
	 "of then, and compares it byte for byte with what is on record. The first N differences "
	 "are\n"
	 "printed (50 if not given); with any it ends with 1. DAY is like 2026-01-31, in UTC.\n",
	 0, 0, CTL_TAKES_SINCE | CTL_TAKES_LIMIT, command_replay},
	{"report", "report [--since DAY] [--until DAY]", "what came of the tickets, day by day",
	 "By the day of asking and by policy: tickets and what was decided, what came of that, the "
	 "median\n"
	 "and the 95th percentile of the time from asking to the answer, whether reviewers decided "
	 "as the\n"
	 "policy would without suspicion, the money granted, and what each signal was worth: its "
	 "flags\n"
	 "that reviewers confirmed by rejecting, or cleared by approving. Both days are included; "
	 "without\n"
	 "them the last 30. Days begin in budget_zone.\n",
	 0, 0, CTL_TAKES_SINCE | CTL_TAKES_UNTIL, command_report},
	{"signal", "signal list | signal test NAME TICKET", "the signs of abuse, and what one says",
	 "list prints the signals and what they are worth. test asks the signal NAME about the "
	 "ticket,\n"
	 "as of the moment of asking, and prints its value, the rows that made it, how long it "
	 "took "
	 "and\n"
	 "SQLite's plan. It changes nothing.\n",
	 1, 3, 0, command_signal},
	{"desk", "desk check", "whether the ticket system is as refundd needs it",
	 "check asks the live server for all that refundd relies on, and says what is not right "
	 "and\n"
	 "what to do about it. It changes nothing.\n",
	 1, 1, 0, command_desk},
	{"review",
	 "review list | show|history|claim|unclaim TICKET | approve TICKET [--amount A] [--code "
	 "CODE] [--reason TEXT] | reject TICKET --code CODE [--reason TEXT] | release TICKET "
	 "[--reason TEXT] | reasons",
	 "decide on what waits for a person",
	 "list prints the reviews that are open, the longest waiting first, with the working time "
	 "that\n"
	 "they have waited. show prints all that the note in the ticket says, and the verdicts; "
	 "history\n"
	 "the verdicts alone. claim keeps others off for a while, unclaim gives it back. approve "
	 "grants\n"
	 "the amount that the policy's arithmetic gives, or A; above the configured amount a "
	 "second\n"
	 "person has to approve, too. reject refuses, for the reason CODE. release sends the "
	 "prepared\n"
	 "answer of a held case as it is. reasons prints the codes. TEXT is internal and never "
	 "told to\n"
	 "the customer. Verdicts and claims go through the daemon, which reads the ticket again "
	 "before\n"
	 "it answers; who gives them is the system user.\n",
	 1, 2, CTL_TAKES_LIMIT | CTL_TAKES_AMOUNT | CTL_TAKES_CODE | CTL_TAKES_REASON,
	 command_review},
	{"exempt",
	 "exempt list | add ACCOUNT SIGNAL --until DAY --reason TEXT | end ACCOUNT SIGNAL",
	 "accounts for which a signal does not count",
	 "add exempts the account from the signal for what it asks from now on until DAY, the "
	 "first\n"
	 "day on which the signal counts again; it begins in working_zone. end ends that now. "
	 "list\n"
	 "prints those that hold. Goes through the daemon while one runs.\n",
	 1, 3, CTL_TAKES_UNTIL | CTL_TAKES_REASON, command_exempt},
	{"pause", "pause [REASON]", "stop reading, deciding and answering, at once",
	 "What is on its way to the ticket system is still heard of; nothing else leaves, and no\n"
	 "ticket is read, until refundctl resume, whether refundd is started anew or not. Works "
	 "with\n"
	 "and without a daemon.\n",
	 0, 1, 0, command_pause},
	{"resume", "resume", "go on after a pause",
	 "Ends the pause; the tickets are looked at at once.\n", 0, 0, 0, command_resume},
	{"reload", "reload", "have the daemon read its configuration anew",
	 "The new configuration is checked whole, and then holds for what is judged from then on. "
	 "Where\n"
	 "anything is wrong with it, or it changes what needs a restart, the one before stays in "
	 "force:\n"
	 "the answer says why, and so does refundctl status.\n",
	 0, 0, 0, command_reload},
	{"audit", "audit verify [--head ID:HASH] | audit export [--format json|csv] | audit head",
	 "check, print or anchor the record of what was done",
	 "verify reads the record and names the first row that is not right: changed, gone, put in "
	 "or\n"
	 "no longer what is kept; --head is a head that was kept elsewhere, and shows whether the "
	 "end\n"
	 "was cut. export prints all rows, as JSON lines or as CSV for a spreadsheet. head prints "
	 "the\n"
	 "newest row's ID:HASH, which refundd also logs every hour.\n",
	 1, 1, CTL_TAKES_HEAD | CTL_TAKES_FORMAT, command_audit},
	{"forget", "forget ACCOUNT [--yes]", "remove a person's words and contact data",
	 "Removes the account's e-mail and phone, the fingerprints of what was written, the "
	 "reasons\n"
	 "that reviewers gave, what signals found, and the texts of answers that are over; the "
	 "figures,\n"
	 "the decisions and the record stay. Asks first, unless --yes is given. Works with and "
	 "without\n"
	 "a daemon, and takes a while with a large ledger: the file is written anew.\n",
	 1, 1, CTL_TAKES_YES, command_forget},
	{"backup", "backup FILE", "copy the ledger into a file, checked",
	 "The copy is of one moment, whether a daemon works on the ledger or not, and holds "
	 "nothing "
	 "up.\n"
	 "It is checked as by refundctl ledger check before it gets its name: FILE is there whole "
	 "or not\n"
	 "at all, and never in the place of another file. It holds all that the ledger does: keep "
	 "it as\n"
	 "safe.\n",
	 1, 1, 0, command_backup},
	{"restore", "restore FILE", "put a backup in the place of the ledger",
	 "No daemon may run. FILE is a backup of this version of refundd or of an older one, and "
	 "is "
	 "checked\n"
	 "first; the ledger that was there is kept beside the new one. What was said since the "
	 "backup is\n"
	 "found in the tickets: the next start looks at all of them before it says anything. "
	 "Accounts\n"
	 "that were forgotten since are forgotten again, and what was paused stays paused; where "
	 "the "
	 "ledger that was\nthere cannot be read, nobody knows, and all is paused until refundctl "
	 "resume.\n",
	 1, 1, 0, command_restore},
	{"ledger", "ledger check|vacuum",
	 "whether the ledger is sound; free the room it does not need",
	 "check reads the whole file, its references, its schema and the record, beside a daemon "
	 "or\n"
	 "without one; where anything is wrong it ends with 1. vacuum writes the file anew, "
	 "without "
	 "what\n"
	 "was deleted: through the daemon while one runs, which does nothing else meanwhile.\n",
	 1, 1, 0, command_ledger},
	{"clock", "clock [confirm]", "whether the machine's clock is trusted",
	 "Says how the clock stands. While it is doubted, because it was set, or differs from what "
	 "is on\n"
	 "record or from the ticket system's clock, no answer is decided on; refundd trusts it "
	 "again "
	 "by\n"
	 "itself when the ticket system's clock agrees. confirm says that it is right, in your "
	 "name.\n",
	 0, 1, 0, command_clock},
	{"introduce", "introduce", "tell the daemon who knocks; not for people",
	 "refundd-door@.service runs it: standard input is the socket of somebody who asks the "
	 "daemon\n"
	 "something, whom the daemon cannot see from within its sandbox.\n",
	 0, 0, 0, command_introduce},
	{"help", "help [COMMAND]", "this, or more about one command", "", 0, 1, 0, command_help},
};
const size_t ctl_command_count = sizeof(ctl_commands) / sizeof(ctl_commands[0]);
