/* types.h - the plain types, for kernel and user programs. */
#ifndef KERNEL_TYPES_H
#define KERNEL_TYPES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;

#define static_assert _Static_assert	/* a freestanding compiler has no assert.h */

#endif
