/* umps3_timer.h: the timer inside uMPS3's processor: coprocessor 0's register 9.
 *
 * While Status.TE is set each cycle begins with this: if the timer is 0 IP1 goes up; the timer is
 * counted down.  A write of it, or TE clear, lowers IP1.  A CPU that waits goes on counting.
 *
 * With TE set cp0[Count] holds the value plus the ticks that all of them have passed, and timer_at
 * the tick that begins with a 0.  The instruction of that tick sees IP1 (timer_shows), but
 * interrupts are tested behind it: only then the line is up.  A CPU that waits has no instruction
 * there: it wakes at once.  (uMPS3 3.0.5, src/umps/processor.cc: Cycle, completeLoad.) */
enum { TIMER_LINE = 1 << 7 };           /* IP1 */

/* Cycles in which this CPU ran. */
static u64 executed(const struct cpu *c)
{
	return time_of(c->machine) - c->stood;
}

/* Ticks begun when an instruction runs: its own too. */
static u32 timer_begun(const struct cpu *c)
{
	return (u32)time_of(c->machine) + 1;
}

static bool timer_runs(const struct cpu *c)
{
	return c->cp0[Status] & STATUS_TE;
}

static u32 timer_read(const struct cpu *c)
{
	return c->cp0[Count] - (timer_runs(c) ? timer_begun(c) : 0);
}

static void timer_start(struct cpu *c, u32 v)
{
	c->cp0[Count] = v + timer_begun(c);
	c->timer_at = time_of(c->machine) + 1 + v;
}

static void timer_write(struct cpu *c, u32 n, u32 v)
{
	(void)n;
	c->lines &= ~(u32)TIMER_LINE;
	if (timer_runs(c)) timer_start(c, v);
	else c->cp0[Count] = v;
}

/* Status has been written. */
static void timer_switch(struct cpu *c, u32 old)
{
	if (!((old ^ c->cp0[Status]) & STATUS_TE)) return;
	if (timer_runs(c)) {
		timer_start(c, c->cp0[Count]);
		return;
	}
	c->cp0[Count] -= timer_begun(c);
	c->timer_at = 0;
	c->lines &= ~(u32)TIMER_LINE;
}

static u32 timer_shows(const struct cpu *c)
{
	return c->timer_at && time_of(c->machine) >= c->timer_at ? 1 << 9 : 0;
}

static u64 timer_ticks(const struct cpu *c)
{
	u64 now = time_of(c->machine), due = c->timer_at + !c->waiting;
	if (!c->timer_at) return NEVER / 2;
	return due > now ? due - now : 1;
}

/* After ticks have passed: is it due? */
static void timer_count(struct cpu *c, u64 ticks)
{
	(void)ticks;
	if (!c->timer_at || time_of(c->machine) < c->timer_at + !c->waiting) return;
	c->lines |= TIMER_LINE;
	c->timer_at += (u64)1 << 32;
}
