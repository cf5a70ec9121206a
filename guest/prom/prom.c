/* prom.c: the REX PROM of a DECstation 5000/200, as far as a running program can call it: console,
 * memory map, what the machine is.
 *
 * A program is entered with a2 = 30464354 ("TCF0") and a3 = the vector below, and calls what stands
 * at an offset of it (TURBOchannel Firmware Specification, EK-TCAAD-FS; Linux asm/dec/prom.h).
 * Everything runs on the caller's stack, uncached, and keeps nothing: there are no variables, the
 * environment is constant.  There is nothing to boot from; what would load a program refuses, and
 * what would go back to the console's prompt halts. */
#include <stdarg.h>
#include "prom.h"

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long size;

enum { SYSTEM_ID = 0x02020130 };	/* 23:16: 2 is the 5000/200 (Linux dec/prom/dectypes.h) */
enum { PAGE_BYTES = 4096 };
#define KSEG1 0xa0000000u
enum { SLOT_BASE = 0x1e000000, SLOT_BYTES = 0x400000 };

enum { DZ_CSR, DZ_RBUF = 4, DZ_LPR = 4, DZ_TCR = 8, DZ_TDR = 12 };	/* in 16-bit units */
enum { TRDY = 0x8000, TIE = 0x4000, TLINE = 0x0300, RDONE = 0x80, MSE = 0x20, LINES = 15 };
enum { CONSOLE = 3, LPR_CONSOLE = 0x1e1b };	/* receiver on, 9600 baud, 8 bits */

static volatile u16 *const dz = (volatile u16 *)0xbfe00000;
static volatile u32 *const csr = (volatile u32 *)0xbff00000;
static volatile u32 *const port = (volatile u32 *)PROM_PORT;

struct memory_map { u32 page_bytes; u8 bitmap[]; };

void *memcpy(void *to, const void *from, size n);
void *memset(void *at, int byte, size n);
size strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size n);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size n);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size n);
long strtol(const char *s, char **end, int base);
int setjmp(u32 *state);
void longjmp(u32 *state, int value);
int getchar(void);
int putchar(int c);
char *gets(char *line);
int puts(const char *s);
int printf(const char *format, ...);
int sprintf(char *to, const char *format, ...);
char *getenv(const char *name);
void prom_halt(void);
int prom_refuse(void);

/* ---- the console: line 3 of the DZ, polled ---- */

/* The scanner is told to look at no other line, and the program gets its settings back. */
int putchar(int c)
{
	u16 control = dz[DZ_CSR], lines = dz[DZ_TCR];

	dz[DZ_CSR] = (u16)((control & ~TIE) | MSE);
	dz[DZ_TCR] = (u16)((lines & ~LINES) | 1 << CONSOLE);
	while ((dz[DZ_CSR] & (TRDY | TLINE)) != (TRDY | CONSOLE << 8))
		;
	dz[DZ_TDR] = (u16)(c & 0xff);
	dz[DZ_TCR] = lines;
	dz[DZ_CSR] = control;
	return c;
}

static void put(int c)
{
	if (c == '\n')
		putchar('\r');
	putchar(c);
}

static int io_poll(void)
{
	return dz[DZ_CSR] & RDONE;
}

int getchar(void)
{
	dz[DZ_CSR] = dz[DZ_CSR] | MSE;
	dz[DZ_LPR] = LPR_CONSOLE;
	while (!io_poll())
		;
	return dz[DZ_RBUF] & 0xff;
}

char *gets(char *line)
{
	u32 n = 0;

	for (int c; (c = getchar()) != '\r' && c != '\n'; ) {
		if (c != '\b' && c != 0x7f)
			put(line[n++] = (char)c);
		else if (n)
			n--, put('\b'), put(' '), put('\b');
	}
	put('\n');
	line[n] = 0;
	return line;
}

int puts(const char *s)
{
	while (*s)
		put(*s++);
	return 0;
}

/* ---- printf ---- */

struct text { char *to; int count; };	/* to memory, or the console where it is NULL */

static void text_put(struct text *t, int c)
{
	t->count++;
	if (t->to)
		*t->to++ = (char)c;
	else
		put(c);
}

struct conversion { int width, zero, left; };

static void text_field(struct text *t, const struct conversion *v, const char *s, int n)
{
	int pad = v->width - n;

	if (v->zero && !v->left && n && *s == '-')
		text_put(t, *s++), n--;
	for (; !v->left && pad > 0; pad--)
		text_put(t, v->zero ? '0' : ' ');
	while (n-- > 0)
		text_put(t, *s++);
	for (; pad > 0; pad--)
		text_put(t, ' ');
}

static void text_number(struct text *t, const struct conversion *v, u32 value, u32 base, int minus)
{
	char digits[16];
	int at = sizeof digits;

	do
		digits[--at] = "0123456789abcdef"[value % base];
	while (value /= base);
	if (minus)
		digits[--at] = '-';
	text_field(t, v, digits + at, (int)sizeof digits - at);
}

static const char *conversion(const char *s, struct conversion *v)
{
	*v = (struct conversion){ 0 };
	for (; *s == '-' || *s == '0'; s++)
		*(*s == '-' ? &v->left : &v->zero) = 1;
	for (; *s >= '0' && *s <= '9'; s++)
		v->width = v->width * 10 + *s - '0';
	while (*s == 'l')
		s++;
	return s;
}

static void format_text(struct text *t, const char *s, va_list *more)
{
	struct conversion v;

	for (; *s; s++) {
		if (*s != '%') {
			text_put(t, *s);
			continue;
		}
		s = conversion(s + 1, &v);
		u32 value = *s && *s != '%' ? va_arg(*more, u32) : 0;
		switch (*s) {
		case 'd': case 'i':
			text_number(t, &v, (int)value < 0 ? -value : value, 10, (int)value < 0);
			break;
		case 'u': text_number(t, &v, value, 10, 0); break;
		case 'o': text_number(t, &v, value, 8, 0); break;
		case 'x': case 'X': case 'p': text_number(t, &v, value, 16, 0); break;
		case 's': text_field(t, &v, (const char *)value, (int)strlen((const char *)value)); break;
		case 'c': text_put(t, (int)value); break;
		case 0: return;
		default: text_put(t, *s);
		}
	}
}

int printf(const char *format, ...)
{
	struct text t = { 0, 0 };
	va_list more;

	va_start(more, format);
	format_text(&t, format, &more);
	va_end(more);
	return t.count;
}

int sprintf(char *to, const char *format, ...)
{
	struct text t = { to, 0 };
	va_list more;

	va_start(more, format);
	format_text(&t, format, &more);
	va_end(more);
	*t.to = 0;
	return t.count;
}

/* ---- what the machine is ---- */

/* One bit a page, the first in the low bit; returns the map's bytes. */
static int getbitmap(struct memory_map *map)
{
	u32 bytes = port[PROM_RAM / 4] / PAGE_BYTES / 8;

	map->page_bytes = PAGE_BYTES;
	memset(map->bitmap, 0xff, bytes);
	return (int)bytes;
}

static u32 getsysid(void)
{
	return SYSTEM_ID;
}

static u32 slot_address(u32 slot)
{
	return KSEG1 + SLOT_BASE + slot * SLOT_BYTES;
}

/* Revision, clock period in ns, slot size in MB, time-out in cycles, DMA range in MB, longest
 * burst, parity, four words reserved (Linux linux/tc.h). */
static const u32 *gettcinfo(void)
{
	static const u32 info[11] = { 0, 40, 4, 10, 512, 128, 0 };

	return info;
}

char *getenv(const char *name)
{
	static const char *const environment[][2] = {
		{ "console", "s" }, { "osconsole", "3" }, { "haltaction", "h" }, { "more", "0" },
		{ "baud", "9600" }, { "systype", "0x02020130" }
	};

	for (u32 i = 0; i < sizeof environment / sizeof *environment; i++)
		if (!strcmp(environment[i][0], name))
			return (char *)environment[i][1];
	return 0;
}

/* ---- small services ---- */

static void msdelay(u32 milliseconds)
{
	u32 loops = port[PROM_MHZ / 4] * (1000 / 2);	/* of two instructions each */

	while (milliseconds--)
		__asm__ volatile(".set push; .set noreorder; move $2, %0; 1: bnez $2, 1b; addiu $2, $2, -1;"
			" .set pop" : : "r"(loops) : "$2");
}

static void leds(u32 lit)
{
	*csr = (*csr & 0x00ffff00) | (~lit & 0xff);
}

static void enable(u32 slot, u32 on)
{
	u32 bit = 1u << (slot & 7) << 16, now = *csr & 0x00ffff00;

	*csr = (on ? now | bit : now & ~bit) | 0xff;
}

static int disableintr(u32 slot)
{
	enable(slot, 0);
	return 0;
}

static int enableintr(u32 slot)
{
	enable(slot, 1);
	return 0;
}

static int testintr(u32 slot)
{
	return (int)(*csr >> (slot & 7) & 1);
}

static void nothing(void)
{
}				/* the caches are coherent, the write buffer is empty */

int prom_refuse(void)
{
	return -1;
}

void prom_halt(void)
{
	for (;;)
		port[PROM_POWER / 4] = PROM_HALTED;
}

#define V (const void *)
__attribute__((section(".vector"))) const void *const vector[] = {
	/* 00 */ V memcpy, V memset, V strcat, V strcmp, V strcpy, V strlen, V strncat, V strncpy,
	/* 20 */ V strncmp, V getchar, V gets, V puts, V printf, V sprintf, V io_poll, V strtol,
	/* 40 signal, raise, time */ V prom_refuse, V prom_refuse, V prom_refuse, V setjmp,
	/* 50 bootinit, bootread, bootwrite */ V longjmp, V prom_refuse, V prom_refuse, V prom_refuse,
	/* 60 setenv, getenv, unsetenv */ V prom_refuse, V getenv, V prom_refuse, V slot_address,
	/* 70 wbflush, clear_cache */ V nothing, V msdelay, V leds, V nothing,
	/* 80 */ V getsysid, V getbitmap, V disableintr, V enableintr, V testintr,
	/* 94 console data, console_init, halt, showfault */ 0, V nothing, V prom_halt, V nothing,
	/* a4 gettcinfo, execute_cmd, rex */ V gettcinfo, V prom_refuse, V prom_halt,
	/* b0 */ V prom_refuse, V prom_refuse, V prom_refuse, V prom_refuse
};
_Static_assert(sizeof vector == 0xc0, "gettcinfo is at a4, getbitmap at 84");
