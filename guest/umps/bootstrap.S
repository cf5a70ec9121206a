/*
 * bootstrap.S - the bootstrap ROM of uMPS3's machine, our own: processor 0 begins here. It leaves
 * kernel mode without interrupts, exceptions to the execution ROM, a panic as their handlers, and
 * goes to the program whose entry is the word at 20001004.
 */
	.set	noreorder
	.set	noat

#define STATUS		$12
#define REGISTERS	0x1000			/* upper half of 10000000 */
#define BIOS_PAGE	0x0ffff000
#define VECTORS		0x0ffff900
#define PANIC		0x108
#define PROGRAM		0x20001004

	.text
	.globl	start
start:
	b	begin
	nop
	.org	0x100				/* a TLB refill so early */
	li	$k0, PANIC
	jr	$k0
	nop
	.org	0x180				/* any other exception */
	li	$k0, PANIC
	jr	$k0
	nop
begin:
	mfc0	$a0, STATUS
	li	$a1, 0xffbffff3			/* not BEV, KUp, IEp */
	and	$a0, $a0, $a1
	mtc0	$a0, STATUS
	lui	$t0, REGISTERS			/* Status arrives */
	li	$a0, VECTORS
	li	$a1, PANIC
	sw	$a1, 0($a0)
	sw	$a1, 8($a0)
	sw	$a0, 0x410($t0)
	li	$a0, BIOS_PAGE
	sw	$a0, 0x40c($t0)
	li	$a0, PROGRAM
	lw	$ra, 0($a0)
	nop
	jr	$ra
	rfe
