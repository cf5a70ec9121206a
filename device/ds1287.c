/* ds1287.c: the DS1287 clock of a DECstation: time of day, alarm, periodic interrupt, 50 bytes RAM.
 *
 * 64 bytes, one in the low byte of each word; the chip decodes address bits 7:2.
 *
 *   00 seconds   02 minutes   04 hours   06 day of week   07 date   08 month   09 year
 *   01 03 05  the alarm's; 0xc0 and above matches any
 *   0a  A  r   7 UIP  the time will change within 244 microseconds
 *          rw  6:4 DV  2: the clock runs; 6, 7: its divider is held at zero   3:0 RS  periodic rate
 *   0b  B  rw  7 SET  no updates   6 PIE 5 AIE 4 UIE  which of C's flags interrupt   3 SQWE
 *              2 DM  binary, else BCD   1 24/12  hours to 23, else to 12 with bit 7 for PM   0 DSE
 *   0c  C  r   7 IRQF  the line is up   6 PF 5 AF 4 UF; reading clears them all
 *   0d  D  r   7 VRT  the battery is good
 *   0e-3f  RAM; a DECstation keeps what is to be added to the year in 3f
 *
 * All of it moves by two events: SECOND, which is the update, and PERIODIC, scheduled while PF is
 * clear, on the divider's edges.  Once the clock is let run the first update comes after half a
 * second.  (Dallas DS1287 data sheet; Motorola MC146818A for what it leaves out.)  Daylight saving
 * (DSE) is kept and ignored. */
#include "device.h"
#include "dec.h"

enum {
	SECONDS, SECONDS_ALARM, MINUTES, MINUTES_ALARM, HOURS, HOURS_ALARM, WEEKDAY, DATE, MONTH, YEAR,
	A, B, C, D, RAM, YEAR_OFFSET = 0x3f, BYTES = 64
};
enum { UIP = 0x80, RUNS = 2, SET = 0x80, UIE = 0x10, BINARY = 4, HOURS_24 = 2, PM = 0x80 };
enum { IRQF = 0x80, PF = 0x40, AF = 0x20, UF = 0x10, FLAGS = PF | AF | UF, VRT = 0x80 };
enum { ANY = 0xc0, UIP_MICROSECONDS = 244, DEC_YEAR = 72 };
enum { SECOND, PERIODIC };              /* events */

#define DS1287_STATE(F, A) A(u8, byte, BYTES)
struct ds1287 { struct device device; DS1287_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(ds1287, type, name)
static const struct field ds1287_fields[] = { DS1287_STATE(F, F) };
#undef F

static struct ds1287 *clock_of(struct device *d) { return (struct ds1287 *)d; }

static u64 second_ticks(const struct ds1287 *k)
{
	return (u64)device_mhz(&k->device) * 1000000;
}

static bool runs(const struct ds1287 *k) { return (k->byte[A] >> 4 & 7) == RUNS; }

/* ---- the calendar, in the form register B says ---- */

static u32 decoded(const struct ds1287 *k, u32 value)
{
	return k->byte[B] & BINARY ? value : (value >> 4) * 10 + (value & 15);
}

static u8 encoded(const struct ds1287 *k, u32 value)
{
	return (u8)(k->byte[B] & BINARY ? value : value / 10 << 4 | value % 10);
}

/* Counts one on; true: it went round from `last` to `first`. */
static bool carry(struct ds1287 *k, u32 at, u32 first, u32 last)
{
	u32 value = decoded(k, k->byte[at]);
	bool round = value >= last;

	k->byte[at] = encoded(k, round ? first : value + 1);
	return round;
}

static bool carry_hours(struct ds1287 *k)
{
	if (k->byte[B] & HOURS_24)
		return carry(k, HOURS, 0, 23);
	u8 pm = k->byte[HOURS] & PM;
	k->byte[HOURS] &= (u8)~PM;
	bool noon = decoded(k, k->byte[HOURS]) == 11;
	carry(k, HOURS, 1, 12);
	k->byte[HOURS] |= noon ? pm ^ PM : pm;
	return noon && pm;
}

static u32 month_days(u32 month, u32 year)
{
	static const u8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month < 1 || month > 12)
		return 31;
	return days[month - 1] + (month == 2 && year % 4 == 0);
}

static void update(struct ds1287 *k)
{
	if (!carry(k, SECONDS, 0, 59) || !carry(k, MINUTES, 0, 59) || !carry_hours(k))
		return;
	carry(k, WEEKDAY, 1, 7);
	u32 days = month_days(decoded(k, k->byte[MONTH]), decoded(k, k->byte[YEAR]));
	if (carry(k, DATE, 1, days) && carry(k, MONTH, 1, 12))
		carry(k, YEAR, 0, 99);
}

static bool alarm(const struct ds1287 *k)
{
	for (u32 i = SECONDS; i <= HOURS; i += 2)
		if (k->byte[i + 1] < ANY && k->byte[i + 1] != k->byte[i])
			return false;
	return true;
}

/* Days to a date, by the civil calendar (years from March, so that a leap day comes last). */
static void set_date(struct ds1287 *k, u64 days)
{
	u64 z = days + 719468, era = z / 146097, day = z % 146097;
	u64 of_era = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	u64 of_year = day - (365 * of_era + of_era / 4 - of_era / 100), month = (5 * of_year + 2) / 153;
	u64 year = of_era + era * 400 + (month >= 10);

	k->byte[DATE] = (u8)(of_year - (153 * month + 2) / 5 + 1);
	k->byte[MONTH] = (u8)(month < 10 ? month + 3 : month - 9);
	k->byte[WEEKDAY] = (u8)((days + 4) % 7 + 1);
	/* The chip counts from 1972; byte 3f holds what is missing, so that leap years fall right. */
	k->byte[YEAR] = (u8)(DEC_YEAR + year % 4);
	k->byte[YEAR_OFFSET] = (u8)(year - year % 4 - 2000);
}

/* ---- time passing ---- */

static void settle(struct ds1287 *k)
{
	k->byte[C] &= FLAGS;
	if (k->byte[C] & k->byte[B])
		k->byte[C] |= IRQF;
	device_line(&k->device, k->byte[C] & IRQF);
}

static u32 periods_a_second(const struct ds1287 *k)
{
	u32 rate = k->byte[A] & 15;

	return !rate ? 0 : rate < 3 ? 512u >> rate : 65536u >> rate;
}

/* The next edge of the tap that RS selects, counted from the update before. */
static void schedule_period(struct ds1287 *k)
{
	u64 second = second_ticks(k), periods = periods_a_second(k), now = device_now(&k->device);

	device_cancel(&k->device, PERIODIC);
	if (!runs(k) || !periods || (k->byte[C] & PF))
		return;
	u64 begun = device_when(&k->device, SECOND) - second; /* may wrap: half a second is ahead */
	u64 edge = (now - begun) * periods / second + 1;
	device_after(&k->device, PERIODIC, begun + (edge * second + periods - 1) / periods - now);
}

static void ds1287_event(struct device *d, u32 what)
{
	struct ds1287 *k = clock_of(d);

	if (what == PERIODIC) {
		k->byte[C] |= PF;
	} else {
		device_after(d, SECOND, second_ticks(k));
		if (!(k->byte[B] & SET)) {
			update(k);
			k->byte[C] |= alarm(k) ? UF | AF : UF;
		}
	}
	settle(k);
}

static void ds1287_reset(struct device *d)
{
	struct ds1287 *k = clock_of(d);
	u64 date = d->option[DS1287_DATE], seconds = date % 86400;

	memset(k->byte, 0, sizeof k->byte);
	k->byte[A] = RUNS << 4;
	k->byte[B] = BINARY | HOURS_24;
	k->byte[SECONDS] = (u8)(seconds % 60);
	k->byte[MINUTES] = (u8)(seconds / 60 % 60);
	k->byte[HOURS] = (u8)(seconds / 3600);
	set_date(k, date / 86400);
	device_after(d, SECOND, second_ticks(k));
}

/* ---- registers ---- */

static bool soon(const struct ds1287 *k)
{
	u64 when = device_when(&k->device, SECOND);

	return when && !(k->byte[B] & SET) && when - device_now(&k->device) <=
		(u64)UIP_MICROSECONDS * device_mhz(&k->device);
}

static u32 ds1287_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct ds1287 *k = (const struct ds1287 *)d;
	u32 at = offset >> 2 & 63;

	(void)bytes;
	if (offset & 3)
		return 0;
	if (at == A)
		return k->byte[A] | (soon(k) ? UIP : 0);
	return at == D ? VRT : k->byte[at];
}

static u32 ds1287_read(struct device *d, u32 offset, u32 bytes)
{
	struct ds1287 *k = clock_of(d);
	u32 value = ds1287_peek(d, offset, bytes);

	if ((offset & 0xff) == C << 2 && value) {
		k->byte[C] = 0;
		settle(k);
		schedule_period(k);
	}
	return value;
}

static bool ds1287_quiet(const struct device *d, u32 offset)
{
	const struct ds1287 *k = (const struct ds1287 *)d;
	u32 at = offset >> 2 & 63;

	return at != A && (at != C || !k->byte[C]);
}

static void write_a(struct ds1287 *k, u32 value)
{
	bool ran = runs(k);

	k->byte[A] = value & ~UIP;
	if (!runs(k))
		device_cancel(&k->device, SECOND);
	else if (!ran)
		device_after(&k->device, SECOND, second_ticks(k) / 2);
	schedule_period(k);
}

static void ds1287_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct ds1287 *k = clock_of(d);
	u32 at = offset >> 2 & 63;

	(void)bytes;
	if (offset & 3)
		device_error(d, "a write between the registers");
	else if (at == A)
		write_a(k, value & 0xff);
	else if (at == B)
		k->byte[B] = value & SET ? value & ~UIE : value; /* MC146818A: SET clears UIE */
	else if (at != C && at != D)
		k->byte[at] = (u8)value;
	settle(k);
}

static const struct device_operations ds1287_does = {
	.reset = ds1287_reset, .read = ds1287_read, .peek = ds1287_peek, .write = ds1287_write,
	.event = ds1287_event, .quiet = ds1287_quiet
};
const struct device_type device_ds1287 = {
	"ds1287", sizeof(struct ds1287), ds1287_fields, COUNT_OF(ds1287_fields), &ds1287_does
};
