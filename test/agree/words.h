/* words.h: random instruction words and machine states, biased to the odd.  Every draw is bound to
 * a local before it is used: compilers order arguments differently, a seed must mean one case. */
#ifndef WORDS_H
#define WORDS_H
#include "vm.h"
#include "masks.h"

struct draw { u64 s; };
u32 draw(struct draw *);
u32 draw_under(struct draw *, u32 n);
u32 draw_edge(struct draw *);            /* a value at the edge of something */
u32 draw_word(struct draw *);            /* an instruction: most often a row with few registers */

enum { WORDS_RAM = 0x10000 };  /* bytes of the machines; code lies in the first two pages */
void draw_memory(struct draw *, struct machine *);
void draw_state(struct draw *, struct machine *); /* CPU 0, its TLB, the bench device's alarm */
#endif
