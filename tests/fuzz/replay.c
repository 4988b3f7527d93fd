/* Feeds every file named as an argument to a fuzz target, so that `make check` replays the seeds
 * and whatever a fuzzer once found, with any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static uint8_t *read_whole(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
		perror(path);
		exit(2);
	}
	rewind(file);
	/* Exactly as large as the input, so that a read behind its end is seen. */
	bytes = malloc((size_t)size + (size == 0));
	*length = bytes == NULL ? 0 : fread(bytes, 1, (size_t)size, file);
	if (*length != (size_t)size) {
		perror(path);
		exit(2);
	}
	fclose(file);
	return bytes;
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		size_t length;
		uint8_t *bytes = read_whole(argv[i], &length);

		LLVMFuzzerTestOneInput(bytes, length);
		free(bytes);
	}
	return 0;
}
