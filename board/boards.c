/* boards.c: what boards share. */
#include "board.h"
#include "text.h"

const struct board *board_find(const char *name)
{
	for (u32 i = 0; boards[i]; i++)
		if (text_equal(boards[i]->name, name)) return boards[i];
	return NULL;
}

struct device *board_device(const struct machine *m, const char *name)
{
	for (u32 i = 0; i < m->devices; i++)
		if (text_equal(m->device[i]->row->name, name)) return m->device[i];
	must(false);
}

struct region *board_region(struct machine *m, const char *name)
{
	for (u32 i = 0; i < m->regions; i++)
		if (text_equal(m->region[i].name, name)) return &m->region[i];
	must(false);
}

void board_add_region(struct machine *m, const char *name, u32 pa, u32 bytes, bool writable,
	void *memory)
{
	must(m->regions < REGIONS_MAX && !(pa & 4095) && !(bytes & 4095));
	m->region[m->regions++] = (struct region){ name, pa, bytes, writable, false, memory,
		m->pages };
	m->pages += bytes >> 12;
}

void board_add_store(struct machine *m, struct device *d, u32 bytes, void *memory)
{
	d->memory = &m->region[m->regions];
	board_add_region(m, d->row->name, 0, bytes, true, memory);
	d->memory->store = true;
}

bool board_refuse(struct vr3000_error *error, const char *text, u32 number)
{
	text_format(error->text, sizeof error->text, text, number);
	return false;
}
