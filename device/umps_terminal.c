/* umps_terminal.c: uMPS3's terminal: a receiver and a transmitter on one line, which is up until
 * both are acknowledged.  A half interrupts when its command is done, or is none; any command
 * lowers its own.  While a half is busy writes to it are lost.
 *
 *   0x0  RECV_STATUS   r   7:0 1 ready, 2 no such command, 3 busy, 4 error, 5 received: 15:8
 *   0x4  RECV_COMMAND  rw  0 reset, in 400 us   1 acknowledge   2 receive: looks every 80 us
 *   0x8  TRAN_STATUS   r   the same; 5 transmitted: 15:8
 *   0xc  TRAN_COMMAND  rw  7:0 0 reset   1 acknowledge   2 transmit 15:8, in 80 us
 *
 * What is typed stands in the terminal's output at once, and waits here; beyond its room it is
 * lost. The receiver asks for input while it looks in vain.  (uMPS3 3.0.5, src/umps/device.cc,
 * where a command that is none does not lower the line either.) */
#include "umps.h"

enum { RECEIVED_IT, SENT };             /* its events */
enum { TAKE = 2, SEND = 2, DONE = 5, RESET_US = 400, BYTE_US = 80, ROOM = 4096 };

/* looks: the tick at which the receiver first looks, when it does so in vain since then. */
#define TERMINAL_STATE(F, A) \
	F(u32, recv_status) F(u32, recv_command) F(u32, tran_status) F(u32, tran_command) \
	F(u8, recv_up) F(u8, tran_up) F(u64, looks) \
	F(u32, first) F(u32, count) A(u8, typed, ROOM)
struct terminal { struct device device; TERMINAL_STATE(STATE_F, STATE_A) };
#define F(type, name, ...) STATE_FIELD(terminal, type, name)
static const struct field terminal_fields[] = { TERMINAL_STATE(F, F) };
#undef F

static void terminal_reset(struct device *d)
{
	struct terminal *t = (struct terminal *)d;
	t->recv_status = t->tran_status = READY;
}

static u32 terminal_peek(const struct device *d, u32 offset, u32 bytes)
{
	const struct terminal *t = (const struct terminal *)d;
	const u32 word[4] = { t->recv_status, t->recv_command, t->tran_status, t->tran_command };
	(void)bytes;
	return word[offset >> 2];
}

static u32 terminal_read(struct device *d, u32 offset, u32 bytes)
{
	return terminal_peek(d, offset, bytes);
}

/* A half's interrupt, and what it does to the line that both drive. */
static void set_up(struct terminal *t, u8 *mine, u8 other, bool up)
{
	*mine = up;
	if (up || !other) device_line(&t->device, up);
}

/* A half's new status; *after: the ticks until it is done, if it is busy. */
static u32 obey(struct terminal *t, u32 command, u8 *mine, u8 other, u64 *after)
{
	set_up(t, mine, other, command > SEND);
	*after = umps_ticks(&t->device, command == RESET ? RESET_US : BYTE_US);
	return command == ACK ? READY : command > SEND ? BAD_COMMAND : BUSY;
}

static void terminal_write(struct device *d, u32 offset, u32 bytes, u32 value)
{
	struct terminal *t = (struct terminal *)d;
	u64 after;
	(void)bytes;
	if (offset == 0x4 && t->recv_status != BUSY) {
		t->recv_command = value;
		t->recv_status = obey(t, value, &t->recv_up, t->tran_up, &after);
		if (t->recv_status == BUSY) device_after(d, RECEIVED_IT, after);
		if (t->recv_status == BUSY && value == TAKE && !t->count) device_ask(d);
	}
	if (offset == 0xc && t->tran_status != BUSY) {
		t->tran_command = value;
		t->tran_status = obey(t, value & 0xff, &t->tran_up, t->recv_up, &after);
		if (t->tran_status == BUSY) device_after(d, SENT, after);
	}
}

static void receive(struct terminal *t)
{
	bool reset = t->recv_command == RESET;
	if (!reset && !t->count) {      /* the next look is due when there is something */
		t->looks = device_now(&t->device);
		return;
	}
	t->recv_status = reset ? READY : (u32)t->typed[t->first] << 8 | DONE;
	t->looks = 0;
	set_up(t, &t->recv_up, t->tran_up, true);
	if (reset) return;
	t->typed[t->first] = 0;
	t->first = (t->first + 1) % ROOM;
	t->count--;
}

static void transmit(struct terminal *t)
{
	u8 byte = (u8)(t->tran_command >> 8);
	bool reset = (t->tran_command & 0xff) == RESET;
	if (!reset) device_put(&t->device, &byte, 1);
	t->tran_status = reset ? READY : (u32)byte << 8 | DONE;
	set_up(t, &t->tran_up, t->recv_up, true);
}

static void terminal_event(struct device *d, u32 what)
{
	struct terminal *t = (struct terminal *)d;
	if (what == RECEIVED_IT) receive(t);
	else transmit(t);
}

/* The looks go on every 80 us from the first one; the one of this instant comes after its inputs.
 * */
static void look_again(struct terminal *t)
{
	u64 every = umps_ticks(&t->device, BYTE_US), past = device_now(&t->device) - t->looks;
	t->looks = 0;
	if (past % every) device_after(&t->device, RECEIVED_IT, every - past % every);
	else if (past) receive(t);
	else device_after(&t->device, RECEIVED_IT, every);
}

static void terminal_input(struct device *d, const u8 *byte, u32 bytes)
{
	struct terminal *t = (struct terminal *)d;
	u32 taken = 0;
	for (; taken < bytes && t->count < ROOM; taken++)
		t->typed[(t->first + t->count++) % ROOM] = byte[taken];
	if (taken < bytes) device_error(d, "more was typed than has room");
	if (taken) device_put(d, byte, taken);
	if (t->looks && t->count) look_again(t);
	if (t->recv_status == BUSY && t->recv_command == TAKE && !t->count) device_ask(d);
}

static bool terminal_quiet(const struct device *d, u32 offset)
{
	(void)d, (void)offset;
	return true;
}

static const struct device_operations terminal_does = {
	.reset = terminal_reset, .read = terminal_read, .peek = terminal_peek, .write = terminal_write,
	.event = terminal_event, .input = terminal_input, .quiet = terminal_quiet,
};
const struct device_type umps_terminal = {
	"terminal", sizeof(struct terminal), terminal_fields, COUNT_OF(terminal_fields),
	&terminal_does,
};
