#include "sys/config_options.h"

#include "base/memory.h"
#include "sys/config.h"

#include <string.h>

#define PRODUCT "Tencent Real-Time Communication TRTC"

/* clang-format off */
static const struct section_info sections[SECTION_COUNT] = {
	[SECTION_TOP] = {"", "at the top level",
		SECTION_BIT(SECTION_RT) | SECTION_BIT(SECTION_SIGNAL) |
		SECTION_BIT(SECTION_INTAKE) | SECTION_BIT(SECTION_POLICY) |
		SECTION_BIT(SECTION_REASON) | SECTION_BIT(SECTION_REPLY), false,
		"the settings of the daemon, and all other sections"},
	[SECTION_RT] = {"rt", "in an rt", 0, true,
		"a Request Tracker 5 to work in, by a name that goes into the key of every answer: "
		"do not change it"},
	[SECTION_SIGNAL] = {"signal", "in a signal", 0, true,
		"a sign of abuse: what its value is worth in points"},
	[SECTION_INTAKE] = {"intake", "in the intake", SECTION_BIT(SECTION_RULE), false,
		"rules that are looked at first, whatever the family"},
	[SECTION_POLICY] = {"policy", "in a policy", SECTION_BIT(SECTION_VERSION), true,
		"what holds for one family of packages"},
	[SECTION_VERSION] = {"version", "in a version", SECTION_BIT(SECTION_RULE), true,
		"a policy as it holds for the packages bought in a span of days"},
	[SECTION_RULE] = {"rule", "in a rule", SECTION_BIT(SECTION_SAYS), true,
		"a clause: the first rule that says yes decides"},
	[SECTION_SAYS] = {"says", "in a says", 0, true,
		"what a rule or a reason says to the customer in one language"},
	[SECTION_REASON] = {"reason", "in a reason", SECTION_BIT(SECTION_SAYS), true,
		"a reason that a reviewer can give, by the code to give it by"},
	[SECTION_REPLY] = {"reply", "in a reply", 0, true,
		"the texts of one language; the first is what other languages fall back to"},
};

/* Each section's options fill a struct of its own. */
#define TOP(member)     offsetof(struct config, member)
#define RT(member)      offsetof(struct rt_settings, member)
#define SIGNAL(member)  offsetof(struct signal, member)
#define POLICY(member)  offsetof(struct policy, member)
#define VERSION(member) offsetof(struct version, member)
#define RULE(member)    offsetof(struct rule, member)
#define REASON(member)  offsetof(struct review_reason, member)
#define SAYS(member)    offsetof(struct says, member)
#define REPLY(member)   offsetof(struct phrasebook, member)

static const struct option_info options[] = {
	{SECTION_TOP, "state_dir", OPTION_PATH, OPTION_HAS_DEFAULT, "/var/lib/refundd", "1", "4095", NULL,
		TOP(state_dir), 0, "where the ledger lives"},
	{SECTION_TOP, "desk", OPTION_TEXT, OPTION_HAS_DEFAULT, "spool", "1", "64", NULL,
		TOP(desk), 0, "the ticket system: spool, which is embedded, or the name of an rt section"},
	{SECTION_TOP, "spool_dir", OPTION_PATH, OPTION_HAS_DEFAULT, "/var/spool/refundd", "1", "4095", NULL,
		TOP(spool_dir), 0, "the folder of the embedded ticket system"},
	{SECTION_TOP, "control_socket", OPTION_PATH, OPTION_HAS_DEFAULT, "/run/refundd/control.socket", "1", "107", NULL,
		TOP(control_socket), 0, "where refundctl(1) reaches the daemon"},
	{SECTION_TOP, "metrics", OPTION_TEXT, OPTION_HAS_DEFAULT, "off", "1", "112", NULL,
		TOP(metrics), 0, "where metrics are served to this machine: off, 127.0.0.1:PORT, [::1]:PORT, or unix: and the path of a socket"},
	{SECTION_TOP, "keep_words", OPTION_SPAN, OPTION_HAS_DEFAULT, "0s", "0s", "36500d", NULL,
		TOP(keep_words), 0, "how long words and contact data of ended cases are kept: then they go as by refundctl forget, and the figures stay; 0s for always"},
	{SECTION_TOP, "log_level", OPTION_WORD, OPTION_HAS_DEFAULT, "info", NULL, NULL, &log_level_words,
		TOP(log_level), 0, "log lines beyond this level are not written"},
	{SECTION_TOP, "log_format", OPTION_WORD, OPTION_HAS_DEFAULT, "auto", NULL, NULL, &log_format_words,
		TOP(log_format), 0, "how log lines are written; auto: to the journal if standard error is it, else plain"},
	{SECTION_TOP, "poll_interval", OPTION_SPAN, OPTION_HAS_DEFAULT, "2s", "1s", "1d", NULL,
		TOP(poll_interval), 0, "how long to wait between two looks at the ticket system"},
	{SECTION_TOP, "patience", OPTION_SPAN, OPTION_HAS_DEFAULT, "12h", "0s", "30d", NULL,
		TOP(patience), 0, "how long after asking the usage figures are waited for"},
	{SECTION_TOP, "product", OPTION_TEXT, OPTION_HAS_DEFAULT, PRODUCT, "1", "256", NULL,
		TOP(product), 0, "tickets of another product are left alone"},
	{SECTION_TOP, "issue_type", OPTION_TEXT, OPTION_HAS_DEFAULT, "Billing and Refund Issues", "1", "256", NULL,
		TOP(issue_type), 0, "tickets of another issue type are left alone"},
	{SECTION_TOP, "questions", OPTION_COUNT, OPTION_HAS_DEFAULT, "2", "0", "10", NULL,
		TOP(brakes.questions), 0, "how often the customer is asked at most, before a person takes over"},
	{SECTION_TOP, "order_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "order_id", "1", "64", NULL,
		TOP(order_field), 0, "the ticket's field that names the order"},
	{SECTION_TOP, "order_pattern", OPTION_PATTERN, OPTION_HAS_DEFAULT, "[0-9]{20}", "1", "128", NULL,
		TOP(order_pattern), 0, "what an order id looks like in the words of a ticket"},
	{SECTION_TOP, "settle", OPTION_SPAN, OPTION_HAS_DEFAULT, "180m", "0s", "7d", NULL,
		TOP(policies.settle), 0, "usage figures prove that nothing was used only when taken this long after asking"},
	{SECTION_TOP, "clock_tolerance", OPTION_SPAN, OPTION_HAS_DEFAULT, "5m", "0s", "1d", NULL,
		TOP(policies.clock_tolerance), 0, "how far two clocks may differ before a time counts as contradictory"},
	{SECTION_TOP, "version_by", OPTION_WORD, OPTION_HAS_DEFAULT, "purchase", NULL, NULL, &version_day_words,
		TOP(policies.version_day), 0, "which day chooses a policy's version: that of the purchase or of the ticket"},
	{SECTION_TOP, "limits", OPTION_AMOUNTS, OPTION_HAS_DEFAULT, "5000 USD, 35000 CNY, 750000 JPY", NULL, NULL, NULL,
		TOP(policies.limits), TOP(policies.limit_count), "larger refunds are for a person; a currency without a limit counts as above it"},
	{SECTION_TOP, "note_score", OPTION_COUNT, OPTION_HAS_DEFAULT, "30", "0", "1000", NULL,
		TOP(note_score), 0, "from that score on an answer comes with an internal note"},
	{SECTION_TOP, "signal_steps", OPTION_COUNT, OPTION_HAS_DEFAULT, "2000", "1", "1000000", NULL,
		TOP(signal_steps), 0, "how many thousand steps of SQLite's machine one signal may take; beyond them it is unknown, which is a doubt"},

	{SECTION_TOP, "mode", OPTION_WORD, OPTION_HAS_DEFAULT, "auto", NULL, NULL, &mode_words,
		TOP(brakes.mode), 0, "shadow notes internally what it would answer, assist has a person release each answer, auto answers"},
	{SECTION_TOP, "share", OPTION_COUNT, OPTION_HAS_DEFAULT, "100", "0", "100", NULL,
		TOP(brakes.share), 0, "to how many percent of the accounts the mode applies, always the same ones"},
	{SECTION_TOP, "rest_mode", OPTION_WORD, OPTION_HAS_DEFAULT, "assist", NULL, NULL, &mode_words,
		TOP(brakes.rest_mode), 0, "the mode for the other accounts"},
	{SECTION_TOP, "budget", OPTION_AMOUNTS, OPTION_OPTIONAL, NULL, NULL, NULL, NULL,
		TOP(brakes.budget), TOP(brakes.budget_count), "what may be approved a day without a person; beyond it a person decides, and of a currency that is not named at once"},
	{SECTION_TOP, "budget_zone", OPTION_ZONE, OPTION_HAS_DEFAULT, "+08:00", NULL, NULL, NULL,
		TOP(budget_zone), 0, "where the day of the budget begins"},
	{SECTION_TOP, "approvals_per_hour", OPTION_COUNT, OPTION_HAS_DEFAULT, "0", "0", "1000000", NULL,
		TOP(brakes.approvals_per_hour), 0, "how many requests may be approved in an hour without a person; 0 for no limit"},

	{SECTION_TOP, "four_eyes", OPTION_AMOUNTS, OPTION_HAS_DEFAULT, "1000 USD, 7000 CNY, 150000 JPY", NULL, NULL, NULL,
		TOP(review.four_eyes), TOP(review.four_eyes_count), "above these amounts two reviewers have to approve; a currency without one counts as above it"},
	{SECTION_TOP, "claim_ends", OPTION_SPAN, OPTION_HAS_DEFAULT, "8h", "1m", "30d", NULL,
		TOP(review.claim_ends), 0, "how long a reviewer's claim keeps others off"},
	{SECTION_TOP, "remind_after", OPTION_SPAN, OPTION_HAS_DEFAULT, "4h", "1s", "30d", NULL,
		TOP(review.remind_after), 0, "after how much working time the reviewers are reminded of a ticket"},
	{SECTION_TOP, "escalate_after", OPTION_SPAN, OPTION_HAS_DEFAULT, "16h", "1s", "60d", NULL,
		TOP(review.escalate_after), 0, "after how much working time a ticket is escalated; longer than remind_after"},
	{SECTION_TOP, "working_hours", OPTION_WORKWEEK, OPTION_HAS_DEFAULT, "mon-fri 09:00-18:00", NULL, NULL, NULL,
		TOP(review.workweek), 0, "when the reviewers work"},
	{SECTION_TOP, "working_zone", OPTION_ZONE, OPTION_HAS_DEFAULT, "+08:00", NULL, NULL, NULL,
		TOP(review.workweek.zone), 0, "where these hours are told"},
	{SECTION_TOP, "holidays", OPTION_DAYS, OPTION_OPTIONAL, NULL, NULL, NULL, NULL,
		TOP(review.workweek.holidays), TOP(review.workweek.holiday_count), "days on which they do not"},

	{SECTION_RT, "url", OPTION_URL, OPTION_REQUIRED, NULL, "1", "512", NULL,
		RT(url), 0, "where it is: https, or http for one on this machine's loopback"},
	{SECTION_RT, "token_file", OPTION_PATH, OPTION_REQUIRED, NULL, "1", "4095", NULL,
		RT(token_file), 0, "the file that holds the auth token and nothing else; only its owner may read it"},
	{SECTION_RT, "ca_file", OPTION_PATH, OPTION_OPTIONAL, NULL, "1", "4095", NULL,
		RT(ca_file), 0, "the certificates that vouch for the server; without it, the system's"},
	{SECTION_RT, "pin", OPTION_TEXT, OPTION_OPTIONAL, NULL, "1", "64", NULL,
		RT(pin), 0, "the hash of the server's public key, which must be this one then"},
	{SECTION_RT, "proxy", OPTION_TEXT, OPTION_OPTIONAL, NULL, "1", "512", NULL,
		RT(proxy), 0, "the proxy to go through; none is taken from the environment"},
	{SECTION_RT, "queue", OPTION_TEXT, OPTION_HAS_DEFAULT, "Billing and Refund Issues", "1", "256", NULL,
		RT(queue), 0, "the queue whose tickets are looked at"},
	{SECTION_RT, "request_timeout", OPTION_SPAN, OPTION_HAS_DEFAULT, "30s", "1s", "5m", NULL,
		RT(request_timeout), 0, "how long a request may take as a whole"},
	{SECTION_RT, "quarantine", OPTION_SPAN, OPTION_HAS_DEFAULT, "5m", "2s", "1d", NULL,
		RT(quarantine), 0, "how long an answer that left unheard may still arrive, before it is looked for; longer than request_timeout"},
	{SECTION_RT, "sweep_interval", OPTION_SPAN, OPTION_HAS_DEFAULT, "1h", "1m", "7d", NULL,
		RT(sweep_interval), 0, "how long to wait between two looks at all open tickets of the queue"},
	{SECTION_RT, "in_flight", OPTION_COUNT, OPTION_HAS_DEFAULT, "2", "1", "32", NULL,
		RT(in_flight), 0, "how many requests may be under way at once"},
	{SECTION_RT, "per_minute", OPTION_COUNT, OPTION_HAS_DEFAULT, "600", "0", "60000", NULL,
		RT(per_minute), 0, "how many requests may be sent a minute; 0 for no limit"},
	{SECTION_RT, "product_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "Product", "1", "200", NULL,
		RT(product_field), 0, "the ticket's custom field that names the product"},
	{SECTION_RT, "issue_type_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "IssueType", "1", "200", NULL,
		RT(issue_type_field), 0, "the ticket's custom field that names the issue type"},
	{SECTION_RT, "order_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "OrderId", "1", "200", NULL,
		RT(order_field), 0, "the ticket's custom field that names the order"},
	{SECTION_RT, "app_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "SdkAppId", "1", "200", NULL,
		RT(app_field), 0, "the ticket's custom field that names the application"},
	{SECTION_RT, "account_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "Uin", "1", "200", NULL,
		RT(account_field), 0, "the ticket's custom field that names the customer's account"},
	{SECTION_RT, "language_field", OPTION_TEXT, OPTION_OPTIONAL, NULL, "1", "200", NULL,
		RT(language_field), 0, "the ticket's custom field that names the customer's language, if there is one"},
	{SECTION_RT, "decision_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "RefundDecision", "1", "200", NULL,
		RT(decision_field), 0, "the ticket's custom field for the outcome"},
	{SECTION_RT, "amount_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "RefundAmount", "1", "200", NULL,
		RT(amount_field), 0, "the ticket's custom field for the amount of an approval"},
	{SECTION_RT, "currency_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "RefundCurrency", "1", "200", NULL,
		RT(currency_field), 0, "the ticket's custom field for that amount's currency"},
	{SECTION_RT, "linked_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "RefundLinked", "1", "200", NULL,
		RT(linked_field), 0, "the ticket's custom field for the ticket that speaks for it"},
	{SECTION_RT, "key_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "RefundKey", "1", "200", NULL,
		RT(key_field), 0, "the transaction's custom field for the key that an answer is found by"},
	{SECTION_RT, "verdict_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "ReviewVerdict", "1", "200", NULL,
		RT(verdict_field), 0, "the ticket's custom field for a reviewer's verdict"},
	{SECTION_RT, "reason_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "ReviewReason", "1", "200", NULL,
		RT(reason_field), 0, "the ticket's custom field for the code or the words of its reason"},
	{SECTION_RT, "total_field", OPTION_TEXT, OPTION_HAS_DEFAULT, "ReviewAmount", "1", "200", NULL,
		RT(total_field), 0, "the ticket's custom field for another amount than the policy's"},
	{SECTION_RT, "review_queue", OPTION_TEXT, OPTION_OPTIONAL, NULL, "1", "256", NULL,
		RT(review_queue), 0, "the queue that flagged tickets are moved to; without it they stay where they are"},
	{SECTION_RT, "pending_status", OPTION_TEXT, OPTION_HAS_DEFAULT, "stalled", "1", "64", NULL,
		RT(pending_status), 0, "the status of a ticket that waits for the customer"},
	{SECTION_RT, "hold_status", OPTION_TEXT, OPTION_HAS_DEFAULT, "open", "1", "64", NULL,
		RT(hold_status), 0, "the status of a ticket that waits for a reviewer"},
	{SECTION_RT, "solved_status", OPTION_TEXT, OPTION_HAS_DEFAULT, "resolved", "1", "64", NULL,
		RT(solved_status), 0, "the status of a ticket that is answered"},

	{SECTION_SIGNAL, "title", OPTION_TEXT, OPTION_REQUIRED, NULL, "1", "256", NULL,
		SIGNAL(title), 0, "what the value says, for the reviewer"},
	{SECTION_SIGNAL, "sql", OPTION_SQL, OPTION_OPTIONAL, NULL, "1", "16384", NULL,
		SIGNAL(sql), 0, "one SELECT over the views of refundd-signals(5); without it the value must come with the facts"},
	{SECTION_SIGNAL, "value", OPTION_WORD, OPTION_HAS_DEFAULT, "rows", NULL, NULL, &signal_reading_words,
		SIGNAL(reading), 0, "what its rows say: how many there are, or the first column of the first"},
	{SECTION_SIGNAL, "points", OPTION_STEPS, OPTION_REQUIRED, NULL, NULL, NULL, NULL,
		SIGNAL(steps), SIGNAL(step_count), "what a value is worth: \"2: 35\" is 35 points from 2 on; the last step that applies counts"},
	{SECTION_SIGNAL, "hard", OPTION_NUMBER, OPTION_OPTIONAL, NULL, NULL, NULL, NULL,
		SIGNAL(hard), SIGNAL(has_hard), "from this value on it is a hard sign, whatever the score"},

	{SECTION_POLICY, "family", OPTION_TEXT, OPTION_REQUIRED, NULL, "1", "64", NULL,
		POLICY(family), 0, "the family of packages that it is for"},
	{SECTION_POLICY, "zone", OPTION_ZONE, OPTION_HAS_DEFAULT, "+08:00", NULL, NULL, NULL,
		POLICY(zone), 0, "where its days and months begin"},
	{SECTION_POLICY, "mode", OPTION_WORD, OPTION_OPTIONAL, NULL, NULL, NULL, &mode_words,
		POLICY(mode), POLICY(has_mode), "the mode for this family, where it is another"},

	{SECTION_VERSION, "enabled", OPTION_TRUTH, OPTION_HAS_DEFAULT, "true", NULL, NULL, NULL,
		VERSION(is_enabled), 0, "a version that is not enabled is checked, but covers no day"},
	{SECTION_VERSION, "from", OPTION_DAY, OPTION_OPTIONAL, NULL, NULL, NULL, NULL,
		VERSION(from), VERSION(has_from), "the first day that it covers; without it, every day before until"},
	{SECTION_VERSION, "until", OPTION_DAY, OPTION_OPTIONAL, NULL, NULL, NULL, NULL,
		VERSION(until), VERSION(has_until), "the first day that it no longer covers; without it, it has no end"},
	{SECTION_VERSION, "source", OPTION_TEXT, OPTION_REQUIRED, NULL, "1", "512", NULL,
		VERSION(source), 0, "where its words were read"},
	{SECTION_VERSION, "method", OPTION_WORD, OPTION_REQUIRED, NULL, NULL, NULL, &refund_method_words,
		VERSION(method), 0, "what comes back: all that was paid, or the part of the days that remain"},
	{SECTION_VERSION, "window", OPTION_SPAN, OPTION_REQUIRED, NULL, "1s", "366d", NULL,
		VERSION(window), 0, "how long after the purchase a refund may be asked for; the last instant counts"},
	{SECTION_VERSION, "days", OPTION_WORD, OPTION_HAS_DEFAULT, "started", NULL, NULL, &day_count_words,
		VERSION(days), 0, "which days are charged: each started 24 hours, or each day of the calendar that was touched"},
	{SECTION_VERSION, "month", OPTION_WORD, OPTION_HAS_DEFAULT, "calendar", NULL, NULL, &month_length_words,
		VERSION(month), 0, "how long a month is: that of the calendar, or from day to same day"},

	{SECTION_RULE, "when", OPTION_WHEN, OPTION_REQUIRED, NULL, "1", "4096", NULL,
		RULE(when), 0, "the facts that it applies to"},
	{SECTION_RULE, "outcome", OPTION_WORD, OPTION_REQUIRED, NULL, NULL, NULL, &outcome_words,
		RULE(outcome), 0, "what happens then"},
	{SECTION_RULE, "why", OPTION_WORD, OPTION_OPTIONAL, NULL, NULL, NULL, &flag_why_words,
		RULE(why), 0, "why a person has to look, for a rule that flags: a sign of abuse, or doubt"},

	{SECTION_SAYS, "clause", OPTION_CLAUSE, OPTION_REQUIRED, NULL, "1", "4096", NULL,
		SAYS(clause), 0, "the policy's own words; of a reason, why the reviewer decided so"},
	{SECTION_SAYS, "figures", OPTION_FIGURES, OPTION_OPTIONAL, NULL, "1", "4096", NULL,
		SAYS(figures), 0, "what made a rule apply; may use the names of the facts in braces"},

	{SECTION_REASON, "outcome", OPTION_WORD, OPTION_REQUIRED, NULL, NULL, NULL, &outcome_words,
		REASON(outcome), 0, "the verdict that it goes with: approve or reject"},
	{SECTION_REASON, "title", OPTION_TEXT, OPTION_REQUIRED, NULL, "1", "256", NULL,
		REASON(title), 0, "what it means, for the reviewers"},

	{SECTION_REPLY, "approve", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_APPROVE]), 0, "the answer that gives money back"},
	{SECTION_REPLY, "reject", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_REJECT]), 0, "the answer that a clause says no"},
	{SECTION_REPLY, "ask", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_ASK]), 0, "the question for what the customer must tell"},
	{SECTION_REPLY, "flag", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_FLAG]), 0, "the answer that a colleague is looking at it"},
	{SECTION_REPLY, "linked", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_LINKED]), 0, "the answer that an earlier ticket of the customer speaks for the order"},
	{SECTION_REPLY, "granted", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_GRANTED]), 0, "the answer that a colleague approved it"},
	{SECTION_REPLY, "refused", OPTION_REPLY, OPTION_REQUIRED, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_REFUSED]), 0, "the answer that a colleague rejected it"},
	{SECTION_REPLY, "note", OPTION_REPLY, OPTION_OPTIONAL, NULL, "1", "16384", NULL,
		REPLY(reply[REPLY_NOTE]), 0, "the internal note for the reviewer; required in the first reply, not used elsewhere"},
	{SECTION_REPLY, "units", OPTION_UNITS, OPTION_REQUIRED, NULL, "1", "32", NULL,
		REPLY(words.units), 0, "one and many of day, hour, minute and second"},
	{SECTION_REPLY, "joiner", OPTION_TEXT, OPTION_HAS_DEFAULT, " ", "0", "16", NULL,
		REPLY(words.joiner), 0, "what stands between the numbers and units of a duration"},
};
/* clang-format on */

/* Where its tickets and its record are, and by which names it finds its own words there. */
static const struct {
	enum config_section section;
	const char *name;
} kept[] = {
	{SECTION_TOP, "state_dir"},
	{SECTION_TOP, "desk"},
	{SECTION_TOP, "spool_dir"},
	{SECTION_TOP, "control_socket"},
	{SECTION_TOP, "metrics"},
	{SECTION_RT, "url"},
	{SECTION_RT, "queue"},
	{SECTION_RT, "product_field"},
	{SECTION_RT, "issue_type_field"},
	{SECTION_RT, "order_field"},
	{SECTION_RT, "app_field"},
	{SECTION_RT, "account_field"},
	{SECTION_RT, "language_field"},
	{SECTION_RT, "decision_field"},
	{SECTION_RT, "amount_field"},
	{SECTION_RT, "currency_field"},
	{SECTION_RT, "linked_field"},
	{SECTION_RT, "key_field"},
	{SECTION_RT, "verdict_field"},
	{SECTION_RT, "reason_field"},
	{SECTION_RT, "total_field"},
	{SECTION_RT, "review_queue"},
	{SECTION_RT, "pending_status"},
	{SECTION_RT, "hold_status"},
	{SECTION_RT, "solved_status"},
};

const struct option_info *config_options(size_t *count)
{
	*count = sizeof(options) / sizeof(options[0]);
	return options;
}

const struct section_info *config_section_info(enum config_section section)
{
	return &sections[section];
}

bool config_option_is_kept(const struct option_info *option)
{
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (kept[i].section == option->section && strcmp(kept[i].name, option->name) == 0)
			return true;
	return false;
}
