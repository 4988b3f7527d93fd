#include "desk/spool.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "desk/ticket_json.h"
#include "spool_folder.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#define AT "2023-03-06T07:59:59+08:00"
#define CUSTOMER \
	"{\"id\":\"m1\",\"author\":\"customer\",\"public\":true,\"at\":\"" AT "\",\"body\":\"b\"}"
#define AGENT \
	"{\"id\":\"a1\",\"author\":\"agent\",\"public\":true,\"at\":\"" AT "\",\"body\":\"b\"}"

#define INTERNAL \
	"{\"id\":\"a2\",\"author\":\"agent\",\"public\":false,\"at\":\"" AT "\",\"body\":\"b\"}"

#define TICKET(id, status, more, messages)                                            \
	"{\"id\":\"" id "\",\"status\":\"" status "\",\"created_at\":\"" AT "\"" more \
	",\"messages\":[" messages "]}"
#define PLAIN(id) TICKET(id, "open", "", CUSTOMER)

static const char *const result_words[] = {"done", "person", "overtaken",
					   "gone", "later",  "unknown"};
static const char *const sight_words[] = {"there", "absent", "doubtful", "later"};

static void *ctx;
static struct desk *desk;
static struct buffer *events;
static int runs;

static void hear_ticket(void *arg, const struct ticket *ticket)
{
	buffer_add_format(arg, "ticket %s%s\n", ticket->id,
			  ticket->is_withdrawn ? " withdrawn" : "");
}

static void hear_bad(void *arg, const char *name, const struct error *error)
{
	buffer_add_format(arg, "bad %s: %s\n", name, error->text);
}

static void hear_polled(void *arg, const char *cursor, const struct error *error)
{
	cr_expect_null(cursor, "the spool has none");
	buffer_add_format(arg, "polled%s%s\n", error == NULL ? "" : ": ",
			  error == NULL ? "" : error->text);
}

static void hear_written(void *arg, const char *key, enum desk_result result,
			 const struct error *error)
{
	buffer_add_format(arg, "written %s %s%s%s\n", key, result_words[result],
			  error == NULL ? "" : ": ", error == NULL ? "" : error->text);
}

static void hear_looked(void *arg, const char *key, enum desk_sight sight,
			const struct error *error)
{
	buffer_add_format(arg, "looked %s %s%s%s\n", key, sight_words[sight],
			  error == NULL ? "" : ": ", error == NULL ? "" : error->text);
}

static bool know_nothing(void *arg, const char *key)
{
	(void)arg;
	(void)key;
	return false;
}

static struct desk *open_desk(enum desk_mode mode)
{
	const struct desk_listener listener = {.arg = events,
					       .ticket = hear_ticket,
					       .bad_ticket = hear_bad,
					       .polled = hear_polled,
					       .written = hear_written,
					       .looked = hear_looked,
					       .knows = know_nothing};
	struct error error;
	struct desk *opened = spool_new(ctx, folder_path, mode, &listener, &error);

	cr_assert_not_null(opened, "%s", error.text);
	return opened;
}

static void begin(void)
{
	ctx = talloc_new(NULL);
	events = buffer_new(ctx);
	folder_make();
	desk = open_desk(DESK_LIVE);
}

static void end(void)
{
	talloc_free(ctx);
	folder_remove();
}

TestSuite(spool, .init = begin, .fini = end);

/* Runs the desk until it has nothing to do; what was heard meanwhile must be this. */
static void expect_heard(const char *expected)
{
	buffer_clear(events);
	for (runs = 0; desk_run(desk); runs++)
		;
	cr_assert_str_eq(events->bytes, expected);
}

static void expect_poll(const char *expected)
{
	desk_poll(desk, NULL);
	expect_heard(expected);
}

static struct desk_write reply_to(const char *ticket, const char *key)
{
	return (struct desk_write){.ticket = ticket,
				   .key = key,
				   .is_public = true,
				   .body = "yes",
				   .sets_status = true,
				   .status = TICKET_SOLVED,
				   .tag = "refundd",
				   .customer_messages = 1};
}

static struct desk_write note_to(const char *ticket, const char *key)
{
	return (struct desk_write){
		.ticket = ticket, .key = key, .body = "look", .customer_messages = 1};
}

/* The spool does not ask when. */
static const struct instant write_time;

static void expect_look(const char *ticket, const char *key, const char *expected)
{
	struct desk_write write = reply_to(ticket, key);

	desk_look(desk, &write, write_time);
	expect_heard(expected);
}

static void expect_write(struct desk_write write, const char *expected)
{
	desk_write(desk, &write);
	expect_heard(expected);
}

/* *customers: how many of them are the customer's. */
static int messages_of(const char *name, int *customers)
{
	char *text = folder_get(name);
	struct json_document document;
	struct ticket ticket;
	struct error error;

	cr_assert(json_read(ctx, text, strlen(text), &ticket_json_limits, &document, &error) &&
			  ticket_from_json(ctx, &document, &ticket, &error),
		  "%s", error.text);
	free(text);
	*customers = ticket_customer_messages(&ticket);
	return (int)ticket.message_count;
}

static int count_messages(const char *name)
{
	int customers;

	return messages_of(name, &customers);
}

/* ---- opening ---- */

Test(spool, a_folder_that_is_not_there_is_said)
{
	const struct desk_listener listener = {0};
	struct error error;

	cr_expect_null(spool_new(ctx, "/nowhere/spool", DESK_LIVE, &listener, &error));
	cr_expect_eq(error.kind, ERROR_ABSENT);
	cr_expect_str_eq(error.text,
			 "cannot open the spool folder /nowhere/spool: No such file or directory");
	cr_expect_null(spool_new(ctx, "/dev/null", DESK_LIVE, &listener, &error));
	cr_expect_eq(error.kind, ERROR_IO);
}

static void leave_behind(const char *name)
{
	struct timespec times[2] = {{.tv_sec = time(NULL) - 7200}, {.tv_sec = time(NULL) - 7200}};

	folder_write(name, "x");
	cr_assert_eq(utimensat(folder, name, times, 0), 0);
}

Test(spool, what_a_crash_left_behind_is_removed_at_the_start)
{
	leave_behind(".1.json.abcdef");
	open_desk(DESK_LIVE);
	cr_expect_eq(folder_count(), 0);
}

/* ---- polling ---- */

Test(spool, nothing_happens_before_it_is_asked_for)
{
	folder_put("1.json", PLAIN("1"));
	cr_expect_not(desk_run(desk));
	expect_poll("ticket 1\npolled\n");
	cr_expect_not(desk_run(desk));
}

Test(spool, asking_only_takes_note)
{
	struct desk_write write = reply_to("1", "k1");

	folder_put("1.json", PLAIN("1"));
	desk_poll(desk, NULL);
	desk_write(desk, &write);
	desk_reread(desk, "1");
	cr_expect_eq(events->length, 0u);
	folder_expect("1.json", PLAIN("1"));
}

Test(spool, tickets_come_in_the_order_of_their_names)
{
	folder_put("3.json", PLAIN("3"));
	folder_put("1.json", PLAIN("1"));
	folder_put("20.json", PLAIN("20"));
	expect_poll("ticket 1\nticket 20\nticket 3\npolled\n");
}

Test(spool, only_json_files_without_a_dot_in_front_are_tickets)
{
	folder_put("1.txt", PLAIN("1"));
	folder_put("2.json~", PLAIN("2"));
	folder_put(".3.json", PLAIN("3"));
	folder_put(".json", "");
	folder_put("json", "");
	expect_poll("polled\n");
}

Test(spool, a_ticket_is_delivered_once_for_each_of_its_versions)
{
	folder_put("1.json", PLAIN("1"));
	folder_put("2.json", PLAIN("2"));
	expect_poll("ticket 1\nticket 2\npolled\n");
	expect_poll("polled\n");
	folder_put("1.json", TICKET("1", "open", "", CUSTOMER "," AGENT));
	folder_put("0.json", PLAIN("0"));
	folder_put("3.json", PLAIN("3"));
	expect_poll("ticket 0\nticket 1\nticket 3\npolled\n");
	expect_poll("polled\n");
}

Test(spool, a_half_written_ticket_is_named_once_and_taken_up_when_it_is_whole)
{
	const char *whole = PLAIN("1");
	char *half = text_copy_n(ctx, whole, strlen(whole) / 2);

	folder_write("1.json", half);
	folder_put("2.json", PLAIN("2"));
	desk_poll(desk, NULL);
	while (desk_run(desk))
		;
	cr_expect_eq(strncmp(events->bytes, "bad 1: line 1, column ", 22), 0, "%s", events->bytes);
	cr_expect_not_null(strstr(events->bytes, "\nticket 2\npolled\n"));
	expect_poll("polled\n");
	folder_write("1.json", whole);
	expect_poll("ticket 1\npolled\n");
}

Test(spool, whatever_is_in_a_file_the_others_are_delivered)
{
	static const char *const bodies[] = {
		"",
		" ",
		"{",
		"null",
		"[]",
		"{}",
		"hello",
		"\xff\xfe",
		"{\"id\":\"1\",\"id\":\"1\"}",
		"{\"id\":\"1\"} {\"id\":\"1\"}",
		"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
		"{\"id\":1e999999}",
		"{\"id\":\"\\ud800\"}",
		"{\"id\":\"\\u0000\"}",
		TICKET("1", "opne", "", CUSTOMER),
		TICKET("1", "open", ",\"messages\":1", CUSTOMER),
		TICKET("2", "open", "", CUSTOMER),
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		folder_put("1.json", bodies[i]);
		folder_put("2.json", PLAIN("2"));
		buffer_clear(events);
		desk_poll(desk, NULL);
		while (desk_run(desk))
			;
		cr_expect_eq(strncmp(events->bytes, "bad 1: ", 7), 0, "%s: %s", bodies[i],
			     events->bytes);
		cr_expect_not_null(strstr(events->bytes, "\nticket 2\npolled\n"), "%s",
				   events->bytes);
	}
}

Test(spool, the_id_must_be_the_files_name)
{
	folder_put("1.json", PLAIN("2"));
	expect_poll("bad 1: the ticket's id is 2: expected that of the file's name, 1\n"
		    "polled\n");
	expect_poll("polled\n");
}

Test(spool, a_name_that_is_no_id_is_named_once)
{
	folder_put("a b.json", PLAIN("1"));
	expect_poll("bad a b: the name is no ticket's: expected ID.json, the ID of A-Z a-z "
		    "0-9 _ . - and no longer than 64\npolled\n");
	expect_poll("polled\n");
}

Test(spool, what_is_no_file_is_named_once)
{
	folder_write("target", PLAIN("3"));
	mkdirat(folder, "1.json", 0755);
	cr_assert_eq(mknodat(folder, "2.json", S_IFIFO | 0644, 0), 0);
	cr_assert_eq(symlinkat("target", folder, "3.json"), 0);
	folder_put("4.json", PLAIN("4"));
	expect_poll("bad 1: this is a folder, not a file\n"
		    "bad 2: this is a pipe or device, not a file\n"
		    "bad 3: this is a link, not a file\n"
		    "ticket 4\npolled\n");
	expect_poll("polled\n");
	unlinkat(folder, "3.json", 0);
	folder_put("3.json", PLAIN("3"));
	expect_poll("ticket 3\npolled\n");
}

Test(spool, a_ticket_that_vanishes_is_forgotten_and_new_when_it_returns)
{
	folder_put("1.json", PLAIN("1"));
	folder_put("2.json", PLAIN("2"));
	expect_poll("ticket 1\nticket 2\npolled\n");
	renameat(folder, "1.json", folder, "aside");
	expect_poll("polled\n");
	renameat(folder, "aside", folder, "1.json");
	expect_poll("ticket 1\npolled\n");
}

#define REFUNDD \
	"{\"id\":\"r1\",\"author\":\"refundd\",\"public\":true,\"at\":\"" AT "\",\"body\":\"b\"}"

Test(spool, a_ticket_that_is_closed_before_anybody_was_there_is_withdrawn)
{
	static const struct {
		const char *ticket, *heard;
	} rows[] = {
		{TICKET("1", "solved", "", CUSTOMER), "ticket 1 withdrawn\npolled\n"},
		{TICKET("1", "closed", "", CUSTOMER), "ticket 1 withdrawn\npolled\n"},
		{TICKET("1", "hold", "", CUSTOMER), "ticket 1\npolled\n"},
		{TICKET("1", "closed", ",\"assignee\":\"mei\"", CUSTOMER), "ticket 1\npolled\n"},
		{TICKET("1", "closed", "", CUSTOMER "," AGENT), "ticket 1\npolled\n"},
		{TICKET("1", "closed", "", CUSTOMER "," REFUNDD), "ticket 1\npolled\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		folder_put("1.json", rows[i].ticket);
		expect_poll(rows[i].heard);
	}
}

#define MANY 5000

static void put_many(void)
{
	for (int i = 0; i < MANY; i++) {
		char name[32], text[512];

		snprintf(name, sizeof(name), "t%05d.json", i);
		snprintf(text, sizeof(text), TICKET("t%05d", "open", "", CUSTOMER), i);
		folder_write(name, text);
	}
}

static int times_heard(const char *word)
{
	int count = 0;

	for (const char *at = events->bytes; (at = strstr(at, word)) != NULL; at++)
		count++;
	return count;
}

Test(spool, a_large_spool_is_polled_in_slices_and_read_once)
{
	put_many();
	buffer_clear(events);
	desk_poll(desk, NULL);
	for (runs = 0; desk_run(desk); runs++)
		cr_assert_leq(times_heard("ticket "), 64 * (runs + 1));
	cr_expect_eq(times_heard("ticket "), MANY);
	cr_expect_eq(times_heard("polled"), 1);
	cr_expect_leq(runs, MANY / 64 + 1);
	folder_put("t04999.json", PLAIN("t04999"));
	expect_poll("ticket t04999\npolled\n");
	cr_expect_leq(runs, MANY / 64 + 1);
}

Test(spool, a_ticket_that_vanishes_between_listing_and_reading_is_passed_over)
{
	put_many();
	desk_poll(desk, NULL);
	cr_assert(desk_run(desk));
	unlinkat(folder, "t04000.json", 0);
	while (desk_run(desk))
		;
	cr_expect_eq(times_heard("ticket "), MANY - 1);
	cr_expect_eq(times_heard("bad "), 0);
	cr_expect_null(strstr(events->bytes, "t04000"));
	folder_put("t04000.json", PLAIN("t04000"));
	expect_poll("ticket t04000\npolled\n");
}

Test(spool, a_poll_asked_for_during_a_poll_is_not_begun)
{
	put_many();
	desk_poll(desk, NULL);
	while (desk_run(desk))
		;
	desk_poll(desk, NULL);
	desk_run(desk);
	folder_put("t00000.json", PLAIN("t00000"));
	expect_poll("polled\n");
	expect_poll("ticket t00000\npolled\n");
}

Test(spool, it_is_busy_until_all_is_answered)
{
	struct desk_write write = reply_to("1", "k1");

	cr_expect_not(desk_is_busy(desk));
	for (int i = 0; i < 4; i++) {
		switch (i) {
		case 0: desk_poll(desk, NULL); break;
		case 1: desk_write(desk, &write); break;
		case 2: desk_look(desk, &write, write_time); break;
		case 3: desk_reread(desk, "1"); break;
		}
		cr_expect(desk_is_busy(desk), "%d", i);
		while (desk_run(desk))
			;
		cr_expect_not(desk_is_busy(desk), "%d", i);
	}
}

Test(spool, a_folder_that_goes_and_comes_again_is_found_again)
{
	char aside[80];

	snprintf(aside, sizeof(aside), "%s.aside", folder_path);
	folder_put("1.json", PLAIN("1"));
	expect_poll("ticket 1\npolled\n");
	cr_assert_eq(rename(folder_path, aside), 0);
	expect_poll(text_format(
		ctx, "polled: cannot open the spool folder %s: No such file or directory\n",
		folder_path));
	cr_assert_eq(rename(aside, folder_path), 0);
	expect_poll("polled\n");
}

/* ---- looking for an answer that may have left ---- */

Test(spool, an_answer_is_seen_where_it_stands_and_only_there)
{
	folder_put("1.json", PLAIN("1"));
	folder_put("2.json", PLAIN("2"));
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	expect_look("1", "k1", "looked k1 there\n");
	expect_look("1", "k2", "looked k2 absent\n");
	expect_look("2", "k1", "looked k1 absent\n");
	expect_look("3", "k1", "looked k1 absent\n");
}

Test(spool, a_look_changes_nothing)
{
	folder_put("1.json", PLAIN("1"));
	expect_look("1", "k1", "looked k1 absent\n");
	folder_expect("1.json", PLAIN("1"));
	expect_poll("ticket 1\npolled\n");
}

Test(spool, a_ticket_that_cannot_be_read_leaves_a_look_open)
{
	folder_put("1.json", "[]");
	expect_look("1", "k1",
		    "looked k1 later: line 1, column 1: the ticket must be an object, not an "
		    "array\n");
}

Test(spool, who_writes_under_our_key_but_not_our_name_is_not_seen)
{
	folder_put("1.json", TICKET("1", "open", "",
				    "{\"id\":\"a1\",\"author\":\"customer\",\"public\":true,"
				    "\"at\":\"" AT "\",\"key\":\"k1\",\"body\":\"b\"}"));
	expect_look("1", "k1", "looked k1 absent\n");
}

/* ---- rereading ---- */

Test(spool, a_ticket_is_reread_though_it_did_not_change)
{
	folder_put("1.json", PLAIN("1"));
	desk_reread(desk, "1");
	expect_heard("ticket 1\n");
	expect_poll("ticket 1\npolled\n");
	desk_reread(desk, "1");
	expect_heard("ticket 1\n");
	expect_poll("polled\n");
}

Test(spool, a_ticket_that_cannot_be_reread_is_named_or_passed_over)
{
	folder_put("1.json", PLAIN("1"));
	expect_poll("ticket 1\npolled\n");
	folder_put("1.json", "[]");
	desk_reread(desk, "1");
	expect_heard("bad 1: line 1, column 1: the ticket must be an object, not an array\n");
	expect_poll("polled\n");
	unlinkat(folder, "1.json", 0);
	desk_reread(desk, "1");
	desk_reread(desk, "2");
	expect_heard("");
}

/* ---- writing ---- */

Test(spool, an_answer_is_written_and_is_no_news_to_us)
{
	folder_put("1.json", PLAIN("1"));
	expect_poll("ticket 1\npolled\n");
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	cr_expect_eq(count_messages("1.json"), 2);
	cr_expect_eq(folder_count(), 1);
	expect_poll("polled\n");
	expect_write(note_to("1", "k2"), "written k2 done\n");
	cr_expect_eq(count_messages("1.json"), 3);
	expect_poll("polled\n");
}

Test(spool, what_came_before_the_answer_unseen_is_news)
{
	folder_put("1.json", PLAIN("1"));
	expect_poll("ticket 1\npolled\n");
	folder_put("1.json",
		   TICKET("1", "open", ",\"fields\":{\"review_verdict\":\"approve\"}", CUSTOMER));
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	expect_poll("ticket 1\npolled\n");
}

Test(spool, an_answer_to_a_ticket_that_was_never_polled_is_written)
{
	folder_put("1.json", PLAIN("1"));
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	cr_expect_eq(count_messages("1.json"), 2);
}

Test(spool, a_key_that_stands_there_is_never_written_again)
{
	char *before;

	folder_put("1.json", PLAIN("1"));
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	before = folder_get("1.json");
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	folder_expect("1.json", before);
	free(before);
}

Test(spool, two_writes_with_one_key_in_one_run_give_one_message)
{
	struct desk_write write = reply_to("1", "k1");

	folder_put("1.json", PLAIN("1"));
	desk_write(desk, &write);
	desk_write(desk, &write);
	expect_heard("written k1 done\nwritten k1 done\n");
	cr_expect_eq(count_messages("1.json"), 2);
}

Test(spool, a_write_is_copied_when_it_is_asked_for)
{
	char body[] = "first";
	struct desk_write write = reply_to("1", "k1");
	char *text;

	folder_put("1.json", PLAIN("1"));
	write.body = body;
	desk_write(desk, &write);
	strcpy(body, "later");
	expect_heard("written k1 done\n");
	text = folder_get("1.json");
	cr_expect_not_null(strstr(text, "\"body\": \"first\""));
	free(text);
}

Test(spool, nobody_is_stepped_on)
{
	static const struct {
		const char *json;
		const char *reply, *note;
	} rows[] = {
		{TICKET("1", "new", "", CUSTOMER), "done", "done"},
		{TICKET("1", "open", ",\"assignee\":\"\"", CUSTOMER), "done", "done"},
		{TICKET("1", "pending", "", CUSTOMER), "done", "done"},
		{TICKET("1", "hold", "", CUSTOMER), "done", "done"},
		{TICKET("1", "solved", "", CUSTOMER), "person", "done"},
		{TICKET("1", "closed", "", CUSTOMER), "person", "person"},
		{TICKET("1", "open", ",\"assignee\":\"kim\"", CUSTOMER), "person", "done"},
		{TICKET("1", "open", "", CUSTOMER "," AGENT), "person", "done"},
		{TICKET("1", "open", "", CUSTOMER "," CUSTOMER), "overtaken", "done"},
		{TICKET("1", "open", "", ""), "overtaken", "done"},
		{TICKET("1", "solved", "", CUSTOMER "," CUSTOMER), "person", "done"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is_written = strcmp(rows[i].reply, "done") == 0;

		folder_put("1.json", rows[i].json);
		expect_write(reply_to("1", "k1"),
			     text_format(ctx, "written k1 %s\n", rows[i].reply));
		if (!is_written)
			folder_expect("1.json", rows[i].json);
		folder_put("1.json", rows[i].json);
		expect_write(note_to("1", "k2"), text_format(ctx, "written k2 %s\n", rows[i].note));
	}
}

Test(spool, a_verdict_goes_by_owners_and_notes_but_not_by_words_to_the_customer)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
		{TICKET("1", "open", ",\"assignee\":\"kim\"", CUSTOMER), "done"},
		{TICKET("1", "hold", "", CUSTOMER "," INTERNAL), "done"},
		{TICKET("1", "open", "", CUSTOMER "," AGENT), "person"},
		{TICKET("1", "solved", "", CUSTOMER), "person"},
		{TICKET("1", "closed", "", CUSTOMER), "person"},
		{TICKET("1", "open", "", CUSTOMER "," CUSTOMER), "overtaken"},
	};
	struct desk_write write = reply_to("1", "k1");

	write.is_verdict = true;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		folder_put("1.json", rows[i].json);
		expect_write(write, text_format(ctx, "written k1 %s\n", rows[i].expected));
	}
}

Test(spool, a_silent_change_of_status_steps_on_a_person_too)
{
	struct desk_write write = note_to("1", "k1");

	write.sets_status = true;
	write.status = TICKET_HOLD;
	folder_put("1.json", TICKET("1", "open", ",\"assignee\":\"kim\"", CUSTOMER));
	expect_write(write, "written k1 person\n");
}

Test(spool, a_ticket_that_is_gone_is_not_brought_back)
{
	expect_write(reply_to("1", "k1"), "written k1 gone\n");
	cr_expect_eq(folder_count(), 0);
}

Test(spool, a_ticket_that_cannot_be_read_is_answered_later)
{
	folder_put("1.json", "[]");
	expect_write(reply_to("1", "k1"), "written k1 later: line 1, column 1: the ticket must be "
					  "an object, not an array\n");
	folder_expect("1.json", "[]");
}

Test(spool, nothing_outside_the_folder_is_touched)
{
	const char *id = text_format(ctx, "../%s/1", strrchr(folder_path, '/') + 1);

	folder_put("1.json", PLAIN("1"));
	desk_poll(desk, NULL);
	buffer_clear(events);
	expect_write(reply_to(id, "k1"),
		     "written k1 later: the name is no ticket's: expected ID.json, the ID of A-Z "
		     "a-z 0-9 _ . - and no longer than 64\nticket 1\npolled\n");
	folder_expect("1.json", PLAIN("1"));
}

Test(spool, an_answer_that_could_not_be_read_again_is_not_written)
{
	struct desk_write write = reply_to("1", "k1");

	folder_put("1.json", PLAIN("1"));
	write.body = "\xff";
	desk_write(desk, &write);
	while (desk_run(desk))
		;
	cr_expect_eq(
		strncmp(events->bytes,
			"written k1 later: the answered ticket could not be read any more: ", 66),
		0, "%s", events->bytes);
	folder_expect("1.json", PLAIN("1"));
}

/* ---- beside others ---- */

#define VERSIONS 500

/* A customer who writes as fast as the desk does, by rename like everybody, and does not care what
 * stands there. */
static void write_versions(void)
{
	struct buffer *messages = buffer_new(ctx);

	buffer_add_text(messages, CUSTOMER);
	for (int n = 1; n <= VERSIONS; n++) {
		buffer_add_text(messages, "," CUSTOMER);
		folder_put("1.json",
			   text_format(ctx, TICKET("1", "open", "", "%s"), messages->bytes));
	}
}

Test(spool, an_answer_never_takes_the_place_of_words_that_it_did_not_see)
{
	int status = 0, customers = 0;
	pid_t child;

	folder_put("1.json", PLAIN("1"));
	child = fork();
	if (child == 0) {
		write_versions();
		_exit(0);
	}
	for (int n = 0; waitpid(child, &status, WNOHANG) == 0; n++) {
		struct desk_write write = note_to("1", text_format(ctx, "k%d", n));

		messages_of("1.json", &customers);
		write.customer_messages = customers;
		desk_write(desk, &write);
		while (desk_run(desk))
			;
	}
	cr_expect_eq(status, 0);
	messages_of("1.json", &customers);
	cr_expect_eq(customers, VERSIONS + 1);
	cr_expect_eq(folder_count(), 1);
}

/* ---- from within the listener ---- */

static void answer_at_once(void *arg, const struct ticket *ticket)
{
	struct desk_write write = reply_to(ticket->id, ticket->id);

	hear_ticket(arg, ticket);
	desk_write(desk, &write);
	desk_reread(desk, ticket->id);
	desk_poll(desk, NULL);
	desk->listener.ticket = hear_ticket;
}

Test(spool, a_listener_may_ask_for_more)
{
	folder_put("1.json", PLAIN("1"));
	folder_put("2.json", PLAIN("2"));
	desk->listener.ticket = answer_at_once;
	expect_poll("ticket 1\nwritten 1 done\nticket 1\nticket 2\npolled\n");
}

/* ---- rehearsing ---- */

Test(spool, a_rehearsal_leaves_every_byte)
{
	desk = open_desk(DESK_REHEARSE);
	leave_behind(".1.json.abcdef");
	folder_put("1.json", PLAIN("1"));
	folder_put("2.json", TICKET("2", "closed", "", CUSTOMER));
	desk = open_desk(DESK_REHEARSE);
	expect_poll("ticket 1\nticket 2 withdrawn\npolled\n");
	expect_write(reply_to("1", "k1"), "written k1 done\n");
	expect_write(reply_to("2", "k2"), "written k2 done\n");
	expect_write(reply_to("3", "k3"), "written k3 done\n");
	folder_expect("1.json", PLAIN("1"));
	folder_expect("2.json", TICKET("2", "closed", "", CUSTOMER));
	folder_expect(".1.json.abcdef", "x");
	cr_expect_eq(folder_count(), 3);
	expect_poll("polled\n");
}
