/* umps3.h: the program umps3: a machine of uMPS3's from its configuration file, around a session.
 * */
#ifndef UMPS3_H
#define UMPS3_H
#include "bytes.h"
#include "umps3_conf.h"
#include "vr3000.h"

struct elf;
struct session;

/* What a configuration comes to. */
struct umps3 {
	struct umps3_conf conf;
	struct bytes core;              /* as an ELF file */
	struct vr3000_rom rom[2];       /* execution, bootstrap */
	int log[CONF_PLACES];           /* the files of printers and terminals; -1: none */
};

/* For session.c, of a session from a configuration. */
struct elf *umps3_program(struct umps3 *, struct error *);
int umps3_configure(const struct umps3 *, struct vr3000_config *, struct error *);
void umps3_put(const struct umps3 *, const char *device, const u8 *bytes, u32 count);

/* For any session on that board: its ends.  The machine stands at an address of which one was told
 * to the library; false: that is none of ours. */
struct umps3_ends { u32 loop[32], loops, rom_loops; bool panicked; };
void umps3_watch(struct session *);
bool umps3_arrived(struct session *, u32 cpu, u32 pc);
#endif
