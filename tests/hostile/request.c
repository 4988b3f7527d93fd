#include "hostile/request.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *find_header(const char *head, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return line + length + 1;
	}
	return NULL;
}

bool request_read(const void *ctx, const struct buffer *in, struct request *request, size_t *length)
{
	char *end = strstr(in->bytes, "\r\n\r\n"), *head, *rest;
	const char *body_length, *token;
	size_t head_length;

	if (end == NULL)
		return false;
	head_length = (size_t)(end - in->bytes) + 4;
	head = text_copy_n(ctx, in->bytes, head_length - 2);
	body_length = find_header(head, "Content-Length");
	request->length = body_length == NULL ? 0 : strtoul(body_length, NULL, 10);
	if (in->length < head_length + request->length)
		return false;
	*length = head_length + request->length;
	token = find_header(head, "Authorization");
	request->has_token = token != NULL && strncmp(token, " token ", 7) == 0;
	request->body = text_copy_n(ctx, in->bytes + head_length, request->length);
	request->method = strtok_r(head, " ", &rest);
	request->path = strtok_r(NULL, " ", &rest);
	if (request->path == NULL)
		request->path = head;
	strtok_r(request->path, "?", &request->query);
	return true;
}
