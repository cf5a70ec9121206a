/*
 * Integers: 64-bit arithmetic by our own libgcc, words that lie across boundaries (lwl, lwr and
 * the kernel's emulation), shifts by every amount.
 */
#include <stdint.h>

#include "expect.h"

struct __attribute__((packed)) crooked {
	uint8_t odd;
	uint32_t word;
	uint16_t half;
	uint64_t wide;
};

static void division(void)
{
	volatile uint64_t a = 0xfedcba9876543210ull, b = 0x12345678full, small = 10;
	volatile int64_t minus = -1000000000000007ll, ten = 10;
	EXPECT("a / b", a / b, 0xdffffffbull);
	EXPECT("a % b", a % b, 0x106af37dbull);
	EXPECT("a / 10", a / small, 0x197c790f3f086b68ull);
	EXPECT("(a / b) * b + a % b", a / b * b + a % b, a);
	EXPECT("-1000000000000007 / 10", minus / ten, -100000000000000ll);
	EXPECT("-1000000000000007 % 10", minus % ten, -7ll);
}

static void shifts(void)
{
	volatile uint64_t value = 0x8123456789abcdefull;
	for (volatile int i = 0; i < 64; i++) {
		uint64_t left = value << i, right = value >> i, rebuilt = 0;
		int64_t arithmetic = (int64_t)value >> i;
		for (int bit = 0; bit < 64; bit++)
			if (bit >= i && (value >> (bit - i) & 1))
				rebuilt |= 1ull << bit;
		EXPECT("value << i", left, rebuilt);
		EXPECT("value >> i << i", right << i, i ? value & ~((1ull << i) - 1) : value);
		EXPECT("arithmetic shift", arithmetic, i ? right | ~(~0ull >> i) : right);
	}
}

static void unaligned(void)
{
	struct crooked crooked = { 1, 0x12345678, 0x9abc, 0x1122334455667788ull };
	volatile struct crooked *view = &crooked;
	unsigned char bytes[16];
	EXPECT("a word across", view->word, 0x12345678);
	EXPECT("a double word across", view->wide, 0x1122334455667788ull);
	view->word = 0xdeadbeef;
	EXPECT("a word stored across", view->word, 0xdeadbeef);
	EXPECT("its neighbour before", view->odd, 1);
	EXPECT("its neighbour behind", view->half, 0x9abc);
	for (int i = 0; i < 16; i++)
		bytes[i] = i;
	uint32_t first = 5 - ((uintptr_t)bytes & 3);
	uint32_t *volatile crossing = (uint32_t *)(bytes + first);
	EXPECT("a word the kernel fetches", *(volatile uint32_t *)crossing,
	       first * 0x01010101 + 0x03020100);
}

int main(void)
{
	test_name = "integers";
	division();
	shifts();
	unaligned();
	return passed();
}
