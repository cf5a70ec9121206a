/* start.S: where the PROM is entered: the jump table, the exception vectors, longjmp.
 *
 * The table has one entry every 8 bytes from bfc00000, which is the reset vector; the exception
 * vectors (BEV set) are its entries 32 and 48.  Programs of the older DECstations call it by
 * number (Linux asm/dec/prom.h), newer ones the vector in prom.c. */
#include "prom.h"

	.set	noreorder
	.section .start, "ax"
	.globl	_start

	.macro	to target
	b	\target
	nop
	.endm

_start:	to	prom_halt		/* reset: nothing to boot again */
	to	prom_refuse		/* exec */
	.rept	4			/* restart, reinit, reboot, autoboot */
	to	prom_halt
	.endr
	.rept	6			/* open, read, write, ioctl, close, lseek */
	to	prom_refuse
	.endr
	to	getchar			/* 12 */
	to	putchar
	to	prom_refuse
	to	gets			/* 15 */
	to	puts
	to	printf			/* 17 */
	.rept	14
	to	prom_refuse
	.endr
	to	fault			/* 32: TLB refill, bfc00100 */
	to	getenv			/* 33 */
	.rept	14
	to	prom_refuse
	.endr
	to	fault			/* 48: every other exception, bfc00180 */

/* No register but k0 and k1 is touched: who looks afterwards sees the victim's. */
fault:	lui	$26, PROM_PORT >> 16
	ori	$27, $0, PROM_FAULT
	sw	$27, PROM_POWER($26)
1:	b	1b
	nop

	.text
	.globl	setjmp
setjmp:	sw	$16, 0($4)
	sw	$17, 4($4)
	sw	$18, 8($4)
	sw	$19, 12($4)
	sw	$20, 16($4)
	sw	$21, 20($4)
	sw	$22, 24($4)
	sw	$23, 28($4)
	sw	$29, 32($4)
	sw	$30, 36($4)
	sw	$31, 40($4)
	jr	$31
	move	$2, $0

	.globl	longjmp
longjmp:
	lw	$16, 0($4)
	lw	$17, 4($4)
	lw	$18, 8($4)
	lw	$19, 12($4)
	lw	$20, 16($4)
	lw	$21, 20($4)
	lw	$22, 24($4)
	lw	$23, 28($4)
	lw	$29, 32($4)
	lw	$30, 36($4)
	lw	$31, 40($4)
	bnez	$5, 1f
	move	$2, $5
	li	$2, 1
1:	jr	$31
	nop
