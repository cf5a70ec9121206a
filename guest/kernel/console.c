/*
 * console.c - the terminal: printing, and lines with echo, backspace, Ctrl-U, Ctrl-D and Ctrl-C.
 *
 * Input arrives by interrupt into a ring. It is edited and echoed when a process reads, not when it
 * arrives, so input that comes ahead of its prompt still reads like a session. A full ring
 * stops listening; nothing is lost.
 */
#include "board.h"
#include "kernel.h"

enum { RING = 256, LINE = 128, CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, DELETE = 127 };

static struct {
	u8 ring[RING];
	u32 in, out;			/* bytes ever put and taken */
	char line[LINE];
	u32 length, taken;		/* of the line; what read() has not got yet lies between */
	bool complete;			/* ended by Enter or Ctrl-D */
	const struct proc *reader;	/* who edits the line */
} console;

void console_put(int byte)
{
	if (byte == '\n')
		board_put('\r');
	board_put(byte);
}

/* What the kernel itself has said, for debuggers: a ring, and the bytes ever written to it. */
enum { LOG = 4096 };
char kernel_log[LOG];
u32 kernel_log_end;

static void put_to_console(int byte, void *to)
{
	(void)to;
	kernel_log[kernel_log_end++ % LOG] = (char)byte;
	console_put(byte);
}

void print(const char *text, ...)
{
	va_list list;

	va_start(list, text);
	format(put_to_console, NULL, text, list);
	va_end(list);
}

void console_interrupt(void)
{
	int byte;

	while (console.in - console.out < RING && (byte = board_get()) >= 0) {
		if (byte == CTRL_C && proc_interrupt())
			print("^C\n");
		else
			console.ring[console.in++ % RING] = (u8)byte;
	}
	if (console.in - console.out == RING)
		board_listen(false);
	wake(&console);
}

/* The next byte; -1 if the process is killed meanwhile. */
static int next_byte(void)
{
	while (console.in == console.out)
		if (!sleep_on(&console, 0))
			return -1;
	if (console.in - console.out == RING)
		board_listen(true);
	return console.ring[console.out++ % RING];
}

static void rub_out(void)
{
	print("\b \b");
	console.length--;
}

static void edit(int byte)
{
	if (byte == '\r' || byte == '\n') {
		console.line[console.length++] = '\n';
		console_put('\n');
		console.complete = true;
	} else if (byte == CTRL_D) {
		console.complete = true;
	} else if (byte == CTRL_C) {
		print("^C\n");
		console.line[0] = '\n';
		console.length = 1;
		console.complete = true;
	} else if (byte == BACKSPACE || byte == DELETE) {
		if (console.length > 0)
			rub_out();
	} else if (byte == CTRL_U) {
		while (console.length > 0)
			rub_out();
	} else if (byte >= ' ' && byte < DELETE && console.length < LINE - 1) {
		console.line[console.length++] = (char)byte;
		console_put(byte);
	}
}

/* Until a line is complete; false if killed. */
static bool edit_line(void)
{
	while (console.reader)
		if (!sleep_on(&console.reader, 0))
			return false;
	console.reader = cpu.current;
	while (!console.complete) {
		int byte = next_byte();
		if (byte < 0)
			break;
		edit(byte);
	}
	console.reader = NULL;
	wake(&console.reader);
	return console.complete;
}

int console_read(u32 to, u32 bytes)
{
	u32 some;

	if (!edit_line())
		return -1;
	some = console.length - console.taken;
	if (some > bytes)
		some = bytes;
	if (!user_write(to, console.line + console.taken, some))
		return -1;
	console.taken += some;
	if (console.taken == console.length) {
		console.length = console.taken = 0;
		console.complete = false;
	}
	return (int)some;
}
