/* umps3_conf.h: uMPS3's configuration file, JSON, as a struct.  Numbers out of range are brought
 * into it silently, as uMPS3 does; what has no meaning is one sentence. */
#ifndef UMPS3_CONF_H
#define UMPS3_CONF_H
#include "base.h"

struct error;
struct option_list;

enum { CONF_LINES = 5, CONF_PER_LINE = 8, CONF_PLACES = CONF_LINES * CONF_PER_LINE };
enum { CONF_DISK, CONF_FLASH, CONF_ETH, CONF_PRINTER, CONF_TERMINAL };

/* Names of files are complete: those in the file are relative to its folder.  NULL: none. */
struct umps3_conf {
	u32 cpus, mhz, tlb, floor, frames;
	char *core, *stab, *boot_rom, *execution_rom;
	char *file[CONF_PLACES];        /* (line - 3) * 8 + number; NULL: it is not there */
};

extern const char *const umps3_line_name[CONF_LINES];
int umps3_conf_read(struct umps3_conf *, const char *path, struct error *);
void umps3_conf_free(struct umps3_conf *);
#endif
