/* guest.c: something for gdb to look at, on board bench: functions that call each other, a table
 * that is written, a page behind the TLB, and an end.  With `main' alone it is done; ROUNDS of work
 * make it long enough to be interrupted. */
typedef unsigned int u32;

enum { ROUNDS = 20000, MAPPED = 0x00400000, BENCH_EXIT = 0xbf000004 };

volatile int counter, table[8];
char page[8192] __attribute__((aligned(4096)));

__attribute__((noinline)) int add(int a, int b)
{
	int sum = a + b;
	return sum;
}

__attribute__((noinline)) void work(int count)
{
	for (int i = 0; i < count; i++) {
		counter = add(counter, i);
		table[i & 7] = counter;
	}
}

/* Index 0 maps the page at MAPPED, dirty and valid, for all address spaces. */
static void map(void)
{
	u32 low = ((u32)page & 0x1ffff000) | 0x700;
	__asm__ volatile("mtc0 %0, $10; mtc0 %1, $2; mtc0 $0, $0; nop; tlbwi; nop; nop"
		: : "r"(MAPPED), "r"(low));
}

static void use_page(void)
{
	volatile int *at = (volatile int *)(MAPPED + 0x20);
	*at = 41;
	*at = *at + 1;
}

void main(void)
{
	map();
	work(10);
	use_page();
	work(ROUNDS);
	*(volatile u32 *)BENCH_EXIT = (u32)counter & 0x7f;
	for (;;)
		;
}

__asm__(".globl _start; .ent _start; _start: addiu $sp, $sp, -32; jal main; nop; .end _start");
