/* The Mandelbrot set in doubles: arithmetic and comparisons in registers, no memory. */
#include "program.h"

enum { SIDE = 24, LIMIT = 200 };

static u32 steps(double re, double im)
{
	double x = 0, y = 0;
	u32 n = 0;

	while (n < LIMIT) {
		double xx = x * x, yy = y * y;

		if (xx + yy > 4.0)
			break;
		y = 2.0 * x * y + im;
		x = xx - yy + re;
		n++;
	}
	return n;
}

void program_setup(void)
{
}

u32 program_round(void)
{
	u32 sum = 0;

	for (int row = 0; row < SIDE; row++)
		for (int column = 0; column < SIDE; column++)
			sum = stir(sum, steps(column * 3.0 / SIDE - 2.2, row * 2.4 / SIDE - 1.2));
	return sum;
}
