/* device_fake.h: a machine of one device, for the tests of device files: its clock moves when a
 * test says so, and what the device does is kept for the test to look at. */
#ifndef DEVICE_FAKE_H
#define DEVICE_FAKE_H
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "device.h"

enum { FAKE_WHATS = 4, FAKE_OUT = 4096, FAKE_LINES = 8, FAKE_PUTS = 64 };
struct fake {
	struct device *device;
	u64 now, when[FAKE_WHATS];
	u32 mhz, ram_bytes;
	bool line, asking, fault, cpu_line[FAKE_LINES];
	u32 errors, stops, stop_end, stop_status;
	u8 out[FAKE_OUT];
	u32 outs;
	u32 puts, put_bytes[FAKE_PUTS];  /* what was put at once; the last of it ends at out[outs] */
	u8 *memory;                      /* what the device reaches by DMA, set by the test */
	u32 memory_at, memory_bytes;
};
extern struct fake fake;

/* A new device of that type, reset at tick `now`, with option[0] and mhz as given. */
void fake_make(const struct device_type *, u64 option, u32 mhz, u64 now);
int fake_unmake(void **state);          /* a cmocka teardown */
void fake_run(u64 ticks);               /* time passes, events come due */
void fake_input(const char *text);      /* all of it in one input */

static inline u32 fake_read(u32 offset, u32 bytes)
{
	return fake.device->type->does->read(fake.device, offset, bytes);
}

static inline void fake_write(u32 offset, u32 bytes, u32 value)
{
	fake.device->type->does->write(fake.device, offset, bytes, value);
}

/* A guest that writes and reads anything anywhere for so many accesses; peek and quiet must keep
 * their promises (device.h). */
void fake_wild_guest(u32 span, u32 accesses);
#endif
