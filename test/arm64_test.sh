#!/bin/sh
# arm64_test.sh BUILD TICKS: the library and its tests for arm64, cross-built, under qemu-aarch64,
# with host pages of 4, 16 and 64 KiB.  Prints the sums last.
set -eu
build=$1/arm64 ticks=$2
tests="truth_test agree_test time_test"
make -s B="$build" CC=aarch64-linux-gnu-gcc OPTIMISE='-O2 -idirafter /usr/include' \
	SANITIZE=-static \
	$(for test in $tests; do echo "$build/test/$test"; done)
passed=0 failed=0
check() { # NAME COMMAND...
	name=$1
	shift
	if "$@" >"$build/out" 2>&1; then passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "arm64: $name:"
		tail -5 "$build/out"
	fi
}
for page in 4096 16384 65536; do
	on() { qemu-aarch64 -p "$page" "$build/test/$1" $2; }
	check "truth, pages of $page" on truth_test "$(echo test/truth/*.txt)"
	check "agreement, pages of $page" on agree_test "--ticks $ticks"
	check "agreement, big-endian, pages of $page" on agree_test "--ticks $ticks --big"
	check "time, pages of $page" on time_test "--runs 2"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
