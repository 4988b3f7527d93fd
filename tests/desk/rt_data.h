/* Answers of a real Request Tracker 5.0.3, and settings that fit them. */
#ifndef REFUNDD_TESTS_DESK_RT_DATA_H
#define REFUNDD_TESTS_DESK_RT_DATA_H

#include "base/buffer.h"
#include "base/memory.h"
#include "desk/http.h"
#include "sys/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void *ctx;
static struct error error;

static const struct rt_settings rt_names = {
	.name = "rt",
	.queue = "Billing and Refund Issues",
	.product_field = "Product",
	.issue_type_field = "IssueType",
	.order_field = "OrderId",
	.app_field = "SdkAppId",
	.account_field = "Uin",
	.decision_field = "RefundDecision",
	.amount_field = "RefundAmount",
	.currency_field = "RefundCurrency",
	.linked_field = "RefundLinked",
	.key_field = "RefundKey",
	.verdict_field = "ReviewVerdict",
	.reason_field = "ReviewReason",
	.total_field = "ReviewAmount",
	.pending_status = "stalled",
	.hold_status = "open",
	.solved_status = "resolved",
};

static inline void rt_data_begin(void)
{
	ctx = talloc_new(NULL);
	error = (struct error){0};
}

static inline void rt_data_end(void)
{
	talloc_free(ctx);
}

static inline struct buffer *rt_data_file(const char *name)
{
	struct buffer *bytes = buffer_new(ctx);
	char *path = text_format(ctx, TESTS_DIR "/desk/rt/%s", name);
	FILE *file = fopen(path, "re");
	size_t length;

	cr_assert_not_null(file, "%s", path);
	while ((length = fread(buffer_reserve(bytes, BUFSIZ), 1, BUFSIZ, file)) > 0)
		buffer_extend(bytes, length);
	fclose(file);
	return bytes;
}

static inline struct http_answer rt_data_answer(int status, const char *type, const char *body,
						size_t length)
{
	return (struct http_answer){.end = HTTP_ANSWERED,
				    .status = status,
				    .content_type = type,
				    .body = body,
				    .length = length};
}

#define RT_JSON "application/json; charset=\"utf-8\""

static inline struct http_answer rt_data_text(const char *json)
{
	return rt_data_answer(200, RT_JSON, json, strlen(json));
}

static inline struct http_answer rt_data_answer_of(const char *name)
{
	const struct buffer *bytes = rt_data_file(name);

	return rt_data_answer(200, RT_JSON, bytes->bytes, bytes->length);
}

#endif
