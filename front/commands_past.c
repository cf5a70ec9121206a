/* commands_past.c: commands that ask the time that was kept. */
#include "command.h"
#include "past.h"
#include "report.h"
#include "session.h"
#include <stdio.h>

static bool is_watch(void *context, const struct past_hit *hit)
{
	return hit->watch && hit->address == *(const u32 *)context;
}

/* What was before, if anybody stands there, is as it was. */
bool command_lastwrite(struct call *call)
{
	struct session *s = call->session;
	u32 address = (u32)json_integer_value(json_object_get(call->arguments, "address"));
	struct vr3000_moment now = vr3000_moment(s->machine), first, last;
	struct vr3000_regs regs;
	struct past_hit hit = { 0 };
	char text[128];
	if (!vr3000_kept(s->machine, &first, &last))
		return call_refuse(call, "lastwrite: no time is kept; add --keep SIZE");
	if (!vr3000_watch(s->machine, address, 4, VR3000_WRITE, true))
		return call_refuse(call, "lastwrite: too much is watched");
	bool found = past_find(s, &hit, is_watch, &address);
	vr3000_registers(s->machine, found ? hit.cpu : 0, &regs);
	snprintf(text, sizeof text, "tick %llu: %08x %.80s", (unsigned long long)hit.at.now, regs.pc,
		report_name(s, regs.pc));
	vr3000_watch(s->machine, address, 4, VR3000_WRITE, false);
	past_go(s, &now);
	call->result = json_string(text);
	if (found)
		return true;
	json_decref(call->result);
	call->result = NULL;
	return call_refuse(call, "lastwrite: nothing wrote there since tick %llu",
		(unsigned long long)first.now);
}
