#include "faults/outcome.h"

#include "faults/world.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outcome {
	bool is_sound; /* the ledger */
	int answers;
	char *text;
};

/* "2026-11-22T10:00:00.123456Z" gives way to "T"; the customers' own times are of 2023. */
static void put_without_times(FILE *text, const char *bytes)
{
	static const char shape[] = "dddd-dd-ddTdd:dd:dd";

	while (*bytes != '\0') {
		size_t n = 0;

		while (shape[n] != '\0' &&
		       (shape[n] == 'd' ? isdigit((unsigned char)bytes[n]) : bytes[n] == shape[n]))
			n++;
		if (shape[n] != '\0' || strncmp(bytes, "2023", 4) == 0) {
			putc(*bytes++, text);
			continue;
		}
		bytes += n + strspn(bytes + n, ".0123456789Z");
		putc('T', text);
	}
}

static int put_row(void *text, int count, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < count; i++)
		fprintf(text, "%s%s", i > 0 ? " " : "", values[i] == NULL ? "-" : values[i]);
	fputc('\n', text);
	return 0;
}

static int expect_ok(void *is_sound, int count, char **values, char **names)
{
	(void)count;
	(void)names;
	if (strcmp(values[0], "ok") != 0)
		*(bool *)is_sound = false;
	return 0;
}

/* False when it is not sound. */
static bool put_ledger(const char *dir, FILE *text)
{
	static const char rows[] =
		"SELECT 'case', ticket, state, revision, order_id, customer_messages FROM cases"
		" ORDER BY ticket;"
		"SELECT 'decision', ticket, d.revision, outcome, rule, total FROM decisions d"
		" JOIN cases c ON c.id = d.case_id ORDER BY ticket, d.revision;"
		"SELECT 'effect', ticket, o.revision, kind, key, o.state FROM outbox o"
		" JOIN cases c ON c.id = o.case_id ORDER BY key;"
		"SELECT 'left alone', ticket FROM left_alone ORDER BY ticket";
	static const char checks[] = "PRAGMA integrity_check; PRAGMA foreign_key_check";
	char path[1024];
	sqlite3 *ledger = NULL;
	bool is_sound = true, is_read;

	snprintf(path, sizeof(path), "%s/state/ledger.sqlite", dir);
	is_read = sqlite3_open_v2(path, &ledger, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
		  sqlite3_exec(ledger, checks, expect_ok, &is_sound, NULL) == SQLITE_OK &&
		  sqlite3_exec(ledger, rows, put_row, text, NULL) == SQLITE_OK;
	sqlite3_close(ledger);
	return is_read && is_sound;
}

static void say_difference(const char *expected, const char *found, char *what, size_t size)
{
	size_t line = 0;

	for (size_t i = 0; expected[i] == found[i] && expected[i] != '\0'; i++)
		if (expected[i] == '\n')
			line = i + 1;
	snprintf(what, size, "expected \"%.*s\", got \"%.*s\"", (int)strcspn(expected + line, "\n"),
		 expected + line, (int)strcspn(found + line, "\n"), found + line);
}

static void put_files(const struct world *world, FILE *text)
{
	for (int i = 0; i < world->count; i++) {
		fprintf(text, "== %s\n", world->files[i].path);
		if (strncmp(world->files[i].path, "spool/", 6) == 0)
			put_without_times(text, world->files[i].bytes);
	}
}

/* ---- public ---- */

struct outcome *outcome_read(const char *dir, const struct server *server)
{
	struct outcome *outcome = calloc(1, sizeof(*outcome));
	struct world *world = world_read(dir);
	size_t length;
	FILE *text = open_memstream(&outcome->text, &length);

	put_files(world, text);
	outcome->is_sound = put_ledger(dir, text);
	outcome->answers = world_count_answers(world);
	if (server != NULL) {
		char *report = server_report(server, &outcome->answers);

		fputs(report, text);
		free(report);
	}
	fclose(text);
	world_free(world);
	return outcome;
}

void outcome_free(struct outcome *outcome)
{
	free(outcome->text);
	free(outcome);
}

int outcome_answers(const struct outcome *outcome)
{
	return outcome->answers;
}

enum wrong outcome_compare(const struct outcome *expected, const struct outcome *found, char *what,
			   size_t size)
{
	say_difference(expected->text, found->text, what, size);
	if (found->answers > expected->answers)
		return DUPLICATE;
	if (found->answers < expected->answers)
		return LOST;
	if (!found->is_sound)
		return CORRUPT;
	return strcmp(found->text, expected->text) == 0 ? RIGHT : DIFFERENT;
}
