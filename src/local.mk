# The archives, floor by floor, and the programs.

noinst_LIBRARIES += libcore.a libconfig.a libshell.a

# Pure: facts in, decisions out.
libcore_a_SOURCES = \
	src/base/buffer.c \
	src/base/buffer.h \
	src/base/error.c \
	src/base/error.h \
	src/base/memory.c \
	src/base/memory.h \
	src/base/problems.c \
	src/base/problems.h \
	src/base/words.c \
	src/base/words.h \
	src/domain/currency.c \
	src/domain/day.c \
	src/domain/decimal.c \
	src/domain/decimal.h \
	src/domain/decision.c \
	src/domain/decision.h \
	src/domain/facts.c \
	src/domain/facts.h \
	src/domain/instant.c \
	src/domain/instant.h \
	src/domain/lifecycle.c \
	src/domain/lifecycle.h \
	src/domain/money.c \
	src/domain/money.h \
	src/domain/number.c \
	src/domain/number.h \
	src/domain/retry.c \
	src/domain/retry.h \
	src/domain/span.c \
	src/domain/value.c \
	src/domain/value.h \
	src/policy/check.c \
	src/policy/expr.c \
	src/policy/expr.h \
	src/policy/expr_answer.c \
	src/policy/expr_tree.h \
	src/policy/figures.c \
	src/policy/figures.h \
	src/policy/judge.c \
	src/policy/judge.h \
	src/policy/lexer.c \
	src/policy/lexer.h \
	src/policy/names.c \
	src/policy/names.h \
	src/policy/policy.c \
	src/policy/policy.h \
	src/policy/refund.c \
	src/policy/refund.h \
	src/policy/space.c \
	src/policy/space.h \
	src/policy/variables.c \
	src/policy/variables.h \
	src/policy/view.c \
	src/wire/csv.c \
	src/wire/csv.h \
	src/wire/decision_json.c \
	src/wire/decision_json.h \
	src/wire/explain.c \
	src/wire/explain.h \
	src/wire/fact_value.c \
	src/wire/fact_value.h \
	src/wire/facts_json.c \
	src/wire/facts_json.h \
	src/wire/http_date.c \
	src/wire/http_date.h \
	src/wire/json.c \
	src/wire/json.h \
	src/wire/json_document.c \
	src/wire/json_parser.h \
	src/wire/json_reader.c \
	src/wire/json_tape.c \
	src/wire/json_tape.h \
	src/wire/json_writer.c \
	src/wire/template.c \
	src/wire/template.h \
	src/wire/utf8.c \
	src/wire/utf8.h

# The configuration, for whoever judges.
libconfig_a_SOURCES = \
	src/sys/config.c \
	src/sys/config.h \
	src/sys/config_build.c \
	src/sys/config_build.h \
	src/sys/config_dump.c \
	src/sys/config_dump.h \
	src/sys/config_lists.c \
	src/sys/config_options.c \
	src/sys/config_options.h \
	src/sys/config_parse.c \
	src/sys/config_parse.h \
	src/sys/config_scan.c \
	src/sys/config_scan.h \
	src/sys/config_source.c \
	src/sys/config_source.h \
	src/sys/config_text.c \
	src/sys/config_text.h \
	src/sys/config_texts.c \
	src/sys/config_types.h \
	src/sys/config_values.c \
	src/sys/config_values.h \
	src/sys/log.h \
	src/sys/log_level.c

# All that touches the world.
libshell_a_SOURCES = \
	src/ctl/client.c \
	src/ctl/client.h \
	src/ctl/command_cases.c \
	src/ctl/command_desk.c \
	src/ctl/command_explain.c \
	src/ctl/command_import.c \
	src/ctl/command_policy.c \
	src/ctl/command_show.c \
	src/ctl/command_status.c \
	src/ctl/common.c \
	src/ctl/ctl.c \
	src/ctl/ctl.h \
	src/ctl/startup.c \
	src/ctl/startup.h \
	src/ctl/table.c \
	src/ctl/table.h \
	src/daemon/adoption.c \
	src/daemon/adoption.h \
	src/daemon/answer.c \
	src/daemon/answer.h \
	src/daemon/casework.c \
	src/daemon/casework.h \
	src/daemon/control.c \
	src/daemon/control.h \
	src/daemon/control_request.c \
	src/daemon/control_request.h \
	src/daemon/daemon.c \
	src/daemon/daemon.h \
	src/daemon/event.c \
	src/daemon/event.h \
	src/daemon/hearing.c \
	src/daemon/intake.c \
	src/daemon/intake.h \
	src/daemon/judgement.c \
	src/daemon/judgement.h \
	src/daemon/linking.c \
	src/daemon/linking.h \
	src/daemon/need.c \
	src/daemon/need.h \
	src/daemon/order_finder.c \
	src/daemon/order_finder.h \
	src/daemon/outbox.c \
	src/daemon/outbox.h \
	src/daemon/record.c \
	src/daemon/record.h \
	src/daemon/remark.c \
	src/daemon/remark.h \
	src/daemon/ticket_list.c \
	src/daemon/ticket_list.h \
	src/daemon/turn.c \
	src/daemon/turn.h \
	src/daemon/turn_state.h \
	src/daemon/work.c \
	src/daemon/work.h \
	src/desk/desk.c \
	src/desk/desk.h \
	src/desk/http.c \
	src/desk/http.h \
	src/desk/http_exchange.c \
	src/desk/http_exchange.h \
	src/desk/http_multi.c \
	src/desk/http_multi.h \
	src/desk/http_options.c \
	src/desk/http_options.h \
	src/desk/member.c \
	src/desk/member.h \
	src/desk/rt.c \
	src/desk/rt.h \
	src/desk/rt_body.c \
	src/desk/rt_check.c \
	src/desk/rt_check.h \
	src/desk/rt_check_fields.c \
	src/desk/rt_check_rights.c \
	src/desk/rt_cursor.c \
	src/desk/rt_cursor.h \
	src/desk/rt_desk.h \
	src/desk/rt_json.c \
	src/desk/rt_json.h \
	src/desk/rt_look.c \
	src/desk/rt_names.c \
	src/desk/rt_names.h \
	src/desk/rt_poll.c \
	src/desk/rt_post.c \
	src/desk/rt_query.c \
	src/desk/rt_query.h \
	src/desk/rt_read.c \
	src/desk/rt_read.h \
	src/desk/rt_request.c \
	src/desk/rt_request.h \
	src/desk/rt_reread.c \
	src/desk/rt_setup.c \
	src/desk/rt_setup.h \
	src/desk/rt_sweep.c \
	src/desk/rt_sweep.h \
	src/desk/rt_ticket.c \
	src/desk/rt_ticket.h \
	src/desk/rt_token.c \
	src/desk/rt_token.h \
	src/desk/rt_verify.c \
	src/desk/rt_write.c \
	src/desk/rt_writer.h \
	src/desk/spool.c \
	src/desk/spool.h \
	src/desk/spool_file.c \
	src/desk/spool_file.h \
	src/desk/spool_list.c \
	src/desk/spool_list.h \
	src/desk/spool_ticket.c \
	src/desk/spool_ticket.h \
	src/desk/ticket_amend.c \
	src/desk/ticket_json.c \
	src/desk/ticket_json.h \
	src/ledger/cases.c \
	src/ledger/columns.c \
	src/ledger/columns.h \
	src/ledger/connection.h \
	src/ledger/cursors.c \
	src/ledger/db.c \
	src/ledger/db.h \
	src/ledger/decisions.c \
	src/ledger/facts.c \
	src/ledger/gathering.h \
	src/ledger/history.c \
	src/ledger/import_csv.c \
	src/ledger/import_json.c \
	src/ledger/imports.c \
	src/ledger/imports.h \
	src/ledger/ledger.c \
	src/ledger/ledger.h \
	src/ledger/migrations.c \
	src/ledger/migrations.h \
	src/ledger/outbox.c \
	src/ledger/overview.c \
	src/ledger/rows.c \
	src/ledger/rows.h \
	src/ledger/statements.h \
	src/ledger/usage.c \
	src/sys/clock.c \
	src/sys/clock.h \
	src/sys/digest.c \
	src/sys/digest.h \
	src/sys/log.c

sbin_PROGRAMS += refundd
refundd_SOURCES = src/refundd.c
refundd_LDADD = $(SHELL_LIBS)

bin_PROGRAMS += refundctl
refundctl_SOURCES = src/refundctl.c
refundctl_LDADD = $(SHELL_LIBS)

bin_PROGRAMS += refund-eval
refund_eval_SOURCES = src/refund-eval.c
refund_eval_LDADD = $(CONFIG_LIBS)
