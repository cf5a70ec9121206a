/* core.h: what every core's file needs before it names its words. */
#ifndef CORE_H
#define CORE_H
#include "change.h"
#include "code.h"
#include "fpu.h"
#include "board.h"
#include "masks.h"
#include "point.h"
#include "ram.h"

#define SELECT(n) ((n) << 5)            /* of coprocessor 0: in a register's number */

/* No 64-bit division: an R3000 host has none. */
static inline u32 modulo(u64 now, u32 n)
{
	return ((u32)(now >> 32) % n * (u32)(((u64)1 << 32) % n) + (u32)now % n) % n;
}
#endif
