/* sys161_conf.h: sys161.conf, System/161's description of a machine: lines of
 *
 *	SLOT DEVICE [OPTION...]   # comment
 *
 * and what is added to a slot's line by -C SLOT:OPTION. */
#ifndef SYS161_CONF_H
#define SYS161_CONF_H
#include "base.h"

struct error;
struct vr3000_config;

enum { CONF_SLOTS = 32, CONF_DEVICE = 16 };
struct conf_slot {
	char device[CONF_DEVICE];       /* "": empty */
	u32 value;                      /* disk: turns a minute; nic: address; random: seed */
	bool no_doom;                   /* disk: its writes do not count */
	bool autoseed;                  /* random: the seed was drawn */
	u32 sectors;                    /* disk: for a file that is not there yet */
	char *file; /* disk: its file; emufs: its directory; nic: the hub's socket */
	u32 line;
};
struct conf { struct conf_slot slot[CONF_SLOTS]; u32 ram, cpus; };

/* extra: what -C said, `count` of them.  E_NONE, or a sentence that names the line. */
int conf_read(struct conf *, const char *path, const char *const *extra, u32 count, struct error *);
void conf_free(struct conf *);
/* Slots, RAM and processors into a configuration; its disks are the caller's, in the order of
 * slots. */
void conf_configure(const struct conf *, struct vr3000_config *);

/* A number with b (bytes), s (sectors), K, M or G behind it; false: it is none. */
bool conf_size(const char *text, s64 *bytes);
#endif
