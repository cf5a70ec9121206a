#!/bin/sh
# classic_test.sh VR3000 SMP KERNEL: classic timing.  Rounds of one tick give the same hashes by the
# fast way, one instruction at a time, and in slices; up to 32 processors share a lock and interrupt
# each other; the clock begins where the first random number of seed 1, 1804289383, puts it; the
# teaching kernel passes its own checks.
set -u
vr3000=$1 smp=$2 kernel=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

check() {
	if [ "$1" = "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$3: $1, not $2"
	fi
}

run() {
	"$vr3000" run --quiet --timing classic --console stdio "$@" "$smp" </dev/null 2>"$work/err"
}

for cpus in 1 4 32; do
	answers="$cpus processors: $((cpus * 300)), $((cpus - 1)) answers"
	check "$(run --cpus $cpus --hash-every 100k)" "$answers" "$cpus processors"
	grep ^hash "$work/err" >"$work/interp"
	run --cpus $cpus --hash-every 100k --engine exact --slice 777 >/dev/null
	grep ^hash "$work/err" >"$work/exact"
	check "$(cksum <"$work/exact")" "$(cksum <"$work/interp")" "exact in slices agrees ($cpus)"
	check "$(wc -l <"$work/interp" | grep -c '^[1-9]')" 1 "there are hashes ($cpus)"
done

# The elapsed time is 40 ns for each cycle run and 1804289383 % 10000000 ns, where no jump was.
printf '0 serial\n31 mainboard ramsize=4M cpus=1\n' >"$work/sys161.conf"
ln -s "$(realpath "$vr3000")" "$work/sys161"
"$work/sys161" -X -c "$work/sys161.conf" "$smp" </dev/null >/dev/null 2>"$work/err"
run=$(sed -n 's/.*(\([0-9]*\) run, .*/\1/p' "$work/err")
virtual=$(sed -n 's/.*virtual time: 0*\([0-9]*\)\.\([0-9]*\) .*/\1\2/p' "$work/err" | sed 's/^0*//')
check "$virtual" "$((run * 40 + 4289383))" "the clock begins at 4289383 ns"

"$vr3000" run --quiet --timing classic "$kernel" 'run=selftest;halt $?' </dev/null >"$work/out" 2>&1
check "$(grep -c ' 0 failed' "$work/out")" 1 "the teaching kernel's checks"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
