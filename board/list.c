/* list.c: the boards there are.  Tests link a list of their own. */
#include "board.h"

extern const struct board board_bench, board_dec5000, board_sys161, board_umps3;
const struct board *const boards[] = { &board_bench, &board_dec5000, &board_sys161, &board_umps3,
	NULL };
