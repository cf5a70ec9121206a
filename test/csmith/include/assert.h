/* assert.h: for csmith's programs on a bare machine, which assert nothing that could fail. */
#define assert(p) ((void)0)
