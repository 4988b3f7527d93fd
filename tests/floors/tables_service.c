#include "base/error.h"
#include "base/exits.h"
#include "sys/log.h"
#include "tables.h"

#include <stdio.h>

/* ---- refundd(8): events of the log, classes of errors ---- */

static void print_event(const char *name, const char *level, const char *sentence,
			const char *meaning, const char *remedy)
{
	printf(".It Cm %s Pq %s\n.Dq %s .\n.br\n", name, level, sentence);
	print_sentences(meaning);
	putchar('\n');
	if (remedy[0] != '\0') {
		printf(".br\n.Em To do :\n");
		print_sentences(remedy);
		putchar('\n');
	}
}

void print_log_events(void)
{
	printf(".Bl -tag -width Ds\n");
#define EVENT(id, name, level, sentence, meaning, remedy) \
	print_event(name, log_level_words.list[LOG_##level], sentence, meaning, remedy);
	LOG_EVENTS(EVENT)
#undef EVENT
	printf(".El\n");
}

static void print_error_class(const char *name, const char *meaning, const char *remedy)
{
	printf(".It Cm %s\n", name);
	print_sentence(meaning);
	print_sentence(remedy);
}

void print_error_classes(void)
{
	printf(".Bl -tag -width Ds\n");
#define KIND(id, name, meaning, remedy) print_error_class(name, meaning, remedy);
	ERROR_KINDS(KIND)
#undef KIND
	printf(".El\n");
}

/* ---- all programs: how they end ---- */

static void print_exit(enum exit_status status, const char *meaning)
{
	printf(".It %d\n", status);
	print_sentences(meaning);
	putchar('\n');
}

#define EXIT(id, meaning) print_exit(EXIT_##id, meaning);

void print_exits_of_refundd(void)
{
	printf(".Bl -tag -width Ds\n");
	EXITS_OF_REFUNDD(EXIT)
	printf(".El\n");
}

void print_exits_of_refundctl(void)
{
	printf(".Bl -tag -width Ds\n");
	EXITS_OF_REFUNDCTL(EXIT)
	printf(".El\n");
}

void print_exits_of_refund_eval(void)
{
	printf(".Bl -tag -width Ds\n");
	EXITS_OF_REFUND_EVAL(EXIT)
	printf(".El\n");
}
