/* fuzz_session.c: see fuzz_session.h. */
#include "fuzz_session.h"

enum { RAM = 1 << 16, COMMAND_TICKS = 100000 };

static bool open_session(struct session *s, const struct options *options)
{
	const struct vr3000_config config = { .board = "bench", .ram_bytes = RAM };
	const struct vr3000_doors doors = { 0 };
	struct vr3000_error refused;
	*s = (struct session){ .options = options, .board = "bench", .kernel = "fuzz" };
	s->console.in = s->console.out = s->console.log = s->console.listener = s->console.spare = -1;
	s->hash_next = s->stuck.next = s->panic_until = NEVER;
	s->machine = vr3000_open(&config, &doors, &refused);
	if (s->machine)
		s->has_console = vr3000_console(s->machine, &s->console_device);
	pace_init(&s->pace, PACE_MODE_FREE, 200, COMMAND_TICKS);
	return s->machine;
}

/* One machine for all inputs: to make one takes longer than most commands. */
struct session *fuzz_session(void)
{
	static const struct options options = { 0 };
	static struct session s;
	if (!s.machine)
		must(open_session(&s, &options));
	return &s;
}
