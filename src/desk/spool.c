#include "desk/spool.h"

#include "base/memory.h"
#include "desk/spool_file.h"
#include "desk/spool_list.h"
#include "desk/spool_ticket.h"
#include "sys/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Files looked at in one run: between two runs the loop can hear a signal. */
#define SLICE 64

/* A temporary file of this age is nobody's any more. */
#define LEFT_BEHIND_US HOUR_US

enum request_kind { REQUEST_WRITE, REQUEST_LOOK, REQUEST_REREAD };

struct request {
	struct request *next;
	enum request_kind kind;
	struct desk_write write; /* of REQUEST_REREAD only `ticket` of it */
};

struct spool {
	struct desk desk;
	const char *path;
	enum desk_mode mode;
	int dir;
	struct request *first, **last;
	bool is_poll_wanted, is_polling;
	struct spool_list *list;
	size_t next; /* of the list, while polling */
};

/* Negative when it fails. */
static int open_folder(const char *path, struct error *error)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (dir < 0)
		error_set(error, errno == ENOENT ? ERROR_ABSENT : ERROR_IO,
			  "cannot open the spool folder %s: %s", path, strerror(errno));
	return dir;
}

static char *name_of(const void *ctx, const char *ticket)
{
	return text_format(ctx, "%s.json", ticket);
}

static char *ticket_of(const void *ctx, const char *name)
{
	return text_copy_n(ctx, name, strlen(name) - strlen(".json"));
}

/* ---- delivering ---- */

/* False: this version could not be read, but may be another time. */
static bool deliver(struct spool *spool, const char *name)
{
	const struct desk_listener *listener = &spool->desk.listener;
	void *scratch = talloc_new(NULL);
	struct spool_ticket opened;
	struct error error;
	bool is_settled = true;

	if (spool_ticket_open(scratch, spool->dir, name, &opened, &error)) {
		listener->ticket(listener->arg, &opened.ticket);
	} else {
		is_settled = error.kind == ERROR_INPUT;
		if (error.kind != ERROR_ABSENT)
			listener->bad_ticket(listener->arg, ticket_of(scratch, name), &error);
	}
	talloc_free(scratch);
	return is_settled;
}

/* The version is taken before it is read: what changes in between is read again. */
static void look_at(struct spool *spool, struct spool_entry *entry, bool even_unchanged)
{
	struct stat version;
	bool is_there = fstatat(spool->dir, entry->name, &version, AT_SYMLINK_NOFOLLOW) == 0;

	if (is_there && !even_unchanged && spool_entry_knows(entry, &version))
		return;
	entry->is_known = false;
	if (is_there && deliver(spool, entry->name))
		spool_entry_know(entry, &version);
}

static void reread(struct spool *spool, const void *ctx, const char *ticket)
{
	char *name = name_of(ctx, ticket);
	struct spool_entry *entry = spool_list_find(spool->list, name);

	if (entry == NULL)
		deliver(spool, name);
	else
		look_at(spool, entry, true);
}

/* ---- polling ---- */

static void end_poll(struct spool *spool, const struct error *error)
{
	const struct desk_listener *listener = &spool->desk.listener;

	spool->is_polling = false;
	listener->polled(listener->arg, NULL, error);
}

/* The folder is opened anew: it may have been moved away and another put in its place. */
static void begin_poll(struct spool *spool)
{
	struct spool_list *list;
	struct error error;
	int dir = open_folder(spool->path, &error);

	spool->is_poll_wanted = false;
	if (dir < 0) {
		end_poll(spool, &error);
		return;
	}
	close(spool->dir);
	spool->dir = dir;
	list = spool_list_read(spool, dir, spool->list, &error);
	if (list == NULL) {
		end_poll(spool, &error);
		return;
	}
	talloc_free(spool->list);
	spool->list = list;
	spool->next = 0;
	spool->is_polling = true;
}

static void continue_poll(struct spool *spool)
{
	if (spool->next < spool->list->count)
		look_at(spool, &spool->list->entries[spool->next++], false);
	else
		end_poll(spool, NULL);
}

/* ---- requests ---- */

static void serve_write(struct spool *spool, const void *ctx, const struct desk_write *write)
{
	const struct desk_listener *listener = &spool->desk.listener;
	enum desk_result result = DESK_DONE;
	char *name = name_of(ctx, write->ticket);
	struct error error;

	if (spool->mode != DESK_REHEARSE)
		result = spool_ticket_write(ctx, spool->dir, name,
					    spool_list_find(spool->list, name), write, &error);
	listener->written(listener->arg, write->key, result, result == DESK_LATER ? &error : NULL);
}

static void serve_look(struct spool *spool, const void *ctx, const struct desk_write *write)
{
	const struct desk_listener *listener = &spool->desk.listener;
	struct error error;
	enum desk_sight sight =
		spool_ticket_look(ctx, spool->dir, name_of(ctx, write->ticket), write->key, &error);

	listener->looked(listener->arg, write->key, sight, sight == SIGHT_LATER ? &error : NULL);
}

static void serve_request(struct spool *spool)
{
	struct request *request = spool->first;

	spool->first = request->next;
	if (spool->first == NULL)
		spool->last = &spool->first;
	switch (request->kind) {
	case REQUEST_WRITE: serve_write(spool, request, &request->write); break;
	case REQUEST_LOOK: serve_look(spool, request, &request->write); break;
	case REQUEST_REREAD: reread(spool, request, request->write.ticket); break;
	}
	talloc_free(request);
}

static struct request *add_request(struct desk *desk, enum request_kind kind)
{
	struct spool *spool = (struct spool *)desk;
	struct request *request = NEW(spool, struct request);

	request->kind = kind;
	*spool->last = request;
	spool->last = &request->next;
	return request;
}

/* ---- what may be asked of a desk ---- */

/* Every poll sees all there is: one that is under way already will do, and the next is not far. */
static void spool_poll(struct desk *desk, const char *cursor)
{
	struct spool *spool = (struct spool *)desk;

	(void)cursor;
	spool->is_poll_wanted = !spool->is_polling;
}

static void spool_write(struct desk *desk, const struct desk_write *write)
{
	struct request *request = add_request(desk, REQUEST_WRITE);

	request->write = desk_write_copy(request, write);
}

static void spool_look(struct desk *desk, const struct desk_write *write, struct instant since)
{
	struct request *request = add_request(desk, REQUEST_LOOK);

	(void)since;
	request->write = desk_write_copy(request, write);
}

static void spool_reread(struct desk *desk, const char *ticket)
{
	struct request *request = add_request(desk, REQUEST_REREAD);

	request->write.ticket = text_copy(request, ticket);
}

/* One file's worth of work; false when there is none. */
static bool take_step(struct spool *spool)
{
	if (spool->first != NULL)
		serve_request(spool);
	else if (spool->is_polling)
		continue_poll(spool);
	else if (spool->is_poll_wanted)
		begin_poll(spool);
	else
		return false;
	return true;
}

static bool spool_run(struct desk *desk)
{
	int steps = 0;

	while (steps < SLICE && take_step((struct spool *)desk))
		steps++;
	return steps > 0;
}

static bool spool_is_busy(const struct desk *desk)
{
	const struct spool *spool = (const struct spool *)desk;

	return spool->first != NULL || spool->is_polling || spool->is_poll_wanted;
}

static int close_folder(struct spool *spool)
{
	close(spool->dir);
	return 0;
}

struct desk *spool_new(const void *ctx, const char *dir, enum desk_mode mode,
		       const struct desk_listener *listener, struct error *error)
{
	static const struct desk_ops ops = {spool_poll,	  spool_write, spool_look,
					    spool_reread, spool_run,   spool_is_busy};
	int fd = open_folder(dir, error);
	struct spool *spool;

	if (fd < 0)
		return NULL;
	spool = NEW(ctx, struct spool);
	/* A file is there or it is not: a write is over when it is answered for. */
	spool->desk = (struct desk){&ops, *listener, "spool", {0}};
	spool->path = text_copy(spool, dir);
	spool->mode = mode;
	spool->dir = fd;
	talloc_set_destructor(spool, close_folder);
	spool->last = &spool->first;
	spool->list = spool_list_new(spool);
	if (mode != DESK_REHEARSE)
		spool_file_sweep(fd, instant_plus(clock_now(), (struct span){-LEFT_BEHIND_US}));
	return &spool->desk;
}
