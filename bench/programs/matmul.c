/*
 * Multiplication of matrices of doubles in the order of the textbook: loads of pairs, multiply,
 * add.
 */
#include "program.h"

enum { SIDE = 80 };

static double left[SIDE][SIDE], right[SIDE][SIDE], product[SIDE][SIDE];

static u32 stir_double(u32 sum, double value)
{
	union {
		double value;
		u64 bits;
	} as = { value };

	return stir(stir(sum, (u32)(as.bits >> 32)), (u32)as.bits);
}

void program_setup(void)
{
	u32 seed = 5;

	for (int i = 0; i < SIDE; i++) {
		for (int j = 0; j < SIDE; j++) {
			left[i][j] = (double)(int)(next_random(&seed) >> 12) / 1024.0;
			right[i][j] = (double)(int)(next_random(&seed) >> 12) / 4096.0 - 100.0;
		}
	}
}

u32 program_round(void)
{
	u32 sum = 0;

	for (int i = 0; i < SIDE; i++) {
		for (int j = 0; j < SIDE; j++) {
			double total = 0;

			for (int k = 0; k < SIDE; k++)
				total += left[i][k] * right[k][j];
			product[i][j] = total;
		}
	}
	for (int i = 0; i < SIDE; i++)
		sum = stir_double(sum, product[i][SIDE - 1 - i]);
	return sum;
}
