/* engines.c: prints the names of the engines, for tests that run each. */
#include <stdio.h>
#include "vr3000.h"

int main(void)
{
	const char *name, *text;
	for (unsigned i = 0; (name = vr3000_engine_name(i, &text)) != NULL; i++)
		puts(name);
	return 0;
}
