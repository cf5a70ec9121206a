/* sleep.c - waits for so many milliseconds. */
#include "lib.h"

int main(int argc, char **argv)
{
	sleep(number(argc > 1 ? argv[1] : NULL, 1000));
	return 0;
}
