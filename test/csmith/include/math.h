/* math.h: for csmith's programs on a bare machine: its header names these. */
#define fabs(x) __builtin_fabs(x)
#define fabsf(x) __builtin_fabsf(x)
