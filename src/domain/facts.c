#include "domain/facts.h"

static const char *const actions[] = {"purchase", "renew", "upgrade", "downgrade"};
static const char *const statuses[] = {"unpaid",   "paid",	"shipping", "shipped", "failed",
				       "refunded", "refunding", "closed",   "expired", "invalid"};
static const char *const origins[] = {"purchased", "gift", "trial", "campaign"};
static const char *const suspensions[] = {"none", "content-violation", "illegal", "overdue",
					  "other"};

/* What the short words in the columns of FACTS stand for. */
#define WORDS_NONE	((struct words){NULL, 0})
#define WORDS_ACTION	WORDS(actions)
#define WORDS_STATUS	WORDS(statuses)
#define WORDS_ORIGIN	WORDS(origins)
#define WORDS_SUSPENDED WORDS(suspensions)

#define TYPE_OF_SHAPE_TEXT     VALUE_TEXT
#define TYPE_OF_SHAPE_WORD     VALUE_TEXT
#define TYPE_OF_SHAPE_UIN      VALUE_TEXT
#define TYPE_OF_SHAPE_CURRENCY VALUE_TEXT
#define TYPE_OF_SHAPE_TIME     VALUE_INSTANT
#define TYPE_OF_SHAPE_COUNT    VALUE_NUMBER
#define TYPE_OF_SHAPE_DECIMAL  VALUE_NUMBER
#define TYPE_OF_SHAPE_AMOUNT   VALUE_MONEY
#define TYPE_OF_SHAPE_TRUTH    VALUE_TRUTH

/* clang-format off */
static const struct fact_info infos[] = {
#define X(identifier, section, key, shape, words, teller, help) \
	[FACT_##identifier] = {section "." key, section, key, shape, TYPE_OF_##shape, \
			       WORDS_##words, TELLER_##teller, help},
	FACTS(X)
#undef X
	[FACT_SIGNALS] = {"signals", "signals", "", SHAPE_DECIMAL, VALUE_NUMBER,
			  WORDS_NONE, TELLER_US, "the values of the signals of abuse"},
};
/* clang-format on */

const struct fact_info *fact_info(enum fact fact)
{
	return &infos[fact];
}

void facts_init(struct facts *facts)
{
	/* clang-format off */
	static const struct facts unknown = {.value = {
#define X(identifier, section, key, shape, ...) [FACT_##identifier] = {.type = TYPE_OF_##shape},
		FACTS(X)
#undef X
	}};
	/* clang-format on */

	*facts = unknown;
}
