/* What accounts have in common, kept beside the rows that say so: of each the earliest. A row that
 * is corrected later takes nothing back, for the account did have it. */
#include "ledger/imports.h"
#include "sys/digest.h"

#include <string.h>

#define TRAIT_SIZE    257 /* of a text of an import, and its end */
#define VEILED_LENGTH 16  /* digits of a digest */

/* The same address however it is written: lower case, and "me+shop@" is "me@". */
static void write_email(const char *text, char trait[TRAIT_SIZE])
{
	const char *host = strrchr(text, '@');
	bool is_tag = false;
	size_t length = 0;

	for (const char *at = text; *at != '\0' && length + 1 < TRAIT_SIZE; at++) {
		is_tag = (is_tag || *at == '+') && host != NULL && at < host;
		if (!is_tag && *at != ' ')
			trait[length++] = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	}
	trait[length] = '\0';
}

/* Digits alone, without the zeros or the plus of an international prefix. */
static void write_phone(const char *text, char trait[TRAIT_SIZE])
{
	size_t length = 0;

	for (const char *at = text; *at != '\0' && length + 1 < TRAIT_SIZE; at++)
		if (*at >= '0' && *at <= '9' && (length > 0 || *at != '0'))
			trait[length++] = *at;
	trait[length] = '\0';
}

static void write_as_it_is(const char *text, char trait[TRAIT_SIZE])
{
	size_t length = strnlen(text, TRAIT_SIZE - 1);

	memcpy(trait, text, length);
	trait[length] = '\0';
}

/* Not what it is, but whether it is the same, so that contact data stand in no evidence and in no
 * note: only with the account itself, where they can be forgotten. */
static void veil(char trait[TRAIT_SIZE])
{
	char digest[DIGEST_TEXT_SIZE];

	if (trait[0] == '\0')
		return;
	digest_text(trait, strlen(trait), digest);
	memcpy(trait, digest, VEILED_LENGTH);
	trait[VEILED_LENGTH] = '\0';
}

static void write_email_veiled(const char *text, char trait[TRAIT_SIZE])
{
	write_email(text, trait);
	veil(trait);
}

static void write_phone_veiled(const char *text, char trait[TRAIT_SIZE])
{
	write_phone(text, trait);
	veil(trait);
}

/* Whoever pays for an order has the payer in common with whoever owns it. */
static const struct {
	const char *column, *account, *kind;
	void (*write)(const char *text, char trait[TRAIT_SIZE]);
} traits[] = {
	{"payer_uin", "owner_uin", "payer", write_as_it_is},
	{"payer_uin", "payer_uin", "payer", write_as_it_is},
	{"entity", "owner_uin", "entity", write_as_it_is},
	{"sdk_app_id", "owner_uin", "app", write_as_it_is},
	{"entity", "uin", "entity", write_as_it_is},
	{"email", "uin", "email", write_email_veiled},
	{"phone", "uin", "phone", write_phone_veiled},
};

/* NULL where the kind has no such column, or it is unknown. */
static const struct value *value_of(const struct import *import, const struct value *values,
				    const char *column)
{
	for (size_t i = 0; i < import->kind->count; i++)
		if (strcmp(import->kind->columns[i].name, column) == 0)
			return values[i].is_known ? &values[i] : NULL;
	return NULL;
}

static bool save(const struct import *import, const char *kind, const char *trait,
		 const char *account, struct instant since, struct error *error)
{
	struct query *query = db_query(import->ledger->db, SQL_TRAIT_SAVE);

	query_bind_text(query, kind);
	query_bind_text(query, trait);
	query_bind_text(query, account);
	query_bind_instant(query, since);
	return query_run(query, error);
}

bool traits_save(const struct import *import, const struct value *values, struct error *error)
{
	const struct value *bought = value_of(import, values, "purchased_at");
	const struct value *since = bought != NULL ? bought : value_of(import, values, "as_of");
	char trait[TRAIT_SIZE];

	for (size_t i = 0; i < sizeof(traits) / sizeof(traits[0]); i++) {
		const struct value *account = value_of(import, values, traits[i].account);
		const struct value *value = value_of(import, values, traits[i].column);

		if (account == NULL || value == NULL)
			continue;
		traits[i].write(value->text, trait);
		if (trait[0] != '\0' &&
		    !save(import, traits[i].kind, trait, account->text, since->instant, error))
			return false;
	}
	return true;
}
