/* umps_printer.c: uMPS3's printer.  It interrupts when a command is done, or is none; any command
 * lowers that.  While it is busy writes are lost.
 *
 *   0x0  STATUS   r   1 ready, 2 no such command, 3 busy, 4 not printed
 *   0x4  COMMAND  rw  0 reset, in 40 us   1 acknowledge   2 print DATA0's low byte, in 8 us
 *   0x8  DATA0    rw
 *   0xc  DATA1    r   0
 *
 * (uMPS3 3.0.5, src/umps/device.cc.) */
#include "umps.h"

enum { DONE };                          /* its one event */
enum { PRINT = 2, RESET_US = 40, PRINT_US = 8 };

#define PRINTER_STATE(F, A) F(u32, status) F(u32, command) F(u32, data0)
struct printer { struct device device; PRINTER_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(printer, type, name)
static const struct field printer_fields[] = { PRINTER_STATE(F, F) };
#undef F

static void printer_reset(struct device *d)
{
	((struct printer *)d)->status = READY;
}

static u32 printer_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct printer *p = (const struct printer *)d;
	const u32 word[4] = { p->status, p->command, p->data0, 0 };
	(void)bytes;
	return word[offset >> 2];
}

static u32 printer_read(struct device *d, u32 offset, u32 bytes)
{
	return printer_peek(d, offset, bytes);
}

static void obey(struct printer *p, u32 command)
{
	struct device *d = &p->device;
	p->command = command;
	device_line(d, command > PRINT);
	p->status = command == ACK ? READY : command > PRINT ? BAD_COMMAND : BUSY;
	if (p->status == BUSY)
		device_after(d, DONE, umps_ticks(d, command == RESET ? RESET_US : PRINT_US));
}

static void printer_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct printer *p = (struct printer *)d;
	(void)bytes;
	if (p->status == BUSY) return;
	if (offset == COMMAND) obey(p, value);
	if (offset == DATA0) p->data0 = value;
}

static void printer_event(struct device *d, u32 what)
{
	struct printer *p = (struct printer *)d;
	u8 byte = (u8)p->data0;
	(void)what;
	if (p->command == PRINT) device_put(d, &byte, 1);
	p->status = READY;
	device_line(d, true);
}

static bool printer_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations printer_does = {
	.reset = printer_reset, .read = printer_read, .peek = printer_peek, .write = printer_write,
	.event = printer_event, .quiet = printer_quiet,
};
const struct device_type umps_printer = {
	"printer", sizeof(struct printer), printer_fields, COUNT_OF(printer_fields), &printer_does,
};
