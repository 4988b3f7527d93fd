# What `make check` runs: Criterion programs, one a floor; shell tests of the programs; the seeds
# of the fuzz targets; and the checks of the house's rules in tests/floors. All speak TAP.

TEST_EXTENSIONS = .sh
tap_driver = env AM_TAP_AWK='$(AWK)' $(SHELL) $(srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(tap_driver)
LOG_COMPILER = $(SHELL) $(srcdir)/tests/run-criterion
SH_LOG_DRIVER = $(tap_driver)
SH_LOG_COMPILER = bash

# Where the programs under test are; check-valgrind puts others there.
programs = $(abs_builddir)

AM_TESTS_ENVIRONMENT = \
	REFUNDD='$(programs)/refundd' REFUNDCTL='$(programs)/refundctl' \
	REFUND_EVAL='$(programs)/refund-eval' REFUNDD_ETC='$(abs_srcdir)/etc' \
	REFUNDD_SOURCE='$(abs_srcdir)' REFUNDD_INSTRUMENTED='$(INSTRUMENTED)' \
	HOSTILE_DESK='$(abs_builddir)/hostile-desk' \
	FAULTS_SWEEP='$(abs_builddir)/sweep' FAULTS_SHIM='$(abs_builddir)/faults.so'; \
	export REFUNDD REFUNDCTL REFUND_EVAL REFUNDD_ETC REFUNDD_SOURCE REFUNDD_INSTRUMENTED \
		HOSTILE_DESK FAULTS_SWEEP FAULTS_SHIM;

# What takes long comes first, here and in each list: with -j the others find room beside it.
TESTS = $(sweep_tests) $(other_tests) $(unit_tests) $(program_tests)
unit_tests =
sweep_tests =
EXTRA_DIST += tests/lsan-suppressions tests/valgrind-suppressions tests/run-criterion tests/tap.sh tests/hostile/ask.sh $(program_tests) $(other_tests)

# Of the programs: also run under valgrind.
program_tests = \
	tests/daemon/reload.sh \
	tests/daemon/review.sh \
	tests/daemon/running.sh \
	tests/daemon/status.sh \
	tests/daemon/metrics.sh \
	tests/daemon/clock.sh \
	tests/daemon/answers.sh \
	tests/daemon/backtest.sh \
	tests/daemon/brakes.sh \
	tests/daemon/check.sh \
	tests/daemon/conversation.sh \
	tests/daemon/keeping.sh \
	tests/daemon/loss.sh \
	tests/daemon/record.sh \
	tests/daemon/refundctl.sh \
	tests/daemon/rehearsal.sh \
	tests/daemon/report.sh \
	tests/daemon/signals.sh \
	tests/daemon/story.sh \
	tests/daemon/upgrade.sh \
	tests/demo/demo.sh \
	tests/eval/refund-eval.sh

other_tests = \
	tests/hostile/hostile.sh \
	tests/sim/simulation.sh \
	tests/fuzz/seeds.sh

# Of the tree and of what was linked, which instruments either change or have nothing to say of.
tree_tests = \
	tests/model/model.sh \
	tests/floors/completions.sh \
	tests/floors/includes.sh \
	tests/floors/lists.sh \
	tests/floors/manuals.sh \
	tests/floors/symbols.sh \
	tests/systemd/exposure.sh
EXTRA_DIST += $(tree_tests)
if !INSTRUMENTED
other_tests += $(tree_tests)
endif

# ---- unit tests ----

if HAVE_CRITERION

unit_test_cppflags = $(AM_CPPFLAGS) -I$(srcdir)/tests -DTESTS_DIR='"$(abs_srcdir)/tests"'
unit_test_cflags = $(AM_CFLAGS) $(CRITERION_CFLAGS)

# What several of them use; of an archive each takes only what it needs.
check_LIBRARIES = libsupport.a
libsupport_a_SOURCES = \
	tests/policy/fixture.c \
	tests/policy/fixture.h \
	tests/support/facts_text.c \
	tests/support/facts_text.h \
	tests/support/http_script.c \
	tests/support/http_script.h \
	tests/support/random_facts.c \
	tests/support/random_facts.h \
	tests/support/shipped_config.c \
	tests/support/shipped_config.h \
	tests/support/summary.c \
	tests/support/summary.h
libsupport_a_CPPFLAGS = $(unit_test_cppflags)
libsupport_a_CFLAGS = $(unit_test_cflags)

unit_tests += test-base
test_base_SOURCES = \
	tests/base/test_buffer.c \
	tests/base/test_error.c \
	tests/base/test_memory.c \
	tests/base/test_problems.c \
	tests/base/test_words.c
test_base_CPPFLAGS = $(unit_test_cppflags)
test_base_CFLAGS = $(unit_test_cflags)
test_base_LDADD = $(CORE_LIBS) $(CRITERION_LIBS)

unit_tests += test-domain
test_domain_SOURCES = \
	tests/domain/test_clock_watch.c \
	tests/domain/test_currency.c \
	tests/domain/test_day.c \
	tests/domain/test_decision.c \
	tests/domain/test_facts.c \
	tests/domain/test_instant.c \
	tests/domain/test_lifecycle.c \
	tests/domain/test_money.c \
	tests/domain/test_number.c \
	tests/domain/test_retry.c \
	tests/domain/test_span.c \
	tests/domain/test_value.c \
	tests/domain/test_worktime.c
test_domain_CPPFLAGS = $(unit_test_cppflags)
test_domain_CFLAGS = $(unit_test_cflags)
test_domain_LDADD = $(CORE_LIBS) $(CRITERION_LIBS)

unit_tests += test-policy
test_policy_SOURCES = \
	tests/policy/test_brake.c \
	tests/policy/test_check.c \
	tests/policy/test_expr.c \
	tests/policy/test_expr_answer.c \
	tests/policy/test_figures.c \
	tests/policy/test_grant.c \
	tests/policy/test_judge.c \
	tests/policy/test_lint.c \
	tests/policy/test_names.c \
	tests/policy/test_policy.c \
	tests/policy/test_policy_table.c \
	tests/policy/test_refund.c \
	tests/policy/test_space.c \
	tests/policy/test_view.c
test_policy_CPPFLAGS = $(unit_test_cppflags)
test_policy_CFLAGS = $(unit_test_cflags)
test_policy_LDADD = libsupport.a $(CORE_LIBS) $(CRITERION_LIBS)

unit_tests += test-wire
test_wire_SOURCES = \
	tests/wire/test_csv.c \
	tests/wire/test_csv_writer.c \
	tests/wire/test_decision_json.c \
	tests/wire/test_explain.c \
	tests/wire/test_facts_json.c \
	tests/wire/test_fingerprint.c \
	tests/wire/test_http_date.c \
	tests/wire/test_json.c \
	tests/wire/test_json_reader.c \
	tests/wire/test_json_writer.c \
	tests/wire/test_template.c \
	tests/wire/test_utf8.c
test_wire_CPPFLAGS = $(unit_test_cppflags)
test_wire_CFLAGS = $(unit_test_cflags)
test_wire_LDADD = libsupport.a $(CORE_LIBS) $(CRITERION_LIBS)

unit_tests += test-shipped
test_shipped_SOURCES = \
	tests/shipped/oracle.c \
	tests/shipped/oracle.h \
	tests/shipped/test_exactness.c \
	tests/shipped/test_invariants.c \
	tests/shipped/test_policies.c \
	tests/shipped/test_record.c
test_shipped_CPPFLAGS = $(unit_test_cppflags)
test_shipped_CFLAGS = $(unit_test_cflags)
test_shipped_LDADD = libsupport.a $(CONFIG_LIBS) $(CRITERION_LIBS)

unit_tests += test-sys
test_sys_SOURCES = \
	tests/sys/log_lab.h \
	tests/sys/test_config.c \
	tests/sys/test_config_broken.c \
	tests/sys/test_config_options.c \
	tests/sys/test_config_scan.c \
	tests/sys/test_config_setting.c \
	tests/sys/test_digest.c \
	tests/sys/test_listen_address.c \
	tests/sys/test_log.c \
	tests/sys/test_log_journal.c \
	tests/sys/test_log_json.c \
	tests/sys/test_log_ring.c \
	tests/sys/test_notify.c \
	tests/sys/test_users.c
test_sys_CPPFLAGS = $(unit_test_cppflags)
test_sys_CFLAGS = $(unit_test_cflags)
test_sys_LDADD = $(SHELL_LIBS) $(CRITERION_LIBS)

unit_tests += test-ledger
test_ledger_SOURCES = \
	tests/ledger/fixture.h \
	tests/ledger/signal_lab.h \
	tests/ledger/test_audit.c \
	tests/ledger/test_backup.c \
	tests/ledger/test_cases.c \
	tests/ledger/test_clock_doubts.c \
	tests/ledger/test_cursors.c \
	tests/ledger/test_decision_walk.c \
	tests/ledger/test_facts.c \
	tests/ledger/test_forget.c \
	tests/ledger/test_gauges.c \
	tests/ledger/test_imports.c \
	tests/ledger/test_ledger.c \
	tests/ledger/test_migrations.c \
	tests/ledger/test_outbox.c \
	tests/ledger/test_overview.c \
	tests/ledger/test_shipped_signals.c \
	tests/ledger/test_signal_guard.c \
	tests/ledger/test_signal_views.c \
	tests/ledger/test_signals.c \
	tests/ledger/test_report.c \
	tests/ledger/test_retention.c \
	tests/ledger/test_reviews.c \
	tests/ledger/test_timeline.c \
	tests/ledger/test_usage.c
test_ledger_CPPFLAGS = $(unit_test_cppflags)
test_ledger_CFLAGS = $(unit_test_cflags)
test_ledger_LDADD = libsupport.a $(SHELL_LIBS) $(CRITERION_LIBS)

unit_tests += test-desk
test_desk_SOURCES = \
	tests/desk/http_client.h \
	tests/desk/rt_data.h \
	tests/desk/rt_script.h \
	tests/desk/spool_folder.h \
	tests/desk/test_desk.c \
	tests/desk/test_http.c \
	tests/desk/test_http_answer.c \
	tests/desk/test_http_observer.c \
	tests/desk/test_http_pace.c \
	tests/desk/test_http_settings.c \
	tests/desk/test_http_tls.c \
	tests/desk/test_rt_desk.c \
	tests/desk/test_rt_json.c \
	tests/desk/test_rt_names.c \
	tests/desk/test_rt_ticket.c \
	tests/desk/test_rt_token.c \
	tests/desk/test_rt_write.c \
	tests/desk/test_spool.c \
	tests/desk/test_spool_file.c \
	tests/desk/test_ticket_json.c
test_desk_CPPFLAGS = $(unit_test_cppflags)
test_desk_CFLAGS = $(unit_test_cflags)
test_desk_LDADD = libsupport.a $(SHELL_LIBS) $(CRITERION_LIBS)

unit_tests += test-daemon
test_daemon_SOURCES = \
	tests/daemon/casework_lab.h \
	tests/daemon/clocks.c \
	tests/daemon/clocks.h \
	tests/daemon/fixture.h \
	tests/daemon/scripted_desk.c \
	tests/daemon/scripted_desk.h \
	tests/daemon/test_adoption.c \
	tests/daemon/test_answer.c \
	tests/daemon/test_casework.c \
	tests/daemon/test_clock.c \
	tests/daemon/test_control.c \
	tests/daemon/test_intake.c \
	tests/daemon/test_linking.c \
	tests/daemon/test_metrics.c \
	tests/daemon/test_modes.c \
	tests/daemon/test_note.c \
	tests/daemon/test_order_finder.c \
	tests/daemon/test_pause.c \
	tests/daemon/test_protocol.c \
	tests/daemon/test_review.c \
	tests/daemon/test_turn.c \
	tests/daemon/test_turn_log.c \
	tests/daemon/turn_lab.h
test_daemon_CPPFLAGS = $(unit_test_cppflags)
test_daemon_CFLAGS = $(unit_test_cflags)
test_daemon_LDADD = $(SHELL_LIBS) $(CRITERION_LIBS)

unit_tests += test-ctl
test_ctl_SOURCES = \
	tests/ctl/test_table.c
test_ctl_CPPFLAGS = $(unit_test_cppflags)
test_ctl_CFLAGS = $(unit_test_cflags)
test_ctl_LDADD = $(SHELL_LIBS) $(CRITERION_LIBS)

endif HAVE_CRITERION

check_PROGRAMS += $(unit_tests)

# ---- the simulation: the daemon's own code under a virtual clock ----

check_PROGRAMS += simulate
simulate_SOURCES = \
	tests/sim/agenda.c \
	tests/sim/agenda.h \
	tests/sim/chance.h \
	tests/sim/disk.c \
	tests/sim/disk.h \
	tests/sim/faults.c \
	tests/sim/faults.h \
	tests/sim/imports.c \
	tests/sim/imports.h \
	tests/sim/invariants.c \
	tests/sim/invariants.h \
	tests/sim/machine.c \
	tests/sim/machine.h \
	tests/sim/misfortune.c \
	tests/sim/misfortune.h \
	tests/sim/people.c \
	tests/sim/people.h \
	tests/sim/request.c \
	tests/sim/request.h \
	tests/sim/run.c \
	tests/sim/sim.h \
	tests/sim/sim_desk.c \
	tests/sim/sim_desk.h \
	tests/sim/sim_poll.c \
	tests/sim/sim_poll.h \
	tests/sim/sim_sight.c \
	tests/sim/sim_sight.h \
	tests/sim/sim_view.c \
	tests/sim/sim_view.h \
	tests/sim/simulate.c \
	tests/sim/trace.c \
	tests/sim/trace.h \
	tests/sim/world.c \
	tests/sim/world.h
simulate_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
simulate_LDADD = $(SHELL_LIBS)

# ---- a server that misbehaves, and refundd against it ----

check_PROGRAMS += hostile-desk
hostile_desk_SOURCES = \
	tests/hostile/control.c \
	tests/hostile/control.h \
	tests/hostile/desk.c \
	tests/hostile/desk.h \
	tests/hostile/hostile_desk.c \
	tests/hostile/outage.c \
	tests/hostile/outage.h \
	tests/hostile/parameter.c \
	tests/hostile/parameter.h \
	tests/hostile/people.c \
	tests/hostile/query.c \
	tests/hostile/query.h \
	tests/hostile/query_parse.c \
	tests/hostile/reads.c \
	tests/hostile/reads.h \
	tests/hostile/request.c \
	tests/hostile/request.h \
	tests/hostile/server.c \
	tests/hostile/server.h \
	tests/hostile/spoil.c \
	tests/hostile/spoil.h \
	tests/hostile/store.c \
	tests/hostile/store.h \
	tests/hostile/trouble.c \
	tests/hostile/trouble.h \
	tests/hostile/view.c \
	tests/hostile/view.h \
	tests/hostile/view_transaction.c \
	tests/hostile/writes.c
hostile_desk_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
hostile_desk_LDADD = $(CORE_LIBS) $(EV_LIBS)

# ---- faults: the real programs, struck at every call; not where instruments stand in the way ----

check_PROGRAMS += sweep faults.so
sweep_SOURCES = \
	tests/faults/lab.c \
	tests/faults/lab.h \
	tests/faults/outcome.c \
	tests/faults/outcome.h \
	tests/faults/plan.h \
	tests/faults/point.c \
	tests/faults/point.h \
	tests/faults/server.c \
	tests/faults/server.h \
	tests/faults/sweep.c \
	tests/faults/world.c \
	tests/faults/world.h
sweep_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
sweep_LDADD = $(SQLITE_LIBS)

# A library for LD_PRELOAD, built like a program: it wants neither libtool nor the program's flags.
faults_so_SOURCES = \
	tests/faults/calls_disk.c \
	tests/faults/calls_other.c \
	tests/faults/interpose.c \
	tests/faults/interpose.h \
	tests/faults/journal.c \
	tests/faults/journal.h \
	tests/faults/plan.h
faults_so_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
faults_so_CFLAGS = -std=gnu11 -fPIC $(WARNING_CFLAGS)
faults_so_LDFLAGS = -shared

fault_tests = \
	tests/faults/sweep.sh \
	tests/faults/rt.sh \
	tests/faults/first-start.sh \
	tests/faults/full-disk.sh
EXTRA_DIST += $(fault_tests)
if !INSTRUMENTED
sweep_tests += $(fault_tests)
endif

# Every point without gaps, and SWEEP_SEEDS losses of power at each.
SWEEP_SEEDS = 20
sweeps: all $(check_PROGRAMS)
	@for sweep in sweep first-start rt; do \
		$(AM_TESTS_ENVIRONMENT) \
		SWEEP_SEEDS=$(SWEEP_SEEDS) bash $(srcdir)/tests/faults/$$sweep.sh || exit 1; \
	done

.PHONY: sweeps

# ---- the checks of the house's rules ----

check_PROGRAMS += lifecycle-diagram
lifecycle_diagram_SOURCES = tests/domain/lifecycle_diagram.c
lifecycle_diagram_LDADD = $(CORE_LIBS)

check_PROGRAMS += tables
tables_SOURCES = tests/floors/tables.c tests/floors/tables.h tests/floors/tables_metrics.c \
	tests/floors/tables_service.c
tables_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/floors
tables_LDADD = $(SHELL_LIBS)

# ---- fuzzing: `make fuzz` runs the targets, `make check` replays their seeds ----

if FUZZING
fuzz_driver =
else
fuzz_driver = tests/fuzz/replay.c
endif

fuzz_targets = fuzz-config fuzz-expr fuzz-facts fuzz-instant fuzz-json fuzz-money
check_PROGRAMS += $(fuzz_targets)
fuzz_config_SOURCES = tests/fuzz/fuzz_config.c $(fuzz_driver)
fuzz_config_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_config_LDADD = $(CONFIG_LIBS)
fuzz_expr_SOURCES = tests/fuzz/fuzz_expr.c $(fuzz_driver)
fuzz_expr_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_expr_LDADD = $(CORE_LIBS)
fuzz_facts_SOURCES = tests/fuzz/fuzz_facts.c $(fuzz_driver)
fuzz_facts_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_facts_LDADD = $(CORE_LIBS)
fuzz_instant_SOURCES = tests/fuzz/fuzz_instant.c $(fuzz_driver)
fuzz_instant_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_instant_LDADD = $(CORE_LIBS)
fuzz_json_SOURCES = tests/fuzz/fuzz_json.c $(fuzz_driver)
fuzz_json_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_json_LDADD = $(CORE_LIBS)
fuzz_money_SOURCES = tests/fuzz/fuzz_money.c $(fuzz_driver)
fuzz_money_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LDFLAGS)
fuzz_money_LDADD = $(CORE_LIBS)

FUZZ_RUNS = 20000
fuzz:
	bash $(srcdir)/build-aux/fuzz $(abs_srcdir) $(FUZZ_RUNS) $(fuzz_targets)

# ---- coverage, valgrind, benchmarks, lint ----

coverage:
	bash $(srcdir)/build-aux/coverage $(abs_srcdir)

check-valgrind: all
	bash $(srcdir)/build-aux/valgrind-programs
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(program_tests)' INSTRUMENTED=yes \
		programs='$(abs_builddir)/valgrind'
	bash $(srcdir)/build-aux/valgrind-programs --verdict

# The programs' tests with refundd under the unit's filter of system calls; wants libseccomp-dev.
check-filter: all under-filter
	bash $(srcdir)/build-aux/filtered-programs systemd/refundd.service
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(program_tests)' programs='$(abs_builddir)/filtered'

EXTRA_PROGRAMS = make-facts bare-yajl measure signal-cost turn-cost under-filter write-population commit-log.so
make_facts_SOURCES = tests/bench/make-facts.c
bare_yajl_SOURCES = tests/bench/bare-yajl.c
bare_yajl_LDADD = $(YAJL_LIBS)
measure_SOURCES = tests/bench/measure.c
signal_cost_SOURCES = tests/bench/signal-cost.c
signal_cost_LDADD = $(SHELL_LIBS)
turn_cost_SOURCES = tests/bench/turn-cost.c
turn_cost_LDADD = $(SHELL_LIBS)
under_filter_SOURCES = tests/filter/under_filter.c
under_filter_LDADD = -lseccomp
write_population_SOURCES = \
	tests/population/population.c \
	tests/population/population.h \
	tests/population/texts.c \
	tests/population/write-population.c
write_population_LDADD = $(CORE_LIBS)
commit_log_so_SOURCES = tests/bench/commit-log.c
commit_log_so_CFLAGS = -std=gnu11 -fPIC $(WARNING_CFLAGS)
commit_log_so_LDFLAGS = -shared
benches = run desk scale signals backtest recovery population rt
EXTRA_DIST += tests/bench/backtest.sh tests/bench/desk.sh tests/bench/ledger.sh tests/bench/population.sh tests/bench/recovery.sh tests/bench/rt.sh tests/bench/run.sh tests/bench/scale.sh tests/bench/signals.sh
CLEANFILES += $(EXTRA_PROGRAMS)

bench: all hostile-desk $(EXTRA_PROGRAMS)
	@$(AM_TESTS_ENVIRONMENT) status=0; for bench in $(benches); do \
		bash $(srcdir)/tests/bench/$$bench.sh || status=1; \
	done; exit $$status

lint:
	@bash $(srcdir)/build-aux/lint $(srcdir)

distclean-local:
	rm -rf coverage-build filtered fuzz-build valgrind

.PHONY: fuzz coverage check-filter check-valgrind bench lint

# ---- a day of service in minutes ----

day_tests = tests/day/day.sh
EXTRA_DIST += $(day_tests) \
	tests/day/plan.sh \
	tests/day/report.sh \
	tests/day/world.sh

check-day: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(day_tests)'

.PHONY: check-day

# ---- against a real Request Tracker, which has to be installed ----

rt_tests = tests/rt/run.sh
EXTRA_DIST += $(rt_tests) \
	tests/rt/RT_SiteConfig.pm \
	tests/rt/acts.sh \
	tests/rt/answers.sh \
	tests/rt/between.sh \
	tests/rt/check.sh \
	tests/rt/decode.pl \
	tests/rt/frugal.sh \
	tests/rt/hundred.sh \
	tests/rt/kills.sh \
	tests/rt/lab.sh \
	tests/rt/lost-ledger.sh \
	tests/rt/mails.pl \
	tests/rt/people.pl \
	tests/rt/review.sh \
	tests/rt/server.psgi \
	tests/rt/shadow.sh \
	tests/rt/tickets.sh \
	tests/rt/world.sh

check-rt: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(rt_tests)'

.PHONY: check-rt

# ---- as a package, under a systemd of its own; wants root ----

package_tests = tests/package/run.sh
EXTRA_DIST += $(package_tests) \
	tests/package/deb.sh \
	tests/package/installed.sh \
	tests/package/machine.sh \
	tests/package/rt.sh \
	tests/package/unit.sh

check-package: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(package_tests)'

# What a machine is made from, see machine.sh.
clean-local:
	rm -rf machine-cache

.PHONY: check-package

# ---- these three beside each other, for each waits most of its time ----

service_tests = $(rt_tests) $(package_tests) $(day_tests)
check-services: all
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(service_tests)'

.PHONY: check-services

# ---- data ----

EXTRA_DIST += \
	tests/daemon/lab.sh \
	tests/desk/certificates.sh \
	tests/desk/rt/not-found.json \
	tests/desk/rt/queue.json \
	tests/desk/rt/tickets.json \
	tests/desk/rt/transactions.json \
	tests/desk/rt/user.json \
	tests/demo/expected \
	tests/fuzz/seeds \
	tests/model/answers.pml \
	tests/ledger/schema.golden \
	tests/ledger/upgrade-1.sql \
	tests/ledger/upgrade-2.sql \
	tests/ledger/upgrade-3.sql \
	tests/ledger/version-1.sql \
	tests/shipped/policies.txt \
	tests/sys/data/broken/amount-no-currency.conf \
	tests/sys/data/broken/amount-of-no-currency.conf \
	tests/sys/data/broken/amount-too-fine.conf \
	tests/sys/data/broken/amount-twice.conf \
	tests/sys/data/broken/append.conf \
	tests/sys/data/broken/brace-closes-nothing.conf \
	tests/sys/data/broken/brace-first.conf \
	tests/sys/data/broken/brace-missing.conf \
	tests/sys/data/broken/brace-not-closed.conf \
	tests/sys/data/broken/brace-too-many.conf \
	tests/sys/data/broken/braces-by-indentation.conf \
	tests/sys/data/broken/braces-without-indentation.conf \
	tests/sys/data/broken/budget-twice.conf \
	tests/sys/data/broken/bytes-of-several-kinds.conf \
	tests/sys/data/broken/c-comment.conf \
	tests/sys/data/broken/carriage-return.conf \
	tests/sys/data/broken/character-not-expected.conf \
	tests/sys/data/broken/clause-empty.conf \
	tests/sys/data/broken/clause-in-another-language-only.conf \
	tests/sys/data/broken/clause-missing.conf \
	tests/sys/data/broken/comma-missing.conf \
	tests/sys/data/broken/comments-of-c.conf \
	tests/sys/data/broken/control-byte.conf \
	tests/sys/data/broken/count-endless.conf \
	tests/sys/data/broken/count-not-whole.conf \
	tests/sys/data/broken/count-too-large.conf \
	tests/sys/data/broken/count-too-small.conf \
	tests/sys/data/broken/day-30-february.conf \
	tests/sys/data/broken/desk-unknown-without-rt.conf \
	tests/sys/data/broken/desk-unknown.conf \
	tests/sys/data/broken/equal-sign-missing.conf \
	tests/sys/data/broken/escalated-before-reminded.conf \
	tests/sys/data/broken/escape-unknown.conf \
	tests/sys/data/broken/field-twice.conf \
	tests/sys/data/broken/figures-with-a-clause.conf \
	tests/sys/data/broken/flag-without-why.conf \
	tests/sys/data/broken/from-environment.conf \
	tests/sys/data/broken/holiday-no-day.conf \
	tests/sys/data/broken/include-a-folder.conf \
	tests/sys/data/broken/include-absent-hides-nothing.conf \
	tests/sys/data/broken/include-absent.conf \
	tests/sys/data/broken/include-closes-ours.conf \
	tests/sys/data/broken/include-in-a-ring.conf \
	tests/sys/data/broken/include-itself.conf \
	tests/sys/data/broken/include-leaves-open.conf \
	tests/sys/data/broken/include-not-written-so.conf \
	tests/sys/data/broken/intake-decides.conf \
	tests/sys/data/broken/language-unknown.conf \
	tests/sys/data/broken/list-empty.conf \
	tests/sys/data/broken/many-at-once.conf \
	tests/sys/data/broken/metrics-for-others.conf \
	tests/sys/data/broken/mode-unknown.conf \
	tests/sys/data/broken/name-empty.conf \
	tests/sys/data/broken/name-is-none.conf \
	tests/sys/data/broken/name-missing.conf \
	tests/sys/data/broken/name-twice.conf \
	tests/sys/data/broken/name-with-a-bar.conf \
	tests/sys/data/broken/no-outcome.conf \
	tests/sys/data/broken/not-utf8.conf \
	tests/sys/data/broken/note-missing.conf \
	tests/sys/data/broken/nothing-at-all.conf \
	tests/sys/data/broken/option-of-another-section.conf \
	tests/sys/data/broken/option-twice.conf \
	tests/sys/data/broken/option-unknown-in-version.conf \
	tests/sys/data/broken/option-unknown.conf \
	tests/sys/data/broken/option-unlike-any.conf \
	tests/sys/data/broken/path-too-long.conf \
	tests/sys/data/broken/pattern-back-reference.conf \
	tests/sys/data/broken/pattern-ends-in-a-backslash.conf \
	tests/sys/data/broken/pattern-of-many-pluses.conf \
	tests/sys/data/broken/pattern-of-two-lines.conf \
	tests/sys/data/broken/pattern-too-large.conf \
	tests/sys/data/broken/pattern-wrong.conf \
	tests/sys/data/broken/pin-wrong.conf \
	tests/sys/data/broken/placeholder-not-closed.conf \
	tests/sys/data/broken/placeholder-not-here.conf \
	tests/sys/data/broken/placeholder-unknown.conf \
	tests/sys/data/broken/quarantine-too-short.conf \
	tests/sys/data/broken/reason-flags.conf \
	tests/sys/data/broken/reason-with-figures.conf \
	tests/sys/data/broken/reason-without-words.conf \
	tests/sys/data/broken/reply-empty.conf \
	tests/sys/data/broken/required-missing.conf \
	tests/sys/data/broken/review-queue-is-the-queue.conf \
	tests/sys/data/broken/ring/close.conf \
	tests/sys/data/broken/ring/one.conf \
	tests/sys/data/broken/ring/open.conf \
	tests/sys/data/broken/ring/two.conf \
	tests/sys/data/broken/rt-called-spool.conf \
	tests/sys/data/broken/rt-options-missing.conf \
	tests/sys/data/broken/rt-twice.conf \
	tests/sys/data/broken/rule-never-reached.conf \
	tests/sys/data/broken/sections-several.conf \
	tests/sys/data/broken/several-of-grammar.conf \
	tests/sys/data/broken/share-too-large.conf \
	tests/sys/data/broken/signal-empty-sql.conf \
	tests/sys/data/broken/signal-hard-no-number.conf \
	tests/sys/data/broken/single-quotes.conf \
	tests/sys/data/broken/span-no-unit.conf \
	tests/sys/data/broken/span-too-long.conf \
	tests/sys/data/broken/span-too-short.conf \
	tests/sys/data/broken/steps-not-rising.conf \
	tests/sys/data/broken/steps-wrong.conf \
	tests/sys/data/broken/surrogate.conf \
	tests/sys/data/broken/text-empty.conf \
	tests/sys/data/broken/text-not-closed.conf \
	tests/sys/data/broken/text-of-two-lines.conf \
	tests/sys/data/broken/text-too-long.conf \
	tests/sys/data/broken/truth-unknown.conf \
	tests/sys/data/broken/two-on-a-line.conf \
	tests/sys/data/broken/unit-of-two-lines.conf \
	tests/sys/data/broken/units-too-few.conf \
	tests/sys/data/broken/url-bracket-not-closed.conf \
	tests/sys/data/broken/url-empty.conf \
	tests/sys/data/broken/url-http-elsewhere.conf \
	tests/sys/data/broken/url-http-loopback-alike.conf \
	tests/sys/data/broken/url-no-host.conf \
	tests/sys/data/broken/url-no-scheme.conf \
	tests/sys/data/broken/url-of-the-interface.conf \
	tests/sys/data/broken/url-port-too-large.conf \
	tests/sys/data/broken/url-with-password.conf \
	tests/sys/data/broken/url-with-query.conf \
	tests/sys/data/broken/value-is-a-sign.conf \
	tests/sys/data/broken/value-missing.conf \
	tests/sys/data/broken/versions-overlap.conf \
	tests/sys/data/broken/when-after-an-escape.conf \
	tests/sys/data/broken/when-empty.conf \
	tests/sys/data/broken/when-ends-too-soon.conf \
	tests/sys/data/broken/when-on-its-second-line.conf \
	tests/sys/data/broken/when-unknown-name.conf \
	tests/sys/data/broken/when-wrong-type.conf \
	tests/sys/data/broken/why-without-flag.conf \
	tests/sys/data/broken/word-unknown.conf \
	tests/sys/data/broken/working-days.conf \
	tests/sys/data/broken/working-hours.conf \
	tests/sys/data/broken/zone-unknown.conf \
	tests/sys/data/full.conf \
	tests/sys/data/full.dump \
	tests/sys/data/good.conf
