/* memory.c: a machine's arenas from mmap: private and zero, so that a fork is a clone; RAM on huge
 * pages where it can be; tables appear as they are touched and are wiped on fork. */
#define _GNU_SOURCE
#include "vm.h"
#include "code_memory.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20, KEEP_BYTES = 256 << 20 };

static void *arena(size_t bytes, bool huge)
{
	size_t extra = huge && bytes >= HUGE_PAGE ? HUGE_PAGE : 0;
	u8 *at = mmap(NULL, bytes + extra + 1, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED) return NULL;
	if (!extra) return at;
	u8 *aligned = (u8 *)(((uintptr_t)at + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
	if (aligned > at) munmap(at, (size_t)(aligned - at));
	munmap(aligned + bytes + 1 + (-(bytes + 1) & 4095), (size_t)(at + extra - aligned));
	madvise(aligned, bytes, MADV_HUGEPAGE);
	return aligned;
}

struct vr3000 *vr3000_open(const struct vr3000_config *config, const struct vr3000_doors *doors,
	struct vr3000_error *error)
{
	struct vr3000_needs needs;
	if (!vr3000_needs(config, &needs, error)) return NULL;
	struct vr3000_memory memory = { .state = arena(needs.state, false),
		.ram = arena(needs.ram, true),
		.tables = arena(needs.tables, false) };
	if (!memory.state || !memory.ram || !memory.tables) {
		snprintf(error->text, sizeof error->text, "the host gives no memory for the machine: %s",
			strerror(errno));
		return NULL;
	}
	code_memory_open(needs.code, &memory.code_write, &memory.code_run);
	struct vr3000 *vm = vr3000_make(config, doors, &memory, error);
	if (vm) vm->needs = needs;
	return vm;
}

bool vr3000_keep(struct vr3000 *vm, size_t bytes, uint64_t period, struct vr3000_error *error)
{
	if (!bytes) bytes = KEEP_BYTES;
	void *memory = arena(bytes, false);
	if (!memory)
		snprintf(error->text, sizeof error->text, "the host gives no memory to keep time: %s",
			strerror(errno));
	else if (vr3000_keep_in(vm, memory, bytes, period, error)) {
		vm->history_bytes = bytes;
		return true;
	} else munmap(memory, bytes + 1);
	return false;
}

void vr3000_close(struct vr3000 *vm)
{
	if (!vm) return;
	struct vr3000_memory memory = vm->memory;
	struct vr3000_needs needs = vm->needs;
	code_memory_close(needs.code, memory.code_write, memory.code_run);
	if (vm->history_bytes) munmap(vm->history, vm->history_bytes + 1);
	munmap(memory.tables, needs.tables + 1);
	munmap(memory.ram, needs.ram + 1);
	munmap(memory.state, needs.state + 1);
}
