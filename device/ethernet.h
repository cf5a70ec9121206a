/* ethernet.h: frames on a wire, for Ethernet controllers: the frame check sequence, and the hash of
 * a group address that AMD's chips take from it. */
#ifndef ETHERNET_H
#define ETHERNET_H
#include "base.h"

enum { ETHERNET_FCS = 4, ETHERNET_SHORTEST = 60, ETHERNET_LONGEST = 1514 }; /* without FCS */

void ethernet_append_fcs(u8 *frame, u32 bytes);         /* there is room for it after them */
bool ethernet_fcs_right(const u8 *frame, u32 bytes);    /* the last four are its FCS */
u32 ethernet_group_hash(const u8 address[6]);           /* 0 to 63 */
#endif
