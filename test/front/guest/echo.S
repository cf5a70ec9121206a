/* Prints "> ", then what it reads, until `q'; `p' panics, `w' does nothing for ever. */
	.set noreorder
	.globl _start
_start:	lui	$8, 0xbf00
	li	$9, '>'
	sw	$9, 0($8)
	li	$9, ' '
	sw	$9, 0($8)
get:	lw	$10, 0x14($8)
	li	$11, -1
	beq	$10, $11, get
	li	$11, 'q'
	beq	$10, $11, end
	li	$11, 'p'
	beq	$10, $11, doomed
	li	$11, 'w'
	beq	$10, $11, forever
	nop
	b	get
	sw	$10, 0($8)
end:	sw	$0, 4($8)
forever:
	b	forever
	nop
doomed:	jal	panic
	nop

	.globl	panic
	.type	panic, @function
panic:	li	$9, '!'
	sw	$9, 0($8)
	b	forever
	nop
	.size	panic, . - panic
