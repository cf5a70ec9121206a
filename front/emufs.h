/* emufs.h: the directories of the host behind a guest's emufs devices (device/lame_emufs.c has the
 * bytes that are asked and answered).  Nothing outside a directory can be named, not by links
 * either. */
#ifndef EMUFS_H
#define EMUFS_H
#include "base.h"

struct error;
struct vr3000;

enum { EMUFS_MAX = 8, EMUFS_HANDLES = 64, EMUFS_BYTES = 16384, EMUFS_HEADER = 13 };
struct emufs_handle {
	int file;
	char *path;
	u64 device, inode;
	bool directory;
}; /* file -1: free */
struct emufs {
	u32 device;                     /* the machine's */
	struct emufs_handle handle[EMUFS_HANDLES]; /* 0: the directory itself */
	u8 answer[EMUFS_HEADER + EMUFS_BYTES];
	u32 bytes;                      /* of an answer not given yet */
};
struct emufses { struct emufs *one[EMUFS_MAX]; u32 count; };

/* directory_of gives the directory of a device by its name. */
int emufs_open(struct emufses *, struct vr3000 *, const char *(*directory_of)(void *, const char *),
	void *, struct error *);
void emufs_close(struct emufses *);
void emufs_put(struct emufses *, u32 device, const u8 *bytes, u32 count); /* the guest's question */
bool emufs_offer(struct emufses *, struct vr3000 *); /* true: an answer was posted */
#endif
