/* A folder with a spool, a ledger and the shipped policies, for tests of the daemon's parts. */
#ifndef REFUNDD_TESTS_DAEMON_FIXTURE_H
#define REFUNDD_TESTS_DAEMON_FIXTURE_H

#include "base/memory.h"
#include "sys/config.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORDER	 "20230301080000000001"
#define CUSTOMER "customer"
#define PERSON	 "agent"

static char *ctx; /* its first child is the folder's path */
static char *dir;
static const struct config *config;

static inline char *path_of(const char *name)
{
	return text_format(ctx, "%s/%s", dir, name);
}

static inline void put_file(const char *name, const char *text)
{
	char *before = path_of(".new");
	FILE *file = fopen(before, "w");

	cr_assert_not_null(file);
	fputs(text, file);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(rename(before, path_of(name)), 0);
}

static inline char *get_file(const char *name)
{
	FILE *file = fopen(path_of(name), "r");
	char *text = NEW_ARRAY(ctx, char, 1 << 16);

	cr_assert_not_null(file, "%s is not there", name);
	text[fread(text, 1, (1 << 16) - 1, file)] = '\0';
	fclose(file);
	return text;
}

/* Without signals of abuse: the tests' customers ask far more often than honest ones do. */
static inline void write_config(void)
{
	static const char *const parts[] = {
		"reasons.conf",
		"intake.conf",
		"policies/rtc-engine.conf",
		"policies/call.conf",
		"policies/live.conf",
		"replies/en.conf",
		"policies/conference.conf",
		"replies/zh.conf",
	};
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "state_dir = \"state\"\nspool_dir = \"spool\"\n"
			      "control_socket = \"control.socket\"\nlog_level = error\n");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		buffer_add_format(text, "include(\"%s/../etc/%s\")\n", TESTS_DIR, parts[i]);
	put_file("refundd.conf", text->bytes);
}

static inline void lab_make(void)
{
	struct problems *problems;

	ctx = text_copy(NULL, "test");
	dir = text_copy(ctx, "/tmp/refundd-daemon-XXXXXX");
	cr_assert_not_null(mkdtemp(dir));
	cr_assert_eq(mkdir(path_of("spool"), 0700), 0);
	write_config();
	problems = problems_new(ctx);
	config = config_load(ctx, path_of("refundd.conf"), problems);
	cr_assert_not_null(config, "%s", problem_format(ctx, &problems->list[0]));
	log_init(LOG_ERROR, LOG_FORMAT_PLAIN, "");
}

static inline int remove_one(const char *path, const struct stat *found, int kind,
			     struct FTW *where)
{
	(void)found;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline void lab_remove(void)
{
	cr_assert_eq(nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	talloc_free(ctx);
}

/* A ticket with messages, each of an author, ended by NULL. */
static inline void put_ticket(const char *id, const char *order, const char *assignee,
			      const char *const *authors)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_format(
		text,
		"{\"id\": \"%s\", \"subject\": \"Refund\", \"status\": \"open\", \"product\": "
		"\"%s\", \"issue_type\": \"%s\", \"created_at\": \"2023-03-06T07:59:59+08:00\", "
		"\"updated_at\": \"2023-03-06T07:59:59+08:00\", \"language\": \"en\", "
		"\"requester\": {\"uin\": \"100000000001\"}, \"assignee\": %s, \"tags\": [], "
		"\"fields\": {\"order_id\": \"%s\"}, \"messages\": [",
		id, config->product, config->issue_type, assignee, order);
	for (size_t i = 0; authors[i] != NULL; i++)
		buffer_add_format(text,
				  "%s{\"id\": \"m%zu\", \"author\": \"%s\", \"public\": true, "
				  "\"at\": \"2023-03-06T07:59:59+08:00\", \"body\": \"please\"}",
				  i > 0 ? ", " : "", i, authors[i]);
	buffer_add_text(text, "]}\n");
	put_file(text_format(ctx, "spool/%s.json", id), text->bytes);
}

#define PUT_TICKET(id, order, assignee, ...) \
	put_ticket(id, order, assignee, (const char *const[]){__VA_ARGS__, NULL})

#endif
