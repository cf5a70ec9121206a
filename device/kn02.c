/* kn02.c: the KN02 system module of the DECstation 5000/200: interrupts, bus errors.
 *
 * It is the board's last row and spans the whole bus: what no memory and no other device answers
 * ends here.  Offsets are physical addresses; a register fills a half megabyte.
 *
 *   1fd00000  CHKSYN   r   ECC check bits and syndrome: memory never fails, 0    w  clears it
 *   1fd80000  ERRADDR  r   31 VALID, which is the line on IP5   30 CPU (else DMA)   29 WRITE
 *                          28 ECCERR   26:0 word address        w  clears it
 *   1ff00000  CSR      r   7:0 interrupt lines that are up       w  7:0 LEDs, lit by 0
 *                      rw  23:16 which of them reach IP2
 *                          15:14 DIAGCHK DIAGGEN  13 CORRECT  12 LEDIAG  11 TXDIS  10 BNK32M
 *                          9 DIAGDN  8 BAUD38: kept, without effect
 *                      r   27 PSU warning: 0  26 ~NVRAM clear jumper, 24 ~NRMOD jumper: 1, absent
 *                          25 REFEVEN: 0
 *   lines in  0-2 TURBOchannel options, 5 SCSI, 6 LANCE, 7 DZ
 *
 * An MS02-NV memory module's RAM is memory; what is left of its 8 MB ends here too:
 *
 *   +000000  behind its disk's bytes: reads 0; a write times out
 *   +400000  STATUS   r   0 the battery is good: 1   1 it is off: 0
 *
 * Anything else times out.  The first time-out since ERRADDR was cleared is latched there and
 * raises IP5; a read (or fetch) that times out is a bus error exception too, while a write has
 * left the processor and is told of by the interrupt alone.
 *
 * (DECstation 5000/200 KN02 System Module Functional Specification, 1990; Linux asm/dec/kn02.h and
 * ecc.h, dec/ecc-berr.c, drivers/mtd/devices/ms02-nv.h.) */
#include "device.h"
#include "dec.h"

enum {
	SLOT_SHIFT = 19, CHKSYN = 0x1fd00000 >> SLOT_SHIFT, ERRADDR = 0x1fd80000 >> SLOT_SHIFT,
	CSR = 0x1ff00000 >> SLOT_SHIFT
};
enum {
	CSR_WRITTEN = 0x00ffff00, CSR_JUMPERS = 0x05000000, CSR_BNK32M = 0x400, ENABLE_SHIFT = 16,
	LINES = 0xff, CPU_IO = 0, CPU_BUS_ERROR = 3     /* IP2, IP5 */
};
enum {
	NV_SHIFT = 23, NV_BYTES = 1 << NV_SHIFT, NV_END = 0x1e000000, NV_STATUS = 0x400000,
	BATTERY_OK = 1
};
#define ERRADDR_VALID (1u << 31)
#define ERRADDR_CPU (1u << 30)
#define ERRADDR_WRITE (1u << 29)
#define ERRADDR_ADDRESS 0x07ffffffu

#define KN02_STATE(F, A) F(u32, csr) F(u32, erraddr) F(u8, lines) F(u8, leds)
struct kn02 { struct device device; KN02_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(kn02, type, name)
static const struct field kn02_fields[] = { KN02_STATE(F, F) };
#undef F

static struct kn02 *kn02_of(struct device *d) { return (struct kn02 *)d; }

static void kn02_settle(struct kn02 *k)
{
	device_cpu_line(&k->device, 0, CPU_IO, k->lines & k->csr >> ENABLE_SHIFT & LINES);
	device_cpu_line(&k->device, 0, CPU_BUS_ERROR, k->erraddr & ERRADDR_VALID);
}

static void kn02_line(struct device *d, u32 number, bool up)
{
	struct kn02 *k = kn02_of(d);

	k->lines = (u8)((k->lines & ~(1u << number)) | (u32)up << number);
	kn02_settle(k);
}

static void kn02_reset(struct device *d)
{
	struct kn02 *k = kn02_of(d);

	k->csr = d->option[KN02_STRIDE] ? CSR_BNK32M : 0;
	k->erraddr = 0;
	k->lines = k->leds = 0;
	kn02_settle(k);
}

static void time_out(struct kn02 *k, u32 pa, u32 how)
{
	if (k->erraddr & ERRADDR_VALID)
		return;
	k->erraddr = ERRADDR_VALID | ERRADDR_CPU | how | (pa >> 2 & ERRADDR_ADDRESS);
	kn02_settle(k);
}

static bool nv_module(const struct device *d, u32 pa)
{
	return pa < NV_END && d->option[KN02_NVRAM] >> (pa >> NV_SHIFT) & 1;
}

static bool answers(const struct device *d, u32 pa)
{
	u32 slot = pa >> SLOT_SHIFT;

	return slot == CHKSYN || slot == ERRADDR || slot == CSR || nv_module(d, pa);
}

static u32 kn02_peek(const struct device *d, u32 pa, u32 bytes)
{
	const struct kn02 *k = (const struct kn02 *)d;
	u32 slot = pa >> SLOT_SHIFT, value = slot == ERRADDR ? k->erraddr : 0;

	if (slot == CSR)
		value = k->csr | CSR_JUMPERS | k->lines;
	if (nv_module(d, pa) && (pa & (NV_BYTES - 1)) >= NV_STATUS)
		value = BATTERY_OK;
	value >>= 8 * (pa & 3);
	return bytes == 4 ? value : value & ((1u << 8 * bytes) - 1);
}

static u32 kn02_read(struct device *d, u32 pa, u32 bytes)
{
	if (answers(d, pa))
		return kn02_peek(d, pa, bytes);
	time_out(kn02_of(d), pa, 0);
	device_fault(d);
	return 0;
}

static bool kn02_quiet(const struct device *d, u32 pa)
{
	return answers(d, pa);
}

/* A write of fewer than four bytes changes these. */
static u32 merged(u32 old, u32 pa, u32 bytes, u32 value)
{
	u32 shift = 8 * (pa & 3), mask = bytes == 4 ? ~0u : (1u << 8 * bytes) - 1;

	return (old & ~(mask << shift)) | (value & mask) << shift;
}

static void kn02_write(struct device *d, u32 pa, u32 bytes, u32 value)
{
	struct kn02 *k = kn02_of(d);

	switch (pa >> SLOT_SHIFT) {
	case CHKSYN:
		return;
	case ERRADDR:
		k->erraddr = 0;
		break;
	case CSR:
		value = merged(k->csr | k->leds, pa, bytes, value);
		k->csr = value & CSR_WRITTEN;
		k->leds = value & 0xff;
		break;
	default:
		if (!nv_module(d, pa) || (pa & (NV_BYTES - 1)) < NV_STATUS)
			time_out(k, pa, ERRADDR_WRITE);
	}
	kn02_settle(k);
}

static const struct device_operations kn02_does = {
	.reset = kn02_reset, .read = kn02_read, .peek = kn02_peek, .write = kn02_write,
	.line = kn02_line, .quiet = kn02_quiet
};
const struct device_type device_kn02 = {
	"kn02", sizeof(struct kn02), kn02_fields, COUNT_OF(kn02_fields), &kn02_does
};
