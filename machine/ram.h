/* ram.h: words of guest memory, which holds the guest's bytes in the guest's order. */
#ifndef RAM_H
#define RAM_H
#include "isa.h"

static inline u32 swap32(u32 v)
{
	return v << 24 | (v & 0xff00) << 8 | (v >> 8 & 0xff00) | v >> 24;
}

static inline u32 ram_word(const u8 *p, u32 order)
{
	u32 v;
	__builtin_memcpy(&v, __builtin_assume_aligned(p, 4), 4);
	return order == HOST_ORDER ? v : swap32(v);
}

static inline void ram_word_put(u8 *p, u32 order, u32 v)
{
	if (order != HOST_ORDER) v = swap32(v);
	__builtin_memcpy(__builtin_assume_aligned(p, 4), &v, 4);
}

/* Any width at an address of that alignment; PART is the whole word around a byte, WL and WR the
 * bytes that swl and swr store. */
static inline u32 ram_get(const u8 *p, enum width width, u32 order)
{
	u32 a = (u32)((uintptr_t)p & 3), w = ram_word(p - a, order);
	u32 byte = w >> 8 * (order == BIG ? 3 - a : a) & 0xff;
	u32 half = w >> 8 * (order == BIG ? 2 - (a & 2) : a & 2) & 0xffff;
	switch (width) {
	case U8: return byte;
	case S8: return (byte ^ 0x80) - 0x80;
	case U16: return half;
	case S16: return (half ^ 0x8000) - 0x8000;
	default: return w;
	}
}

/* What a store of `value` leaves of the word `w`; `a` is the address's low two bits. */
static inline u32 ram_merge(u32 w, u32 a, enum width width, u32 order, u32 value)
{
	u32 shift = 0, mask = ~0u, endian = order == BIG ? 0 : 3;
	switch (width) {
	case U8: shift = 8 * (order == BIG ? 3 - a : a); mask = 0xff; break;
	case U16: shift = 8 * (order == BIG ? 2 - (a & 2) : a & 2); mask = 0xffff; break;
	case WL: value >>= 8 * (a ^ endian); mask = ~0u >> 8 * (a ^ endian); break;
	case WR: shift = 8 * (3 - (a ^ endian)); break;
	default: break;
	}
	return (w & ~(mask << shift)) | (value & mask) << shift;
}

static inline void ram_put(u8 *p, enum width width, u32 order, u32 value)
{
	u32 a = (u32)((uintptr_t)p & 3);
	ram_word_put(p - a, order, ram_merge(ram_word(p - a, order), a, width, order, value));
}
#endif
