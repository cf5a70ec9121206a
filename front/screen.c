/* screen.c: see screen.h. */
#include "screen.h"
#include "configure.h"
#include "say.h"
#include "session.h"
#include <unistd.h>

void screen_first_line(struct session *s)
{
	const struct options *o = s->options;
	const char *bold = say_in_colours() ? "\033[1m" : "", *plain = *bold ? "\033[m" : "";
	u32 ram = vr3000_ram_bytes(s->machine);
	if (o->quiet || !isatty(STDERR_FILENO))
		return;
	bool keys = s->console.kind == CONSOLE_TERMINAL;
	say_plain("%svr3000%s  %s, %s, engine %s, %u %s, %s%s", bold, plain, s->board,
		vr3000_cpu(s->machine), engine_of(o),
		ram >> 20 ? ram >> 20 : ram >> 10, ram >> 20 ? "MiB" : "KiB", s->kernel,
		keys ? "  (Ctrl-A ? help, Ctrl-A x quit)" : "");
}
