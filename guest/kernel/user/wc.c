/* wc.c - counts the lines, words and bytes that it reads. */
#include "lib.h"

int main(void)
{
	u32 lines = 0, words = 0, bytes = 0;
	bool inside = false;
	char chunk[64];
	int got;

	while ((got = read(0, chunk, sizeof chunk)) > 0)
		for (int i = 0; i < got; i++) {
			bool blank = chunk[i] == ' ' || chunk[i] == '\n';
			words += inside && blank;
			lines += chunk[i] == '\n';
			inside = !blank;
			bytes++;
		}
	printf("%u lines, %u words, %u bytes\n", lines, words + inside, bytes);
	return 0;
}
