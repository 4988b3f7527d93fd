#include "ledger/fixture.h"

TestSuite(cursors, .init = ledger_make, .fini = folder_remove);

static void expect_cursor(const char *system, const char *expected)
{
	const char *cursor = "untouched";

	ASSERT(cursor_find(ledger, ctx, system, &cursor, &error));
	if (expected == NULL)
		cr_expect_null(cursor);
	else
		cr_expect_str_eq(cursor, expected);
}

Test(cursors, each_ticket_system_has_its_own)
{
	expect_cursor("rt", NULL);
	ASSERT(cursor_save(ledger, "rt", "17", &error));
	ASSERT(cursor_save(ledger, "other", "3", &error));
	expect_cursor("rt", "17");
	ASSERT(cursor_save(ledger, "rt", "18", &error));
	expect_cursor("rt", "18");
	expect_cursor("other", "3");
	expect_cursor("spool", NULL);
}

Test(cursors, one_is_kept_with_what_it_covers_or_not_at_all)
{
	ASSERT(cursor_save(ledger, "rt", "17", &error));
	ASSERT(ledger_commit(ledger, &error));
	ASSERT(cursor_save(ledger, "rt", "18", &error));
	ledger_rollback(ledger);
	expect_cursor("rt", "17");
}

Test(cursors, a_ticket_left_alone_is_counted_once)
{
	struct overview overview;

	for (int i = 0; i < 2; i++)
		ASSERT(left_alone_save(ledger, "spool", "1", "another product", NOW, &error));
	ASSERT(left_alone_save(ledger, "spool", "2", "another product", NOW, &error));
	ASSERT(ledger_overview(ledger, ctx, &overview, &error));
	cr_expect_eq(overview.left_alone, 2);
}
