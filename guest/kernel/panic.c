/*
 * panic.c - the end of a kernel that no longer trusts itself. Tools know the name `panic`.
 */
#include "board.h"
#include "kernel.h"

enum { STATUS_OF_A_PANIC = 10 };

static const char register_names[32][4] = {	/* "": not saved */
	"",   "at", "v0", "v1", "a0", "a1", "a2", "a3",
	"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7",
	"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7",
	"t8", "t9", "",   "",   "gp", "sp", "fp", "ra",
};

void frame_print(const struct frame *frame)
{
	print("Status %08x  Cause %08x  EPC %08x  BadVAddr %08x  EntryHi %08x\n", frame->status,
	      frame->cause, frame->epc, frame->badvaddr, frame->entryhi);
	for (u32 i = 0; i < 32; i++)
		if (register_names[i][0])
			print("%2s %08x%s", register_names[i], frame->reg[i],
			      i % 8 == 7 ? "\n" : "  ");
}

void panic(const char *why)
{
	print("panic: %s\n", why);
	board_halt(STATUS_OF_A_PANIC);
}
