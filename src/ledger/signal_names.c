#include "ledger/signal_names.h"

#define ENTRY(...) {__VA_ARGS__},
#define NAME(name) name,

const struct signal_view signal_views[] = {SIGNAL_VIEWS(ENTRY){.name = NULL}};
const struct signal_column signal_columns[] = {SIGNAL_COLUMNS(ENTRY){.name = NULL}};
const struct signal_parameter signal_parameters[] = {SIGNAL_PARAMETERS(ENTRY){.name = NULL}};
const char *const signal_functions[] = {SIGNAL_FUNCTIONS(NAME) NULL};
