/* poke.S: reads and writes every register of every device, with random values and widths, for ever.
 *
 * One source for board bench and, with DEC5000 defined, for the DECstation; SEED is the generator's
 * start.  Each turn draws a window, an address in it, an operation and a value.  Exceptions go on
 * with the next turn; an interrupt returns with interrupts off, and each 256th turn allows them
 * again.  The one register that would end the run is left out. */
	.set	noreorder
	.set	noat
#ifdef DEC5000
#define FORBIDDEN 0xbfc40000			/* the PROM's port: POWER */
#else
#define FORBIDDEN 0xbf000004			/* EXIT */
#endif
#define STATUS 0xff01				/* all interrupts, kernel mode, BEV clear */

	.macro	draw				/* s0: a generator of 32 bits (Marsaglia's xorshift) */
	sll	$t9, $s0, 13
	xor	$s0, $s0, $t9
	srl	$t9, $s0, 17
	xor	$s0, $s0, $t9
	sll	$t9, $s0, 5
	xor	$s0, $s0, $t9
	.endm

	.text
	.globl	__start
__start:
	lui	$t0, 0xa000			/* uncached: what is written is what runs */
	la	$t1, vector
	la	$t2, vector_end
1:	lw	$t3, 0($t1)
	addiu	$t1, $t1, 4
	sw	$t3, 0($t0)			/* TLB refill */
	sw	$t3, 0x80($t0)
	bne	$t1, $t2, 1b
	addiu	$t0, $t0, 4
	li	$s0, SEED
	la	$s1, windows
	li	$s2, 0
	li	$s3, FORBIDDEN
	li	$s4, -4
	li	$t0, STATUS
	mtc0	$t0, $12
	nop
	nop

turn:
	addiu	$s2, $s2, 1
	andi	$t0, $s2, 255
	bnez	$t0, 1f
	li	$t0, STATUS
	mtc0	$t0, $12
1:	draw
	srl	$t0, $s0, 28			/* sixteen windows of two words */
	sll	$t0, $t0, 3
	addu	$t0, $t0, $s1
	lw	$t1, 0($t0)
	lw	$t2, 4($t0)
	draw
	and	$t2, $t2, $s0
	srl	$t3, $s0, 31			/* half of them aligned */
	bnez	$t3, 1f
	addu	$a0, $t1, $t2
	and	$a0, $a0, $s4
1:	and	$t1, $a0, $s4
	beq	$t1, $s3, turn
	nop
	draw
	srl	$t0, $s0, 29			/* the value: eight kinds */
	la	$t1, values
	sll	$t0, $t0, 3
	addu	$t0, $t0, $t1
	draw
	jr	$t0
	move	$a1, $s0
values:
	b	act
	nop
	b	act
	andi	$a1, $a1, 7
	b	act
	andi	$a1, $a1, 0xff
	b	act
	andi	$a1, $a1, 0xffff
	b	act
	li	$a1, 0
	b	act
	li	$a1, -1
	b	bit
	li	$t1, 1
	b	act
	andi	$a1, $a1, 0x43			/* LANCE: INIT, STRT, INEA */
bit:	sllv	$a1, $t1, $a1
act:
	draw
	srl	$t0, $s0, 28			/* sixteen operations */
	la	$t1, operations
	sll	$t0, $t0, 3
	addu	$t0, $t0, $t1
	jr	$t0
	nop
operations:
	.irp	what, sb, sh, sw, sw, sw, sh, swl, swr, lb, lbu, lh, lhu, lw, lw, lwl, lwr
	b	turn
	\what	$a1, 0($a0)
	.endr

vector:
	mfc0	$k0, $13			/* Cause */
	nop
	andi	$k0, $k0, 0x7c
	beqz	$k0, 1f
	nop
	la	$k1, turn
	jr	$k1
	rfe
1:	mfc0	$k0, $12
	mfc0	$k1, $14			/* EPC */
	srl	$k0, $k0, 6
	sll	$k0, $k0, 6			/* IEp clear: rfe leaves interrupts off */
	mtc0	$k0, $12
	jr	$k1
	rfe
vector_end:

	.data
	.align	3
windows:					/* base, mask of the offset */
#ifdef DEC5000
	.word	0xbfe00000, 0x1f		/* DZ */
	.word	0xbfe00000, 0x7ffff
	.word	0xbfe80000, 0x1ff		/* DS1287: a register a word */
	.word	0xbfe80000, 0x7ffff
	.word	0xbf900000, 0x7			/* LANCE: RDP, RAP */
	.word	0xbf900000, 0x7
	.word	0xbf800000, 0x1f		/* its memory: where an initialization block may be */
	.word	0xbf800000, 0x1ffff
	.word	0xbfbc0000, 0x3ffff		/* its ROM */
	.word	0xbff00000, 0x7			/* CSR */
	.word	0xbfd80000, 0x7			/* ERRADDR */
	.word	0xbfd00000, 0xfffff		/* CHKSYN and after */
	.word	0xbfc40000, 0xf			/* the PROM's port */
	.word	0xbfc00000, 0x7ffff		/* the PROM */
	.word	0xbe000000, 0x1ffffff		/* TURBOchannel and all behind it */
	.word	0xb0000000, 0xfffffff		/* memory modules, disks, nothing */
#else
	.rept	12
	.word	0xbf000000, 0x1f
	.endr
	.word	0xbf000000, 0xfff
	.word	0xbe000000, 0x1ffffff
	.word	0xb0000000, 0xfffffff
	.word	0x90000000, 0xfffffff		/* the same, by the cached segment */
#endif
