#include "daemon/order_finder.h"

#include "base/memory.h"

#include <regex.h>
#include <string.h>

#define TEXT_MAX     (32 * 1024) /* bytes of all messages together that are looked at */
#define ORDERS_MAX   16		 /* more are not told apart: two are too many already */
#define ATTEMPTS_MAX 1024	 /* matches looked at in one text */

struct order_finder {
	const char *field;
	regex_t pattern;
};

struct search {
	const struct order_finder *finder;
	const void *ctx;
	const char *id[ORDERS_MAX];
	int count;
	size_t text_left; /* bytes that may still be looked at */
};

static int finder_done(struct order_finder *finder)
{
	regfree(&finder->pattern);
	return 0;
}

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void add_order(struct search *search, const char *text, size_t length)
{
	for (int i = 0; i < search->count; i++)
		if (strlen(search->id[i]) == length && memcmp(search->id[i], text, length) == 0)
			return;
	if (search->count < ORDERS_MAX)
		search->id[search->count++] = text_copy_n(search->ctx, text, length);
}

static bool is_whole(const char *text, regoff_t from, regoff_t to)
{
	return to > from && to - from <= ORDER_ID_MAX &&
	       (from == 0 || !is_letter_or_digit(text[from - 1])) && !is_letter_or_digit(text[to]);
}

static void find_in_text(struct search *search, const char *text)
{
	regoff_t at = 0;

	for (int i = 0; i < ATTEMPTS_MAX; i++) {
		regmatch_t match;
		regoff_t from, to;
		int code = regexec(&search->finder->pattern, text + at, 1, &match,
				   at == 0 ? 0 : REG_NOTBOL);

		if (code == REG_ESPACE) /* else it would seem that no order is named */
			must(NULL);
		if (code != 0)
			return;
		from = at + match.rm_so;
		to = at + match.rm_eo;
		if (is_whole(text, from, to)) {
			add_order(search, text + from, (size_t)(to - from));
			at = to;
			continue;
		}
		/* Whatever else begins in this word would have a letter before it. */
		at = from;
		while (is_letter_or_digit(text[at]))
			at++;
		if (at == from && text[at++] == '\0')
			return;
	}
}

/* A field's whole text is an id by itself, even one that the pattern does not know. */
static void find_in_field(struct search *search, const char *text)
{
	size_t length;

	while (is_blank(*text))
		text++;
	length = strlen(text);
	while (length > 0 && is_blank(text[length - 1]))
		length--;
	if (length > TEXT_MAX)
		return;
	text = text_copy_n(search->ctx, text, length);
	find_in_text(search, text);
	if (search->count == 0 && length >= 1 && length <= ORDER_ID_MAX &&
	    strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
		    length)
		add_order(search, text, length);
}

static void find_in_message(struct search *search, const char *text)
{
	size_t length = strnlen(text, search->text_left);

	search->text_left -= length;
	find_in_text(search, text_copy_n(search->ctx, text, length));
}

struct order_finder *order_finder_new(const void *ctx, const char *field, const char *pattern,
				      struct error *error)
{
	struct order_finder *finder = NEW(ctx, struct order_finder);
	int code = regcomp(&finder->pattern, pattern, REG_EXTENDED);

	if (code != 0) {
		char text[128];

		regerror(code, &finder->pattern, text, sizeof(text));
		error_set(error, ERROR_CONFIG, "order pattern \"%s\": %s", pattern, text);
		talloc_free(finder);
		return NULL;
	}
	talloc_set_destructor(finder, finder_done);
	finder->field = text_copy(finder, field);
	return finder;
}

struct orders_named order_finder_look(const struct order_finder *finder, const void *ctx,
				      const struct ticket *ticket)
{
	struct search search = {.finder = finder, .ctx = ctx, .text_left = TEXT_MAX};
	const char *field = ticket_field(ticket, finder->field);

	if (field != NULL)
		find_in_field(&search, field);
	if (search.count == 0) {
		find_in_message(&search, ticket->subject);
		for (size_t i = 0; i < ticket->message_count; i++)
			if (ticket->messages[i].author == AUTHOR_CUSTOMER &&
			    ticket->messages[i].is_public)
				find_in_message(&search, ticket->messages[i].body);
	}
	return (struct orders_named){search.count, search.count > 0 ? search.id[0] : NULL};
}
