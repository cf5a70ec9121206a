/* teaching_bytes.S: the teaching kernels' ELF files as bytes; see teaching.c.  The makefile defines
 * where they are, if they could be built. */
	.section .rodata
	.balign 16
	.globl teaching_dec5000, teaching_dec5000_end, teaching_bench, teaching_bench_end
teaching_dec5000:
#ifdef DEC5000_FILE
	.incbin DEC5000_FILE
#endif
teaching_dec5000_end:
	.balign 16
teaching_bench:
#ifdef BENCH_FILE
	.incbin BENCH_FILE
#endif
teaching_bench_end:
	.section .note.GNU-stack, "", %progbits
