/* start.S: where the test's processors begin, and the interrupt that wakes them.
 *
 * Processor 0 comes with the stack the board gave it; the others come with theirs in CRAM and their
 * number in a0, and take a larger one from `stacks`. */
	.set	noreorder
	.set	noat

	.globl	start
	.ent	start
start:
	j	main
	nop
	.end	start

	.globl	secondary
	.ent	secondary
secondary:
	la	$sp, stacks
	sll	$t0, $a0, 12
	addu	$sp, $sp, $t0
	addiu	$sp, $sp, 4096 - 32
	j	other
	nop
	.end	secondary

	.globl	load_linked
load_linked:				/* u32 load_linked(volatile u32 *) */
	.set	push
	.set	mips2
	jr	$ra
	ll	$v0, 0($a0)
	.globl	store_conditional
store_conditional:			/* u32 store_conditional(volatile u32 *, u32) */
	move	$v0, $a1
	sc	$v0, 0($a0)
	jr	$ra
	sync
	.set	pop

	.globl	wait_for_line
wait_for_line:				/* until a line is up, enabled or not */
	jr	$ra
	.word	0x42000020		/* wait */

	.globl	read_cause
read_cause:
	jr	$ra
	mfc0	$v0, $13
