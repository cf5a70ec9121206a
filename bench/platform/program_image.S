/* The process that mapped.c runs; IMAGE is the name of the raw file. */
	.section .rodata
	.balign	4096
	.globl	program_image, program_image_end
program_image:
	.incbin	IMAGE
	.balign	4
program_image_end:
