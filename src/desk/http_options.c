#include "desk/http_options.h"

#include "base/memory.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define PIN_PREFIX "sha256//"

/* ---- what cannot be ---- */

static char *url_part(const void *ctx, CURLU *url, CURLUPart part)
{
	char *text = NULL, *copy;

	if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
		return NULL;
	copy = text_copy(ctx, text);
	curl_free(text);
	return copy;
}

/* Names and addresses that libcurl itself takes for this machine, whatever a resolver says. */
static bool is_loopback(const char *host)
{
	struct in_addr address;

	return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
	       (inet_pton(AF_INET, host, &address) == 1 && ntohl(address.s_addr) >> 24 == 127);
}

/* A URL with a password in it is not repeated in the error. */
static bool check_parts(const void *ctx, CURLU *url, const struct http_settings *settings,
			struct error *error)
{
	const char *scheme = url_part(ctx, url, CURLUPART_SCHEME);
	const char *host = url_part(ctx, url, CURLUPART_HOST);

	if (url_part(ctx, url, CURLUPART_USER) != NULL ||
	    url_part(ctx, url, CURLUPART_PASSWORD) != NULL)
		return error_set(error, ERROR_CONFIG, "the URL holds a user or a password");
	if (url_part(ctx, url, CURLUPART_QUERY) != NULL ||
	    url_part(ctx, url, CURLUPART_FRAGMENT) != NULL)
		return error_set(error, ERROR_CONFIG, "the URL \"%s\" has a \"?\" or a \"#\"",
				 settings->url);
	if (scheme != NULL && strcmp(scheme, "https") == 0)
		return true;
	if (scheme == NULL || strcmp(scheme, "http") != 0 || host == NULL || !is_loopback(host))
		return error_set(error, ERROR_CONFIG,
				 "the URL \"%s\" is not https, which only a server on this machine "
				 "(localhost, 127.0.0.1, [::1]) need not be",
				 settings->url);
	if (settings->proxy != NULL)
		return error_set(error, ERROR_CONFIG,
				 "the URL \"%s\" is not https, so that a proxy could read all",
				 settings->url);
	return true;
}

static bool check_url(const struct http_settings *settings, struct error *error)
{
	void *scratch = talloc_new(NULL);
	CURLU *url = (CURLU *)must(curl_url());
	bool is_right = curl_url_set(url, CURLUPART_URL, settings->url, 0) == CURLUE_OK;

	if (!is_right)
		error_put(error, ERROR_CONFIG, "not a URL such as \"https://rt.example.com\"");
	else
		is_right = check_parts(scratch, url, settings, error);
	curl_url_cleanup(url);
	talloc_free(scratch);
	return is_right;
}

static bool is_header_value(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static bool check(const struct http_settings *settings, struct error *error)
{
	if (!check_url(settings, error))
		return false;
	if (settings->ca_file != NULL && access(settings->ca_file, R_OK) != 0)
		return error_set(error, ERROR_CONFIG, "the CA file %s cannot be read: %s",
				 settings->ca_file, strerror(errno));
	if (settings->pin != NULL && strncmp(settings->pin, PIN_PREFIX, strlen(PIN_PREFIX)) != 0)
		return error_set(error, ERROR_CONFIG,
				 "the pin \"%s\" does not begin with \"" PIN_PREFIX "\"",
				 settings->pin);
	if (settings->authorization != NULL && !is_header_value(settings->authorization))
		return error_set(error, ERROR_CONFIG,
				 "the secret holds a character that is not printable ASCII");
	return true;
}

/* ---- the handle ---- */

static const struct {
	CURLoption option;
	long value;
} fixed[] = {
	{CURLOPT_NOSIGNAL, 1},
	{CURLOPT_QUICK_EXIT, 1}, /* else a resolver that hangs makes the loop hang with it */
	{CURLOPT_FOLLOWLOCATION, 0},
	{CURLOPT_NETRC, CURL_NETRC_IGNORED},
	{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
	{CURLOPT_SSL_VERIFYPEER, 1},
	{CURLOPT_SSL_VERIFYHOST, 2},
	{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
	{CURLOPT_HEADEROPT, CURLHEADER_SEPARATE}, /* a proxy gets no secret */
	/* Each handle has both; what is sent is short, and what comes is passed on at once. */
	{CURLOPT_UPLOAD_BUFFERSIZE, 16 * 1024},
	{CURLOPT_BUFFERSIZE, 8 * 1024},
};

static void add_header(struct curl_slist **list, const char *name, const char *value)
{
	char *line = text_format(NULL, "%s:%s%s", name, value[0] != '\0' ? " " : "", value);

	*list = (struct curl_slist *)must(curl_slist_append(*list, line));
	talloc_free(line);
}

/* "Expect:" keeps libcurl from sending it: nobody waits for a "100 Continue". */
static void add_headers(struct curl_slist **list, const struct http_settings *settings)
{
	add_header(list, "Accept", "application/json");
	add_header(list, "Expect", "");
	if (settings->authorization != NULL)
		add_header(list, "Authorization", settings->authorization);
}

/* At least one, for zero is no limit. */
static long milliseconds(struct span span)
{
	return span.us > 1000 ? (long)((span.us + 999) / 1000) : 1;
}

static CURLcode set_numbers(CURL *easy, const struct http_settings *settings, bool is_https)
{
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]) && code == CURLE_OK; i++)
		code = curl_easy_setopt(easy, fixed[i].option, fixed[i].value);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(settings->connect_timeout));
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(settings->timeout));
	/* Better to wait for a connection that may carry many at once than to open more. */
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT, is_https ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			 (long)(is_https ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
	return code;
}

/* No CURLOPT_CAPATH: Debian's default is a folder of all that the system trusts, which would hold
 * beside a CA file of one's own. An empty proxy is none, whatever the environment says. */
static CURLcode set_texts(CURL *easy, const struct http_settings *settings, bool is_https)
{
	const struct {
		CURLoption option;
		const char *value;
	} texts[] = {
		{CURLOPT_PROTOCOLS_STR, is_https ? "https" : "http"},
		{CURLOPT_USERAGENT, "refundd/" PACKAGE_VERSION},
		{CURLOPT_ACCEPT_ENCODING, ""},
		{CURLOPT_PROXY, settings->proxy != NULL ? settings->proxy : ""},
		{CURLOPT_NOPROXY, ""},
		{CURLOPT_CAPATH, NULL},
		{CURLOPT_PINNEDPUBLICKEY, settings->pin},
	};
	CURLcode code = CURLE_OK;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && code == CURLE_OK; i++)
		code = curl_easy_setopt(easy, texts[i].option, texts[i].value);
	if (code == CURLE_OK && settings->ca_file != NULL)
		code = curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
	return code;
}

static int options_done(struct http_options *options)
{
	curl_easy_cleanup(options->easy);
	curl_slist_free_all(options->headers);
	curl_slist_free_all(options->json_headers);
	return 0;
}

static const char *without_slash(const void *ctx, const char *url)
{
	size_t length = strlen(url);

	while (length > 0 && url[length - 1] == '/')
		length--;
	return text_copy_n(ctx, url, length);
}

struct http_options *http_options_new(const void *ctx, const struct http_settings *settings,
				      struct error *error)
{
	bool is_https = strncasecmp(settings->url, "https:", strlen("https:")) == 0;
	struct http_options *options;
	CURLcode code;

	if (!check(settings, error))
		return NULL;
	options = NEW(ctx, struct http_options);
	options->url = without_slash(options, settings->url);
	options->max_bytes = settings->max_bytes;
	options->easy = (CURL *)must(curl_easy_init());
	add_headers(&options->headers, settings);
	add_headers(&options->json_headers, settings);
	add_header(&options->json_headers, "Content-Type", "application/json");
	talloc_set_destructor(options, options_done);
	code = set_numbers(options->easy, settings, is_https);
	if (code == CURLE_OK)
		code = set_texts(options->easy, settings, is_https);
	if (code == CURLE_OK)
		return options;
	error_put(error, ERROR_CONFIG, "libcurl refuses these settings: %s",
		  curl_easy_strerror(code));
	talloc_free(options);
	return NULL;
}
