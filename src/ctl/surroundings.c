#include "ctl/surroundings.h"

#include "base/memory.h"
#include "desk/rt_token.h"

#include <errno.h>
#include <libgen.h>
#include <string.h>
#include <unistd.h>

/* ---- files ---- */

static struct place place_of(const struct config *config, const char *rt, const char *name)
{
	const struct config_setting *setting = config_setting(config, rt, name);

	return setting != NULL ? setting->place : (struct place){config->file, 0, 0};
}

static void check_token(const struct config *config, struct problems *problems)
{
	void *scratch = talloc_new(NULL);
	const char *token, *user;
	struct error error;

	if (!rt_token_read(scratch, config->rt->token_file, &token, &user, &error))
		problems_add(problems, place_of(config, config->rt->name, "token_file"),
			     "token_file: %s", error.text);
	talloc_free(scratch);
}

static void check_certificates(const struct config *config, struct problems *problems)
{
	const char *file = config->rt->ca_file;

	if (access(file, R_OK) != 0)
		problems_add(problems, place_of(config, config->rt->name, "ca_file"),
			     "ca_file: %s cannot be read: %s", file, strerror(errno));
}

/* ---- folders ---- */

static void warn(const struct config *config, const char *name, const char *folder, const char *who,
		 struct problems *warnings)
{
	if (access(folder, R_OK | W_OK | X_OK) == 0)
		return;
	if (errno == ENOENT)
		problems_add(warnings, place_of(config, NULL, name),
			     "warning: %s: the folder %s is not there; %s", name, folder, who);
	else
		problems_add(warnings, place_of(config, NULL, name),
			     "warning: %s: you cannot write in %s: %s; refundd must", name, folder,
			     strerror(errno));
}

void surroundings_check(const struct config *config, struct problems *problems)
{
	if (config->rt == NULL)
		return;
	if (config->rt->token_file != NULL)
		check_token(config, problems);
	if (config->rt->ca_file != NULL)
		check_certificates(config, problems);
}

void surroundings_warn(const struct config *config, struct problems *warnings)
{
	char *socket = text_copy(warnings, config->control_socket);

	warn(config, "state_dir", config->state_dir, "it is made at the start", warnings);
	if (config->rt == NULL)
		warn(config, "spool_dir", config->spool_dir, "refundd does not make it", warnings);
	warn(config, "control_socket", dirname(socket), "systemd makes it when it starts refundd",
	     warnings);
}
