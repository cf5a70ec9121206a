/* lame_trace.c: System/161's trace control: words from the guest to whoever watches it.
 *
 *   0x00  ON       w   a letter: trace such events from now on      0x04  OFF  w  no more
 *   0x08  PRINT    w   tell this value
 *   0x0c  DUMP     w   tell the machine's state, under this value
 *   0x10  STOP     w   call the debugger
 *   0x14  PROFILE  rw  not 0: sample for the profile; reads 0 where none is made
 *   0x18  CLEAR    w   forget the profile
 *
 * Each write goes out as five bytes: the register's number and the value, high byte first.  The
 * guest's world does not change by it.  (System/161's manual, doc/devices.html.) */
#include "lame.h"

enum { PROFILE = 0x14, CLEAR = 0x18 };

#define TRACE_STATE(F, A) F(u32, told)   /* how often, counted */

struct trace { struct device device; TRACE_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(trace, type, name)
static const struct field trace_fields[] = { TRACE_STATE(F, F) };
#undef F

static u32 trace_read(struct device *d, u32 offset, u32 bytes)
{
	(void)bytes;
	if (offset != PROFILE) device_fault(d);
	return 0;
}

static void trace_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	const u8 told[] = { (u8)(offset / 4), (u8)(value >> 24), (u8)(value >> 16), (u8)(value >> 8),
		(u8)value };
	(void)bytes;
	if (offset > CLEAR) {
		device_fault(d);
		return;
	}
	((struct trace *)d)->told++;
	device_put(d, told, sizeof told);
}

static const struct device_operations trace_does = { .read = trace_read, .write = trace_write };
const struct device_type lame_trace = {
	"trace", sizeof(struct trace), trace_fields, COUNT_OF(trace_fields), &trace_does,
};
