/* grade_monitor.c: see grade_monitor.h.  The limits and their order are test161's. */
#include "grade_monitor.h"
#include "session.h"
#include "yaml_text.h"
#include <stdio.h>
#include <stdlib.h>

enum { WINDOW_MOST = 100000 };

static u64 ticks(const struct grade_monitor *m, double seconds)
{
	return (u64)(seconds * (double)m->second);
}

static struct grade_sample sample_now(const struct session *s)
{
	struct grade_sample all = { 0 };
	struct vr3000_work work;
	for (u32 i = 0; i < vr3000_cpus(s->machine); i++) {
		vr3000_work(s->machine, i, &work);
		all.kernel += work.kernel;
		all.user += work.user;
		all.idle += work.idle;
	}
	return all;
}

void grade_monitor_open(struct grade_monitor *m, const json_t *test, const struct session *s)
{
	const json_t *limits = json_object_get(test, "monitor");
	double window = yaml_number(limits, "window", 400);
	*m = (struct grade_monitor){ .second = (u64)vr3000_mhz(s->machine) * 1000000 };
	m->every = ticks(m, yaml_number(limits, "resolution", 0.01));
	if (m->every < 1000)
		m->every = 1000;
	m->next = m->every;
	m->progress = ticks(m, yaml_number(test, "progress_seconds", 0));
	m->most = ticks(m, yaml_number(test, "seconds", 0));
	m->has_shares = limits;
	m->kernel_min = yaml_number(limits, "kernel_min", 0);
	m->kernel_max = yaml_number(limits, "kernel_max", 1);
	m->user_min = yaml_number(limits, "user_min", 0);
	m->user_max = yaml_number(limits, "user_max", 1);
	m->size = window < 1 ? 1 : window > WINDOW_MOST ? WINDOW_MOST : (u32)window;
	m->window = calloc(m->size, sizeof *m->window);
	must(m->window);
}

void grade_monitor_close(struct grade_monitor *m)
{
	free(m->window);
}

void grade_monitor_step(struct grade_monitor *m, const json_t *step, const struct session *s)
{
	m->step_at = vr3000_now(s->machine);
	m->step_most = ticks(m, yaml_number(step, "seconds", 0));
	m->user = json_is_true(json_object_get(step, "user"));
	m->sum = (struct grade_sample){ 0 };
	m->count = m->at = 0;
	m->last = sample_now(s);
	m->heard = s->transcript.end;
	m->heard_at = m->step_at;
}

static void add_sample(struct grade_monitor *m, struct grade_sample now)
{
	struct grade_sample *place = &m->window[m->at];
	struct grade_sample d = { now.kernel - m->last.kernel, now.user - m->last.user,
		now.idle - m->last.idle };
	if (m->count == m->size) {
		m->sum.kernel -= place->kernel;
		m->sum.user -= place->user;
		m->sum.idle -= place->idle;
	} else {
		m->count++;
	}
	m->sum.kernel += d.kernel;
	m->sum.user += d.user;
	m->sum.idle += d.idle;
	*place = d;
	m->at = (m->at + 1) % m->size;
	m->last = now;
}

/* What is wrong with the shares of a full window, or NULL. */
static const char *wrong_share(const struct grade_monitor *m)
{
	double all = (double)(m->sum.kernel + m->sum.user + m->sum.idle);
	if (m->count < m->size || all <= 0)
		return NULL;
	double kernel = (double)m->sum.kernel / all, user = (double)m->sum.user / all;
	if (!m->user && m->sum.user)
		return "there are user instructions, and no program is to run";
	if (kernel < m->kernel_min)
		return "there are too few kernel instructions: a deadlock, perhaps";
	if (kernel > m->kernel_max)
		return "there are too many kernel instructions: a livelock, perhaps";
	if (m->user && user < m->user_min)
		return "there are too few user instructions";
	return m->user && user > m->user_max ? "there are too many user instructions" : NULL;
}

static bool give_up(struct grade_monitor *m, const char *why, u64 after)
{
	if (after)
		snprintf(m->why, sizeof m->why, "%s %g virtual seconds", why,
			(double)after / (double)m->second);
	else
		snprintf(m->why, sizeof m->why, "%s", why);
	return false;
}

bool grade_monitor_look(struct grade_monitor *m, const struct session *s)
{
	u64 now = vr3000_now(s->machine);
	m->next = (now / m->every + 1) * m->every;
	add_sample(m, sample_now(s));
	if (s->transcript.end != m->heard) {
		m->heard = s->transcript.end;
		m->heard_at = now;
	}
	if (m->most && now > m->most)
		return give_up(m, "the test's budget is spent:", m->most);
	if (m->progress && now - m->heard_at > m->progress)
		return give_up(m, "nothing was printed for", m->progress);
	m->timed_out = m->step_most && now - m->step_at > m->step_most;
	if (m->timed_out)
		return give_up(m, "the command took more than", m->step_most);
	const char *wrong = m->has_shares ? wrong_share(m) : NULL;
	return !wrong || give_up(m, wrong, 0);
}

bool grade_monitor_is_stuck(const struct grade_monitor *m, const struct session *s)
{
	return m->progress && s->stuck.next != NEVER &&
		s->stuck.lively <= m->heard_at + 2 * m->second &&
		vr3000_now(s->machine) - m->heard_at > m->progress;
}
