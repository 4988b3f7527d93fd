#include "ledger/audit_verify.h"
#include "ledger/clock_doubts.h"
#include "ledger/fixture.h"

TestSuite(clock_doubts, .init = ledger_make, .fini = folder_remove);

static struct clock_watch watch;

static void keep(const char *user)
{
	ASSERT(clock_doubt_keep(ledger, &watch, user, NOW, &error));
	ASSERT(ledger_commit(ledger, &error));
}

Test(clock_doubts, a_doubt_is_kept_once_and_ended_once)
{
	struct clock_doubt_row row;
	bool found;

	ASSERT(clock_doubt_find(ledger, &row, &found, &error));
	cr_expect_not(found);
	keep("refundd");
	expect_database("SELECT count(*) FROM clock_doubts; SELECT count(*) FROM audit", "0\n0\n");
	watch.doubt = DOUBT_SET;
	watch.since = NOW;
	watch.off.us = 3 * HOUR_US;
	keep("refundd");
	keep("refundd");
	ASSERT(clock_doubt_find(ledger, &row, &found, &error));
	cr_assert(found);
	cr_expect_not(row.is_over);
	cr_expect_eq(row.why, DOUBT_SET);
	cr_expect_eq(row.off.us, 3 * HOUR_US);
	watch.doubt = DOUBT_NONE;
	watch.desk_off.us = -HOUR_US;
	keep("mei");
	keep("mei");
	ASSERT(clock_doubt_find(ledger, &row, &found, &error));
	cr_expect(row.is_over);
	cr_expect_eq(row.desk_off.us, -HOUR_US);
	expect_database("SELECT kind, actor, detail FROM audit ORDER BY id",
			"clock|refundd|{\"doubt\":\"set\",\"off\":\"3h\"}\n"
			"clock|mei|{\"doubt\":\"none\"}\n");
}

Test(clock_doubts, the_newest_time_is_that_of_the_last_row)
{
	struct instant newest;
	bool found;

	ASSERT(clock_newest_on_record(ledger, &newest, &found, &error));
	cr_expect_not(found);
	approve("1001", "A1");
	ASSERT(clock_newest_on_record(ledger, &newest, &found, &error));
	cr_assert(found);
	cr_expect_eq(newest.us, NOW.us);
}
