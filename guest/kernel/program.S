/*
 * program.S - one user program as kernel.mk built it, on pages of its own: PROGRAM is its name,
 * IMAGE the file. Assembled once a program; the linker lines up the table.
 */
	.section .programs, "a", @progbits
	.word	name, image

	.section .rodata
name:	.asciz	PROGRAM

	.section .images, "a", @progbits
	.align	12
image:	.incbin	IMAGE
	.align	12
