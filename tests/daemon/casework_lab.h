/* A case and its ticket, without any ticket system: the ticket is a struct that the test changes,
 * and the test says what became of each effect. */
#ifndef REFUNDD_TESTS_DAEMON_CASEWORK_LAB_H
#define REFUNDD_TESTS_DAEMON_CASEWORK_LAB_H

#include "daemon/answer.h"
#include "daemon/casework.h"
#include "fixture.h"

#define LATER	 "20230301080000000002" /* its figures of use have not come yet */
#define MESSAGES 16

static struct ledger *ledger;
static struct casework *casework;
static struct error error;
static struct ticket ticket;
static struct ticket_message messages[MESSAGES];
static struct ticket_field fields[4];
static struct case_row row; /* of the ticket, as it is on record */
static bool wants_reread;
static char last_told[512]; /* "linked: order 2023... is handled in ticket 1001" */

#define ASSERT(call) cr_assert((call), "%s", error.text)

static inline struct instant at(const char *text)
{
	struct instant instant;

	ASSERT(instant_parse(text, strlen(text), &instant, &error));
	return instant;
}

#define NOW at("2023-03-06T13:00:00+08:00")

static inline void import(const char *kind, const char *text)
{
	struct import_result result;
	FILE *file = fmemopen((void *)text, strlen(text), "r");

	ASSERT(ledger_import(ledger, kind, "test", file, NOW, &result, &error));
	fclose(file);
}

static inline void import_orders(void)
{
	import("orders",
	       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
	       "entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n" ORDER
	       ",rtc-engine,standard,purchase,shipped,1400000001,100000000001,"
	       "100000000001,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,"
	       "0.00,0.00\n" LATER ",rtc-engine,standard,purchase,shipped,1400000002,100000000001,"
	       "100000000001,E-1,purchased,2023-03-01T08:00:00+08:00,1,USD,499.00,0.00,"
	       "0.00,0.00\n");
	import("usage",
	       "order_id,gifted_minutes_used,as_of\n" ORDER ",0,2023-03-06T12:00:00+08:00\n");
	import("accounts", "uin,entity,suspended,frozen,as_of\n"
			   "100000000001,E-1,none,0.00,2023-03-06T12:00:00+08:00\n");
}

static inline void keep_told(void *arg, const struct told *told)
{
	(void)arg;
	snprintf(last_told, sizeof(last_told), "%s: %s", told->outcome, told->why);
}

static inline void open_ledger(void)
{
	ledger = ledger_open(ctx, path_of("state"), LEDGER_WRITE, &error);
	cr_assert_not_null(ledger, "%s", error.text);
	import_orders();
	casework = casework_new(ctx, config, ledger, (struct told_hook){keep_told, NULL}, &error);
	cr_assert_not_null(casework, "%s", error.text);
}

static inline void lose_ledger(void)
{
	talloc_free(casework);
	talloc_free(ledger);
	cr_assert_eq(unlink(path_of("state/ledger.sqlite")), 0);
	open_ledger();
}

static inline void casework_begin(void)
{
	lab_make();
	open_ledger();
}

/* ---- the ticket ---- */

static inline void write_message(enum message_author author, bool is_public, const char *body,
				 const char *key)
{
	cr_assert_lt(ticket.message_count, MESSAGES);
	messages[ticket.message_count++] = (struct ticket_message){
		.id = "m", .author = author, .is_public = is_public, .body = body, .key = key};
}

static inline void customer_writes(const char *body)
{
	write_message(AUTHOR_CUSTOMER, true, body, NULL);
}

static inline void new_ticket(const char *id, const char *body)
{
	ticket = (struct ticket){.system = "spool",
				 .id = id,
				 .subject = "Refund",
				 .status = TICKET_OPEN,
				 .product = config->product,
				 .issue_type = config->issue_type,
				 .language = "en",
				 .created_at = at("2023-03-06T07:59:59+08:00"),
				 .requester_uin = "100000000001",
				 .messages = messages,
				 .fields = fields,
				 .version = "1"};
	customer_writes(body);
}

static inline void set_field(const char *name, const char *value)
{
	size_t i = 0;

	while (i < ticket.field_count && strcmp(fields[i].name, name) != 0)
		i++;
	ticket.field_count += i == ticket.field_count;
	fields[i] = (struct ticket_field){name, value};
}

/* ---- what happens to it ---- */

static inline void find_case(void)
{
	bool is_found;

	ASSERT(case_find(ledger, ctx, ticket.system, ticket.id, &row, &is_found, &error));
	if (!is_found)
		row = (struct case_row){.id = 0};
}

static inline void commit(void)
{
	ASSERT(ledger_commit(ledger, &error));
	find_case();
}

static inline void take(void)
{
	wants_reread = false;
	ASSERT(casework_take_ticket(casework, &ticket, true, NOW, &wants_reread, &error));
	commit();
}

static inline struct effect_row *list_effects(size_t *count)
{
	struct effect_row *effects;

	ASSERT(effect_list_case(ledger, ctx, row.id, &effects, count, &error));
	return effects;
}

/* The desk answers for every effect that is pending. */
static inline void deliver(enum desk_result result)
{
	size_t count;
	struct effect_row *effects = list_effects(&count);

	for (size_t i = 0; i < count; i++) {
		if (effects[i].state != EFFECT_PENDING)
			continue;
		ASSERT(effect_leave(ledger, effects[i].key, NOW, &error));
		ASSERT(casework_take_result(casework, &effects[i], result, NOW, &wants_reread,
					    &error));
		commit();
		if (result == DESK_DONE)
			write_message(AUTHOR_REFUNDD, effects[i].kind == EFFECT_REPLY, "",
				      effects[i].key);
		else
			return;
	}
}

static inline struct effect_row first_pending(void)
{
	size_t count;
	struct effect_row *effects = list_effects(&count);

	for (size_t i = 0; i < count; i++)
		if (effects[i].state == EFFECT_PENDING)
			return effects[i];
	cr_assert_fail("nothing is pending");
	return effects[0];
}

/* What the case says last, as the desk gets it. */
static inline const char *last_words(void)
{
	size_t count;
	struct effect_row *effects = list_effects(&count);

	cr_assert_gt(count, 0);
	return effects[count - 1].payload;
}

/* "1 reply done, 1 note pending": by revision. */
static inline const char *effects_of_case(void)
{
	struct buffer *out = buffer_new(ctx);
	size_t count;
	struct effect_row *effects = list_effects(&count);

	for (size_t i = 0; i < count; i++)
		buffer_add_format(out, "%s%d %s %s", i > 0 ? ", " : "", effects[i].revision,
				  effect_kind_words.list[effects[i].kind],
				  effect_state_words.list[effects[i].state]);
	return out->bytes;
}

#define EXPECT_CASE(its_state, its_revision, effects)                                      \
	do {                                                                               \
		cr_expect_str_eq(case_state_words.list[row.state],                         \
				 case_state_words.list[its_state]);                        \
		cr_expect_eq(row.revision, its_revision, "revision %d", row.revision);     \
		cr_expect_str_eq(effects_of_case(), effects, "has %s", effects_of_case()); \
	} while (0)

#define EXPECT_SAID(part) \
	cr_expect_not_null(strstr(last_words(), part), "no \"%s\" in %s", part, last_words())

#endif
