#!/bin/sh
# kernel_test.sh BUILD [OPTION...]: the teaching kernel checks its own promises, on both boards and
# byte orders.
# Prints the selftests' sum.
build=$1
kernels=$1/guest/kernel
shift
options=$*
summary() { sed -n 's/.*selftest: \([0-9]* passed, [0-9]* failed\).*/\1/p'; }
bench() {
	printf 'selftest\nhalt $?\n' |
		"$build/vr3000" run --quiet $options --board bench "$kernels/kernel-bench-$1.elf" | summary
}
{
	bench el
	bench eb
	"$build/vr3000" run --quiet $options --append 'run=selftest;halt $?' \
		"$kernels/kernel-dec5000.elf" </dev/null | summary
} | awk '{ runs++; passed += $1; failed += $3 }
	END { printf "%d passed, %d failed\n", passed, failed + (3 - runs); exit failed || runs != 3 }'
