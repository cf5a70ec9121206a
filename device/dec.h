/* dec.h: what a board must know of a DECstation's devices: their types and their options. */
#ifndef DEC_H
#define DEC_H

enum { DZ_BAUD };               /* 1: a character takes the time its line's speed asks for */
enum { DS1287_DATE };           /* seconds since 1970 at power on */
/* 1: memory slots are 32 MB apart, not 8; bit n: an MS02-NV module begins at n * 8 MB. */
enum { KN02_STRIDE, KN02_NVRAM };

extern const struct device_type device_dz, device_ds1287, device_kn02, device_prom;
#endif
