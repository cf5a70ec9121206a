/* state.h: state is a list.
 *
 * A list names each field of a struct once: F(type, name) a scalar, A(type, name, count) an array.
 * From it come the struct's members and its array of struct field, with which state.c saves,
 * loads, hashes, compares, prints, and reads and writes by name.  What is on no list is not state.
 *
 *	#define CLOCK_STATE(F, A) F(u8, control) A(u8, ram, 50)
 *	struct clock { struct device device; CLOCK_STATE(STATE_F, STATE_A) };
 *	#define F(type, name) STATE_FIELD(clock, type, name)
 *	static const struct field clock_fields[] = { CLOCK_STATE(F, F) };
 *	#undef F
 *
 * Types are u8, u16, u32, u64, s64.  A field that another makes meaningless is zero then. */
#ifndef STATE_H
#define STATE_H
#include "base.h"

struct field {
	const char *name;
	u32 offset;             /* from the start of its struct */
	u16 size, count;        /* bytes of an element; elements */
};
#define STATE_F(type, name) type name;
#define STATE_A(type, name, count) type name[count];
#define STATE_FIELD(owner, type, name, ...) { #name, offsetof(struct owner, name), sizeof(type), \
	sizeof ((struct owner *)0)->name / sizeof(type) },

/* One part of a machine: "machine", "cpu0", "dz". */
struct section { const char *name; s64 number; void *base; const struct field *field; u32 fields; };

u64 field_get(const void *base, const struct field *, u32 index);
void field_put(void *base, const struct field *, u32 index, u64 value);
#endif
