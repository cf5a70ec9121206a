/* run.c: the main loop: look at the world, run the machine a while, see why it came back.
 *
 * What a run yields may not depend on how it is cut into slices.  So whatever has a moment
 * (--until, --hash-every, the stuck watch, a script's patience) has it as a tick at which every run
 * stops. */
#include "control.h"
#include "monitor.h"
#include "profile.h"
#include "report.h"
#include "say.h"
#include "script.h"
#include "session.h"
#include "sys161.h"
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { POLL_NS = 1000000 }; /* with nothing to wait for, the world is looked at so often */

/* ---- the world ---- */

static bool is_live(const struct session *s)
{
	return console_is_live(&s->console) || network_is_live(&s->network) ||
		control_is_live(s->control);
}

/* SIGTSTP: the shell gets its terminal back until SIGCONT. */
static void stop_process(struct session *s)
{
	s->signals.stop = false;
	terminal_restore(&s->console.terminal);
	kill(getpid(), SIGSTOP);
	s->signals.resumed = true;
}

static void serve_signals(struct session *s)
{
	if (s->signals.end)
		ending_set(&s->ending, CAUSE_SIGNAL, (u32)s->signals.end, "%s", strsignal(s->signals.end));
	if (s->signals.stop)
		stop_process(s);
	if (!s->signals.resumed)
		return;
	s->signals.resumed = false;
	pace_anchor(&s->pace, vr3000_now(s->machine));
	if (s->console.kind == CONSOLE_TERMINAL)
		console_cook(&s->console, s->console.cooked);
}

static void look_at_world(struct session *s, int timeout)
{
	struct polls polls = { .count = 0 };
	u64 now = host_nanoseconds();
	if (!timeout && now - s->polled < POLL_NS)
		return;
	signals_poll(&s->signals, &polls);
	console_poll(&s->console, &polls);
	control_poll(s->control, &polls);
	network_poll(&s->network, &polls);
	poll(polls.file, polls.count, timeout);
	signals_polled(&s->signals, &polls);
	console_polled(&s->console, &polls);
	control_polled(s->control, &polls);
	network_polled(&s->network, &polls);
	s->polled = host_nanoseconds();
	serve_signals(s);
	monitor_serve(s);
	if (s->console.fault[0])
		ending_set(&s->ending, CAUSE_HOST, 0, "%s", s->console.fault);
	if (s->network.fault[0])
		ending_set(&s->ending, CAUSE_HOST, 0, "%s", s->network.fault);
}

static bool more_console(void *context, u8 *byte)
{
	return console_next(context, byte);
}

/* None in the past: they come from what was kept. */
static bool offer_inputs(struct session *s)
{
	if (vr3000_past(s->machine))
		return false;
	bool frames = network_offer(&s->network);
	frames |= emufs_offer(&s->emufses, s->machine);
	return feeds_offer(&s->feeds, s->machine, s->has_console ? &s->console_device : NULL,
		more_console, &s->console) || frames;
}

/* ---- why a run came back ---- */

static void take_end(struct session *s)
{
	static const enum cause causes[] = {
		[VR3000_EXIT] = CAUSE_EXIT, [VR3000_HALT] = CAUSE_HALT,
		[VR3000_POWER_OFF] = CAUSE_POWER_OFF, [VR3000_FAULT] = CAUSE_FAULT,
		[VR3000_REFUSED] = CAUSE_FAULT, [VR3000_DOOM] = CAUSE_DOOM
	};
	char text[256];
	u32 status = 0;
	enum vr3000_end end = vr3000_end(s->machine, &status, text, sizeof text);
	must(end != VR3000_RUNNING);
	bool told = end == VR3000_FAULT || end == VR3000_REFUSED;
	ending_set(&s->ending, causes[end], end == VR3000_EXIT ? status & 0xff : 0, "%s",
		told ? text : "");
}

static void print_hash(struct session *s, u64 now)
{
	char hex[REPORT_HASH];
	report_hash(s, hex);
	say_plain("hash %llu %s", (unsigned long long)now, hex);
	while (s->hash_next <= now)
		s->hash_next += s->options->hash_every;
}

/* The moments, in the order in which they count when several are one tick. */
static void take_moments(struct session *s)
{
	u64 now = vr3000_now(s->machine);
	if (now >= s->hash_next)
		print_hash(s, now);
	profile_look(s);
	lockstep_look(s, false);
	clients_check(s);
	if (s->ending.cause != NO_CAUSE)
		return;
	if (now >= s->panic_until)
		ending_set(&s->ending, CAUSE_PANIC, 0, "the guest's kernel reached %s", s->panic_name);
	if (s->options->sys161)
		sys161_look(s);
	if (stuck_check(&s->stuck, s->machine))
		ending_set(&s->ending, CAUSE_STUCK, 0,
			"nothing but the clock has happened for %llu virtual seconds",
			(unsigned long long)(s->stuck.limit / s->stuck.second));
	if (s->options->until && now >= s->options->until)
		ending_set(&s->ending, CAUSE_BUDGET, 0, "the %llu ticks of --until are spent",
			(unsigned long long)s->options->until);
}

static void take_reasons(struct session *s, u32 reasons)
{
	if (reasons & VR3000_BREAK)
		breaks_take(s);
	take_moments(s);
	if (!(reasons & VR3000_OFF))
		return;
	if (s->panic_until != NEVER)
		ending_set(&s->ending, CAUSE_PANIC, 0, "the guest's kernel reached %s", s->panic_name);
	take_end(s);
}

/* ---- running ---- */

static u64 next_moment(const struct session *s, u64 until)
{
	if (s->options->until)
		until = least(until, s->options->until);
	until = least(until, least(s->hash_next, lockstep_moment(s->lockstep)));
	until = least(until, profile_moment(s->profile));
	until = least(until, s->stuck.next);
	until = least(until, sys161_moment(s));
	until = least(until, clients_deadline(s));
	return least(until, s->panic_until);
}

static void run_slice(struct session *s)
{
	u64 before = vr3000_now(s->machine);
	struct pace_goal goal = pace_begin(&s->pace, before, is_live(s));
	if (offer_inputs(s)) { /* it is taken only by a run that goes on */
		goal.until = goal.until > before ? goal.until : before + 1;
		goal.wait_until = goal.wait_until > before ? goal.wait_until : before + 1;
	}
	u64 due = network_due(&s->network);
	if (due != NEVER && s->pace.mode != PACE_MODE_REAL && goal.wait_until < due)
		goal.wait_until = due; /* the wire's time is not waited for */
	goal.until = next_moment(s, due > before ? least(goal.until, due) : goal.until);
	vr3000_listen(s->machine, clients_listen(s));
	u32 reasons = vr3000_run(s->machine, goal.until, goal.wait_until);
	pace_end(&s->pace, before, vr3000_now(s->machine), reasons & VR3000_WAIT);
	s->host_running += host_nanoseconds() - s->pace.began;
	console_flush(&s->console);
	take_reasons(s, reasons);
}

void session_step(struct session *s, u64 ticks)
{
	offer_inputs(s);
	take_reasons(s, vr3000_step(s->machine, ticks));
	console_flush(&s->console);
	pace_anchor(&s->pace, vr3000_now(s->machine));
}

/* The clocks of the run, at another time now. */
static void anchor(struct session *s)
{
	u64 now = vr3000_now(s->machine);
	pace_anchor(&s->pace, now);
	stuck_anchor(&s->stuck, now);
	lockstep_anchor(s->lockstep);
	if (s->options->hash_every)
		s->hash_next = (now / s->options->hash_every + 1) * s->options->hash_every;
}

void session_moved(struct session *s)
{
	feeds_forget(&s->feeds);
	anchor(s);
}

bool session_go(struct session *s, u64 tick)
{
	struct vr3000_error refused;
	const struct vr3000_moment to = { .now = tick };
	if (!vr3000_go(s->machine, &to, &refused))
		return false;
	anchor(s);
	return true;
}

static bool can_run(const struct session *s)
{
	return !s->stopped && !console_is_full(&s->console);
}

static int timeout_of(const struct session *s)
{
	if (!can_run(s))
		return -1;
	bool frame = network_due(&s->network) != NEVER; /* one is under way */
	return frame ? 0 : pace_timeout(&s->pace);
}

/* Did the guest end, rather than we? */
static bool ended_by_guest(const struct session *s)
{
	switch (s->ending.cause) {
	case CAUSE_HALT: case CAUSE_EXIT: case CAUSE_POWER_OFF:
	case CAUSE_FAULT: case CAUSE_PANIC: case CAUSE_STUCK: case CAUSE_BUDGET:
		return true;
	default:
		return false;
	}
}

void session_run(struct session *s)
{
	script_start(s->script);
	while (s->ending.cause == NO_CAUSE) {
		look_at_world(s, timeout_of(s));
		if (s->ending.cause == NO_CAUSE && can_run(s))
			run_slice(s);
	}
	lockstep_look(s, true);
	if (ended_by_guest(s))
		clients_end(s);
}
