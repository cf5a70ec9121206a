/* For dec5000: writes a word to the first phram disk, which is 64 KiB and ends at 1e000000, then
 * halts by the PROM; with many arguments it loops instead. */
	.set noreorder
	.globl _start
_start:	lui	$8, 0xbdff
	li	$9, 0x12345678
	sw	$9, 0($8)
	sltiu	$10, $4, 8	/* argc: names and the words of board and disk, then ours */
	beqz	$10, forever
	lui	$11, 0xbfc0
	jr	$11
	nop
forever:
	b	forever
	nop
