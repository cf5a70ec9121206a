#!/usr/bin/env bats
# lockstep.bats: two engines side by side; that a difference is caught, found to the tick, kept and
# run again.
load common.bash

pairs="interp,jit interp,block exact,interp exact,ir exact,jit"

@test "engines agree, and the output is the same as without" {
	printf 'hello, bird q' >input
	expect 0 bench echo <input
	mv out alone
	for pair in $pairs; do
		expect 0 bench echo --lockstep "$pair,every=100" --stats=json <input
		cmp out alone
		grep -q '"cause":"exit"' err
	done
	expect 0 bench echo --engine lockstep <input
	cmp out alone
	expect 7 bench count --lockstep interp,jit,every=3000 --until 100k
}

@test "both byte orders, processors in rounds, disks" {
	expect 42 bench exit-eb --engine lockstep
	expect 0 "$vr3000" run --quiet --lockstep interp,jit,every=1M \
		"$B/guest/kernel/kernel-dec5000.elf" run=halt <&- 2>err
	expect 11 "$vr3000" run --quiet --cpus 4 --lockstep exact,interp,every=100k \
		"$B/test/sys161/smp.elf" <&- 2>err
	truncate -s 64k disk
	expect 0 "$vr3000" run --quiet --disk disk --lockstep interp,jit,every=100k \
		"$B/guest/kernel/kernel-dec5000.elf" run=halt <&- 2>err
}

@test "a disturbed machine is caught at its tick, and the bug file shows it again" {
	expect 6 bench count --lockstep interp,jit,every=10k,plant=43210 --until 100k
	says "interp and jit differ at tick 43210: cpu0.gpr[16] is 0 and 1"
	says "equal at tick 43209"
	says "the bug file is vr3000.bug"
	expect 6 "$vr3000" run --replay-bug vr3000.bug 2>again
	says "interp and jit differ at tick 43210"
	grep -q "interp and jit differ at tick 43210: cpu0.gpr\[16\] is 0 and 1" again
	expect 6 "$vr3000" run --lockstep exact,block --replay-bug vr3000.bug 2>again
	grep -q "exact and block differ at tick 43210" again
	grep -q "^=> 8000" again
}

@test "a bug file that no longer differs says so with status 0" {
	expect 6 bench count --bug it --lockstep interp,jit,every=10k,plant=43210 --until 100k
	LC_ALL=C sed -i '1s/"plant":43210/"plant":0/' it
	expect 0 "$vr3000" run --replay-bug it 2>err
	one_sentence
	says "interp and jit agree now, from tick 40000 to 43210"
}

@test "what was typed is in the bug file, and reaches both machines at its instant" {
	printf 'hello, bird q' >input
	expect 0 bench echo --stats=json <input
	ticks=$(sed -n 's/.*"ticks":\([0-9]*\).*/\1/p' err)
	expect 6 bench echo --lockstep "exact,jit,every=1M,plant=$((ticks - 2))" <input
	says "differ at tick $((ticks - 2))"
	head -1 vr3000.bug | grep -q "\"68\".*\"65\".*\"6c\".*\"6c\".*\"6f\""
	expect 6 "$vr3000" run --replay-bug vr3000.bug 2>err
	says "differ at tick $((ticks - 2))"
}

@test "what a debugger changes is changed in both" {
	cat >poke.lua <<-end
		sleep(0.0001)
		set("cpu0.gpr[16]", 77)
		save("here")
		sleep(0.0001)
		load("here")
		sleep(0.0001)
		assert(get("cpu0.gpr[16]") == 77)
		quit(0)
	end
	expect 0 bench count --lockstep interp,jit,every=1000 --script poke.lua
}

@test "bug files that are damaged, or none" {
	expect 6 bench count --lockstep interp,jit,every=10k,plant=43210 --until 100k
	damaged() { # the file `bad' is refused
		expect 3 "$vr3000" run --replay-bug bad 2>err
		one_sentence
		says bad
	}
	expect 3 "$vr3000" run --replay-bug nothing 2>err
	one_sentence
	: >bad && damaged
	echo '{}' >bad && damaged
	head -c 200 vr3000.bug >bad && damaged
	head -c -20 vr3000.bug >bad && damaged
	head -1 vr3000.bug >bad && damaged
	LC_ALL=C sed '1s/"board":"bench"/"board":"none"/' vr3000.bug >bad && damaged
	LC_ALL=C sed '1s/"every":10000/"every":0/' vr3000.bug >bad && damaged
	LC_ALL=C sed '1s/"state_bytes":[0-9]*/"state_bytes":9/' vr3000.bug >bad && damaged
	LC_ALL=C sed '1s/"interp","jit"/"interp","steam"/' vr3000.bug >bad && damaged
}

@test "what cannot be compared is refused" {
	for bad in interp interp,steam interp,jit,block interp,jit,every=0 interp,jit,plant=x \
		interp,jit,colour=1 every=5,interp; do
		expect 2 bench exit --lockstep "$bad"
		one_sentence
		says --lockstep
	done
	expect 6 bench count --bug /nowhere/bug --lockstep interp,jit,every=1k,plant=2000 --until 10k
	says "/nowhere/bug: No such file"
}
