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

static const char *byte_fault(unsigned char byte)
{
	if (byte == '\r')
		return "byte 0x%02x: lines end with a line feed alone";
	if ((byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7f)
		return "byte 0x%02x is a control character";
	return NULL;
}

/* Looks at every byte once, so that nothing after this meets a NUL or half a character: what cannot
 * be becomes a blank, in a copy. Told are the first of a line, and line ends once. */
static const struct config_file *clean_bytes(struct scanner scanner)
{
	const struct config_file *file = scanner.file;
	struct config_file *copy = NEW(scanner.ctx, struct config_file);
	char *bytes = must(talloc_memdup(scanner.ctx, file->bytes, file->length + 1));
	size_t valid = utf8_valid_length(file->bytes, file->length);
	bool told_line_end = false;
	int told_line = 0;

	for (; scanner.at < file->length; step_over(&scanner, 1)) {
		unsigned char byte = (unsigned char)file->bytes[scanner.at];
		bool is_line_end = byte == '\r';
		const char *fault =
			scanner.at == valid ? "byte 0x%02x is not UTF-8" : byte_fault(byte);

		if (fault == NULL)
			continue;
		if (scanner.at == valid)
			valid += 1 + utf8_valid_length(file->bytes + valid + 1,
						       file->length - valid - 1);
		if (is_line_end ? !told_line_end : told_line != scanner.line)
			problems_add(scanner.problems, place_here(&scanner), fault, byte);
		if (is_line_end)
			told_line_end = true;
		else
			told_line = scanner.line;
		bytes[scanner.at] = ' ';
	}
	*copy = (struct config_file){file->name, bytes, file->length};
	return copy;
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

static void scan_text(struct scanner *scanner, struct config_token *token)
{
	size_t end;
	bool is_good = config_text_decode(scanner->ctx, token, &end, scanner->problems);

	token->kind = is_good ? CONFIG_TEXT : CONFIG_JUNK;
	step_over(scanner, end - scanner->at);
}

static void scan_plain(struct scanner *scanner, struct config_token *token,
		       enum config_token_kind kind, size_t length)
{
	token->kind = kind;
	token->text = text_copy_n(scanner->ctx, scanner->file->bytes + scanner->at, length);
	token->length = length;
	step_over(scanner, length);
}

/* A comment of C is one mistake as a whole; else the rest of the line is, up to a brace, for those
 * are likely meant. */
static size_t junk_length(const char *bytes)
{
	const char *end = strncmp(bytes, "/*", 2) == 0 ? strstr(bytes + 2, "*/") : NULL;

	if (end != NULL)
		return (size_t)(end + 2 - bytes);
	return strcspn(bytes, strncmp(bytes, "//", 2) == 0 ? "\n" : "\n#{}");
}

static void scan_token(struct scanner *scanner, struct config_token *token)
{
	const char *bytes = scanner->file->bytes;
	size_t end = scanner->at;

	*token = (struct config_token){
		.file = scanner->file, .offset = scanner->at, .place = place_here(scanner)};
	while (is_word_byte(bytes[end]))
		end++;
	if (bytes[scanner->at] == '"') {
		scan_text(scanner, token);
	} else if (end > scanner->at) {
		scan_plain(scanner, token, CONFIG_WORD, end - scanner->at);
	} else if (strchr("={}(),", bytes[end]) != NULL) {
		scan_plain(scanner, token, CONFIG_SIGN, 1);
	} else {
		problems_add(scanner->problems, token->place,
			     "this character is not expected here; texts stand in double quotes");
		scan_plain(scanner, token, CONFIG_JUNK, junk_length(bytes + end));
	}
}

void config_tokens_add(const void *ctx, struct config_tokens *tokens, struct config_token token)
{
	if (tokens->count == tokens->capacity) {
		tokens->capacity = 2 * tokens->capacity + 64;
		tokens->list = GROW_ARRAY(ctx, tokens->list, struct config_token, tokens->capacity);
	}
	tokens->list[tokens->count++] = token;
}

struct config_tokens config_tokens_copy(const void *ctx, const struct config_tokens *tokens)
{
	struct config_tokens copy = *tokens;

	copy.list = must(talloc_memdup(ctx, tokens->list, tokens->count * sizeof(*tokens->list)));
	copy.capacity = tokens->count;
	return copy;
}

void config_tokens_match(struct config_tokens *tokens)
{
	size_t open = 0; /* the number of the innermost one and one more; in it, that around it */

	for (size_t i = 0; i < tokens->count; i++) {
		struct config_token *token = &tokens->list[i];

		if (config_token_is(token, CONFIG_SIGN, "{")) {
			token->match = open;
			open = i + 1;
		} else if (config_token_is(token, CONFIG_SIGN, "}")) {
			token->match = open - 1;
			open = tokens->list[token->match].match;
			tokens->list[token->match].match = i;
		}
	}
}

void config_tokens_lack(struct config_tokens *tokens)
{
	tokens->lacks = true;
	for (size_t i = 0; i < tokens->count; i++)
		tokens->list[i].lacks = true;
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

void config_scan(const void *ctx, const struct config_file *file, struct config_tokens *tokens,
		 struct problems *problems)
{
	struct scanner scanner = {ctx, file, problems, 0, 1, 0};
	struct config_token token;

	scanner.file = clean_bytes(scanner);
	for (;;) {
		skip_blanks_and_comments(&scanner);
		if (scanner.at == file->length)
			return;
		scan_token(&scanner, &token);
		config_tokens_add(ctx, tokens, token);
	}
}
