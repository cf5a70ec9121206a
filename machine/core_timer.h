/* core_timer.h: Count and Compare, the timer inside a processor (words: TIMER, RANDOM).
 *
 * Count is nowhere stored: it is the ticks this CPU has executed plus what cp0[Count] holds, so it
 * is
 * exact in the middle of a run and costs nothing.  timer_at is the tick, counted the same way, at
 * which Count comes to equal Compare: then it starts again from 0 and the timer's line goes up.
 * Until Compare is first written timer_at is 0.  (System/161 2.0.8: a write of Compare lowers the
 * line, and starts Count again if it was beyond; Count is 1 at reset.) */
enum { TIMER_LINE = 1 << 5 };           /* IP7 */

/* Ticks in which this CPU ran: time stands still for it while it waits or is stopped. */
static u64 executed(const struct cpu *c)
{
	return time_of(c->machine) - c->stood;
}

static u32 timer_read(const struct cpu *c)
{
	return c->cp0[Count] + (u32)executed(c);
}

static void timer_arm(struct cpu *c)
{
	u32 left = c->cp0[Compare] - timer_read(c);
	c->timer_at = executed(c) + (left ? left : (u64)1 << 32);
}

static void timer_write(struct cpu *c, u32 n, u32 v)
{
	if (n == Count) c->cp0[Count] = v - (u32)executed(c);
	else {
		c->cp0[Compare] = v;
		c->lines &= ~(u32)TIMER_LINE;
		if (timer_read(c) > v) c->cp0[Count] = 0u - (u32)executed(c);
	}
	if (n == Compare || c->timer_at) timer_arm(c);
	c->machine->called = true;
}

static u64 timer_ticks(const struct cpu *c)
{
	u64 now = executed(c);
	if (!c->timer_at) return NEVER / 2;
	return c->timer_at > now ? c->timer_at - now : 1;
}

/* After ticks have passed: is it due? */
static void timer_count(struct cpu *c, u64 ticks)
{
	(void)ticks;
	if (!c->timer_at || executed(c) < c->timer_at) return;
	c->cp0[Count] = 0u - (u32)executed(c);
	c->lines |= TIMER_LINE;
	timer_arm(c);
}
