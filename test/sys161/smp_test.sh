#!/bin/sh
# smp_test.sh VR3000 SMP: several processors share a lock and interrupt each other; neither the
# engine nor slices change a hash; with a seed each run repeats, and other seeds are other runs.
set -u
vr3000=$1 smp=$2
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
	"$vr3000" run --quiet --console stdio "$@" "$smp" </dev/null 2>"$work/err"
}

for cpus in 1 2 4 32; do
	answers="$cpus processors: $((cpus * 300)), $((cpus - 1)) answers"
	check "$(run --cpus $cpus)" "$answers" "$cpus processors"
done
for options in "--quantum 100" "--seed 7" "--quantum 1"; do
	run --cpus 4 --hash-every 100k $options >/dev/null
	grep ^hash "$work/err" >"$work/interp"
	run --cpus 4 --hash-every 100k $options --engine exact --slice 777 >/dev/null
	grep ^hash "$work/err" >"$work/exact"
	check "$(wc -l <"$work/interp" | grep -c '^[1-9]')" 1 "there are hashes ($options)"
	check "$(cksum <"$work/exact")" "$(cksum <"$work/interp")" "exact in slices agrees ($options)"
done
run --cpus 4 --hash-every 100k --seed 8 >/dev/null
grep ^hash "$work/err" >"$work/other"
run --cpus 4 --hash-every 100k --seed 7 >/dev/null
grep ^hash "$work/err" >"$work/interp"
cmp -s "$work/other" "$work/interp"
check $? 1 "another seed is another run"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
