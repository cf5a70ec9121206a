/* backtrace_test.c: front/where_backtrace.c and what it stands on, on the guests of test/where,
 * whose stacks are laid out here by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "guest_fake.h"
#include "where_cfi.h"

static const char *folder;

static void expect_frame(const struct guest *guest, int i, const char *name, u32 pc, u32 sp,
			 enum where_how how)
{
	const struct where_frame *frame = &guest->frames[i];
	assert_in_range(i, 0, guest->count - 1);
	assert_string_equal(frame->name, name);
	assert_int_equal(frame->pc, pc);
	assert_int_equal(frame->sp, sp);
	assert_int_equal(frame->how, how);
}

static void expect_end(const struct guest *guest, int count, const char *end)
{
	assert_int_equal(guest->count, count);
	for (int i = 0; i + 1 < count; i++)
		assert_null(guest->frames[i].end);
	assert_string_equal(guest->frames[count - 1].end, end);
}

static void expect_inlined(const struct where_frame *frame, const char *name, const char *file,
			   int line, bool inlined)
{
	assert_string_equal(frame->name, name);
	assert_string_equal(frame->file, file);
	assert_int_equal(frame->line, line);
	assert_int_equal(frame->inlined, inlined);
}

static void inlined_functions(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "el");
	guest->regs.pc = at(guest, "inlined_here");
	guest->regs.gpr[SP] = STACK;
	guest->regs.gpr[RA] = at(guest, "in_start");
	trace(guest);
	expect_inlined(&guest->frames[0], "innermost", "kernel/inline.h", 102, true);
	expect_inlined(&guest->frames[1], "middle", "kernel/printk.c", 202, true);
	expect_inlined(&guest->frames[2], "vprintk_emit", "kernel/printk.c", 207, false);
	assert_int_equal(guest->frames[0].how, WHERE_HERE);
	assert_int_equal(guest->frames[1].how, WHERE_INLINED);
	expect_frame(guest, 3, "start", at(guest, "in_start"), STACK, WHERE_CFI);
	expect_end(guest, 4, "the program starts here");
	assert_int_equal(where_backtrace(guest->where, &guest->regs, &guest->memory, guest->frames,
					 2), 2); /* there is no room for more */
	assert_null(guest->frames[1].end);
	close_guest(guest);
}

/* ---- backtraces ---- */

/* start > (exception in cfi_leaf) > trap_entry > bare_fp > bare_frame > cfi_fp > cfi_frame >
 * cfi_leaf */
enum {
	IN_TRAP = STACK - 160, IN_BARE_FP = IN_TRAP - 16 - 64, IN_BARE_FRAME = IN_BARE_FP - 24,
	IN_CFI_FP = IN_BARE_FRAME - 40, MOVED = 0x30, IN_CFI_FRAME = IN_CFI_FP - MOVED - 32,
};

static void lay_out_stack(struct guest *guest)
{
	poke(guest, IN_TRAP + 116, STACK);
	poke(guest, IN_TRAP + 120, 0x1111);
	poke(guest, IN_TRAP + 124, at(guest, "in_start"));
	poke(guest, IN_TRAP + 152, at(guest, "cfi_leaf"));
	poke(guest, IN_BARE_FP + 64 + 12, at(guest, "in_trap_entry"));
	poke(guest, IN_BARE_FP + 64 + 8, 0x2222);
	poke(guest, IN_BARE_FRAME + 20, at(guest, "in_bare_fp"));
	poke(guest, IN_BARE_FRAME + 16, 0x3333);
	poke(guest, IN_CFI_FP + 36, at(guest, "in_bare_frame"));
	poke(guest, IN_CFI_FP + 32, IN_BARE_FP + 64);
	poke(guest, IN_CFI_FRAME + 28, at(guest, "in_cfi_fp"));
	poke(guest, IN_CFI_FRAME + 24, 0x4444);
	guest->regs.pc = at(guest, "cfi_leaf") + 4;
	guest->regs.gpr[RA] = at(guest, "in_cfi_frame");
	guest->regs.gpr[SP] = IN_CFI_FRAME;
	guest->regs.gpr[FP] = IN_CFI_FP;
}

static void check_chain(const char *which)
{
	struct guest *guest = open_guest(folder, which);
	lay_out_stack(guest);
	trace(guest);
	expect_frame(guest, 0, "cfi_leaf", at(guest, "cfi_leaf") + 4, IN_CFI_FRAME, WHERE_HERE);
	expect_frame(guest, 1, "cfi_frame", at(guest, "in_cfi_frame"), IN_CFI_FRAME, WHERE_CFI);
	expect_frame(guest, 2, "cfi_fp", at(guest, "in_cfi_fp"), IN_CFI_FP - MOVED, WHERE_CFI);
	expect_frame(guest, 3, "bare_frame", at(guest, "in_bare_frame"), IN_BARE_FRAME, WHERE_CFI);
	expect_frame(guest, 4, "bare_fp", at(guest, "in_bare_fp"), IN_BARE_FP, WHERE_PROLOGUE);
	expect_frame(guest, 5, "trap_entry", at(guest, "in_trap_entry"), IN_TRAP, WHERE_PROLOGUE);
	expect_frame(guest, 6, "cfi_leaf", at(guest, "cfi_leaf"), STACK, WHERE_EXCEPTION);
	expect_frame(guest, 7, "start", at(guest, "in_start"), STACK, WHERE_CFI);
	expect_end(guest, 8, "the program starts here");
	assert_int_equal(guest->frames[1].offset, 0x14); /* of the pc; the line is the call's */
	assert_int_equal(guest->frames[1].line, 35);
	close_guest(guest);
}

static void chains(void **state)
{
	(void)state;
	check_chain("el");
	check_chain("eb");
}

/* Wherever bare_frame stops, it was called from start. */
static void expect_called_from_start(struct guest *guest, u32 pc, u32 sp, u32 ra)
{
	guest->regs.pc = pc;
	guest->regs.gpr[SP] = sp;
	guest->regs.gpr[RA] = ra;
	trace(guest);
	expect_frame(guest, 1, "start", at(guest, "in_start"), STACK, WHERE_PROLOGUE);
	assert_int_equal(guest->count, 2);
}

static void prologues(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "eb");
	u32 start = at(guest, "in_start"), low = STACK - 24, stale = at(guest, "in_bare_frame");
	u32 given_back = at(guest, "bare_given_back");
	expect_called_from_start(guest, at(guest, "bare_frame"), STACK, start);
	expect_called_from_start(guest, at(guest, "bare_taken"), low, start);
	poke(guest, low + 20, start);
	expect_called_from_start(guest, at(guest, "bare_taken") + 8, low, stale);
	expect_called_from_start(guest, given_back - 4, low, start);
	expect_called_from_start(guest, given_back, STACK, start);
	expect_called_from_start(guest, given_back + 4, STACK, start);
	expect_called_from_start(guest, given_back + 8, low, stale); /* behind the return */
	expect_called_from_start(guest, at(guest, "in_bare_frame"), low, stale);
	close_guest(guest);
}

/* At the return in the middle, and behind it (remember_state, restore_state). */
static void rows_of_a_function(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "el");
	u32 low = STACK - 32;
	poke(guest, low + 28, at(guest, "in_start"));
	guest->regs.gpr[RA] = at(guest, "in_start");
	guest->regs.gpr[SP] = low;
	guest->regs.pc = at(guest, "behind_return") - 8;
	trace(guest);
	expect_frame(guest, 1, "start", at(guest, "in_start"), STACK, WHERE_CFI);
	guest->regs.gpr[RA] = 0;
	guest->regs.pc = at(guest, "behind_return");
	trace(guest);
	expect_frame(guest, 1, "start", at(guest, "in_start"), STACK, WHERE_CFI);
	close_guest(guest);
}

/* every_rule in frames.S: what one more operation has done at each offset. */
static const struct {
	u32 offset, cfa_register;
	s32 cfa_offset;
	u32 column;
	int kind;
	s32 number;
} rules[] = {
	{ 0, SP, 0, 40, CFI_SAME, 0 },       { 4, SP, 8, 40, CFI_SAME, 0 },
	{ 8, SP, 8, 40, CFI_AT, -8 },        { 12, SP, 8, 41, CFI_AT, 4 },
	{ 16, SP, 8, 42, CFI_AT, 12 },       { 20, SP, 8, 43, CFI_VALUE, -4 },
	{ 24, SP, 8, 44, CFI_VALUE, 8 },     { 28, SP, 8, 45, CFI_REGISTER, 8 },
	{ 32, SP, 8, 46, CFI_LOST, 0 },      { 36, SP, 8, 47, CFI_LOST, 0 },
	{ 40, SP, 8, 48, CFI_LOST, 0 },      { 40, SP, 8, 40, CFI_AT, -8 },
	{ 44, SP, 8, 40, CFI_SAME, 0 },      { 48, SP, 8, 41, CFI_SAME, 0 },
	{ 52, SP, 8, 42, CFI_AT, 12 },       { 56, FP, 40, 42, CFI_AT, 12 },
	{ 60, FP, 44, 42, CFI_AT, 12 },      { 64, FP, 200, 42, CFI_AT, 12 },
	{ 68, SP, 200, 42, CFI_AT, 12 },     { 164, SP, 200, 42, CFI_AT, 12 },
	{ 168, SP, 300, 42, CFI_AT, 12 },    { 1164, SP, 300, 42, CFI_AT, 12 },
	{ 1168, SP, 400, 45, CFI_REGISTER, 8 },
};

static void check_rules(const char *which)
{
	struct cfi_row row;
	struct guest *guest = open_guest(folder, which);
	struct cfi *cfi = cfi_open(guest->elf);
	u32 start = at(guest, "every_rule");
	for (size_t i = 0; i < COUNT_OF(rules); i++) {
		assert_true(cfi_find(cfi, start + rules[i].offset, &row));
		assert_int_equal(row.start, start);
		assert_int_equal(row.return_column, RA);
		assert_int_equal(row.cfa_register, rules[i].cfa_register);
		assert_int_equal(row.cfa_offset, rules[i].cfa_offset);
		assert_int_equal(row.rule[rules[i].column].kind, rules[i].kind);
		assert_int_equal(row.rule[rules[i].column].number, rules[i].number);
	}
	assert_false(cfi_find(cfi, start + 1172, &row));
	assert_false(cfi_find(cfi, at(guest, "bare_frame"), &row));
	assert_false(cfi_find(NULL, start, &row));
	cfi_close(cfi);
	close_guest(guest);
}

static void frame_rules(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "plain");
	check_rules("el");
	check_rules("eb");
	assert_null(cfi_open(guest->elf));
	close_guest(guest);
}

/* Instructions are read from the file where memory cannot be read. */
static void without_memory(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "eb");
	guest->regs.pc = at(guest, "bare_taken");
	guest->regs.gpr[SP] = STACK - 24;
	guest->regs.gpr[RA] = at(guest, "in_start");
	guest->count = where_backtrace(guest->where, &guest->regs, NULL, guest->frames,
				       COUNT_OF(guest->frames));
	expect_frame(guest, 1, "start", at(guest, "in_start"), STACK, WHERE_PROLOGUE);
	close_guest(guest);
}

static void odd_frames(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "el");
	guest->regs.pc = at(guest, "cfi_leaf");
	guest->regs.gpr[RA] = at(guest, "in_odd_frame");
	guest->regs.gpr[T0] = at(guest, "in_start");
	guest->regs.gpr[SP] = STACK - 40;
	guest->regs.gpr[FP] = STACK - 24;
	trace(guest);
	expect_frame(guest, 1, "odd_frame", at(guest, "in_odd_frame"), STACK - 40, WHERE_CFI);
	expect_frame(guest, 2, "start", at(guest, "in_start"), STACK - 8, WHERE_CFI);
	guest->regs.gpr[RA] = at(guest, "in_version_4");
	poke(guest, STACK - 40 + 12, at(guest, "in_start"));
	trace(guest);
	expect_frame(guest, 1, "version_4", at(guest, "in_version_4"), STACK - 40, WHERE_CFI);
	expect_frame(guest, 2, "start", at(guest, "in_start"), STACK - 24, WHERE_CFI);
	close_guest(guest);
}

/* Without symbols the frame is looked for upwards from the place; without sections, any segment
 * that may be executed is code. */
static void check_without_symbols(const char *which)
{
	struct guest *known = open_guest(folder, "el"), *guest = open_guest(folder, which);
	u32 start = at(known, "in_start");
	guest->regs.pc = at(known, "in_bare_fp");
	guest->regs.gpr[SP] = STACK - 16 - 64;
	guest->regs.gpr[FP] = STACK - 16;
	poke(guest, STACK - 16 + 12, start);
	trace(guest);
	assert_null(guest->frames[0].name);
	assert_int_equal(guest->frames[1].pc, start);
	assert_int_equal(guest->frames[1].sp, STACK);
	assert_int_equal(guest->frames[1].how, WHERE_PROLOGUE);
	expect_end(guest, 2, "no frame information here");
	guest->regs.pc = at(known, "behind_return") + 4; /* a function's end is in between */
	trace(guest);
	expect_end(guest, 1, "no frame information here");
	close_guest(guest);
	close_guest(known);
}

static void without_symbols(void **state)
{
	(void)state;
	check_without_symbols("stripped");
	check_without_symbols("bare");
}

static void wild_jumps(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "eb");
	lay_out_stack(guest);
	guest->regs.pc = 0x10;
	trace(guest);
	assert_null(guest->frames[0].name);
	expect_frame(guest, 1, "cfi_frame", at(guest, "in_cfi_frame"), IN_CFI_FRAME, WHERE_RETURN);
	expect_frame(guest, 2, "cfi_fp", at(guest, "in_cfi_fp"), IN_CFI_FP - MOVED, WHERE_CFI);
	guest->regs.gpr[RA] = 0x20;
	trace(guest);
	expect_end(guest, 1, "user mode");
	guest->regs.pc = 0x90000000;
	trace(guest);
	expect_end(guest, 1, "not in the program's code");
	guest->regs.pc = 0xbfc00180;
	trace(guest);
	expect_end(guest, 1, "an exception vector: EPC says where it came from");
	guest->regs.pc = 0x80000080;
	guest->regs.epc = at(guest, "in_cfi_frame");
	trace(guest);
	expect_frame(guest, 1, "cfi_frame", at(guest, "in_cfi_frame"), IN_CFI_FRAME, WHERE_EXCEPTION);
	expect_frame(guest, 2, "cfi_fp", at(guest, "in_cfi_fp"), IN_CFI_FP - MOVED, WHERE_CFI);
	guest->regs.epc = 0;
	guest->regs.pc = 0xbfc01000;
	trace(guest);
	expect_end(guest, 1, "in the firmware");
	guest->regs.pc = at(guest, "signal_entry") + 4;
	trace(guest);
	expect_end(guest, 1, "exception entry: EPC says where it came from");
	close_guest(guest);
}

static void damaged_stacks(void **state)
{
	(void)state;
	struct guest *guest = open_guest(folder, "el");
	lay_out_stack(guest);
	poke(guest, IN_CFI_FRAME + 28, 0x1234);
	trace(guest);
	expect_end(guest, 2, "the return address is not code");
	poke(guest, IN_CFI_FRAME + 28, 0);
	trace(guest);
	expect_end(guest, 2, "no caller");
	poke(guest, IN_CFI_FRAME + 28, at(guest, "in_cfi_fp") + 2);
	trace(guest);
	expect_end(guest, 2, "the caller's address or stack is damaged");
	lay_out_stack(guest);
	poke(guest, IN_CFI_FP + 32, IN_BARE_FP - 0x1000); /* bare_fp's fp, below */
	poke(guest, IN_BARE_FP - 0x1000 + 12, at(guest, "in_trap_entry"));
	trace(guest);
	expect_end(guest, 5, "the stack does not go on");
	lay_out_stack(guest);
	guest->regs.gpr[SP] = 0x10000000;
	trace(guest);
	expect_end(guest, 2, "the return address cannot be read");
	guest->regs.pc = at(guest, "in_bare_frame");
	trace(guest);
	expect_end(guest, 1, "the stack cannot be read");
	guest->regs.pc = at(guest, "cfi_leaf") + 2;
	guest->regs.gpr[RA] = at(guest, "in_silent_entry");
	trace(guest);
	expect_end(guest, 2, "entry code: no caller is saved here");
	assert_int_equal(where_backtrace(NULL, &guest->regs, &guest->memory, guest->frames, 9), 0);
	close_guest(guest);
}

/* ---- Linux's exception frames ---- */

static void save_registers(struct guest *guest, u32 va, u32 pad, u32 status, u32 epc, u32 sp)
{
	u32 regs = va + 32 + pad;
	memset(guest->ram + (va - RAM_AT), 0, 200);
	for (u32 i = 1; i < 32; i++)
		poke(guest, regs + 4 * i, 0x5500 + i);
	poke(guest, regs + 4 * SP, sp);
	poke(guest, regs + 4 * RA, status ? 0x00400100 : at(guest, "in_start"));
	poke(guest, regs + 128, status);
	poke(guest, regs + 128 + 20, epc);
}

static void check_linux(const char *which, u32 pad)
{
	enum { USER = 8 };
	struct guest *guest = open_guest(folder, which);
	u32 size = 184 + pad, saved = STACK - size, other_stack = STACK - 0x1000;
	save_registers(guest, saved, pad, 0, at(guest, "cfi_leaf"), STACK);
	guest->regs.pc = at(guest, "cfi_leaf");
	guest->regs.gpr[RA] = at(guest, "in_handle_int");
	guest->regs.gpr[SP] = saved;
	trace(guest);
	expect_frame(guest, 1, "handle_int", at(guest, "in_handle_int"), saved, WHERE_CFI);
	expect_frame(guest, 2, "cfi_leaf", at(guest, "cfi_leaf"), STACK, WHERE_EXCEPTION);
	expect_frame(guest, 3, "start", at(guest, "in_start"), STACK, WHERE_CFI);

	poke(guest, other_stack, saved); /* the interrupt stack */
	guest->regs.gpr[SP] = other_stack;
	trace(guest);
	expect_frame(guest, 2, "cfi_leaf", at(guest, "cfi_leaf"), STACK, WHERE_EXCEPTION);

	save_registers(guest, saved, pad, USER, 0x00400120, 0x7fff0000);
	trace(guest);
	assert_int_equal(guest->frames[2].pc, 0x00400120);
	assert_int_equal(guest->frames[2].sp, 0x7fff0000);
	expect_end(guest, 3, "user mode");

	guest->regs.gpr[RA] = at(guest, "in_handle_int_later"); /* no way through an exception */
	poke(guest, other_stack + 28, at(guest, "in_start"));
	trace(guest);
	expect_frame(guest, 2, "start", at(guest, "in_start"), other_stack + 32, WHERE_CFI);
	guest->regs.gpr[RA] = at(guest, "in_handle_int");

	save_registers(guest, saved, pad, 0, at(guest, "cfi_leaf"), STACK + 4); /* not its sp */
	trace(guest);
	expect_end(guest, 2, "entry code: no caller is saved here");
	close_guest(guest);
}

static void linux_exceptions(void **state)
{
	(void)state;
	check_linux("el", 0);
	check_linux("eb", 0);
	check_linux("padded", 4);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inlined_functions),
		cmocka_unit_test(chains),
		cmocka_unit_test(prologues),
		cmocka_unit_test(rows_of_a_function),
		cmocka_unit_test(frame_rules),
		cmocka_unit_test(without_memory),
		cmocka_unit_test(odd_frames),
		cmocka_unit_test(without_symbols),
		cmocka_unit_test(wild_jumps),
		cmocka_unit_test(damaged_stacks),
		cmocka_unit_test(linux_exceptions),
	};
	if (argc != 2) {
		fprintf(stderr, "backtrace_test FOLDER: where test/where/where.mk puts guests\n");
		return 2;
	}
	folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
