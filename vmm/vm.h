/* vm.h: a machine with its doors: what the library's handle points to. */
#ifndef VM_H
#define VM_H
#include "board.h"
#include "code.h"
#include "text.h"
#include "vr3000_core.h"

struct vr3000 {
	struct machine machine;
	struct vr3000_config config;
	struct vr3000_doors doors;
	u32 lively_seen;
	struct history *history;         /* NULL: no time is kept */
	size_t history_bytes;            /* that the host gave for it; 0: they are the caller's */
	struct vr3000_memory memory;     /* where it lives */
	struct vr3000_needs needs;
};

/* "cpu0.gpr[4]" taken apart; false: no such field. */
struct place { struct section section; const struct field *field; u32 index; s64 cp0; };
bool vm_place(const struct vr3000 *, const char *name, struct place *);
void vm_section_name(const struct section *, char *to, size_t size);
void vm_block(void *context, enum code_told, const struct code_block *);
void vm_trace(void *context, u32 what, const struct cpu *, u32 code, u32 va);
#endif
