/* where_test.c: front/where*.c on the guests of test/where, whose stacks, log and exceptions
 * are laid out here by hand.  Its argument is the folder with the guests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "elf_file.h"
#include "error.h"
#include "where.h"

enum { RAM_AT = 0x80000000, RAM_BYTES = 0x20000, STACK = 0x80018000 };
enum { S0 = 16, SP = 29, FP = 30, RA = 31 };

static const char *folder;

/* ---- a guest that stands still ---- */

struct guest {
	struct elf *elf; /* the where's */
	struct where *where;
	struct where_memory memory;
	struct where_regs regs;
	struct where_frame frames[24];
	int count;
	u8 ram[RAM_BYTES];
};

static bool read_ram(void *context, u32 va, void *bytes, u32 n)
{
	struct guest *guest = context;
	u32 at = va - RAM_AT;
	if (at >= RAM_BYTES || n > RAM_BYTES - at)
		return false;
	memcpy(bytes, guest->ram + at, n);
	return true;
}

static struct guest *open_guest(const char *name)
{
	char path[300];
	struct error error = { .text = "" };
	struct guest *guest = calloc(1, sizeof *guest);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	guest->elf = elf_open(path, &error);
	if (!guest->elf)
		fail_msg("%s", error.text);
	guest->where = where_open_elf(guest->elf, &error);
	assert_non_null(guest->where);
	guest->memory = (struct where_memory){ guest, read_ram };
	for (u32 i = 0; i < guest->elf->segment_count; i++) {
		const struct elf_segment *segment = &guest->elf->segments[i];
		memcpy(guest->ram + (segment->vaddr - RAM_AT), segment->bytes, segment->filesz);
	}
	return guest;
}

static void close_guest(struct guest *guest)
{
	where_close(guest->where);
	free(guest);
}

static void poke(struct guest *guest, u32 va, u32 value)
{
	for (u32 i = 0; i < 4; i++)
		guest->ram[va - RAM_AT + i] =
			(u8)(value >> 8 * (guest->elf->order == BIG ? 3 - i : i));
}

static u32 at(const struct guest *guest, const char *name)
{
	u32 va;
	if (!where_address(guest->where, name, &va, NULL))
		fail_msg("no symbol %s", name);
	return va;
}

static void trace(struct guest *guest)
{
	guest->count = where_backtrace(guest->where, &guest->regs, &guest->memory, guest->frames,
				       COUNT_OF(guest->frames));
}

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

/* ---- symbols ---- */

static void expect_symbol(const struct guest *guest, u32 va, const char *expected, u32 distance)
{
	const char *name;
	u32 offset;
	assert_true(where_symbol(guest->where, va, &name, &offset));
	assert_string_equal(name, expected);
	assert_int_equal(offset, distance);
}

static void symbols(void **state)
{
	(void)state;
	const char *name;
	u32 va, size;
	struct guest *guest = open_guest("eb");
	expect_symbol(guest, at(guest, "start"), "start", 0);
	expect_symbol(guest, at(guest, "in_start") + 4, "in_start", 4); /* labels have no size */
	expect_symbol(guest, at(guest, "cfi_frame") + 8, "cfi_frame", 8);
	expect_symbol(guest, at(guest, "in_cfi_frame"), "cfi_frame", 0x14); /* not the label */
	expect_symbol(guest, at(guest, "table") + 15, "table", 15);
	assert_true(where_address(guest->where, "table", &va, &size));
	assert_int_equal(size, 16);
	assert_false(where_symbol(guest->where, 0x80000ffc, &name, &va));
	assert_false(where_symbol(guest->where, 0x80019000, &name, &va)); /* behind the section */
	assert_false(where_symbol(guest->where, 0, &name, &va));
	assert_false(where_address(guest->where, "no_such", &va, &size));
	assert_false(where_symbol(NULL, 0x80001000, &name, &va));
	close_guest(guest);
}

/* ---- lines ---- */

static void check_lines(const char *which)
{
	const char *file;
	char text[100];
	int line;
	struct guest *guest = open_guest(which);
	assert_true(where_line(guest->where, at(guest, "vprintk_emit"), &file, &line));
	assert_string_equal(file, "kernel/printk.c");
	assert_int_equal(line, 206);
	where_text(guest->where, at(guest, "show_regs"), text, sizeof text);
	assert_string_equal(text, "show_regs (kernel/printk.c:214)");
	where_text(guest->where, at(guest, "cfi_leaf") + 4, text, sizeof text);
	assert_string_equal(text, "cfi_leaf+0x4 (test/where/frames.S:23)");
	where_text(guest->where, at(guest, "cfi_leaf") + 4, text, 12);
	assert_string_equal(text, "cfi_leaf+0x");
	where_text(guest->where, 0x90000000, text, sizeof text);
	assert_string_equal(text, "");
	assert_false(where_line(guest->where, at(guest, "table"), &file, &line));
	close_guest(guest);
}

static void lines(void **state)
{
	(void)state;
	const char *file;
	int line;
	check_lines("el");
	check_lines("eb");
	struct guest *guest = open_guest("plain");
	assert_false(where_line(guest->where, at(guest, "vprintk_emit"), &file, &line));
	assert_false(where_line(NULL, 0x80001000, &file, &line));
	close_guest(guest);
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
	struct guest *guest = open_guest("el");
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
	struct guest *guest = open_guest(which);
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
	struct guest *guest = open_guest("eb");
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
	struct guest *guest = open_guest("el");
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

static void wild_jumps(void **state)
{
	(void)state;
	struct guest *guest = open_guest("eb");
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
	struct guest *guest = open_guest("el");
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
	struct guest *guest = open_guest(which);
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

/* ---- the kernel's log ---- */

static void check_log(const char *which, const char *expected)
{
	char *text = NULL;
	size_t size = 0;
	struct guest *guest = open_guest(which);
	FILE *out = open_memstream(&text, &size);
	assert_true(where_kernel_log(guest->where, &guest->memory, out));
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
	close_guest(guest);
}

static void kernel_logs(void **state)
{
	(void)state;
	static const char ring[] = "[    1.000002] two\n               lines\n[    1.500000] \n"
				   "[ 4000.000000] wrapped\n";
	check_log("el", ring);
	check_log("eb", ring);
	check_log("padded", ring); /* only debug information knows where its fields are */
	check_log("plain", ring);  /* without it they are where Linux has them */
	check_log("old", "first line\nsecond line\nand third\n");
	check_log("teaching", "\ncd\n");
}

static void damaged_logs(void **state)
{
	(void)state;
	struct guest *guest = open_guest("plain");
	u32 ring = at(guest, "printk_rb_static"), infos = at(guest, "infos");
	FILE *out = fopen("/dev/null", "w");
	poke(guest, infos + 6 * 88 + 16, 0xffffffff); /* a text longer than its block */
	assert_true(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, ring + 16, 0x3fff0000);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, ring, 30);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	poke(guest, at(guest, "prb"), 0x00000004);
	assert_false(where_kernel_log(guest->where, &guest->memory, out));
	assert_false(where_kernel_log(NULL, &guest->memory, out));
	fclose(out);
	close_guest(guest);
}

/* ---- words ---- */

static void expect_words(u32 cause, u32 epc, u32 bad_vaddr, const char *expected)
{
	char text[100];
	where_exception_words(cause, epc, bad_vaddr, text, sizeof text);
	assert_string_equal(text, expected);
}

static void exceptions(void **state)
{
	(void)state;
	enum { BD = -0x7fffffff - 1 };
	expect_words(0x8400, 0, 0, "an interrupt IP2 IP7");
	expect_words(1 << 2, 4, 0xc0000010, "a store to a read-only page: c0000010 (kseg2)");
	expect_words((u32)BD | 2 << 2, 4, 16,
		     "TLB miss on a load from 00000010 (kuseg), in a delay slot");
	expect_words(2 << 2, 16, 16, "TLB miss on an instruction fetch from 00000010 (kuseg)");
	expect_words((u32)BD | 2 << 2, 12, 16,
		     "TLB miss on an instruction fetch from 00000010 (kuseg), in a delay slot");
	expect_words(3 << 2, 4, 0xc0000010, "TLB miss on a store to c0000010 (kseg2)");
	expect_words(4 << 2, 4, 0xa0000011, "address error on a load from a0000011 (kseg1)");
	expect_words(4 << 2, 17, 17, "address error on an instruction fetch from 00000011 (kuseg)");
	expect_words(5 << 2, 4, 0x11, "address error on a store to 00000011 (kuseg)");
	expect_words(6 << 2, 4, 0x11, "bus error on an instruction fetch");
	expect_words((u32)BD | 7 << 2, 4, 0x11, "bus error on a load or store, in a delay slot");
	expect_words(8 << 2, 4, 0, "a system call");
	expect_words(9 << 2, 4, 0, "a breakpoint");
	expect_words(10 << 2, 4, 0, "a reserved instruction");
	expect_words(11 << 2 | 1 << 28, 4, 0, "coprocessor 1 unusable");
	expect_words(12 << 2, 4, 0, "arithmetic overflow");
	expect_words(15 << 2, 4, 0, "an exception of unknown code 15");
}

static void printing(void **state)
{
	(void)state;
	char *text = NULL;
	size_t size = 0;
	struct guest *guest = open_guest("plain");
	for (u32 i = 1; i < 32; i++)
		guest->regs.gpr[i] = i;
	guest->regs.gpr[2] = at(guest, "cfi_frame") + 4;
	guest->regs.gpr[4] = at(guest, "table");
	guest->regs.gpr[SP] = STACK;
	guest->regs.gpr[RA] = at(guest, "in_start");
	guest->regs.pc = at(guest, "cfi_leaf");
	guest->regs.hi = 0xabc;
	FILE *out = open_memstream(&text, &size);
	where_print_registers(out, guest->where, &guest->regs);
	trace(guest);
	where_print_backtrace(out, guest->frames, guest->count);
	guest->frames[0].end = NULL;
	where_print_backtrace(out, guest->frames, 1);
	where_print_registers(out, NULL, &guest->regs);
	fclose(out);
	const char *expected =
		"zero 00000000                 t0 00000008    s0 00000010    t8 00000018\n"
		"  at 00000001                 t1 00000009    s1 00000011    t9 00000019\n"
		"  v0 80001020 cfi_frame+0x4   t2 0000000a    s2 00000012    k0 0000001a\n";
	assert_memory_equal(text, expected, strlen(expected));
	assert_non_null(strstr(text, "s7 00000017    ra 80001008 in_start\n"
				     "  hi 00000abc   lo 00000000   pc 80001010 cfi_leaf\n"
				     "#0  80001010 cfi_leaf\n"
				     "#1  80001008 start+0x8  [guessed from instructions]\n"
				     "    (the program starts here)\n"
				     "#0  80001010 cfi_leaf\n"
				     "    (and so on)\n"));
	assert_non_null(strstr(text, "zero 00000000    t0 00000008    s0 00000010    t8 0000"));
	free(text);
	close_guest(guest);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols),
		cmocka_unit_test(lines),
		cmocka_unit_test(inlined_functions),
		cmocka_unit_test(chains),
		cmocka_unit_test(prologues),
		cmocka_unit_test(rows_of_a_function),
		cmocka_unit_test(wild_jumps),
		cmocka_unit_test(damaged_stacks),
		cmocka_unit_test(linux_exceptions),
		cmocka_unit_test(kernel_logs),
		cmocka_unit_test(damaged_logs),
		cmocka_unit_test(exceptions),
		cmocka_unit_test(printing),
	};
	if (argc != 2) {
		fprintf(stderr, "where_test FOLDER: the guests that test/where/where.mk builds\n");
		return 2;
	}
	folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
