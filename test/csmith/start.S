/* start.S: where a program of csmith begins on board bench: sp is set; main's value is the
 * status. */
	.set	noreorder
	.text
	.globl	__start
	.ent	__start
__start:
	addiu	$sp, $sp, -16
	jal	main
	nop
	lui	$t0, 0xbf00			/* the bench device, uncached */
	sw	$v0, 4($t0)			/* EXIT */
	b	.
	nop
	.end	__start
