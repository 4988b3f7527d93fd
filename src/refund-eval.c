/* refund-eval(1): facts in, decisions out, and nothing else. */
#include "base/memory.h"
#include "policy/judge.h"
#include "sys/config.h"
#include "wire/decision_json.h"
#include "wire/facts_json.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK	  (16 * 1024) /* with its decisions, what the nearest caches hold */
#define POOL_SIZE (64 * 1024) /* more than a decision takes */

struct evaluator {
	const struct config *config;
	const struct instant *now; /* NULL: unknown, nothing is from the future */
	void *pool;		   /* each document's memory, used again for the next */
	struct buffer *out;
	struct json_writer *writer;
	bool is_all_decided;
	bool is_heard; /* what is decided can be written */
};

static const char usage[] = "usage: refund-eval [--config FILE] [--now TIME] [FACTS.json ...]\n";

static const char help[] =
	"\n"
	"Decides refund requests: reads facts as JSON, one object after the other, from the\n"
	"files or standard input (\"-\"), and writes one decision a line. Changes nothing.\n"
	"\n"
	"  --config FILE  the configuration [$REFUNDD_CONFIG or " CONFIG_DEFAULT_FILE "]\n"
	"  --now TIME     the moment of judging, as 2023-03-06T12:00:00+08:00: facts that lie\n"
	"                 after it are flagged [every time is taken as it is]\n"
	"  --help         this text\n"
	"  --version      the version\n"
	"\n"
	"Ends with 0 when every input was decided, 1 when some input was bad (it is named on\n"
	"standard error, the others are decided), 2 on bad use or configuration.";

static void say_no_memory(void)
{
	static const char text[] = "refund-eval: out of memory\n";

	/* Nothing can be done about a failure here. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		return;
}

static void complain_of_input(struct evaluator *evaluator, const char *name, const char *sentence)
{
	fprintf(stderr, "%s: %s\n", name, sentence);
	evaluator->is_all_decided = false;
}

static void write_decisions(struct evaluator *evaluator)
{
	const struct buffer *out = evaluator->out;
	size_t done = 0;

	while (done < out->length && evaluator->is_heard) {
		ssize_t written = write(STDOUT_FILENO, out->bytes + done, out->length - done);

		if (written >= 0) {
			done += (size_t)written;
		} else if (errno != EINTR) {
			fprintf(stderr, "refund-eval: standard output: %s\n", strerror(errno));
			evaluator->is_heard = false;
		}
	}
	buffer_clear(evaluator->out);
}

static void evaluate_document(struct evaluator *evaluator, const char *name,
			      const struct json_document *document)
{
	void *ctx = talloc_new(evaluator->pool);
	struct facts facts;
	struct decision decision;
	struct error error;

	if (facts_from_json(ctx, document, &facts, &error)) {
		judge(ctx, &evaluator->config->policies, &facts, evaluator->now, &decision);
		json_writer_reset(evaluator->writer);
		decision_to_json(&decision, evaluator->writer);
		buffer_add_char(evaluator->out, '\n');
	} else {
		complain_of_input(evaluator, name, error.text);
	}
	talloc_free(ctx);
}

/* Takes what the reader has, until it wants more bytes or there is an end. */
static void evaluate_ready(struct evaluator *evaluator, const char *name,
			   struct json_reader *reader)
{
	struct json_document document;
	struct error error;

	for (;;) {
		switch (json_reader_step(reader, &document, &error)) {
		case JSON_DOCUMENT: evaluate_document(evaluator, name, &document); break;
		case JSON_BAD: complain_of_input(evaluator, name, error.text); break;
		case JSON_MORE:
		case JSON_END: return;
		}
	}
}

static void evaluate_stream(struct evaluator *evaluator, const char *name, int fd)
{
	struct json_reader *reader = json_reader_new(evaluator->out, &facts_json_limits);
	static char block[BLOCK];
	ssize_t length;

	while (evaluator->is_heard && (length = read(fd, block, sizeof(block))) != 0) {
		if (length > 0) {
			json_reader_feed(reader, block, (size_t)length);
			evaluate_ready(evaluator, name, reader);
			write_decisions(evaluator);
		} else if (errno != EINTR) {
			complain_of_input(evaluator, name, strerror(errno));
			break;
		}
	}
	json_reader_finish(reader);
	evaluate_ready(evaluator, name, reader);
	write_decisions(evaluator);
	talloc_free(reader);
}

static void evaluate_file(struct evaluator *evaluator, const char *name)
{
	int fd;

	if (strcmp(name, "-") == 0) {
		evaluate_stream(evaluator, "standard input", STDIN_FILENO);
		return;
	}
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		complain_of_input(evaluator, name, strerror(errno));
		return;
	}
	evaluate_stream(evaluator, name, fd);
	close(fd);
}

static struct config *load_config(const char *named)
{
	const char *set = getenv("REFUNDD_CONFIG");
	const char *usual = set != NULL && set[0] != '\0' ? set : CONFIG_DEFAULT_FILE;
	struct problems *problems = problems_new(NULL);
	struct config *config = config_load(NULL, named != NULL ? named : usual, problems);

	for (size_t i = 0; i < problems->count; i++)
		fprintf(stderr, "%s\n", problem_format(problems, &problems->list[i]));
	talloc_free(problems);
	return config;
}

static int evaluate(struct config *config, const struct instant *now, char **files)
{
	struct evaluator evaluator = {config, now, .is_all_decided = true, .is_heard = true};

	evaluator.pool = must(talloc_pool(config, POOL_SIZE));
	evaluator.out = buffer_new(config);
	evaluator.writer = json_writer_new(config, evaluator.out);
	if (*files == NULL)
		evaluate_file(&evaluator, "-");
	for (; *files != NULL && evaluator.is_heard; files++)
		evaluate_file(&evaluator, *files);
	if (!evaluator.is_heard)
		return EXIT_USE;
	return evaluator.is_all_decided ? EXIT_DONE : EXIT_TROUBLE;
}

struct request {
	const char *config_file;
	struct instant now;
	bool has_now;
};

static int print(const char *first, const char *second)
{
	return printf("%s%s\n", first, second) < 0 || fflush(stdout) != 0 ? EXIT_USE : EXIT_DONE;
}

/* True when there is work to do; else *status is how to end. */
static bool read_options(int argc, char **argv, struct request *request, int *status)
{
	static const struct option options[] = {{"config", required_argument, NULL, 'c'},
						{"now", required_argument, NULL, 'n'},
						{"help", no_argument, NULL, 'h'},
						{"version", no_argument, NULL, 'v'},
						{0}};
	struct error error;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c': request->config_file = optarg; break;
		case 'n':
			request->has_now =
				instant_parse(optarg, strlen(optarg), &request->now, &error);
			if (request->has_now)
				break;
			fprintf(stderr, "refund-eval: --now: %s\n", error.text);
			*status = EXIT_USE;
			return false;
		case 'h': *status = print(usage, help); return false;
		case 'v': *status = print("refund-eval ", PACKAGE_VERSION); return false;
		default:
			fputs(usage, stderr);
			*status = EXIT_USE;
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv)
{
	struct request request = {0};
	struct config *config;
	int status;

	at_quick_exit(say_no_memory);
	signal(SIGPIPE, SIG_IGN);
	if (!read_options(argc, argv, &request, &status))
		return status;
	config = load_config(request.config_file);
	if (config == NULL)
		return EXIT_USE;
	status = evaluate(config, request.has_now ? &request.now : NULL, argv + optind);
	talloc_free(config);
	return status;
}
