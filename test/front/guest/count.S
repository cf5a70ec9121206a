/* Prints `.' for ever, one every 1000 ticks and some. */
	.set noreorder
	.globl _start
_start:	lui	$8, 0xbf00
	li	$9, '.'
again:	li	$10, 500
1:	bnez	$10, 1b
	addiu	$10, $10, -1
	b	again
	sw	$9, 0($8)
