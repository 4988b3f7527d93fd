#include "sys/users.h"

#include <stdio.h>
#include <stdlib.h>

/* user_namespaces(7): each line is the first number here, the first outside, and how many. Where
 * there is no such file, there are no such namespaces. */
bool users_see(uid_t uid)
{
	FILE *file = fopen("/proc/self/uid_map", "re");
	char line[128], *rest;
	bool is_seen = false;

	if (file == NULL)
		return true;
	while (!is_seen && fgets(line, sizeof(line), file) != NULL) {
		unsigned long here = strtoul(line, &rest, 10), count;

		strtoul(rest, &rest, 10); /* where it begins outside */
		count = strtoul(rest, NULL, 10);
		is_seen = uid >= here && uid - here < count;
	}
	fclose(file);
	return is_seen;
}
