/* base.h: the types and the few host facts that everything below front/ and host/ stands on. */
#ifndef BASE_H
#define BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

/* All that the library asks of a C library. */
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *at, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);

enum byte_order { LITTLE, BIG };
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HOST_ORDER LITTLE
#else
#define HOST_ORDER BIG
#endif
#if defined __GNUC__ && !defined __wasm__ && !defined NO_DIRECT
#define DIRECT 1 /* labels as values: each case of the interpreter ends in its own jump */
#else
#define DIRECT 0
#endif

/* A bound of ours, and what the hostile build makes of it: no result may change. */
#ifdef HOSTILE
#define TUNED(normal, hostile) (hostile)
#else
#define TUNED(normal, hostile) (normal)
#endif

#define NEVER (~(u64)0)
#define LIKELY(p) __builtin_expect(!!(p), 1)
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
_Static_assert((-1 >> 1) == -1, "op.def relies on an arithmetic right shift");

/* Ours: what may not happen.  host/ supplies broken(), which says so and ends the program. */
_Noreturn void broken(const char *what, const char *file, int line);
#define must(p) ((p) ? (void)0 : broken(#p, __FILE__, __LINE__))

static inline u64 least(u64 a, u64 b) { return a < b ? a : b; }
#endif
