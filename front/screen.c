/* screen.c: see screen.h. */
#include "screen.h"
#include "say.h"
#include "session.h"
#include <unistd.h>

/* What the user asked for, else what it says of itself (an R3081 says that it is an R3000A, but no
 * board has one unless it is asked for). */
static const char *cpu_name(const struct session *s)
{
	enum { REVISION = 0xff, R3000A = 0x30, MIPS161 = 0xa1 };
	u64 id = 0;
	if (s->options->cpu)
		return s->options->cpu;
	vr3000_get(s->machine, "cpu0.PRId", &id);
	return (id & REVISION) == MIPS161 ? "mips161" : (id & REVISION) == R3000A ? "R3000A" : "R3000";
}

void screen_first_line(struct session *s)
{
	const struct options *o = s->options;
	const char *bold = say_in_colours() ? "\033[1m" : "", *plain = *bold ? "\033[m" : "", *text;
	u32 ram = vr3000_ram_bytes(s->machine);
	if (o->quiet || !isatty(STDERR_FILENO))
		return;
	bool keys = s->console.kind == CONSOLE_TERMINAL;
	say_plain("%svr3000%s  %s, %s, engine %s, %u %s, %s%s", bold, plain, s->board,
		cpu_name(s), o->engine ? o->engine : vr3000_engine_name(0, &text),
		ram >> 20 ? ram >> 20 : ram >> 10, ram >> 20 ? "MiB" : "KiB", s->kernel,
		keys ? "  (Ctrl-A ? help, Ctrl-A x quit)" : "");
}
