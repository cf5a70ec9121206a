/* fuzz_main.c: a fuzz target as an ordinary program: each file named, else standard input, is
 * one input.  For AFL++ (afl-fuzz -i CORPUS -o OUT -- PROGRAM @@) and to try one input again;
 * libFuzzer brings its own main. */
#include <stdio.h>
#include <stdlib.h>
#include "fuzz.h"

enum { INPUT_BYTES_MAX = 1 << 24 };

static int run(FILE *file)
{
	uint8_t *bytes = malloc(INPUT_BYTES_MAX);
	size_t size = bytes ? fread(bytes, 1, INPUT_BYTES_MAX, file) : 0;
	uint8_t *exact = bytes ? realloc(bytes, size ? size : 1) : NULL;
	int status = exact ? LLVMFuzzerTestOneInput(exact, size) : 5;
	free(exact);
	return status;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return run(stdin);
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		if (!file) {
			perror(argv[i]);
			return 3;
		}
		int status = run(file);
		fclose(file);
		if (status)
			return status;
	}
	return 0;
}
