/* bench.h: the bench board's device. */
#ifndef BENCH_H
#define BENCH_H
#include "device.h"
extern const struct device_type bench_type;
#endif
