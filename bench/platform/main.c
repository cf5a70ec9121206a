/*
 * The frame of every benchmark: set up once, run REPEAT rounds, print the checksum, end.  With
 * REPEAT 0 it costs what starting and setting up cost, which the harness takes off.  The end is
 * "ok" only if all rounds agreed.
 */
#include "platform.h"
#include "../programs/program.h"

#ifndef REPEAT
#define REPEAT 1
#endif

int main(void);

static const u32 repeat = REPEAT;

static void put_text(const char *text)
{
	while (*text)
		platform_put(*text++);
}

static void put_hex(u32 word)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		platform_put("0123456789abcdef"[word >> shift & 15]);
}

int main(void)
{
	u32 sum = 0, first = 0, wrong = 0;

	program_setup();
	for (u32 i = 0; i < repeat; i++) {
		sum = program_round();
		if (i == 0)
			first = sum;
		wrong += sum != first;
	}
	put_text("checksum ");
	put_hex(sum);
	put_text(wrong ? " unsteady\n" : " ok\n");
	return wrong != 0;
}
