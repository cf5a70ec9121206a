/* stdio.h: for csmith's programs on a bare machine; runtime.c has it. */
int printf(const char *format, ...);
