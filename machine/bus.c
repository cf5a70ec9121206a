/* bus.c: accesses that are not memory: the board's device there serves them, or nothing answers and
 * the access is a bus error. */
#include "board.h"

static struct device *device_of(const struct machine *m, u32 pa, u32 *offset)
{
	for (u32 i = 0; i < m->devices; i++) {
		const struct board_device *row = m->device[i]->row;
		*offset = pa - row->pa;
		if (row->span && *offset < row->span) return m->device[i];
	}
	return NULL;
}

static struct device *begin(struct machine *m, const struct cpu *c, u32 pa, u32 *offset)
{
	struct device *d = device_of(m, pa, offset);
	m->called = true;
	m->caller = c->index;
	m->bus_error = !d;
	if (!d) m->noisy++;
	return d;
}

u32 bus_read(struct machine *m, struct cpu *c, u32 pa, u32 bytes)
{
	u32 offset;
	struct device *d = begin(m, c, pa, &offset);
	m->counters.device_reads++;
	const struct device_operations *does = d ? d->type->does : NULL;
	if (!does || !does->read) {
		m->bus_error = true;
		return 0;
	}
	if (!does->quiet || !does->quiet(d, offset)) m->noisy++, m->lively++;
	return does->read(d, offset, bytes);
}

void bus_write(struct machine *m, struct cpu *c, u32 pa, u32 bytes, u32 value)
{
	u32 offset;
	struct device *d = begin(m, c, pa, &offset);
	m->counters.device_writes++;
	m->noisy++, m->lively++;
	if (!d || !d->type->does->write) m->bus_error = true;
	else d->type->does->write(d, offset, bytes, value);
}

bool bus_peek(const struct machine *m, u32 pa, u32 bytes, u32 *value)
{
	u32 offset;
	const struct device *d = device_of(m, pa, &offset);
	if (!d || !d->type->does->peek) return false;
	*value = d->type->does->peek(d, offset, bytes);
	return true;
}
