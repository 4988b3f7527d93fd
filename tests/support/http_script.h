/* A scripted HTTP server on loopback: it says, byte for byte and however wrongly, what a test has
 * written down, and tells what it was asked. It reads each request whole before it does anything.
 *
 * It runs in threads of its own, one for each connection, and waits for its clients only: where
 * one is to be left alone, that ends when it hangs up. */
#ifndef REFUNDD_TESTS_SUPPORT_HTTP_SCRIPT_H
#define REFUNDD_TESTS_SUPPORT_HTTP_SCRIPT_H

#include <stddef.h>

enum script_deed {
	SCRIPT_KEEP,  /* sends the bytes and waits for the next request on this connection */
	SCRIPT_CLOSE, /* sends them and closes */
	SCRIPT_RESET, /* sends them and resets */
	SCRIPT_STALL, /* sends them, then nothing until the client hangs up */
	SCRIPT_DRIP,  /* sends them one by one, each 20 ms after the other, then stalls */
	SCRIPT_FLOOD, /* sends them again and again until the client hangs up */
};

struct script_step {
	const char *bytes;
	size_t length; /* 0: that of the text */
	enum script_deed deed;
	int together; /* first waits until as many requests are there at once; at most 5 s */
};

struct script;

/* The first request that it gets is answered by the first step, and so on; those after the last
 * step as by the last. The steps must outlive it. */
struct script *script_start(const struct script_step *steps, size_t count);
/* "http://127.0.0.1:PORT" */
const char *script_url(const struct script *script);
/* Ends all connections. */
void script_stop(struct script *script);

struct script_report {
	int connections;
	int requests;
	int most_at_once; /* requests that were read and not yet answered */
};
struct script_report script_report(struct script *script);

/* The n-th request as it came, head and body, or NULL; lives as long as the script. */
const char *script_request(struct script *script, int n);

#endif
