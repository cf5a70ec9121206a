/* What a target gives to a benchmark program: a console and an end; a bare one also a clock. */
#ifndef PLATFORM_H
#define PLATFORM_H

void platform_put(char c);
__attribute__((noreturn)) void platform_exit(int status);

/* Starts a periodic interrupt; a tick is acknowledged, and the next one asked for, by ..._again. */
void platform_clock_start(void);
void platform_clock_again(void);

#endif
