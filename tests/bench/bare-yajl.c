/* Parses standard input with yajl's callbacks and does nothing with what they say: the measure
 * that refund-eval is held against. */
#include <stdint.h>
#include <stdio.h>
#include <yajl/yajl_parse.h>

static uint64_t events;

static int on_null(void *ctx)
{
	(void)ctx;
	events++;
	return 1;
}

static int on_truth(void *ctx, int truth)
{
	(void)truth;
	return on_null(ctx);
}

static int on_number(void *ctx, const char *text, size_t length)
{
	(void)text;
	(void)length;
	return on_null(ctx);
}

static int on_text(void *ctx, const unsigned char *text, size_t length)
{
	(void)text;
	(void)length;
	return on_null(ctx);
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_truth,
	.yajl_number = on_number,
	.yajl_string = on_text,
	.yajl_start_map = on_null,
	.yajl_map_key = on_text,
	.yajl_end_map = on_null,
	.yajl_start_array = on_null,
	.yajl_end_array = on_null,
};

int main(void)
{
	static unsigned char bytes[64 * 1024];
	yajl_handle yajl = yajl_alloc(&callbacks, NULL, NULL);
	yajl_status status = yajl_status_ok;
	size_t length;

	yajl_config(yajl, yajl_allow_multiple_values, 1);
	while (status == yajl_status_ok && (length = fread(bytes, 1, sizeof(bytes), stdin)) > 0)
		status = yajl_parse(yajl, bytes, length);
	if (status == yajl_status_ok)
		status = yajl_complete_parse(yajl);
	yajl_free(yajl);
	printf("%llu events\n", (unsigned long long)events);
	return status == yajl_status_ok ? 0 : 1;
}
