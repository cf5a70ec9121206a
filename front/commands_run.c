/* commands_run.c: commands that start, stop and move the machine in time. */
#include "command.h"
#include "report.h"
#include "session.h"
#include "states.h"

static u64 now(const struct call *call)
{
	return vr3000_now(call->session->machine);
}

bool command_stop(struct call *call)
{
	call->session->stopped = true;
	call->result = json_integer((json_int_t)now(call));
	return true;
}

bool command_cont(struct call *call)
{
	call_resume(call);
	return true;
}

bool command_step(struct call *call)
{
	struct session *s = call->session;
	double ticks = call_number(call, "ticks", 1);
	if (ticks < 1 || ticks > 1e7)
		return call_refuse(call, "step: TICKS must be from 1 to 10000000");
	s->stopped = true;
	session_step(s, (u64)ticks);
	call->result = report_line(s);
	return true;
}

bool command_goto(struct call *call)
{
	struct session *s = call->session;
	const json_t *to = json_object_get(call->arguments, "tick");
	u64 tick = json_is_integer(to) ? (u64)json_integer_value(to) : (u64)json_real_value(to);
	if (tick < now(call) && s->recorder)
		return call_refuse(call, "goto: the run is recorded, and a tape goes forwards");
	if (session_go(s, tick))
		return true;
	if (tick < now(call) && states_load_before(&s->states, s, tick, &call->error))
		return false;
	call_await_tick(call, tick);
	return true;
}

/* ---- break addresses ---- */

static u32 address_of(const struct call *call)
{
	return (u32)json_integer_value(json_object_get(call->arguments, "address"));
}

bool command_reach(struct call *call)
{
	struct session *s = call->session;
	if (!vr3000_break(s->machine, address_of(call), true))
		return call_refuse(call, "reach: too many break addresses");
	call->session->sent = false;
	call_await(call, AWAIT_ADDRESS)->address = address_of(call);
	return true;
}

bool command_break(struct call *call)
{
	struct session *s = call->session;
	u32 address = address_of(call);
	for (u32 i = 0; i < s->breaks; i++)
		if (s->break_address[i] == address)
			return true;
	if (s->breaks == SESSION_BREAKS || !vr3000_break(s->machine, address, true))
		return call_refuse(call, "break: too many break addresses");
	s->break_address[s->breaks++] = address;
	return true;
}

bool command_clear(struct call *call)
{
	struct session *s = call->session;
	u32 address = address_of(call);
	for (u32 i = 0; i < s->breaks; i++) {
		if (s->break_address[i] != address)
			continue;
		s->break_address[i] = s->break_address[--s->breaks];
		if (!session_breaks_at(s, address))
			vr3000_break(s->machine, address, false);
		return true;
	}
	return call_refuse(call, "clear: nothing stops at %08x", address);
}

/* ---- states ---- */

bool command_save(struct call *call)
{
	return !states_save(&call->session->states, call->session, call_text(call, "name", ""),
		&call->error);
}

bool command_load(struct call *call)
{
	if (call->session->recorder)
		return call_refuse(call, "load: the run is recorded, and a tape goes forwards");
	return !states_load(&call->session->states, call->session, call_text(call, "name", ""),
		&call->error);
}

bool command_quit(struct call *call)
{
	double status = call_number(call, "status", 0);
	if (status > 255)
		return call_refuse(call, "quit: a status is from 0 to 255");
	ending_set(&call->session->ending, CAUSE_QUIT, (u32)status, NULL);
	return true;
}
