#include "daemon/metrics.h"
#include "tables.h"

#include <stdio.h>

static void print_labels(const char *const *labels)
{
	for (size_t i = 0; labels[i] != NULL; i++)
		printf("%s %s", i == 0 ? "By" : ",", labels[i]);
	if (labels[0] != NULL)
		printf(".\n");
}

void print_metrics(void)
{
	printf(".Bl -tag -width Ds\n");
	for (int metric = 0; metric < METRIC_COUNT; metric++) {
		const struct metric_info *info = metric_info((enum metric)metric);

		printf(".It Va %s Pq %s\n", info->name, metric_type_name(info->type));
		print_sentence(info->help);
		print_labels(info->labels);
	}
	printf(".El\n");
}
