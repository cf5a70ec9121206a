/* fuzz.h: what a fuzz target is: any bytes in, 0 out, never a crash.  libFuzzer's interface. */
#ifndef FUZZ_H
#define FUZZ_H
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
#endif
