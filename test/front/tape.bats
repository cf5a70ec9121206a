#!/usr/bin/env bats
# tape.bats: runs that are recorded, repeated, cut off and damaged.
load common.bash

record() { timeout 60 "$vr3000" run --quiet --record tape "$@" "$kernel" <keys >out 2>err; }
replay() { timeout 60 "$vr3000" replay "$@" >out 2>err; }
keys() { printf 'help\nps\nhalt\n' >keys; }

@test "a run with typing repeats, in any slices, on every engine" {
	keys
	expect 0 record
	cp out printed
	for engine in jit interp exact; do
		expect 0 replay --engine $engine tape
		says "the same"
		[ ! -s out ]
	done
	expect 0 replay --slice 4321 tape
	says "the same"
	inputs=$(sed 's/.*: \([0-9]*\) inputs.*/\1/' err)
	[ "$inputs" -ge 8 ]
}

@test "an asciicast has what the console printed" {
	keys
	expect 0 record
	cp out printed
	expect 0 replay --cast cast tape
	python3 - <<-'END'
		import json
		lines = open("cast").read().splitlines()
		assert json.loads(lines[0])["version"] == 2
		events = [json.loads(line) for line in lines[1:]]
		assert all(a[0] <= b[0] for a, b in zip(events, events[1:]))
		text = "".join(event[2] for event in events).encode("latin-1")
		assert text == open("printed", "rb").read(), text
	END
}

@test "every cut of a tape replays to its last whole entry" {
	keys
	expect 0 record
	size=$(stat -c %s tape)
	for cut in 1 2 7 20 29 40 60; do
		head -c $((size - cut)) tape >short
		expect 0 replay short
	done
	head -c 40 tape >short
	expect 3 replay short
	one_sentence
}

@test "a changed input is a difference, a changed byte is damage" {
	keys
	expect 0 record
	python3 - <<-'END'
		tape = bytearray(open("tape", "rb").read())
		tape[len(tape) - 60] ^= 1
		open("damaged", "wb").write(tape)
	END
	expect 3 replay damaged
	one_sentence
	says "damaged"
	expect 3 replay keys
	one_sentence
	expect 3 replay nothing
	one_sentence
	expect 2 replay
	one_sentence
}

@test "another kernel under the same name is told" {
	keys
	cp "$kernel" kernel.elf
	kernel=kernel.elf
	expect 0 record
	printf x >>kernel.elf
	expect 3 replay tape
	one_sentence
	says "not what it was"
}

@test "killed while recording: what was whole is there" {
	mkfifo typing
	sleep 30 >typing &
	writer=$!
	for moment in 0.3 0.6 1.2; do
		expect 137 timeout -s KILL $moment "$vr3000" run --quiet --record tape "$kernel" \
			<typing >out 2>err
		[ ! -s tape ] || expect 0 replay tape
	done
	kill $writer
	[ -s tape ]
}

@test "disks stay as they are, and are part of the tape" {
	keys
	head -c 65536 /dev/zero >disk
	cp disk before
	expect 0 record --disk disk
	cmp disk before
	expect 0 replay tape
	cmp disk before
	expect 2 record --disk disk,mode=direct
	one_sentence
	printf x | dd of=disk conv=notrunc 2>/dev/null
	expect 3 replay tape
	one_sentence
}

@test "idle minutes are a short tape: an hour stays below 100 KB" {
	: >keys
	expect 7 record --until 72G
	[ "$(stat -c %s tape)" -lt 11000 ]
	expect 0 replay tape
}

@test "goto goes back in time that was kept, and forward again" {
	: >keys
	cat >back.lua <<-'END'
		wait("vr3000$ ")
		local late, there = now(), hash()
		goto_(late // 2)
		assert(now() == late // 2, now())
		local middle = hash()
		goto_(late // 4) goto_(late // 2)
		assert(hash() == middle)
		goto_(late)
		assert(hash() == there)
		send("halt\n") ended()
	END
	timeout 60 "$vr3000" run --quiet --keep 64M --script back.lua "$kernel" <keys >out 2>err
}
