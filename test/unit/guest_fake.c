/* guest_fake.c: see guest_fake.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "guest_fake.h"
#include "error.h"

static bool read_ram(void *context, u32 va, void *bytes, u32 n)
{
	struct guest *guest = context;
	u32 at = va - RAM_AT;
	if (at >= RAM_BYTES || n > RAM_BYTES - at)
		return false;
	memcpy(bytes, guest->ram + at, n);
	return true;
}

struct guest *open_guest(const char *folder, const char *name)
{
	char path[300];
	struct error error = { .text = "" };
	struct guest *guest = calloc(1, sizeof *guest);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	guest->elf = elf_open(path, &error);
	if (!guest->elf)
		fail_msg("%s", error.text);
	guest->where = where_open_elf(guest->elf, &error);
	assert_non_null(guest->where);
	guest->memory = (struct where_memory){ guest, read_ram };
	for (u32 i = 0; i < guest->elf->segment_count; i++) {
		const struct elf_segment *segment = &guest->elf->segments[i];
		memcpy(guest->ram + (segment->vaddr - RAM_AT), segment->bytes, segment->filesz);
	}
	return guest;
}

void close_guest(struct guest *guest)
{
	where_close(guest->where);
	free(guest);
}

void poke(struct guest *guest, u32 va, u32 value)
{
	for (u32 i = 0; i < 4; i++)
		guest->ram[va - RAM_AT + i] =
			(u8)(value >> 8 * (guest->elf->order == BIG ? 3 - i : i));
}

u32 at(const struct guest *guest, const char *name)
{
	u32 va;
	if (!where_address(guest->where, name, &va, NULL))
		fail_msg("no symbol %s", name);
	return va;
}

void trace(struct guest *guest)
{
	guest->count = where_backtrace(guest->where, &guest->regs, &guest->memory, guest->frames,
				       COUNT_OF(guest->frames));
}
