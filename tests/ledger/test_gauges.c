#include "ledger/fixture.h"
#include "ledger/gauges.h"
#include "ledger/reviews.h"

TestSuite(gauges, .init = ledger_make, .fini = folder_remove);

static struct gauges read_gauges(void)
{
	struct gauges gauges;

	ASSERT(ledger_gauges(ledger, &gauges, &error));
	return gauges;
}

static void add_case(const char *ticket, enum case_state state, int64_t changed_at)
{
	struct case_row row = case_of(ticket, state);

	row.changed_at.us = changed_at;
	ASSERT(case_save(ledger, &row, &error));
	if (state == CASE_FLAGGED)
		ASSERT(review_open(ledger, &row, row.changed_at, &error));
}

Test(gauges, an_empty_ledger_is_all_zeros)
{
	static const struct gauges zeros;
	struct gauges gauges = read_gauges();

	cr_expect_arr_eq((char *)&gauges, (const char *)&zeros, sizeof(zeros));
}

Test(gauges, open_cases_are_counted_with_the_oldest_of_each_state)
{
	struct gauges gauges;

	add_case("1", CASE_WAITING, 300);
	add_case("2", CASE_WAITING, 100);
	add_case("3", CASE_WAITING, 200);
	add_case("4", CASE_ANSWERED, 50);
	add_case("5", CASE_ASKED, 400);
	gauges = read_gauges();
	cr_expect_eq(gauges.cases[CASE_WAITING].count, 3);
	cr_expect_eq(gauges.cases[CASE_WAITING].since.us, 100);
	cr_expect_eq(gauges.cases[CASE_ASKED].count, 1);
	cr_expect_eq(gauges.cases[CASE_ANSWERED].count, 0, "it is over");
	cr_expect_eq(gauges.cases[CASE_FLAGGED].count, 0);
}

Test(gauges, reviews_are_counted_while_they_are_open)
{
	struct case_row row;
	bool is_found;
	struct gauges gauges;

	add_case("1", CASE_FLAGGED, 100);
	add_case("2", CASE_FLAGGED, 200);
	add_case("3", CASE_FLAGGED, 300);
	ASSERT(case_find(ledger, ctx, "spool", "1", &row, &is_found, &error));
	ASSERT(review_close(ledger, &row, ENDING_APPROVE, "alice", NOW, &error));
	ASSERT(case_find(ledger, ctx, "spool", "3", &row, &is_found, &error));
	ASSERT(review_remind(ledger, &row, true, NOW, &error));
	gauges = read_gauges();
	cr_expect_eq(gauges.reviews.count, 2);
	cr_expect_eq(gauges.reviews.since.us, 200);
	cr_expect_eq(gauges.escalated, 1);
}

Test(gauges, effects_are_told_apart_by_what_is_known_of_them)
{
	struct effect_row second, third;
	struct gauges gauges;
	int64_t id = approve("1", "A1");

	second = effect_of(id, 98);
	third = effect_of(id, 99);
	ASSERT(effect_add(ledger, &second, &error));
	ASSERT(effect_add(ledger, &third, &error));
	ASSERT(effect_leave(ledger, second.key, (struct instant){500}, &error));
	ASSERT(effect_leave(ledger, third.key, (struct instant){600}, &error));
	ASSERT(effect_unsettle(ledger, third.key, NOW, "no answer", NOW, &error));
	gauges = read_gauges();
	cr_expect_eq(gauges.effects[EFFECT_PENDING].count, 1);
	cr_expect_eq(gauges.effects[EFFECT_PENDING].since.us, NOW.us);
	cr_expect_eq(gauges.effects[EFFECT_LEAVING].count, 1);
	cr_expect_eq(gauges.effects[EFFECT_LEAVING].since.us, 500);
	cr_expect_eq(gauges.effects[EFFECT_UNSETTLED].count, 1);
	cr_expect_eq(gauges.effects[EFFECT_UNSETTLED].since.us, 600);
}

Test(gauges, the_newest_import_of_each_kind_is_told)
{
	struct gauges gauges;

	import_all_of("usage", "order_id,gifted_minutes_used,as_of\nA,0,2023-03-06T11:00:00Z\n");
	gauges = read_gauges();
	cr_expect_eq(gauges.imported[0].us, 0, "no orders");
	cr_expect_eq(gauges.imported[1].us, NOW.us);
}
