#include "sys/config_scan.h"

#include "base/memory.h"
#include "sys/config_text.h"
#include "wire/utf8.h"

#include <string.h>

struct scanner {
	const void *ctx;
	const struct config_file *file;
	struct problems *problems;
	size_t at;
	int line;
	size_t line_start;
};

static struct place place_here(const struct scanner *scanner)
{
	return (struct place){scanner->file->name, scanner->line,
			      (int)(scanner->at - scanner->line_start) + 1};
}

static void step_over(struct scanner *scanner, size_t bytes)
{
	for (size_t end = scanner->at + bytes; scanner->at < end; scanner->at++) {
		if (scanner->file->bytes[scanner->at] == '\n') {
			scanner->line++;
			scanner->line_start = scanner->at + 1;
		}
	}
}

/* Looks at every byte once, so that nothing after this meets a NUL or half a character. */
static bool check_bytes(struct scanner scanner)
{
	const struct config_file *file = scanner.file;
	size_t valid = utf8_valid_length(file->bytes, file->length);

	for (; scanner.at < valid; step_over(&scanner, 1)) {
		unsigned char byte = (unsigned char)file->bytes[scanner.at];

		if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f) {
			problems_add(scanner.problems, place_here(&scanner),
				     byte == '\r' ? "byte 0x%02x: lines end with a line feed alone"
						  : "byte 0x%02x is a control character",
				     byte);
			return false;
		}
	}
	if (valid < file->length)
		problems_add(scanner.problems, place_here(&scanner), "byte 0x%02x is not UTF-8",
			     (unsigned char)file->bytes[valid]);
	return valid == file->length;
}

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (byte != '\0' && strchr("_.:-", byte) != NULL);
}

static void skip_blanks_and_comments(struct scanner *scanner)
{
	const struct config_file *file = scanner->file;
	bool is_comment = false;

	while (scanner->at < file->length) {
		char byte = file->bytes[scanner->at];

		if (byte == '#')
			is_comment = true;
		else if (byte == '\n')
			is_comment = false;
		else if (!is_comment && byte != ' ' && byte != '\t')
			return;
		step_over(scanner, 1);
	}
}

static bool scan_text(struct scanner *scanner, struct config_token *token)
{
	size_t end;

	token->kind = CONFIG_TEXT;
	if (!config_text_decode(scanner->ctx, token, &end, scanner->problems))
		return false;
	step_over(scanner, end - scanner->at);
	return true;
}

static void scan_plain(struct scanner *scanner, struct config_token *token,
		       enum config_token_kind kind, size_t length)
{
	token->kind = kind;
	token->text = text_copy_n(scanner->ctx, scanner->file->bytes + scanner->at, length);
	token->length = length;
	step_over(scanner, length);
}

static bool scan_token(struct scanner *scanner, struct config_token *token)
{
	const char *bytes = scanner->file->bytes;
	size_t end = scanner->at;

	*token = (struct config_token){
		.file = scanner->file, .offset = scanner->at, .place = place_here(scanner)};
	if (bytes[scanner->at] == '"')
		return scan_text(scanner, token);
	while (is_word_byte(bytes[end]))
		end++;
	if (end > scanner->at) {
		scan_plain(scanner, token, CONFIG_WORD, end - scanner->at);
	} else if (strchr("={}(),", bytes[end]) != NULL) {
		scan_plain(scanner, token, CONFIG_SIGN, 1);
	} else {
		problems_add(scanner->problems, token->place,
			     "this character is not expected here; texts stand in double quotes");
		return false;
	}
	return true;
}

void config_tokens_add(const void *ctx, struct config_tokens *tokens, struct config_token token)
{
	if (tokens->count == tokens->capacity) {
		tokens->capacity = 2 * tokens->capacity + 64;
		tokens->list = GROW_ARRAY(ctx, tokens->list, struct config_token, tokens->capacity);
	}
	tokens->list[tokens->count++] = token;
}

bool config_token_is(const struct config_token *token, enum config_token_kind kind,
		     const char *text)
{
	return token->kind == kind && strcmp(token->text, text) == 0;
}

struct place config_token_place(const struct config_token *token, size_t index)
{
	if (token->origin == NULL)
		return config_place_of_offset(token, token->offset + index);
	return config_place_of_offset(token, token->origin[index]);
}

struct place config_place_of_offset(const struct config_token *token, size_t offset)
{
	struct place place = token->place;

	for (size_t at = token->offset; at < offset; at++) {
		place.column++;
		if (token->file->bytes[at] == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	return place;
}

bool config_scan(const void *ctx, const struct config_file *file, struct config_tokens *tokens,
		 struct problems *problems)
{
	struct scanner scanner = {ctx, file, problems, 0, 1, 0};
	struct config_token token;

	if (!check_bytes(scanner))
		return false;
	for (;;) {
		skip_blanks_and_comments(&scanner);
		if (scanner.at == file->length)
			return true;
		if (!scan_token(&scanner, &token))
			return false;
		config_tokens_add(ctx, tokens, token);
	}
}
