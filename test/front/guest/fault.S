/* Loads a word from an odd address, with BEV still set: nobody can take that exception. */
	.set noreorder
	.globl _start
_start:	lui	$8, 0x8000
	lw	$9, 1($8)
	nop
1:	b	1b
	nop
