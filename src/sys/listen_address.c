#include "sys/listen_address.h"

#include <stddef.h>
#include <string.h>

#define PATH_BYTES_MAX 107 /* unix(7) */

static bool parse_path(const char *path, struct listen_address *address, struct error *error)
{
	if (path[0] != '/')
		return error_set(error, ERROR_CONFIG,
				 "the path of a Unix socket must begin with \"/\"");
	if (strlen(path) > PATH_BYTES_MAX)
		return error_set(error, ERROR_CONFIG,
				 "the path of a Unix socket must not be longer than %d bytes",
				 PATH_BYTES_MAX);
	*address = (struct listen_address){.kind = LISTEN_UNIX, .path = path};
	return true;
}

static bool parse_port(enum listen_kind kind, const char *text, struct listen_address *address,
		       struct error *error)
{
	size_t length = strlen(text);
	long port = 0;

	for (const char *digit = text; *digit != '\0' && length <= 5; digit++)
		port = port * 10 + (*digit - '0');
	if (length == 0 || length > 5 || strspn(text, "0123456789") != length || port > 65535)
		return error_set(error, ERROR_CONFIG, "a port from 0 to 65535 is expected");
	*address = (struct listen_address){.kind = kind, .port = (uint16_t)port};
	return true;
}

bool listen_address_parse(const char *text, struct listen_address *address, struct error *error)
{
	static const struct {
		const char *head;
		enum listen_kind kind;
	} heads[] = {{"127.0.0.1:", LISTEN_IPV4}, {"[::1]:", LISTEN_IPV6}, {"unix:", LISTEN_UNIX}};

	if (strcmp(text, "off") == 0) {
		*address = (struct listen_address){.kind = LISTEN_OFF};
		return true;
	}
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		size_t length = strlen(heads[i].head);

		if (strncmp(text, heads[i].head, length) != 0)
			continue;
		return heads[i].kind == LISTEN_UNIX
			       ? parse_path(text + length, address, error)
			       : parse_port(heads[i].kind, text + length, address, error);
	}
	return error_set(error, ERROR_CONFIG,
			 "\"off\", \"unix:/PATH\", \"127.0.0.1:PORT\" or \"[::1]:PORT\" is "
			 "expected: nobody beyond this machine is to read them");
}
