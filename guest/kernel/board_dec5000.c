/*
 * board_dec5000.c - the DECstation 5000/200 (KN02): REX PROM, DZ line 3, DS1287 clock.
 *
 *   1fe00000 DZ11    16-bit registers: CSR 0, RBUF/LPR 8, TCR 10, MSR/TDR 18      (CSR bit 7, IP2)
 *   1fe80000 DS1287  one byte a word: A 28, B 2c, C 30                            (IP3)
 *   1ff00000 CSR     [7:0] pending, [23:16] enabled: 0-2 slots, 5 SCSI, 6 LANCE, 7 DZ
 *
 * (DECstation 5000/200 KN02 System Module Functional Specification; Linux asm/dec/kn02.h,
 * drivers/tty/serial/dz.h and arch/mips/dec/prom for the PROM's entries.)
 */
#include "board.h"
#include "kernel.h"

#define REX_MAGIC	0x30464354
#define REX_CLEAR_CACHE	0x7c
#define REX_GETBITMAP	0x84
#define PROM_RESTART	(KSEG1 + 0x1fc00000)

enum { DZ_CSR = 0, DZ_RBUF = 4, DZ_LPR = 4, DZ_TCR = 8, DZ_TDR = 12 };	/* in 16-bit units */
enum {
	DZ_CSR_TRDY = 0x8000, DZ_CSR_RIE = 0x0040, DZ_CSR_MSE = 0x0020,
	DZ_RBUF_VALID = 0x8000,
	DZ_LPR_LINE_3 = 0x1e1b,			/* receiver on, 9600 baud, 8 bits, line 3 */
	DZ_TCR_LINE_3 = 0x0008,
};
enum { RTC_A = 10, RTC_B = 11, RTC_C = 12 };				/* in words */
enum { RTC_A_256_HZ = 0x28, RTC_B_PIE = 0x40, RTC_B_BINARY_24 = 0x06, RTC_C_PF = 0x40 };

#define CSR_DZ_PENDING	0x00000080
#define CSR_DZ_ENABLE	0x00800000
#define CSR_KEEP	0x0000ff00		/* ECC and diagnostics, as the PROM left them */
#define IP_CSR		0x0400
#define IP_RTC		0x0800

static volatile u16 *const dz = (volatile u16 *)(KSEG1 + 0x1fe00000);
static volatile u32 *const rtc = (volatile u32 *)(KSEG1 + 0x1fe80000);
static volatile u32 *const csr = (volatile u32 *)(KSEG1 + 0x1ff00000);

const char board_name[] = "DECstation 5000/200";
const u32 board_lines = IP_CSR | IP_RTC;
const u32 board_ticks_per_second = 256;

static struct {
	u32 prom;				/* its callback vector */
	u32 ram_bytes;
	char words[256];			/* the boot arguments, ends and all */
	const char *argument[ARGUMENTS_MAX];
} board;

struct memory_map {				/* what getbitmap fills */
	u32 page_bytes;
	u8 bitmap[];
};

static u32 prom_call(u32 entry, u32 first, u32 second)
{
	u32 (*function)(u32, u32) = *(u32 (**)(u32, u32))(board.prom + entry);

	return function(first, second);
}

/* Bit n of the map says that page n is there; memory has no holes below its end. */
static u32 memory_size(void)
{
	struct memory_map *map = (struct memory_map *)PAGE_UP((u32)kernel_end);
	u32 map_bytes = prom_call(REX_GETBITMAP, (u32)map, 0);
	u32 pages = 0;

	while (pages < map_bytes * 8 && (map->bitmap[pages / 8] >> (pages % 8) & 1))
		pages++;
	return pages * map->page_bytes;
}

/* The PROM keeps its words in memory that will soon be ours: copy them. */
static void copy_arguments(u32 argc, char **argv)
{
	u32 used = 0;

	for (u32 i = 0; i < argc && i < ARGUMENTS_MAX - 1; i++) {
		u32 bytes = (u32)strlen(argv[i]) + 1;
		if (used + bytes > sizeof board.words)
			break;
		board.argument[i] = memcpy(board.words + used, argv[i], bytes);
		used += bytes;
	}
}

void board_start(const u32 boot[4])
{
	rtc[RTC_B] = RTC_B_BINARY_24;
	dz[DZ_CSR] = DZ_CSR_MSE;
	dz[DZ_LPR] = DZ_LPR_LINE_3;
	dz[DZ_TCR] = DZ_TCR_LINE_3;
	if (boot[2] != REX_MAGIC)
		panic("the loader is not a REX PROM");
	board.prom = boot[3];
	copy_arguments(boot[0], (char **)boot[1]);
	board.ram_bytes = memory_size();
}

u32 board_ram_bytes(void)
{
	return board.ram_bytes;
}

const char *board_argument(u32 n)
{
	return n < ARGUMENTS_MAX ? board.argument[n] : NULL;
}

/* Only line 3 may transmit, so TRDY is about line 3. */
void board_put(int byte)
{
	while (!(dz[DZ_CSR] & DZ_CSR_TRDY))
		;
	dz[DZ_TDR] = (u16)(byte & 0xff);
}

int board_get(void)
{
	u16 got = dz[DZ_RBUF];

	return got & DZ_RBUF_VALID ? got & 0xff : -1;
}

void board_listen(bool on)
{
	dz[DZ_CSR] = on ? DZ_CSR_MSE | DZ_CSR_RIE : DZ_CSR_MSE;
}

void board_clock_start(void)
{
	*csr = (*csr & CSR_KEEP) | CSR_DZ_ENABLE;
	rtc[RTC_A] = RTC_A_256_HZ;
	rtc[RTC_B] = RTC_B_BINARY_24 | RTC_B_PIE;
	(void)rtc[RTC_C];
}

u32 board_interrupt(u32 cause)
{
	u32 what = 0;

	if ((cause & IP_RTC) && (rtc[RTC_C] & RTC_C_PF))	/* reading C acknowledges */
		what |= BOARD_TICK;
	if ((cause & IP_CSR) && (*csr & CSR_DZ_PENDING))
		what |= BOARD_INPUT;
	return what;
}

void board_code_written(void *at, u32 bytes)
{
	prom_call(REX_CLEAR_CACHE, (u32)at, bytes);
}

/* There is no power switch and no exit status: back to the PROM, as after a reset. */
void board_halt(u32 status)
{
	(void)status;
	rtc[RTC_B] = RTC_B_BINARY_24;
	*csr &= CSR_KEEP;
	write_status(STATUS_BEV);
	((void (*)(void))PROM_RESTART)();
	for (;;)
		;
}
