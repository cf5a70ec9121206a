/*
 * hog.c - never gives up the processor: `hog a 20` prints its letter whenever it sees that the
 * clock went on, 20 times. Two of them show time sharing.
 */
#include "lib.h"

int main(int argc, char **argv)
{
	const char *letter = argc > 1 ? argv[1] : "*";
	u32 left = number(argc > 2 ? argv[2] : NULL, 20);
	struct info_machine before, now;

	info(INFO_MACHINE, 0, &before);
	while (left > 0) {
		info(INFO_MACHINE, 0, &now);
		if (now.ticks == before.ticks)
			continue;
		before = now;
		printf("%s", letter);
		left--;
	}
	printf("\n");
	return 0;
}
