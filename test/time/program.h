/* program.h: random programs for the boards of time: polls, waits, signals, events, traps. */
#ifndef PROGRAM_H
#define PROGRAM_H
#include "board.h"

enum { CODE_PA = 0x8000 };               /* CPU n's program begins at CODE_PA + 1000 n */
u64 draw(u64 *s);
u64 under(u64 *s, u64 n);
u64 seeded(u64 a);
void program_write(struct vr3000 *, u64 *s);     /* every CPU's code, and the handlers */

/* One instruction at a time, for programs written by hand. */
struct writer { struct vr3000 *vm; u32 at; };
void emit(struct writer *, u32 word);
enum { ZERO, AT, V0, V1, A0, A1, A2, A3, T0, T1, T2, T3, T4, T5, T6, T7, S0, DEV, K0 = 26, K1 };
void emit_li(struct writer *, u32 reg, u32 value);       /* 16 bits */
void emit_read(struct writer *, u32 reg, u32 device, u32 offset); /* with its load delay */
void emit_write(struct writer *, u32 reg, u32 device, u32 offset);
void emit_branch(struct writer *, u32 opcode, u32 rs, u32 rt, u32 to); /* with a nop in its slot */
void emit_status(struct writer *, u32 value);    /* mtc0 Status, by AT */
void emit_halt(struct writer *);                 /* the R3081's wait, by AT */
void emit_base(struct writer *);                 /* DEV := the devices */
#endif
