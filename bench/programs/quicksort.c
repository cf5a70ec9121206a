/* Quicksort of random words: branches no predictor can learn, and recursion. */
#include "program.h"

enum { COUNT = 100000, SMALL = 12 };

static u32 words[COUNT];

static void swap(u32 *a, u32 *b)
{
	u32 old = *a;

	*a = *b;
	*b = old;
}

static void insertion_sort(u32 *first, u32 *last)
{
	for (u32 *at = first + 1; at <= last; at++) {
		u32 word = *at, *hole = at;

		for (; hole > first && hole[-1] > word; hole--)
			*hole = hole[-1];
		*hole = word;
	}
}

static u32 median(u32 *first, u32 *middle, u32 *last)
{
	if (*middle < *first)
		swap(middle, first);
	if (*last < *middle)
		swap(last, middle);
	if (*middle < *first)
		swap(middle, first);
	return *middle;
}

static void sort(u32 *first, u32 *last)
{
	while (last - first > SMALL) {
		u32 pivot = median(first, first + (last - first) / 2, last);
		u32 *low = first, *high = last;

		while (low <= high) {
			while (*low < pivot)
				low++;
			while (pivot < *high)
				high--;
			if (low <= high)
				swap(low++, high--);
		}
		sort(first, high);
		first = low;
	}
	insertion_sort(first, last);
}

void program_setup(void)
{
}

u32 program_round(void)
{
	u32 seed = 0x1234567, sum = 0;

	for (int i = 0; i < COUNT; i++)
		words[i] = next_random(&seed);
	sort(words, words + COUNT - 1);
	for (int i = 1; i < COUNT; i++)
		if (words[i - 1] > words[i])
			return 0;
	for (int i = 0; i < COUNT; i += 97)
		sum = stir(sum, words[i]);
	return sum;
}
