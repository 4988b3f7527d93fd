#include "rt_script.h"

TestSuite(rt_desk, .init = rt_script_begin, .fini = rt_script_end, .timeout = 30);

/* ---- polls ---- */

Test(rt_desk, what_changed_since_the_cursor_is_delivered_once)
{
	static const struct step steps[] = {
		SAYS(200, PAGE(CHANGE("101", "1", "cust") "," CHANGE("102", "1", "agent"))),
		SAYS(200, PAGE(TICKET_OF("1", "open", "Nobody"))),
		SAYS(200, PAGE(SAID("101", "1", "cust", ""))),
		SAYS(200, PAGE(CHANGE("101", "1", "cust") "," CHANGE("102", "1", "agent"))),
		{0}};

	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("ticket 1 version " UPDATED "\npolled 102-2-1\n");
	buffer_clear(events);
	desk_poll(desk, "102-2-1");
	is_heard("polled 102-2-1\n");
	cr_expect_eq(script_report(script).requests, 6, "a quiet poll is one request");
}

Test(rt_desk, what_a_poll_took_is_given_back)
{
	static const struct step steps[] = {SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    {0}};
	size_t blocks = 0;

	open_desk(steps);
	for (int i = 0; i < 4; i++) {
		desk_poll(desk, "100");
		run();
		if (i > 0) /* libcurl's handle stays from the first */
			cr_expect_eq(talloc_total_blocks(desk), blocks, "after poll %d", i);
		blocks = talloc_total_blocks(desk);
	}
}

Test(rt_desk, each_good_answer_tells_the_time_and_no_other)
{
	static const struct step steps[] = {SAYS(503, "{}"), SAYS(200, PAGE("")), {0}};

	open_desk(steps);
	desk_poll(desk, "100");
	run();
	cr_expect_eq(times_told, 2, "who we are and the queue, but not the failure: %d",
		     times_told);
	cr_expect_eq(last_time.us, 1678089609 * SECOND_US);
}

Test(rt_desk, a_cursor_that_leads_back_ends_the_poll)
{
	static const struct step steps[] = {SAYS(200, PAGE(CHANGE("9", "1", "cust"))), {0}};

	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("polled the server repeats itself: transaction 9 comes after 10\n");
}

Test(rt_desk, our_own_words_are_news_only_if_they_are_not_on_record)
{
	static const struct step steps[] = {
		SAYS(200,
		     PAGE(SAID("101", "1", "refundd", "\"k1\"") "," SAID(
			     "102", "2", "refundd", "\"k2\"") "," SAID("103", "3", "refundd", ""))),
		SAYS(200, PAGE(TICKET_OF("2", "open", "Nobody"))),
		SAYS(200, PAGE(SAID("102", "2", "refundd", "\"k2\""))),
		{0}};

	known = "k1";
	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("ticket 2 version " UPDATED "\npolled 103-3-2-1\n");
}

Test(rt_desk, one_ticket_that_makes_no_sense_keeps_us_from_no_other)
{
	static const struct step steps[] = {
		SAYS(200, PAGE(CHANGE("101", "1", "cust") "," CHANGE("102", "2", "cust"))),
		SAYS(200, "{\"items\":[{\"id\":\"1\",\"Subject\":\"\\u0000\"}]}"),
		SAYS(200, "{\"items\":[{\"id\":\"1\",\"Subject\":\"\\u0000\"}]}"),
		SAYS(200, PAGE(TICKET_OF("2", "open", "Nobody"))),
		SAYS(200, PAGE("")),
		{0}};

	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("bad 1: the server's answer cannot be read: line 1, column 32: \\u0000 may not "
		 "stand in a text\nticket 2 version " UPDATED "\npolled (null)\n");
}

Test(rt_desk, a_ticket_that_made_no_sense_is_tried_again_and_the_cursor_waits_for_it)
{
	static const struct step steps[] = {SAYS(200, PAGE(CHANGE("101", "1", "cust"))),
					    SAYS(200, PAGE("{\"id\":\"1\"}")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE(TICKET_OF("1", "open", "Nobody"))),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    {0}};

	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("bad 1: \"EffectiveId\" must be a number of at most 18 digits\npolled (null)\n");
	buffer_clear(events);
	desk_poll(desk, "100");
	is_heard("polled (null)\nticket 1 version " UPDATED "\n");
	buffer_clear(events);
	desk_poll(desk, "100");
	is_heard("polled 101-1\n");
}

Test(rt_desk, a_ticket_that_never_makes_sense_is_left_alone_after_some_times)
{
	static const struct step steps[] = {SAYS(200, PAGE(CHANGE("101", "1", "cust"))),
					    SAYS(200, PAGE("{\"id\":\"1\"}")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("{\"id\":\"1\"}")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("{\"id\":\"1\"}")),
					    SAYS(200, PAGE("")),
					    SAYS(200, PAGE("")),
					    {0}};
	const char *at;
	int times = 0;

	open_desk(steps);
	for (int i = 0; i < 4; i++) {
		desk_poll(desk, "100");
		run();
	}
	for (at = events->bytes; (at = strstr(at, "bad 1:")) != NULL; at++)
		times++;
	cr_expect_eq(times, 3);
	cr_expect_not_null(strstr(events->bytes, "polled 101-1\n"));
}

Test(rt_desk, tickets_that_were_not_asked_for_end_the_poll)
{
	static const struct step steps[] = {SAYS(200, PAGE(CHANGE("101", "1", "cust"))),
					    SAYS(200, PAGE(TICKET_OF("7", "open", "Nobody"))),
					    SAYS(200, PAGE(TICKET_OF("7", "open", "Nobody"))),
					    SAYS(200, PAGE("")),
					    {0}};

	open_desk(steps);
	desk_poll(desk, "100");
	is_heard("bad 1: the server gives ticket 7 twice, or without being asked\npolled (null)\n");
}

Test(rt_desk, without_a_field_for_keys_nothing_is_said)
{
	static const struct step steps[] = {{0}};
	const struct desk_write write = write_to("1", UPDATED, 1);

	open_desk_at("{\"Name\":\"Billing and Refund Issues\",\"Disabled\":\"0\"}", steps);
	desk_write(desk, &write);
	desk_look(desk, &write, (struct instant){0});
	is_heard("written k1 later ...\nlooked k1 later ...\n");
	cr_expect_eq(script_report(script).requests, 2);
}

Test(rt_desk, without_a_cursor_all_is_swept_and_read_once)
{
	static const struct step steps[] = {
		SAYS(200, PAGE("{\"id\":\"300\"},{\"id\":\"290\"},{\"id\":\"100\"}")),
		SAYS(200,
		     PAGE(TICKET_OF("1", "open", "Nobody") "," TICKET_OF("2", "new", "Nobody"))),
		SAYS(200, PAGE("")),
		{0}};

	open_desk(steps);
	desk_poll(desk, NULL);
	is_heard("ticket 1 version " UPDATED "\nticket 2 version " UPDATED "\npolled 300-10\n");
	buffer_clear(events);
	desk_reread(desk, "2");
	is_heard("ticket 2 version " UPDATED "\n");
	cr_expect_eq(script_report(script).requests, 5, "it had been read already");
}

Test(rt_desk, a_sweep_over_a_page_without_sense_goes_ticket_by_ticket)
{
	static const struct step steps[] = {
		SAYS(200, PAGE("{\"id\":\"300\"}")),
		SAYS(200, "{\"items\":[{\"id\":\"1\",\"Subject\":\"\\u0000\"}]}"),
		SAYS(200, PAGE("{\"id\":\"1\"},{\"id\":\"2\"}")),
		SAYS(200, "{\"items\":[{\"id\":\"1\",\"Subject\":\"\\u0000\"}]}"),
		SAYS(200, "{\"items\":[{\"id\":\"1\",\"Subject\":\"\\u0000\"}]}"),
		SAYS(200, PAGE(TICKET_OF("2", "open", "Nobody"))),
		SAYS(200, PAGE("")),
		{0}};

	open_desk(steps);
	desk_poll(desk, NULL);
	is_heard("bad 1: the server's answer cannot be read: line 1, column 32: \\u0000 may not "
		 "stand in a text\nticket 2 version " UPDATED "\npolled (null)\n");
}

/* ---- looks ---- */

Test(rt_desk, a_look_says_what_stands_in_the_ticket)
{
	static const struct {
		const char *ticket, *said;
		int64_t since_s; /* after the only message */
		const char *heard;
		int requests;
	} cases[] = {
		{TICKET_OF("1", "resolved", "Nobody"), "", 0, "looked k1 absent\n", 2},
		{"", "", 0, "looked k1 absent\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", "\"k1\""), 0,
		 "looked k1 there\n", 2},
		{"", SAID("5", "1", "refundd", "\"k1\""), 0, "looked k1 there\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", "\"k0\""), 0,
		 "looked k1 absent\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "agent", "\"k1\""), 0,
		 "looked k1 absent\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", ""), 0,
		 "looked k1 doubtful\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", ""), 100,
		 "looked k1 doubtful\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", ""), 86000,
		 "looked k1 doubtful\n", 2},
		{TICKET_OF("1", "resolved", "Nobody"), SAID("5", "1", "refundd", ""), 90000,
		 "looked k1 absent\n", 2},
		/* The words are there, the rest is not: it is made up for, unless somebody came. */
		{TICKET_OF("1", "open", "Nobody"), SAID("5", "1", "refundd", "\"k1\""), 0,
		 "looked k1 there\n", 4},
		{TICKET_OF("1", "open", "agent"), SAID("5", "1", "refundd", "\"k1\""), 0,
		 "looked k1 there\n", 2},
		{TICKET_OF("1", "open", "Nobody"),
		 SAID("5", "1", "refundd", "\"k1\"") "," SAID("6", "1", "cust", ""), 0,
		 "looked k1 there\n", 2},
	};
	const struct desk_write write = write_to("1", UPDATED, 1);
	struct instant said_at;

	instant_parse(UPDATED, strlen(UPDATED), &said_at, &error);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct step steps[] = {
			SAYS(200, text_format(ctx, PAGE("%s"), cases[i].ticket)),
			SAYS(200, text_format(ctx, PAGE("%s"), cases[i].said)),
			SAYS(200, "[\"Status changed\"]"),
			SAYS(200, RESOLVED),
			{0}};

		open_desk(steps);
		desk_look(desk, &write,
			  instant_plus(said_at, (struct span){cases[i].since_s * SECOND_US}));
		run();
		cr_expect_str_eq(events->bytes, cases[i].heard, "case %zu: %s", i, events->bytes);
		cr_expect_eq(script_report(script).requests, 2 + cases[i].requests, "case %zu: %d",
			     i, script_report(script).requests);
		close_desk();
	}
}

Test(rt_desk, a_server_that_cannot_be_asked_leaves_it_open)
{
	static const struct {
		struct step steps[3];
	} cases[] = {{{SAYS(500, "{}"), {0}}},
		     {{SAYS(200, PAGE(TICKET_OF("1", "open", "Nobody"))), SAYS(500, "{}"), {0}}},
		     {{SAYS(200, PAGE("")), SAYS_AS(200, "<html>", "text/html"), {0}}},
		     {{SAYS(200, PAGE("")), DOES(200, "", NULL, SCRIPT_RESET), {0}}}};
	const struct desk_write write = write_to("1", UPDATED, 1);

	for (size_t i = 0; i < COUNT(cases); i++) {
		open_desk(cases[i].steps);
		desk_look(desk, &write, (struct instant){0});
		run();
		cr_expect_str_eq(events->bytes, "looked k1 later ...\n", "case %zu", i);
		close_desk();
	}
}
