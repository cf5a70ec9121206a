/* prom.h: addresses that the PROM's C and its assembly share. */
#define PROM_PORT	0xbfc40000	/* device/prom.c */
#define PROM_POWER	0
#define PROM_RAM	4
#define PROM_MHZ	8
#define PROM_HALTED	1
#define PROM_FAULT	2
