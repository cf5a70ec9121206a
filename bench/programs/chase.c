/*
 * A walk along one cycle of pointers that visits its nodes in random order.  CHASE_BYTES is the
 * size of the whole cycle: 64 KB shows the cost of a load, 16 MB the cost of the guest's and the
 * host's translation of addresses.
 */
#include "program.h"

#define NODES (CHASE_BYTES / sizeof(struct node))
#define STEPS (NODES > 65536 ? NODES : 65536)

struct node {
	struct node *next;
	u32 name;
	u8 room[16 - sizeof(void *) - 4];
};

static struct node nodes[CHASE_BYTES / 16];

/* Sattolo's shuffle: the result is one cycle through all nodes. */
void program_setup(void)
{
	u32 seed = 2021;

	for (u32 i = 0; i < NODES; i++) {
		nodes[i].next = &nodes[i];
		nodes[i].name = i;
	}
	for (u32 i = NODES - 1; i > 0; i--) {
		struct node *old = nodes[i].next;
		u32 j = next_random(&seed) % i;

		nodes[i].next = nodes[j].next;
		nodes[j].next = old;
	}
}

/*
 * At least one whole cycle, so that every node is visited; the names at eight places prove the
 * order.
 */
u32 program_round(void)
{
	const struct node *at = nodes;
	u32 sum = 0;

	for (u32 part = 0; part < 8; part++) {
		for (u32 i = 0; i < STEPS / 8 + 1; i++)
			at = at->next;
		sum = stir(sum, at->name);
	}
	return sum;
}
