/* configure.h: from options to the library's configuration; a bad value is a sentence that names
 * its option. */
#ifndef CONFIGURE_H
#define CONFIGURE_H
#include "base.h"

struct error;
struct options;
struct vr3000_config;
int configure_cpu(const char *cpu, struct error *); /* is there one of this name? NULL: yes */
const char *engine_of(const struct options *);  /* the one asked for, or the usual one */
int configure(struct vr3000_config *, const struct options *, const char *board, bool big_endian,
	struct error *);
/* What the library says of a configuration, with the option that it means. */
int configure_refused(const char *text, struct error *);
/* Is it a list of "exceptions,irq,tlb,insn,device"? */
int check_traces(const char *text, struct error *);
#endif
