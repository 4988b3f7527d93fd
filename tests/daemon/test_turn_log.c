#include "daemon/turn_state.h"
#include "sys/log_lab.h"

#include <string.h>

TestSuite(turn_log, .init = begin, .fini = end);

Test(turn_log, a_request_is_told_without_its_query)
{
	struct desk_request request = {.purpose = PURPOSE_POLL,
				       .end = REQUEST_OK,
				       .method = "GET",
				       .path = "/tickets?query=Requestor='a@example.com'",
				       .status = 200,
				       .took = {1234567}};

	log_init(LOG_DEBUG, LOG_FORMAT_PLAIN, "");
	turn_log_request(&request);
	cr_expect_str_eq(written(),
			 "debug: the ticket system was asked method=GET path=/tickets purpose=poll "
			 "end=ok status=200 took_ms=1234\n");
}
