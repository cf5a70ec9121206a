/* core_body.h: a core, made from insn.def.  A core's file defines its words and includes this;
 * nothing here asks at run time which processor it is. */
enum { ENDIAN_K = ORDER == BIG ? 0 : 3 };
/* What a row leaves on its way to the next instruction. */
#define NEXT(mask) ((mask) & M_FLOW ? SLOT : \
	((mask) & M_LATE && LOADS_LATE) || ((mask) & M_W_CP0 && CP0_LATE) ? LOADED : PLAIN)
#include "core_decode.h"
#include "core_cp0.h"
#include "core_memory.h"
#include "core_fpu.h"
#include "core_trap.h"
#include "core_ahead.h"
#include "core_calls.h"
#include "core_switch.h"
#include "core_step.h"

const struct core CORE = {
	.order = ORDER,
	.run = run_switch,
	.run_exact = run_exact,
	.step = step_exactly,
	.turn = LOADS_LATE || !LOOKS_AHEAD ? NULL : turn,
	.call = functions,
	.trap = trap,
	.interrupted = interrupted,
	.wakes = wakes,
	.remap = remap,
	.translate = translate_debug,
	.cp0 = cp0_read,
	.set_cp0 = cp0_write,
	.timer_ticks = TIMER ? timer_ticks : NULL,
	.count = TIMER ? timer_count : NULL,
};
