/* smp.c: several processors: a spin lock of ll and sc, and interrupts from one to another.
 *
 * Each processor adds to one number under the lock, ROUNDS times; processor 0 then sends each of
 * the
 * others an interrupt in turn, on which they wait, and each sends one back.  It prints
 * "N processors: TOTAL, ANSWERS answers" and switches off; what is wrong is "bad" instead. */
typedef unsigned int u32;

#define SLOT(n) (0xbfe00000 + (n) * 0x10000)
static volatile u32 *const serial = (volatile u32 *)SLOT(0);
static volatile u32 *const mainboard = (volatile u32 *)SLOT(31);

enum { CPUS_MOST = 32, ROUNDS = 300 };
enum { CHAR = 0, WIRQ = 1, READY = 2 };                 /* in words */
enum { POWER = 0x7e08 / 4, CPUS = 0x7e10 / 4, CPUE = 0x7e14 / 4, SELF = 0x7e18 / 4 };
enum { CPU = 0x8000 / 4, CPU_WORDS = 0x400 / 4, CIRQE = 0, CIPI = 1, CRAM = 0x300 / 4 };
enum { IP3 = 0x800 };

char stacks[CPUS_MOST][4096];
static volatile u32 lock, total, arrived, answers, inside;

void main(void);
void other(u32 cpu);
void secondary(void);
u32 load_linked(volatile u32 *);
u32 store_conditional(volatile u32 *, u32);
void wait_for_line(void);
u32 read_cause(void);

static void acquire(void)
{
	while (load_linked(&lock) || !store_conditional(&lock, 1))
		;
}

static void release(void)
{
	lock = 0;
}

/* `inside` catches two that hold the lock at once. */
static void add_all(u32 cpu)
{
	for (u32 i = 0; i < ROUNDS; i++) {
		acquire();
		inside = cpu + 1;
		u32 seen = total;
		for (volatile u32 k = 0; k < 5; k++)
			;
		total = inside == cpu + 1 ? seen + 1 : 0x80000000;
		release();
	}
	acquire();
	arrived++;
	release();
}

static volatile u32 *mine(u32 cpu)
{
	return mainboard + CPU + cpu * CPU_WORDS;
}

static void wait_for_ipi(u32 cpu)
{
	while (!(read_cause() & IP3))
		wait_for_line();
	mine(cpu)[CIPI] = 0;
}

void other(u32 cpu)
{
	add_all(cpu);
	wait_for_ipi(cpu);
	acquire();
	answers++;
	release();
	mine(0)[CIPI] = 1;
	for (;;)
		wait_for_line();
}

static void put(int byte)
{
	while (!(serial[WIRQ] & READY))
		;
	serial[WIRQ] = 0;
	serial[CHAR] = (u32)byte;
}

static void print(const char *text)
{
	while (*text)
		put(*text++);
}

static void print_number(u32 n)
{
	if (n >= 10)
		print_number(n / 10);
	put((int)('0' + n % 10));
}

static u32 count(u32 mask)
{
	u32 n = 0;
	for (; mask; mask &= mask - 1)
		n++;
	return n;
}

void main(void)
{
	u32 all = mainboard[CPUS], cpus = count(all);
	serial[WIRQ] = READY;
	if (mainboard[SELF] != 1)
		print("bad SELF\n");
	for (u32 i = 1; i < cpus; i++) {
		mine(i)[CRAM] = (u32)secondary;
		mine(i)[CRAM + 1] = i;
		mine(i)[CIRQE] = 0;
	}
	mainboard[CPUE] = all;
	add_all(0);
	while (arrived < cpus)
		;
	for (u32 i = 1; i < cpus; i++) {
		mine(i)[CIPI] = 1;
		wait_for_ipi(0);
	}
	mainboard[CPUE] = 1;
	print_number(cpus);
	print(" processors: ");
	print_number(total);
	print(total == cpus * ROUNDS ? ", " : " bad, ");
	print_number(answers);
	print(" answers\n");
	for (;;)
		mainboard[POWER] = 0;
}
