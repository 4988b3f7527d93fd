/* The parts of `tables`, which prints the program's tables for the manuals. */
#ifndef REFUNDD_TESTS_FLOORS_TABLES_H
#define REFUNDD_TESTS_FLOORS_TABLES_H

/* A table's help, as a sentence on a line of its own; a first word that is a literal stays so. */
void print_sentence(const char *help);
/* Sentences that are whole: each begins a line. */
void print_sentences(const char *text);

/* ---- what whoever runs a daemon sees of it (tables_service.c) ---- */

void print_log_events(void);
void print_error_classes(void);
void print_exits_of_refundd(void);
void print_exits_of_refundctl(void);
void print_exits_of_refund_eval(void);

/* ---- what can be measured of it (tables_metrics.c) ---- */

void print_metrics(void);

#endif
