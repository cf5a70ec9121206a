/* breaks.c: what it means that the machine stands at a break address: a client waited for it, the
 * kernel panics, or a person asked to stop. */
#include "gdb.h"
#include "grade_run.h"
#include "monitor.h"
#include "report.h"
#include "session.h"
#include "where.h"

enum { LAST_WORDS_US = 200000 }; /* virtual time in which a kernel that panicked may say why */

/* Linux and its like have functions of these names, and do not return from them. */
void breaks_watch_panics(struct session *s)
{
	static const char *const names[SESSION_PANICS] = { "panic", "die" };
	u32 size, at;
	for (u32 i = 0; i < COUNT_OF(names); i++)
		if (where_address(s->where, names[i], &at, &size) && vr3000_break(s->machine, at, true))
			s->panic_address[s->panics++] = at;
}

static bool is_among(const u32 *addresses, u32 count, u32 address)
{
	while (count)
		if (addresses[--count] == address)
			return true;
	return false;
}

bool session_breaks_at(const struct session *s, u32 address)
{
	for (u32 i = 0; i < s->clients; i++)
		if (s->client[i]->await.kind == AWAIT_ADDRESS && s->client[i]->await.address == address)
			return true;
	return is_among(s->break_address, s->breaks, address) || gdb_breaks_at(s->gdb, address) ||
	       (s->panic_until == NEVER && is_among(s->panic_address, s->panics, address));
}

/* A panic is told from here, where its callers can still be found; the kernel's words follow. */
static void take_panic(struct session *s, const char *name)
{
	u32 panics = s->panics;
	s->panics = 0;
	for (u32 i = 0; i < panics; i++)
		if (!session_breaks_at(s, s->panic_address[i]))
			vr3000_break(s->machine, s->panic_address[i], false);
	if (clients_arrive(s, AWAIT_PANIC, 0, name))
		return;
	s->panic_until = vr3000_now(s->machine) + (u64)LAST_WORDS_US * vr3000_mhz(s->machine);
	s->panic_name = name;
	report_keep(s);
}

static void take_address(struct session *s, u32 cpu, u32 address)
{
	const char *name = report_name(s, address);
	clients_arrive(s, AWAIT_ADDRESS, address, name);
	if (is_among(s->panic_address, s->panics, address))
		take_panic(s, name);
	else if (is_among(s->break_address, s->breaks, address))
		monitor_break(s, address);
	gdb_arrived(s->gdb, cpu, address);
}

void breaks_take(struct session *s)
{
	struct vr3000_regs regs;
	u64 turn = 0;
	vr3000_get(s->machine, "machine.turn", &turn);
	vr3000_registers(s->machine, (u32)turn, &regs);
	grade_arrive(s, &regs);
	if (!umps3_arrived(s, (u32)turn, regs.pc) && session_breaks_at(s, regs.pc))
		take_address(s, (u32)turn, regs.pc);
}
