/*
 * Integer mix: linked lists, a small matrix, a state machine over text, and a CRC over all results.
 * Short loops, many branches, everything in the first-level cache.
 */
#include "program.h"

enum { NODES = 300, SIDE = 20, TEXT = 2048 };

struct node {
	struct node *next;
	u32 key;
};

static struct node nodes[NODES];
static int left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];
static u8 text[TEXT];

static u16 crc16(u16 crc, u32 word)
{
	for (int bit = 0; bit < 32; bit++) {
		u32 out = (crc ^ word) & 1;

		crc >>= 1;
		word >>= 1;
		if (out)
			crc ^= 0xa001;
	}
	return crc;
}

static struct node *list_build(u32 seed)
{
	struct node *head = 0;

	for (int i = 0; i < NODES; i++) {
		nodes[i].key = next_random(&seed) >> 8;
		nodes[i].next = head;
		head = &nodes[i];
	}
	return head;
}

static struct node *list_reverse(struct node *list)
{
	struct node *done = 0;

	while (list) {
		struct node *rest = list->next;

		list->next = done;
		done = list;
		list = rest;
	}
	return done;
}

static struct node *list_merge(struct node *a, struct node *b)
{
	struct node head, *tail = &head;

	while (a && b) {
		struct node **least = a->key <= b->key ? &a : &b;

		tail->next = *least;
		tail = *least;
		*least = tail->next;
	}
	tail->next = a ? a : b;
	return head.next;
}

static struct node *list_sort(struct node *list)
{
	struct node *slow = list, *fast, *second;

	if (!list || !list->next)
		return list;
	for (fast = list->next; fast && fast->next; fast = fast->next->next)
		slow = slow->next;
	second = slow->next;
	slow->next = 0;
	return list_merge(list_sort(list), list_sort(second));
}

static u32 list_find(const struct node *list, u32 least)
{
	u32 steps = 0;

	while (list && list->key < least) {
		list = list->next;
		steps++;
	}
	return steps;
}

static u16 run_lists(u16 crc)
{
	struct node *list = list_sort(list_reverse(list_build(0x2545f491)));

	for (u32 i = 0; i < 16; i++)
		crc = crc16(crc, list_find(list, i << 20));
	for (; list; list = list->next)
		crc = crc16(crc, list->key);
	return crc;
}

static u16 run_matrix(u16 crc)
{
	for (int i = 0; i < SIDE; i++) {
		for (int j = 0; j < SIDE; j++) {
			int sum = 0;

			for (int k = 0; k < SIDE; k++)
				sum += left[i][k] * right[k][j];
			product[i][j] = sum >> 3;
		}
	}
	for (int i = 0; i < SIDE; i++)
		crc = crc16(crc, (u32)product[i][SIDE - 1 - i]);
	return crc;
}

enum state { START, SIGN, NUMBER, POINT, EXPONENT, WORD, WRONG, STATES };

static enum state state_next(enum state state, u8 c)
{
	int digit = c >= '0' && c <= '9';

	if (c == ' ')
		return state == SIGN ? WRONG : START;
	switch (state) {
	case START:
		return digit ? NUMBER : c == '-' ? SIGN : c >= 'a' ? WORD : WRONG;
	case SIGN:
		return digit ? NUMBER : WRONG;
	case NUMBER:
		return digit ? NUMBER : c == '.' ? POINT : c == 'e' ? EXPONENT : WRONG;
	case POINT:
		return digit ? POINT : c == 'e' ? EXPONENT : WRONG;
	case EXPONENT:
		return digit || c == '-' ? EXPONENT : WRONG;
	case WORD:
		return c >= 'a' || digit ? WORD : WRONG;
	default:
		return WRONG;
	}
}

static u16 run_states(u16 crc)
{
	u32 seen[STATES] = { 0 };
	enum state state = START;

	for (int i = 0; i < TEXT; i++) {
		state = state_next(state, text[i]);
		seen[state]++;
	}
	for (int i = 0; i < STATES; i++)
		crc = crc16(crc, seen[i]);
	return crc;
}

void program_setup(void)
{
	static const char letters[] = "0123456789  ..-eeabz 01 7";
	u32 seed = 99;

	for (int i = 0; i < TEXT; i++)
		text[i] = (u8)letters[next_random(&seed) % (sizeof letters - 1)];
	for (int i = 0; i < SIDE; i++) {
		for (int j = 0; j < SIDE; j++) {
			left[i][j] = (int)(next_random(&seed) % 2001) - 1000;
			right[i][j] = (int)(next_random(&seed) % 2001) - 1000;
		}
	}
}

u32 program_round(void)
{
	u16 crc = 0xffff;

	for (int i = 0; i < 4; i++)
		crc = run_states(run_matrix(run_lists(crc)));
	return crc;
}
