/* limits.h: what xxhash.h asks of it. */
#ifndef METAL_LIMITS_H
#define METAL_LIMITS_H
#define CHAR_BIT __CHAR_BIT__
#define INT_MAX __INT_MAX__
#define UINT_MAX (INT_MAX * 2u + 1u)
#endif
