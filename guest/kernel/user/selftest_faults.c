/* selftest_faults.c - nothing that a program does harms anyone but itself. */
#include "selftest.h"

#define KERNEL_MEMORY	0x80000000
#define KSEG2_MEMORY	0xc0000000
#define NOWHERE		0x30000000
#define TEXT		USER_BASE

enum { MOD = 1, TLBL = 2, TLBS = 3, ADEL = 4, ADES = 5, BP = 9, RI = 10, CPU = 11, OV = 12 };

#define ASM(text, value) __asm__ volatile(text : : "r"(value) : "$8")

static u32 aligned[2];
static volatile u32 zero;

/* A compiler that saw a crooked address would load it in two halves: hence noinline. */
#define PLAIN static __attribute__((noinline))

PLAIN u32 load(u32 address)
{
	return *(volatile u32 *)address;
}

PLAIN void store(u32 address)
{
	*(volatile u32 *)address = 1;
}

static void jump(u32 address)
{
	((void (*)(void))address)();
}

PLAIN void load_half(u32 address)
{
	(void)*(volatile u16 *)address;
}

PLAIN void store_half(u32 address)
{
	*(volatile u16 *)address = 1;
}

static void load_null(void)		{ load(0); }
static void store_null(void)		{ store(0); }
static void load_kernel(void)		{ load(KERNEL_MEMORY); }
static void store_kernel(void)		{ store(KERNEL_MEMORY); }
static void load_kseg2(void)		{ load(KSEG2_MEMORY); }
static void store_text(void)		{ store(TEXT); }
static void store_nowhere(void)		{ store(NOWHERE); }
static void load_crooked(void)		{ load((u32)aligned + 2); }
static void store_crooked(void)		{ store((u32)aligned + 1); }
static void load_half_crooked(void)	{ load_half((u32)aligned + 1); }
static void store_half_crooked(void)	{ store_half((u32)aligned + 3); }
static void jump_nowhere(void)		{ jump(NOWHERE); }
static void jump_crooked(void)		{ jump(TEXT + 2); }
static void jump_kernel(void)		{ jump(KERNEL_MEMORY + 0x80); }
static void overflow_add(void)		{ ASM("add $8, %0, %0", 0x40000000); }
static void overflow_addi(void)		{ ASM("addi $8, %0, -1", 0x80000000); }
static void overflow_sub(void)		{ ASM("sub $8, $0, %0", 0x80000000); }
static void reserved(void)		{ ASM(".word 0x00000005", 0); }
static void breakpoint(void)		{ ASM("break", 0); }
static void divide_by_zero(void)	{ exit(1000 / zero); }
static void privileged(void)		{ ASM("mfc0 $8, $12", 0); }
static void floating_point(void)	{ ASM(".word 0x46000000", 0); }	/* add.s */

static const struct bad_program {
	const char *name;
	void (*run)(void);
	u32 code;
} bad_programs[] = {
	{ "load at 0",                load_null,          TLBL },
	{ "store at 0",               store_null,         TLBS },
	{ "load of kernel memory",    load_kernel,        ADEL },
	{ "store to kernel memory",   store_kernel,       ADES },
	{ "load of kseg2",            load_kseg2,         ADEL },
	{ "store to text",            store_text,         MOD },
	{ "store where nothing is",   store_nowhere,      TLBS },
	{ "crooked load",             load_crooked,       ADEL },
	{ "crooked store",            store_crooked,      ADES },
	{ "crooked half load",        load_half_crooked,  ADEL },
	{ "crooked half store",       store_half_crooked, ADES },
	{ "jump where nothing is",    jump_nowhere,       TLBL },
	{ "crooked jump",             jump_crooked,       ADEL },
	{ "jump into the kernel",     jump_kernel,        ADEL },
	{ "add",                      overflow_add,       OV },
	{ "addi",                     overflow_addi,      OV },
	{ "sub",                      overflow_sub,       OV },
	{ "reserved instruction",     reserved,           RI },
	{ "break",                    breakpoint,         BP },
	{ "division by zero",         divide_by_zero,     BP },
	{ "mfc0",                     privileged,         CPU },
	{ "floating point",           floating_point,     CPU },
};

bool bad_programs_end(void)
{
	bool good = true;

	for (u32 i = 0; i < sizeof bad_programs / sizeof bad_programs[0]; i++) {
		const struct bad_program *bad = &bad_programs[i];
		u32 status = status_of(bad->run);
		if (status == ENDED_BY_EXCEPTION + bad->code)
			continue;
		printf("  %s: status %x, expected exception %u\n", bad->name, status, bad->code);
		good = false;
	}
	return good;
}

static void *pointer(u32 address)
{
	return (void *)address;
}

static void leave(void)
{
	exit(3);
}

/* A child whose end could not be told is still there to be waited for. */
static bool wait_with_bad_pointer(void)
{
	struct usage usage;
	int pid = start_child(leave);

	while (wait(pid, pointer(NOWHERE), HANG) != -1)
		;
	return wait(pid, &usage, HANG) == pid && usage.status == 3;
}

static bool read_to(u32 address)
{
	u32 ends[2];
	bool refused = pipe(ends) == 0 && write(ends[1], "four", 4) == 4 &&
		       read(ends[0], pointer(address), 4) == -1;

	close(ends[0]);
	close(ends[1]);
	return refused;
}

bool bad_pointers(void)
{
	static const char *const argv[] = { "echo", NULL };

	return IS(write(1, pointer(NOWHERE), 4) == -1) &&
	       IS(write(1, pointer(KERNEL_MEMORY), 4) == -1) &&
	       IS(write(1, pointer(USER_END - 2), 4) == -1) &&
	       IS(read_to(TEXT)) && IS(read_to(KERNEL_MEMORY + 0x80)) && IS(read_to(0)) &&
	       IS(info(INFO_MACHINE, 0, pointer(TEXT)) == -1) &&
	       IS(info(INFO_TLB, 0, pointer(0xfffffffc)) == -1) &&
	       IS(pipe(pointer(KERNEL_MEMORY)) == -1) && IS(pipe(pointer(USER_END - 4)) == -1) &&
	       IS(exec(pointer(NOWHERE), argv) == -1) && IS(exec("echo", pointer(NOWHERE)) == -1) &&
	       IS(exec("echo", pointer((u32)aligned + 1)) == -1) &&
	       IS(submit(pointer(KSEG2_MEMORY)) == -1) && IS(wait_with_bad_pointer());
}

bool bad_calls(void)
{
	static const char *const nothing[] = { "nothing", NULL }, *const empty[] = { NULL };
	static char long_word[ARGUMENT_BYTES + 1];
	const char *const long_argv[] = { "echo", long_word, NULL };
	char byte;

	memset(long_word, 'x', ARGUMENT_BYTES);
	return IS(call(20, 0, 0, 0) == -1) && IS(call(0xffffffff, 0, 0, 0) == -1) &&
	       IS(kill(0) == -1) && IS(kill(1) == -1) && IS(kill(99999) == -1) &&
	       IS(read(7, &byte, 1) == -1) && IS(write(99, "x", 1) == -1) &&
	       IS(dup(7, 1) == -1) && IS(dup(1, FILES) == -1) && IS(close(FILES) == -1) &&
	       IS(sbrk(0x7fffffff) == pointer(0xffffffff)) &&
	       IS(info(99, 0, &byte) == -1) && IS(info(INFO_TLB, 64, &byte) == 0) &&
	       IS(submit(nothing) == -1) && IS(submit(empty) == -1) &&
	       IS(exec("echo", long_argv) == -1) && IS(wait(1, NULL, HANG) == -1);
}
