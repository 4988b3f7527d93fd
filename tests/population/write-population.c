/* write-population SEED ACCOUNTS FOLDER: a population as files that refundd imports, its tickets as
 * a spool in FOLDER/spool, numbered in the order of asking, and in truth.csv who they are. */
#include "population.h"

#include "base/memory.h"
#include "wire/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define FIRST_TICKET 1000001

struct output {
	void *ctx;
	const struct population *population;
	const char *folder;
};

static FILE *create(const struct output *output, const char *name, const char *header)
{
	FILE *file = fopen(text_format(output->ctx, "%s/%s", output->folder, name), "w");

	if (file == NULL) {
		perror(name);
		exit(1);
	}
	fprintf(file, "%s", header);
	return file;
}

static const char *time_text(const struct output *output, struct instant instant)
{
	char *text = NEW_ARRAY(output->ctx, char, INSTANT_TEXT_SIZE);

	instant_format(instant, (struct zone){8 * 3600}, text);
	return text;
}

static const char *order_id(const struct output *output, size_t order)
{
	return text_format(output->ctx, "2025%016zu", order + 1);
}

static long uin(long number)
{
	return 100000000000 + number;
}

static void write_orders(const struct output *output)
{
	FILE *file =
		create(output, "orders.csv",
		       "order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
		       "entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n");

	for (size_t i = 0; i < output->population->order_count; i++) {
		const struct order *order = &output->population->orders[i];
		const struct account *owner = order->account;

		fprintf(file,
			"%s,rtc-engine,standard,purchase,shipped,%ld,%ld,%ld,E-%ld,purchased,%s,1,"
			"USD,%d.00,0.00,0.00,0.00\n",
			order_id(output, i), 1400000000 + owner->app, uin(owner->number),
			uin(owner->payer), owner->entity, time_text(output, order->purchased_at),
			order->price);
	}
	fclose(file);
}

static void write_usage(const struct output *output)
{
	FILE *file = create(output, "usage.csv", "order_id,gifted_minutes_used,as_of\n");

	for (size_t i = 0; i < output->population->order_count; i++) {
		const struct order *order = &output->population->orders[i];
		int minutes = order->is_used ? 30 : 0;

		fprintf(file, "%s,%d,%s\n%s,%d,%s\n", order_id(output, i), minutes,
			time_text(output,
				  instant_plus(order->purchased_at, (struct span){30 * MINUTE_US})),
			order_id(output, i), minutes,
			time_text(output,
				  instant_plus(order->purchased_at, (struct span){8 * DAY_US})));
	}
	fclose(file);
}

static void write_accounts(const struct output *output)
{
	FILE *file =
		create(output, "accounts.csv", "uin,entity,suspended,frozen,as_of,email,phone\n");

	for (size_t i = 0; i < output->population->account_count; i++) {
		const struct account *account = &output->population->accounts[i];

		fprintf(file,
			"%ld,E-%ld,none,0.00,2025-10-01T00:00:00Z,u%ld@example.com,+86138%08ld\n",
			uin(account->number), account->entity, account->email, account->phone);
	}
	fclose(file);
}

static void write_ticket(const struct output *output, size_t number, const struct ask *ask)
{
	struct buffer *body = buffer_new(output->ctx);
	struct json_writer *writer = json_writer_new(output->ctx, body);
	const char *at = time_text(output, ask->asked_at);
	FILE *file = create(output,
			    text_format(output->ctx, "spool/%zu.json", number + FIRST_TICKET), "");

	json_put_text(writer, ask->body);
	fprintf(file,
		"{\"id\": \"%zu\", \"subject\": \"Refund\", \"status\": \"new\",\n"
		" \"product\": \"Tencent Real-Time Communication TRTC\",\n"
		" \"issue_type\": \"Billing and Refund Issues\",\n"
		" \"created_at\": \"%s\", \"updated_at\": \"%s\", \"language\": \"en\",\n"
		" \"requester\": {\"uin\": \"%ld\", \"email\": \"u%ld@example.com\"},\n"
		" \"assignee\": null, \"tags\": [], \"fields\": {\"order_id\": \"%s\"},\n"
		" \"messages\": [{\"id\": \"m1\", \"author\": \"customer\", \"public\": true,\n"
		"  \"at\": \"%s\", \"body\": %s}]}\n",
		number + FIRST_TICKET, at, at, uin(ask->account->number), ask->account->email,
		order_id(output, ask->order), at, body->bytes);
	fclose(file);
}

static void write_tickets(const struct output *output)
{
	static const char *const kinds[] = {
		[KIND_HONEST] = "honest",
		[KIND_FARMER] = "farmer",
		[KIND_RING] = "ring",
		[KIND_COPIER] = "copier",
	};
	FILE *truth = create(output, "truth.csv", "");

	for (size_t i = 0; i < output->population->ask_count; i++) {
		const struct ask *ask = &output->population->asks[i];

		write_ticket(output, i, ask);
		fprintf(truth, "%zu,%ld,%s,%d\n", i + FIRST_TICKET, uin(ask->account->number),
			kinds[ask->account->kind], ask->account->unit);
	}
	fclose(truth);
}

int main(int argc, char **argv)
{
	struct output output = {.ctx = talloc_new(NULL)};

	if (argc != 4) {
		fprintf(stderr, "usage: write-population SEED ACCOUNTS FOLDER\n");
		return 2;
	}
	output.population =
		population_new(output.ctx, strtoull(argv[1], NULL, 10), strtoul(argv[2], NULL, 10));
	output.folder = argv[3];
	mkdir(text_format(output.ctx, "%s/spool", output.folder), 0755);
	write_orders(&output);
	write_usage(&output);
	write_accounts(&output);
	write_tickets(&output);
	talloc_free(output.ctx);
	return 0;
}
