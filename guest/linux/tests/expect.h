/*
 * What the test programs share: a program prints one line, its name and "ok", or the first thing
 * that differed, and exits 0 or 1.
 */
#include <stdio.h>
#include <stdlib.h>

#define EXPECT(what, got, wanted) \
	expect(what, (unsigned long long)(got), (unsigned long long)(wanted))

static const char *test_name;

static void expect(const char *what, unsigned long long got, unsigned long long wanted)
{
	if (got == wanted)
		return;
	printf("%s: %s is %#llx, not %#llx\n", test_name, what, got, wanted);
	fflush(stdout);
	_Exit(1);
}

static int passed(void)
{
	printf("%s ok\n", test_name);
	return 0;
}
