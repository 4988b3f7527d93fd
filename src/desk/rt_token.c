#include "desk/rt_token.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKEN_MAX 256

/* `others`: the rights that nobody may have. Those of the group tell nothing of a credential: where
 * an access list lets us in, and us alone, it shows there. */
static bool check_file(int fd, const char *file, mode_t others, struct error *error)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return error_set(error, ERROR_IO, "cannot read the token in %s: %s", file,
				 strerror(errno));
	if (!S_ISREG(status.st_mode))
		return error_set(error, ERROR_CONFIG, "%s must be a file with the token", file);
	if ((status.st_mode & others) != 0)
		return error_set(error, ERROR_CONFIG,
				 "others may read the token in %s: chmod 600 %s", file, file);
	return true;
}

/* *text is the file's without blanks around it, within `buffer`. */
static bool read_text(int fd, const char *file, char buffer[TOKEN_MAX], const char **text,
		      struct error *error)
{
	ssize_t length = read(fd, buffer, TOKEN_MAX - 1);

	if (length < 0)
		return error_set(error, ERROR_IO, "cannot read the token in %s: %s", file,
				 strerror(errno));
	while (length > 0 && strchr(" \t\r\n", buffer[length - 1]) != NULL)
		length--;
	buffer[length] = '\0';
	*text = buffer + strspn(buffer, " \t\r\n");
	return true;
}

/* "1-27-0123456789abcdef": *user is where the 27 stands. */
static bool find_user(const char *text, const char **user, size_t *length)
{
	const char *rest;

	if (strncmp(text, "1-", 2) != 0)
		return false;
	*user = text + 2;
	*length = strspn(*user, "0123456789");
	rest = *user + *length;
	return *length >= 1 && *length <= 18 && rest[0] == '-' && rest[1] != '\0' &&
	       strspn(rest + 1, "0123456789abcdefABCDEF") == strlen(rest + 1);
}

static bool read_token(const void *ctx, int fd, const char *file, mode_t others, const char **token,
		       const char **user, struct error *error)
{
	char buffer[TOKEN_MAX];
	const char *text, *found;
	size_t length;

	if (!check_file(fd, file, others, error) || !read_text(fd, file, buffer, &text, error))
		return false;
	if (!find_user(text, &found, &length))
		return error_set(error, ERROR_CONFIG,
				 "%s has no token of Request Tracker in it: expected one like "
				 "1-27-0123456789abcdef",
				 file);
	*user = text_copy_n(ctx, found, length);
	*token = text_copy(ctx, text);
	return true;
}

static int open_file(const char *file)
{
	return open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/* Of `ctx`; NULL: nobody hands us credentials. */
static const char *credential_for(const void *ctx, const char *file)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	const char *slash = strrchr(file, '/');

	if (folder == NULL || folder[0] != '/')
		return NULL;
	return text_format(ctx, "%s/refundd_%s", folder, slash != NULL ? slash + 1 : file);
}

static bool not_opened(const char *file, const char *credential, struct error *error)
{
	enum error_kind kind = errno == ENOENT ? ERROR_ABSENT : ERROR_IO;

	if (credential == NULL)
		return error_set(error, kind, "cannot open the token file %s: %s", file,
				 strerror(errno));
	return error_set(error, kind, "cannot open the token file %s: %s; nor is there a %s", file,
			 strerror(errno), credential);
}

bool rt_token_read(const void *ctx, const char *file, const char **token, const char **user,
		   struct error *error)
{
	const char *credential = credential_for(ctx, file);
	int fd = credential != NULL ? open_file(credential) : -1;
	bool is_credential = fd >= 0, is_read;

	if (!is_credential)
		fd = open_file(file);
	if (fd < 0)
		return not_opened(file, credential, error);
	is_read = read_token(ctx, fd, is_credential ? credential : file,
			     is_credential ? S_IRWXO : S_IRWXG | S_IRWXO, token, user, error);
	close(fd);
	return is_read;
}
