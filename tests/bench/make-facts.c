/* make-facts COUNT: that many facts, one a line, always the same: what benchmarks are fed. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 20230301;

static unsigned below(unsigned limit)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % limit;
}

#define PICK(words) (words[below(sizeof(words) / sizeof((words)[0]))])

int main(int argc, char **argv)
{
	static const char *const families[] = {"rtc-engine", "call", "conference", "live"};
	static const char *const origins[] = {"purchased", "purchased", "purchased", "gift"};
	static const char *const suspended[] = {"none", "none", "none", "content-violation"};
	static const char *const used[] = {"0", "0", "0", "12.5"};
	long count = argc == 2 ? atol(argv[1]) : 0;

	for (long i = 0; i < count; i++) {
		unsigned day = 1 + below(20), later = 1 + below(7), second = below(60);
		unsigned long uin = 100000000000 + below(1000000),
			      app = 1400000000 + below(1000000);

		printf("{\"ticket\":{\"system\":\"spool\",\"id\":\"%ld\","
		       "\"created_at\":\"2023-03-%02uT07:59:%02u+08:00\","
		       "\"product\":\"Tencent Real-Time Communication TRTC\","
		       "\"issue_type\":\"Billing and Refund Issues\",\"requester_uin\":\"%lu\","
		       "\"language\":\"en\",\"orders_named\":1},",
		       i, day + later, second, uin);
		printf("\"order\":{\"id\":\"20230301080000%06ld\",\"family\":\"%s\","
		       "\"edition\":\"standard\",\"action\":\"purchase\",\"status\":\"shipped\","
		       "\"sdk_app_id\":\"%lu\",\"owner_uin\":\"%lu\",\"payer_uin\":\"%lu\","
		       "\"entity\":\"E-%ld\",\"origin\":\"%s\","
		       "\"purchased_at\":\"2023-03-%02uT08:00:00+08:00\",\"months\":1,"
		       "\"currency\":\"USD\",\"paid\":{\"cash\":\"%u.%02u\",\"transfer\":\"%u.00\","
		       "\"gift\":\"0.00\",\"voucher\":\"0.00\"}},",
		       i, PICK(families), app, uin, uin, i, PICK(origins), day, 100 + below(900),
		       below(100), below(100));
		printf("\"usage\":{\"gifted_minutes_used\":\"%s\",\"used_after_request\":false,"
		       "\"as_of\":\"2023-03-%02uT11:00:00+08:00\"},"
		       "\"account\":{\"suspended\":\"%s\",\"frozen\":\"0.00\"},"
		       "\"history\":{\"order_refunded\":false,\"order_refund_pending\":false,"
		       "\"entity_refunds_of_family\":0},\"signals\":{\"repeat-refunds\":%u}}\n",
		       PICK(used), day + later, PICK(suspended), below(2));
	}
	return 0;
}
