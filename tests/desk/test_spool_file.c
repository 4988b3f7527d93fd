#include "desk/spool_file.h"

#include "base/memory.h"
#include "spool_folder.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>

/* These stand before the C library's: a test can come between two steps of a replacement, or be a
 * file system that lacks something. */
static void (*before_exchange)(void);
static int exchange_fails, sync_fails; /* with this errno, once */

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	void (*hook)(void) = before_exchange;

	before_exchange = NULL;
	if (hook != NULL)
		hook();
	if (exchange_fails != 0) {
		errno = exchange_fails;
		exchange_fails = 0;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}

int fsync(int fd)
{
	if (sync_fails == 0)
		return (int)syscall(SYS_fsync, fd);
	errno = sync_fails;
	sync_fails = 0;
	return -1;
}

static void *ctx;
static struct spool_file file;
static struct stat after;
static struct error error;

static void begin(void)
{
	ctx = talloc_new(NULL);
	folder_make();
}

static void end(void)
{
	folder_remove();
	talloc_free(ctx);
}

TestSuite(spool_file, .init = begin, .fini = end);

static bool read_file(const char *name)
{
	return spool_file_read(ctx, folder, name, 1000, &file, &error);
}

static bool replace(const char *name, const char *text)
{
	return spool_file_replace(folder, name, &file.version, text, strlen(text), &after, &error);
}

/* ---- reading ---- */

Test(spool_file, the_bytes_are_read_with_their_version)
{
	struct stat found;

	folder_write("a.json", "hello");
	cr_assert(read_file("a.json"), "%s", error.text);
	cr_expect_eq(file.length, 5u);
	cr_expect_str_eq(file.bytes, "hello");
	fstatat(folder, "a.json", &found, 0);
	cr_expect(spool_file_is_same(&found, &file.version));
}

Test(spool_file, a_file_may_be_as_large_as_the_limit_and_no_larger)
{
	char text[1002];

	memset(text, 'x', sizeof(text));
	text[1000] = '\0';
	folder_write("a.json", text);
	cr_expect(read_file("a.json"));
	text[1000] = 'x';
	text[1001] = '\0';
	folder_write("a.json", text);
	cr_expect_not(read_file("a.json"));
	cr_expect_eq(error.kind, ERROR_INPUT);
	cr_expect_str_eq(error.text, "the file is larger than 1000 bytes");
}

static void make_socket(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s/%s", folder_path, name);
	cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

Test(spool_file, what_is_no_file_is_not_read)
{
	static const struct {
		const char *name;
		enum error_kind kind;
		const char *text;
	} rows[] = {
		{"absent", ERROR_ABSENT, "there is no such file"},
		{"folder", ERROR_INPUT, "this is a folder, not a file"},
		{"pipe", ERROR_INPUT, "this is a pipe or device, not a file"},
		{"link", ERROR_INPUT, "this is a link, not a file"},
		{"dangling", ERROR_INPUT, "this is a link, not a file"},
		{"socket", ERROR_INPUT, "this is a socket or device, not a file"},
	};

	folder_write("file", "");
	mkdirat(folder, "folder", 0755);
	mkfifoat(folder, "pipe", 0644);
	cr_assert_eq(symlinkat("file", folder, "link"), 0);
	cr_assert_eq(symlinkat("nowhere", folder, "dangling"), 0);
	make_socket("socket");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		cr_expect_not(read_file(rows[i].name), "%s", rows[i].name);
		cr_expect_eq(error.kind, rows[i].kind, "%s", rows[i].name);
		cr_expect_str_eq(error.text, rows[i].text);
	}
}

Test(spool_file, a_forbidden_file_is_named_so)
{
	folder_write("a.json", "hello");
	cr_assert_eq(fchmodat(folder, "a.json", 0, 0), 0);
	if (geteuid() == 0) {
		cr_assert_eq(fchmod(folder, 0755), 0);
		cr_assert_eq(seteuid(65534), 0);
		cr_expect_not(read_file("a.json"));
		cr_assert_eq(seteuid(0), 0);
	} else {
		cr_expect_not(read_file("a.json"));
	}
	cr_expect_eq(error.kind, ERROR_INPUT);
	cr_expect_str_eq(error.text, "it may not be read: permission denied");
}

Test(spool_file, a_machine_that_fails_is_not_the_files_fault)
{
	struct rlimit limit;

	folder_write("a.json", "hello");
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &limit);
	cr_expect_not(read_file("a.json"));
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	cr_expect_eq(error.kind, ERROR_IO);
	cr_expect_str_eq(error.text, "cannot open the file: Too many open files");
}

/* ---- replacing ---- */

Test(spool_file, a_version_is_replaced_and_nothing_is_left_behind)
{
	struct stat found;

	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	cr_assert(replace("a.json", "new and longer"), "%s", error.text);
	folder_expect("a.json", "new and longer");
	cr_expect_eq(folder_count(), 1);
	fstatat(folder, "a.json", &found, 0);
	cr_expect(spool_file_is_same(&found, &after));
	cr_expect_eq(found.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
}

Test(spool_file, mode_and_owner_are_kept)
{
	struct stat found;

	folder_write("a.json", "old");
	cr_assert_eq(fchmodat(folder, "a.json", 0640, 0), 0);
	if (geteuid() == 0)
		cr_assert_eq(fchownat(folder, "a.json", 1, 2, 0), 0);
	cr_assert(read_file("a.json"));
	cr_assert(replace("a.json", "new"), "%s", error.text);
	fstatat(folder, "a.json", &found, 0);
	cr_expect_eq(found.st_mode, file.version.st_mode);
	cr_expect_eq(found.st_uid, file.version.st_uid);
	cr_expect_eq(found.st_gid, file.version.st_gid);
}

Test(spool_file, rights_of_a_group_that_cannot_be_kept_go_to_no_other)
{
	struct stat found;

	if (geteuid() != 0)
		cr_skip("only root can make files of others");
	folder_write("a.json", "old");
	cr_assert_eq(fchmodat(folder, "a.json", 0664, 0), 0);
	cr_assert_eq(fchmod(folder, 0777), 0);
	cr_assert(read_file("a.json"));
	cr_assert_eq(setegid(65534), 0);
	cr_assert_eq(seteuid(65534), 0);
	cr_expect(replace("a.json", "new"), "%s", error.text);
	cr_assert_eq(seteuid(0), 0);
	fstatat(folder, "a.json", &found, 0);
	cr_expect_eq(found.st_mode & 0777, 0604u);
	cr_expect_eq(found.st_uid, 65534u);
}

static void expect_busy(const char *left)
{
	cr_expect_eq(error.kind, ERROR_BUSY, "%s", error.text);
	cr_expect_eq(folder_count(), left == NULL ? 0 : 1);
	if (left != NULL)
		folder_expect("a.json", left);
}

Test(spool_file, a_version_that_was_replaced_before_is_not_ours_to_replace)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	folder_put("a.json", "theirs");
	cr_expect_not(replace("a.json", "ours"));
	expect_busy("theirs");
}

Test(spool_file, a_version_that_was_changed_in_place_is_not_ours_to_replace)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	folder_write("a.json", "theirs");
	cr_expect_not(replace("a.json", "ours"));
	expect_busy("theirs");
}

Test(spool_file, a_version_that_was_removed_does_not_come_back)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	unlinkat(folder, "a.json", 0);
	cr_expect_not(replace("a.json", "ours"));
	expect_busy(NULL);
}

static void put_theirs(void)
{
	folder_put("a.json", "theirs");
}

Test(spool_file, another_version_that_stands_there_already_is_not_even_exchanged)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	folder_put("a.json", "newer");
	before_exchange = put_theirs;
	cr_expect_not(replace("a.json", "ours"));
	cr_expect_not_null(before_exchange);
	expect_busy("newer");
}

Test(spool_file, one_who_comes_between_looking_and_exchanging_wins)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	before_exchange = put_theirs;
	cr_expect_not(replace("a.json", "ours"));
	expect_busy("theirs");
}

static void put_newer(void)
{
	folder_put("a.json", "newer");
}

static void put_theirs_then_newer(void)
{
	folder_put("a.json", "theirs");
	before_exchange = put_newer;
}

Test(spool_file, one_who_comes_while_another_is_put_back_wins_over_both)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	before_exchange = put_theirs_then_newer;
	cr_expect_not(replace("a.json", "ours"));
	expect_busy("newer");
}

static void put_folder(void)
{
	unlinkat(folder, "a.json", 0);
	mkdirat(folder, "a.json", 0755);
}

Test(spool_file, even_a_folder_in_its_place_is_put_back)
{
	struct stat found;

	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	before_exchange = put_folder;
	cr_expect_not(replace("a.json", "ours"));
	cr_expect_eq(error.kind, ERROR_BUSY);
	cr_expect_eq(folder_count(), 1);
	fstatat(folder, "a.json", &found, 0);
	cr_expect(S_ISDIR(found.st_mode));
}

Test(spool_file, where_files_cannot_be_exchanged_the_version_is_looked_at_and_renamed_over)
{
	static const int errors[] = {EINVAL, ENOSYS};

	for (size_t i = 0; i < 2; i++) {
		folder_write("a.json", "old");
		cr_assert(read_file("a.json"));
		exchange_fails = errors[i];
		cr_expect(replace("a.json", "ours"), "%s", error.text);
		folder_expect("a.json", "ours");
		cr_expect_eq(folder_count(), 1);
	}
}

Test(spool_file, where_files_cannot_be_exchanged_another_version_wins_too)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	before_exchange = put_theirs;
	exchange_fails = EINVAL;
	cr_expect_not(replace("a.json", "ours"));
	expect_busy("theirs");
	exchange_fails = EINVAL;
	unlinkat(folder, "a.json", 0);
	cr_expect_not(replace("a.json", "ours"));
	expect_busy(NULL);
}

Test(spool_file, a_full_disk_leaves_the_old_version)
{
	static const struct {
		int number;
		enum error_kind kind;
		const char *text;
	} rows[] = {
		{ENOSPC, ERROR_FULL, "cannot write the file: No space left on device"},
		{EDQUOT, ERROR_FULL, "cannot write the file: Disk quota exceeded"},
		{EIO, ERROR_IO, "cannot write the file: Input/output error"},
	};

	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sync_fails = rows[i].number;
		cr_expect_not(replace("a.json", "ours"));
		cr_expect_eq(error.kind, rows[i].kind);
		cr_expect_str_eq(error.text, rows[i].text);
		folder_expect("a.json", "old");
		cr_expect_eq(folder_count(), 1);
	}
}

Test(spool_file, a_file_that_may_not_grow_leaves_the_old_version)
{
	struct rlimit limit = {4, RLIM_INFINITY};

	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_expect_not(replace("a.json", "much longer than it may be"));
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_expect_eq(error.kind, ERROR_IO);
	folder_expect("a.json", "old");
	cr_expect_eq(folder_count(), 1);
}

Test(spool_file, an_exchange_that_fails_leaves_the_old_version)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	exchange_fails = EIO;
	cr_expect_not(replace("a.json", "ours"));
	cr_expect_eq(error.kind, ERROR_IO);
	folder_expect("a.json", "old");
	cr_expect_eq(folder_count(), 1);
}

static void fail_next_sync(void)
{
	sync_fails = EIO;
}

Test(spool_file, a_folder_that_is_not_durable_is_said)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	before_exchange = fail_next_sync;
	cr_expect_not(replace("a.json", "ours"));
	cr_expect_str_eq(error.text, "cannot make the folder durable: Input/output error");
	folder_expect("a.json", "ours");
}

Test(spool_file, a_folder_that_cannot_be_written_is_said)
{
	folder_write("a.json", "old");
	cr_assert(read_file("a.json"));
	cr_expect_not(spool_file_replace(-1, "a.json", &file.version, "x", 1, &after, &error));
	cr_expect_eq(error.kind, ERROR_IO);
}

/* ---- sweeping ---- */

Test(spool_file, only_old_files_of_ours_are_swept)
{
	static const struct {
		const char *name;
		int age_s;
		bool stays;
	} rows[] = {
		{".1.json.abcdef", 3601, false}, {".2.json.abcdef", 3500, true},
		{"3.json.abcdef", 9999, true},	 {".4.json", 9999, true},
		{".5.json.abcde", 9999, true},	 {".6.txt.abcdef", 9999, true},
		{".json.abcdef", 9999, true},	 {"7.json", 9999, true},
	};
	const struct instant moment = {(int64_t)time(NULL) * SECOND_US - HOUR_US};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct timespec times[2] = {{.tv_sec = time(NULL) - rows[i].age_s}};

		times[1] = times[0];
		folder_write(rows[i].name, "x");
		cr_assert_eq(utimensat(folder, rows[i].name, times, 0), 0);
	}
	cr_assert_eq(mkdirat(folder, ".8.json.abcdef", 0755), 0);
	spool_file_sweep(folder, moment);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(faccessat(folder, rows[i].name, F_OK, 0) == 0, rows[i].stays, "%s",
			     rows[i].name);
	cr_expect_eq(faccessat(folder, ".8.json.abcdef", F_OK, 0), 0);
}

Test(spool_file, nothing_is_swept_where_nothing_can_be_listed)
{
	spool_file_sweep(-1, (struct instant){0});
}
