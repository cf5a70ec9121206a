/* lame.h: what a board must know of System/161's LAMEbus devices: their types, their options, and
 * their numbers on the bus, which are vendor 1's device ids. */
#ifndef LAME_H
#define LAME_H
#include "device.h"

enum lame {
	LAME_EMPTY, LAME_OLDMAINBOARD, LAME_TIMER, LAME_DISK, LAME_SERIAL, LAME_SCREEN, LAME_NIC,
	LAME_EMUFS, LAME_TRACE, LAME_RANDOM, LAME_MAINBOARD
};
enum { LAME_SLOTS = 32, LAME_SPAN = 0x10000, LAME_CONTROLLER = 31, LAME_BUFFER = 0x8000 };

/* Options. */
/* enum lame of slots 0 to 15, four bits each; of 16 to 31; the physical address of its registers.
 * */
enum { MAINBOARD_KINDS, MAINBOARD_PLACE = 2 };
enum { TIMER_DATE };            /* seconds since 1970 at tick 0 */
enum { DISK_SECTORS, DISK_FIRST, DISK_RPM, DISK_DOOM }; /* sector 0 begins so far into its store;
	                                 * 1: starting a write counts towards the machine's doom */
enum { NIC_ADDRESS };
enum { RANDOM_SEED };

extern const struct device_type lame_mainboard, lame_oldmainboard, lame_timer, lame_disk,
	lame_serial, lame_screen, lame_nic, lame_emufs, lame_trace, lame_random;
#endif
