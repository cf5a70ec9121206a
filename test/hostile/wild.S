/* wild.S: guests that go nowhere good.  WHAT chooses:
 *
 *   LOOP      the exception handler is a reserved instruction
 *   REFILL    the TLB refill handler misses in the TLB
 *   DEVICES   jumps to random places among the devices, from the exception handler too
 *   ABOVE     jumps behind the end of memory, BEV set: the first exception ends the run
 *   CODE      runs random words, with both vectors among them
 *   STORES     the same, an eighth of them stores to the field itself
 *
 * SEED is the generator's start. */
	.set	noreorder
	.set	noat
#define LOOP 1
#define REFILL 2
#define DEVICES 3
#define ABOVE 4
#define CODE 5
#define STORES 6
#define FIELD 0x80010000			/* random words, 64 KB of them; memory ends with them */

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
	li	$s0, SEED
	lui	$s7, 0x8000
#if WHAT == ABOVE
	li	$t0, 0x9e000000
	jr	$t0
	nop
#endif
	li	$t0, 0xff00			/* BEV clear, interrupts off */
	mtc0	$t0, $12
	nop
	nop
#if WHAT == LOOP
	li	$t0, 0xffffffff
	sw	$t0, 0x80($s7)
	syscall
#elif WHAT == REFILL
	li	$t0, 0x8c1a0000			/* lw k0, 0(zero) */
	sw	$t0, 0($s7)
	lw	$t1, 0($zero)
	nop
#elif WHAT == DEVICES
	la	$t1, jump
	la	$t2, jump_end
1:	lw	$t3, 0($t1)
	addiu	$t1, $t1, 4
	sw	$t3, 0($s7)
	sw	$t3, 0x80($s7)
	bne	$t1, $t2, 1b
	addiu	$s7, $s7, 4
jump:
	draw
	srl	$t0, $s0, 7
	lui	$t1, 0xbe00
	or	$t0, $t0, $t1
	jr	$t0				/* be000000 to bfffffff, a quarter of them aligned */
	nop
jump_end:
#elif WHAT == CODE || WHAT == STORES
	la	$t1, vector
	la	$t2, vector_end
1:	lw	$t3, 0($t1)
	addiu	$t1, $t1, 4
	sw	$t3, 0($s7)
	sw	$t3, 0x80($s7)
	bne	$t1, $t2, 1b
	addiu	$s7, $s7, 4
	li	$s1, FIELD
	li	$s6, 0x10000
	li	$s5, 0x001ffffc
	lui	$s4, 0xae40			/* sw ?, ?(s2) */
1:	draw
#if WHAT == STORES
	srl	$t0, $s0, 29
	bnez	$t0, 2f
	nop
	and	$t0, $s0, $s5
	or	$s0, $t0, $s4
2:
#endif
	sw	$s0, 0($s1)
	addiu	$s6, $s6, -4
	bnez	$s6, 1b
	addiu	$s1, $s1, 4
	li	$k0, FIELD
	jr	$k0
	nop
vector:						/* what faults goes on behind it, in the field */
	mfc0	$k0, $14
	lui	$s2, 0x8002			/* stores reach its upper half, and fault */
	addiu	$k0, $k0, 4
	andi	$k0, $k0, 0xfffc
	lui	$k1, 0x8001
	or	$k0, $k0, $k1
	jr	$k0
	rfe
vector_end:
#endif
1:	b	1b
	nop
