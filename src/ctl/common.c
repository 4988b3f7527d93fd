/* What the commands of ctl.h share. */
#include "base/memory.h"
#include "ctl/ctl.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

struct config *ctl_config(struct ctl *ctl)
{
	return startup_config(ctl->ctx, startup_config_file(ctl->config_file));
}

struct ledger *ctl_ledger(struct ctl *ctl, const struct config *config)
{
	struct error error;
	struct ledger *ledger = ledger_open(ctl->ctx, config->state_dir, LEDGER_READ, &error);

	if (ledger == NULL)
		ctl_fail(&error);
	return ledger;
}

bool ctl_find_case(struct ctl *ctl, const struct config *config, struct ledger *ledger,
		   const char *ticket, struct case_row *row, struct decision_row *decision,
		   bool *has_decision)
{
	struct error error;
	bool is_found;

	if (!case_find(ledger, ctl->ctx, config->desk, ticket, row, &is_found, &error) ||
	    (is_found &&
	     !decision_find(ledger, ctl->ctx, row->id, decision, has_decision, &error))) {
		ctl_fail(&error);
		return false;
	}
	if (!is_found) {
		error_set(&error, ERROR_ABSENT, "there is no case of ticket %s", ticket);
		ctl_fail(&error);
	}
	return is_found;
}

struct instant ctl_since(const struct ctl *ctl)
{
	return ctl->has_since ? day_start(ctl->since, (struct zone){.offset_s = 0})
			      : (struct instant){INSTANT_MIN_US};
}

int ctl_fail(const struct error *error)
{
	fprintf(stderr, "refundctl: %s\n", error->text);
	return error->kind == ERROR_USE || error->kind == ERROR_CONFIG ? EXIT_USE : EXIT_TROUBLE;
}

void ctl_print_json(const struct buffer *buffer)
{
	fwrite(buffer->bytes, 1, buffer->length, stdout);
	putchar('\n');
}

void ctl_print_lines(const void *ctx, const char *indent, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		char *line = text_copy_n(ctx, text, length);

		printf("%s%s\n", length > 0 ? indent : "", table_text_clean(line, line));
		talloc_free(line);
		text += length + (text[length] == '\n');
	}
}

void ctl_put_case(const void *ctx, const struct case_row *row, const struct decision_row *decision,
		  struct json_writer *writer)
{
	json_put_member(writer, "ticket", row->ticket);
	json_put_member(writer, "state", case_state_words.list[row->state]);
	json_put_count(writer, "revision", row->revision);
	json_put_member(writer, "order", row->order_id);
	json_put_member(writer, "asked_at", ctl_time(ctx, row->asked_at));
	json_put_member(writer, "changed_at", ctl_time(ctx, row->changed_at));
	if (decision == NULL)
		return;
	json_put_member(writer, "outcome", outcome_words.list[decision->outcome]);
	json_put_member(writer, "course", course_words.list[decision->course]);
	json_put_member(writer, "brake", brake_words.list[decision->brake]);
	json_put_member(writer, "amount", ctl_money(ctx, decision->total));
	json_put_member(writer, "policy", decision->policy);
	json_put_member(writer, "version", decision->version);
	json_put_member(writer, "rule", decision->rule);
}

char *ctl_money(const void *ctx, struct money money)
{
	char text[MONEY_TEXT_SIZE];

	if (money.currency == NULL)
		return NULL;
	money_format(money, text);
	return text_format(ctx, "%s %s", text, money.currency->code);
}

char *ctl_time(const void *ctx, struct instant instant)
{
	return instant_text(ctx, instant_whole(instant));
}

char *ctl_bytes(const void *ctx, int64_t bytes)
{
	static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
	int64_t tenths = bytes * 10;
	size_t unit = 0;

	for (; tenths >= 10000 && unit + 1 < sizeof(units) / sizeof(units[0]); unit++)
		tenths = (tenths + 500) / 1000;
	if (unit == 0)
		return text_format(ctx, "%lld bytes", (long long)bytes);
	return text_format(ctx, "%lld.%lld %s", (long long)(tenths / 10), (long long)(tenths % 10),
			   units[unit]);
}

char *ctl_user(const void *ctx)
{
	const struct passwd *user = getpwuid(geteuid());

	return user != NULL ? text_copy(ctx, user->pw_name)
			    : text_format(ctx, "uid %u", (unsigned)geteuid());
}

char *ctl_age(const void *ctx, struct instant then, struct instant now)
{
	static const struct {
		int64_t us;
		char letter;
	} units[] = {{DAY_US, 'd'}, {HOUR_US, 'h'}, {MINUTE_US, 'm'}};
	struct span age = instant_since(now, then);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (age.us >= units[i].us)
			return text_format(ctx, "%ld%c", (long)(age.us / units[i].us),
					   units[i].letter);
	return text_format(ctx, "%lds", (long)(age.us / SECOND_US));
}
