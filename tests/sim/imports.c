#include "imports.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "trace.h"

#define FILES_MAX 12

struct file {
	const char *kind;
	const char *text; /* NULL: not arrived yet */
	bool is_imported;
};

struct imports {
	struct sim *sim;
	struct machine *machine;
	struct file files[FILES_MAX];
	int count;
	int losses;   /* of the ledger, known to the importer */
	int refunded; /* the order that is refunded elsewhere; -1: none */
};

/* What makes an order different from the next: one was used, one is older than the window. */
struct billing {
	const char *family;
	int hours_before; /* the world began */
	const char *minutes_used;
};

static const struct billing billings[ORDERS] = {
	{"rtc-engine", 20, "0"},
	{"call", 90, "0"},
	{"rtc-engine", 50, "7"},
	{"rtc-engine", 119, "0"},
};

static const char *time_text(const void *ctx, struct instant time)
{
	char text[INSTANT_TEXT_SIZE];

	instant_format(time, (struct zone){.offset_s = 8 * 3600}, text);
	return text_copy(ctx, text);
}

static struct file *add(struct imports *imports, const char *kind)
{
	struct file *file = &imports->files[imports->count++];

	file->kind = kind;
	return file;
}

static const char *orders_text(const void *ctx, struct instant start)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text,
			"order_id,family,edition,action,status,sdk_app_id,owner_uin,payer_uin,"
			"entity,origin,purchased_at,months,currency,cash,transfer,gift,voucher\n");
	for (int i = 0; i < ORDERS; i++) {
		struct span before = {-billings[i].hours_before * HOUR_US};

		buffer_add_format(text,
				  "%s,%s,standard,purchase,shipped,140000000%d,%s,%s,E-%d,"
				  "purchased,%s,1,USD,499.00,0.00,0.00,0.00\n",
				  order_ids[i], billings[i].family, i, order_owners[i],
				  order_owners[i], i, time_text(text, instant_plus(start, before)));
	}
	return text->bytes;
}

static const char *accounts_text(const void *ctx, struct instant now)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "uin,entity,suspended,frozen,as_of\n");
	for (int i = 0; i < 3; i++)
		buffer_add_format(text, "10000000000%d,E-%d,none,0.00,%s\n", i + 1, i,
				  time_text(text, now));
	return text->bytes;
}

static const char *usage_text(const void *ctx, struct instant now)
{
	struct buffer *text = buffer_new(ctx);

	buffer_add_text(text, "order_id,gifted_minutes_used,as_of\n");
	for (int i = 0; i < ORDERS; i++)
		buffer_add_format(text, "%s,%s,%s\n", order_ids[i], billings[i].minutes_used,
				  time_text(text, now));
	return text->bytes;
}

static const char *refund_text(const void *ctx, int order, struct instant now)
{
	return text_format(ctx, "order_id,refunded_at,currency,amount\n%s,%s,USD,499.00\n",
			   order_ids[order], time_text(ctx, now));
}

static void forget_imported(struct imports *imports)
{
	if (imports->losses == machine_losses(imports->machine))
		return;
	imports->losses = machine_losses(imports->machine);
	for (int i = 0; i < imports->count; i++)
		imports->files[i].is_imported = false;
}

static void import_all(void *owner, void *arg)
{
	struct imports *imports = owner;

	forget_imported(imports);
	for (int i = 0; i < imports->count; i++) {
		struct file *file = &imports->files[i];

		if (file->text == NULL || file->is_imported)
			continue;
		trace_write("import: %s", file->kind);
		file->is_imported = machine_import(imports->machine, file->kind, file->text);
	}
	agenda_add(imports->sim->agenda, (struct span){7 * MINUTE_US}, import_all, imports, arg);
}

static void arrive(void *owner, void *arg)
{
	struct imports *imports = owner;
	struct file *file = arg;
	/* The billing system's clock is right whatever the machine's says. */
	struct instant now = agenda_now(imports->sim->agenda);

	switch (file->kind[0]) {
	case 'o': file->text = orders_text(imports, now); break;
	case 'a': file->text = accounts_text(imports, now); break;
	case 'u': file->text = usage_text(imports, now); break;
	case 'r': file->text = refund_text(imports, imports->refunded, now); break;
	}
}

static void plan(struct imports *imports, const char *kind, struct span delay)
{
	agenda_add(imports->sim->agenda, delay, arrive, imports, add(imports, kind));
}

void imports_plan(const void *ctx, struct sim *sim, struct machine *machine, struct span span)
{
	struct imports *imports = NEW(ctx, struct imports);
	struct file *orders;

	imports->sim = sim;
	imports->machine = machine;
	imports->refunded = chance_of(&sim->chance, 30) ? chance_below(&sim->chance, ORDERS) : -1;
	orders = add(imports, "orders");
	orders->text = orders_text(imports, agenda_now(sim->agenda));
	plan(imports, "accounts", chance_span(&sim->chance, (struct span){HOUR_US}));
	for (int i = 0; i < 4; i++)
		plan(imports, "usage", (struct span){span.us * (i + 1) / 4});
	if (imports->refunded >= 0)
		plan(imports, "refunds", chance_span(&sim->chance, span));
	agenda_add(sim->agenda, (struct span){0}, import_all, imports, NULL);
}
