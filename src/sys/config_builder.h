/* What the building of a configuration and its checks share: config_build.c, config_check.c. */
#ifndef REFUNDD_SYS_CONFIG_BUILDER_H
#define REFUNDD_SYS_CONFIG_BUILDER_H

#include "sys/config.h"
#include "sys/config_dump.h"
#include "sys/config_parse.h"
#include "sys/config_values.h"

struct builder {
	struct config *config;
	const struct config_tokens *tokens;
	struct config_reading reading;
	struct words languages; /* that replies are written in, the fallback first */
	struct config_dump dump;
};

/* Of a section. */
struct place config_place_of(const struct builder *builder, cfg_t *section);
/* Something in the section was passed over: that something is missing is not worth telling. */
bool config_lacks(const struct builder *builder, cfg_t *section);
/* Where an option was set, or else the section that it would stand in. */
struct place config_place_of_option(const struct builder *builder, cfg_t *section,
				    const char *name);
/* Adds a problem at the place of a section. */
void config_complain(const struct builder *builder, cfg_t *section, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Keeps a setting of the top level or of an rt for config_setting(). */
void config_note_setting(struct builder *builder, cfg_t *section, const struct option_info *option,
			 const struct config_token *const *values, size_t count, void *object);

/* What must hold between the options of a section, once each for itself is right. */
void config_check_rule(struct builder *builder, cfg_t *section, const struct rule *rule);
void config_check_reason(struct builder *builder, cfg_t *section,
			 const struct review_reason *reason);
void config_check_rt(struct builder *builder, cfg_t *section, const struct rt_settings *rt);
void config_check_review(struct builder *builder, cfg_t *tree);
void config_check_metrics(struct builder *builder, cfg_t *tree);
/* Finds the ticket system that `desk` names. */
void config_choose_desk(struct builder *builder, cfg_t *tree);

#endif
