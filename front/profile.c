/* profile.c: see profile.h. */
#include "profile_inside.h"
#include "session.h"
#include "where.h"
#include <stdlib.h>
#include <string.h>

enum { PERIOD = 10007, FRAMES_MAX = 32, SIZE_FIRST = 1024 }; /* a prime: no loop keeps step */

struct profile *profile_open(struct session *s, bool callers)
{
	struct profile *p = calloc(1, sizeof *p);
	must(p);
	*p = (struct profile){ .session = s, .period = PERIOD, .callers = callers, .size = SIZE_FIRST };
	p->spot = calloc(p->size, sizeof *p->spot);
	must(p->spot);
	p->next = (vr3000_now(s->machine) / PERIOD + 1) * PERIOD;
	return p;
}

void profile_close(struct profile *p)
{
	if (!p)
		return;
	for (u32 i = 0; i < p->owned; i++)
		free(p->own[i]);
	free(p->own);
	free(p->spot);
	free(p);
}

u64 profile_moment(const struct profile *p)
{
	return p ? p->next : NEVER;
}

/* ---- counting ---- */

static u32 hash_of(const struct profile_spot *s)
{
	u64 h = (uintptr_t)s->function * 3 + (uintptr_t)s->callee * 5 + (uintptr_t)s->file * 7;
	h = (h + (u64)s->line * 11 + (u64)s->callee_line) * 0x9e3779b97f4a7c15u;
	return (u32)(h >> 32);
}

static bool is_same(const struct profile_spot *a, const struct profile_spot *b)
{
	return a->function == b->function && a->file == b->file && a->line == b->line &&
	       a->callee == b->callee && a->callee_line == b->callee_line;
}

static struct profile_spot *slot_of(struct profile *p, const struct profile_spot *s)
{
	u32 at = hash_of(s) & (p->size - 1);
	while (p->spot[at].function && !is_same(&p->spot[at], s))
		at = (at + 1) & (p->size - 1);
	return &p->spot[at];
}

static void grow(struct profile *p)
{
	struct profile_spot *old = p->spot;
	u32 size = p->size;
	p->size *= 2;
	p->spot = calloc(p->size, sizeof *p->spot);
	must(p->spot);
	for (u32 i = 0; i < size; i++)
		if (old[i].function)
			*slot_of(p, &old[i]) = old[i];
	free(old);
}

static void add(struct profile *p, const struct profile_spot *s)
{
	if (2 * p->count >= p->size)
		grow(p);
	struct profile_spot *slot = slot_of(p, s);
	if (!slot->function)
		*slot = *s, p->count++;
	slot->ticks += p->period;
}

/* A name that no symbol has. */
static const char *own_name(struct profile *p, const char *name)
{
	for (u32 i = 0; i < p->owned; i++)
		if (!strcmp(p->own[i], name))
			return p->own[i];
	p->own = realloc(p->own, (p->owned + 1) * sizeof *p->own);
	must(p->own);
	char *copy = strdup(name);
	must(copy);
	return p->own[p->owned++] = copy;
}

static const char *unknown_name(struct profile *p, u32 pc)
{
	char name[32];
	snprintf(name, sizeof name, "[%s %05xxxx]", pc >> 31 ? "kernel" : "user", pc >> 12);
	return own_name(p, name);
}

/* ---- looking ---- */

struct eye { const struct vr3000 *machine; u32 cpu; };

static bool see(void *context, u32 va, void *bytes, u32 n)
{
	struct eye *eye = context;
	return vr3000_peek_virtual(eye->machine, eye->cpu, va, bytes, n);
}

static bool seen_before(const struct where_frame *frame, int i)
{
	for (int k = 1; k < i; k++)
		if (frame[k].name == frame[i].name && frame[k - 1].name == frame[i - 1].name)
			return true; /* recursion: its ticks count once */
	return false;
}

static void add_callers(struct profile *p, const struct where_frame *frame, int count)
{
	for (int i = 1; i < count && frame[i].name && frame[i - 1].name; i++) {
		const struct where_frame *to = &frame[i - 1], *from = &frame[i];
		if (!seen_before(frame, i))
			add(p, &(struct profile_spot){ .function = from->name, .file = from->file,
				.line = from->line, .callee = to->name, .callee_file = to->file,
				.callee_line = to->line });
	}
}

static void look_closely(struct profile *p, u32 cpu, const struct vr3000_regs *r)
{
	struct session *s = p->session;
	struct where_frame frame[FRAMES_MAX];
	struct where_regs regs = { .pc = r->pc, .hi = r->hi, .lo = r->lo };
	struct eye eye = { s->machine, cpu };
	const struct where_memory memory = { &eye, see };
	memcpy(regs.gpr, r->gpr, sizeof regs.gpr);
	int count = where_backtrace(s->where, &regs, &memory, frame, FRAMES_MAX);
	if (count < 1 || !frame[0].name) {
		add(p, &(struct profile_spot){ .function = unknown_name(p, r->pc) });
		return;
	}
	add(p, &(struct profile_spot){ .function = frame[0].name, .file = frame[0].file,
		.line = frame[0].line });
	add_callers(p, frame, count);
}

static bool is_waiting(const struct vr3000 *machine, u32 cpu)
{
	char field[32];
	u64 waiting = 0, stopped = 0;
	snprintf(field, sizeof field, "cpu%u.waiting", cpu);
	vr3000_get(machine, field, &waiting);
	snprintf(field, sizeof field, "cpu%u.stopped", cpu);
	vr3000_get(machine, field, &stopped);
	return waiting || stopped;
}

static void look_at(struct profile *p, u32 cpu)
{
	struct session *s = p->session;
	struct vr3000_regs r;
	const char *name;
	u32 offset;
	vr3000_registers(s->machine, cpu, &r);
	if (is_waiting(s->machine, cpu))
		add(p, &(struct profile_spot){ .function = own_name(p, "[waiting]") });
	else if (p->callers)
		look_closely(p, cpu, &r);
	else if (where_symbol(s->where, r.pc, &name, &offset))
		add(p, &(struct profile_spot){ .function = name });
	else
		add(p, &(struct profile_spot){ .function = unknown_name(p, r.pc) });
}

void profile_look(struct session *s)
{
	struct profile *p = s->profile;
	u64 now = vr3000_now(s->machine);
	if (!p || now < p->next)
		return;
	for (u32 cpu = 0; cpu < vr3000_cpus(s->machine); cpu++)
		look_at(p, cpu);
	p->ticks += p->period * vr3000_cpus(s->machine);
	p->next = (now / p->period + 1) * p->period;
}

/* ---- top ---- */

struct line { const char *function; u64 ticks; };

static int by_name(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	return strcmp(x->function, y->function);
}

static int by_ticks(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	return x->ticks != y->ticks ? (x->ticks < y->ticks) - (x->ticks > y->ticks) : by_name(a, b);
}

/* What is new of each function; returns how many. */
static u32 new_lines(struct profile *p, struct line *line, u64 *all)
{
	u32 n = 0, functions = 0;
	for (u32 i = 0; i < p->size; i++) {
		struct profile_spot *s = &p->spot[i];
		if (s->function && !s->callee && s->ticks > s->told)
			line[n++] = (struct line){ s->function, s->ticks - s->told };
		s->told = s->ticks;
	}
	qsort(line, n, sizeof *line, by_name);
	for (u32 i = 0; i < n; i++) {
		*all += line[i].ticks;
		if (functions && !strcmp(line[functions - 1].function, line[i].function))
			line[functions - 1].ticks += line[i].ticks;
		else
			line[functions++] = line[i];
	}
	qsort(line, functions, sizeof *line, by_ticks);
	return functions;
}

void profile_top(struct profile *p, FILE *to, u32 most)
{
	u64 all = 0;
	struct line *line = malloc((p->count + 1) * sizeof *line);
	must(line);
	u32 n = new_lines(p, line, &all);
	fprintf(to, "tick %llu: %llu ticks since the last top\n",
		(unsigned long long)vr3000_now(p->session->machine), (unsigned long long)all);
	for (u32 i = 0; i < n && i < most; i++)
		fprintf(to, "%6.2f%% %12llu  %s\n", 100.0 * (double)line[i].ticks / (double)all,
			(unsigned long long)line[i].ticks, line[i].function);
	free(line);
}
