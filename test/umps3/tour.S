/*
 * tour.S - every device of uMPS3's board once, the ways to wait, and how a program ends: by HALT,
 * by PANIC with -DEND=2, by switching off with -DEND=0xff, in a loop with -DEND=9.
 *
 * v0 counts the exceptions that were passed up; each is answered by going on behind it.
 */
	.set	noreorder
	.set	noat

#define REGISTERS	$16
#define BUFFER		$17
#define DISK		0x54
#define FLASH		0xd4
#define PRINTER		0x1d4
#define TERMINAL	0x254
#define WAIT		.word 0x42000020

/* Gives a device a command and polls until it is no longer busy. */
#define DO(device, command)			\
	li	$9, command;			\
	sw	$9, device + 4(REGISTERS);	\
1:	lw	$9, device(REGISTERS);		\
	nop;					\
	addiu	$9, $9, -3;			\
	beqz	$9, 1b;				\
	nop

	.text
	.globl	start
start:
	lui	REGISTERS, 0x1000
	li	$8, 0x0ffff900			/* the pass-up vector */
	la	$9, handler
	sw	$9, 0($8)
	sw	$9, 8($8)
	li	$9, 0x20003000
	sw	$9, 4($8)
	sw	$9, 12($8)
	li	BUFFER, 0x20008000

	li	$9, 'P'
	sw	$9, PRINTER + 8(REGISTERS)
	DO(PRINTER, 2)
	sw	BUFFER, DISK + 8(REGISTERS)
	DO(DISK, 0x303)				/* read sector 3 */
	DO(DISK, 0x502)				/* seek cylinder 5 */
	DO(DISK, 0x10204)			/* write head 1 sector 2 */
	sw	BUFFER, FLASH + 8(REGISTERS)
	DO(FLASH, 0x202)			/* read block 2 */
	DO(FLASH, 0x703)			/* write block 7 */
	DO(TERMINAL, 2)				/* receive; and echo it */
	lw	$9, TERMINAL(REGISTERS)
	nop
	andi	$9, $9, 0xff00
	ori	$9, $9, 2
	sw	$9, TERMINAL + 12(REGISTERS)
1:	lw	$9, TERMINAL + 8(REGISTERS)
	nop
	addiu	$9, $9, -3
	beqz	$9, 1b
	li	$9, 1
	sw	$9, TERMINAL + 4(REGISTERS)
	sw	$9, TERMINAL + 12(REGISTERS)
	sw	$9, FLASH + 4(REGISTERS)
	sw	$9, DISK + 4(REGISTERS)
	sw	$9, PRINTER + 4(REGISTERS)

	li	$9, 5000			/* the interval timer ends a wait */
	sw	$9, 0x20(REGISTERS)
	li	$9, 0x10000401
	mtc0	$9, $12
	nop
	WAIT
	nop
	li	$9, 300				/* and so does the processor's own */
	mtc0	$9, $9
	li	$9, 0x18000201
	mtc0	$9, $12
	WAIT
	nop
	lui	$9, 0x9000			/* nothing is mapped there */
	lw	$9, 0($9)
	nop
	mtc0	$0, $12
	nop
#if END == 0xff
	li	$9, 0xff
	sw	$9, 0x514(REGISTERS)
1:	b	1b
	WAIT
#elif END == 9
1:	b	1b
	nop
#else
	li	$4, END
	break
	nop
#endif

/* Lowers the timers, goes on behind a faulting load, and lets the BIOS load the state again. */
handler:
	addiu	$2, $2, 1
	li	$26, 0x0ffff000
	sw	$2, 20($26)
	lw	$27, 4($26)
	lw	$24, 12($26)
	andi	$25, $27, 0x7c
	beqz	$25, 1f
	nop
	addiu	$24, $24, 4
	sw	$24, 12($26)
1:	li	$24, -1
	lui	$25, 0x1000
	sw	$24, 0x20($25)
	lw	$24, 8($26)
	li	$25, 0xf7fffffc			/* the local timer off, no interrupts */
	and	$24, $24, $25
	sw	$24, 8($26)
	move	$5, $26
	li	$4, 1
	break
	nop

	.data
	.word	1
