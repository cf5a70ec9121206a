/* elf_fuzz.c: the ELF reader and everything that answers questions from the file, fed with any
 * bytes. A libFuzzer target; fuzz_main.c makes it a program that reads files or standard input,
 * for AFL++. */
#include <stdlib.h>
#include <string.h>
#include "elf_file.h"
#include "error.h"
#include "fuzz.h"
#include "where.h"

/* Guest memory full of the file's own bytes: stack slots, pointers and instructions at random. */
struct bytes {
	const u8 *bytes;
	size_t size;
};

static bool read_memory(void *context, u32 va, void *bytes, u32 n)
{
	const struct bytes *all = context;
	for (u32 i = 0; i < n; i++)
		((u8 *)bytes)[i] = all->bytes[(va + i) % all->size];
	return va >> 28 != 7;
}

static void ask(struct where *where, const struct elf *elf, const struct where_memory *memory,
		FILE *out)
{
	struct where_regs regs = { .pc = elf->entry };
	struct where_frame frames[16];
	char text[200];
	for (size_t i = 0; i < elf->symbol_count && i < 16; i++) {
		u32 va = elf->symbols[i].value + (elf->symbols[i].size & 0x3c);
		regs.gpr[i + 16] = va;
		regs.pc = va;
		where_text(where, va, text, sizeof text);
		regs.gpr[29] = 0x80000000 + (va & 0xfffc);
		int count = where_backtrace(where, &regs, memory, frames, 16);
		where_print_backtrace(out, frames, count);
	}
	where_print_registers(out, where, &regs);
	where_kernel_log(where, memory, out);
}

/* libdw 0.188 loses some bytes for each damaged table of lines; what we lose ourselves counts. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libdw.so\n"; }

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct error error = { .text = "" };
	struct bytes all = { bytes, size };
	struct where_memory memory = { &all, read_memory };
	struct elf *elf = elf_open_bytes("input", bytes, size, &error);
	if (!elf) {
		if (error_status(error.kind) == 0 || strncmp(error.text, "input: ", 7) != 0)
			abort(); /* refused without a sentence */
		return 0;
	}
	elf_check_unmapped(elf, 64 << 20, &error);
	struct where *where = where_open_elf(elf, &error);
	FILE *out = fopen("/dev/null", "w");
	if (where && out)
		ask(where, elf, &memory, out);
	if (out)
		fclose(out);
	where_close(where);
	return 0;
}
