#!/usr/bin/env bats
# grade.bats: `vr3000 grade': both formats, every verdict, every report, and what it does with
# trouble.
load common.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	ours=$(cd "$BATS_TEST_DIRNAME/../grade" && pwd)
	kernel=$B/guest/kernel/kernel-sys161.elf
}

grade() {
	status=0
	timeout 60 "$vr3000" grade "$@" >out 2>err || status=$?
}

# verdicts: the lines "VERDICT TEST" of the last run, in order.
verdicts() {
	sed -n 's/^\([a-z][a-z ]*[a-z]\)  .* \([^ ]*\.t\)  (.*/\1 \2/p' out
}

@test "test161's files: every verdict, with why, the files and the command that repeats it" {
	grade --tests "$ours/course" "$kernel"
	[ "$status" = 1 ]
	verdicts >seen
	diff - seen <<-'END'
		correct boot.t
		correct kernel/echo.t
		correct kernel/fib.t
		correct kernel/hog.t
		correct kernel/panic.t
		correct kernel/proofs.t
		incorrect wrong/forged.t
		skipped wrong/after.t
		incorrect wrong/panic.t
		incorrect wrong/partial.t
		stuck wrong/quiet.t
	END
	grep -q "crash was not reached" out
	grep -q "stuck: nothing but the clock happens" out
	[ -s graded/kernel-sys161.elf/wrong,panic.t/1/console ]
	grep -q "thread .* sleeps since tick" graded/kernel-sys161.elf/wrong,quiet.t/1/where
	[ ! -e graded/kernel-sys161.elf/boot.t/1/console ]
	again=$(sed -n 's/^    again: vr3000 //p' out | head -1)
	mv graded before
	(eval "exec timeout 60 \"\$vr3000\" $again") >once 2>&1 || true
	grep -q "^incorrect .*wrong/forged.t" once
	cmp before/*/wrong,forged.t/1/console graded/*/wrong,forged.t/1/console
}

@test "points: arguments and partial credit of a target" {
	grade --tests "$ours/course" --target lab --report json=all.json "$kernel"
	[ "$status" = 1 ]
	grep -q "correct  *10/10  kernel/echo.t" out
	grep -q "incorrect  *6/10  wrong/partial.t" out
	grep -q "^21 of 25 points$" out
	python3 - all.json <<-'END'
		import json, sys
		kernel = json.load(open(sys.argv[1]))["kernels"][0]
		assert kernel["points"] == 21 and kernel["most"] == 25 and kernel["graded"]
		echo = [t for t in kernel["tests"] if t["id"] == "kernel/echo.t"][0]
		lines = [s["type"] for s in echo["seeds"][0]["steps"] if s["id"] == "echo"]
		assert lines[0] == "echo alpha beta" and len(lines) == 4, lines
		assert lines[1] != lines[2], lines
	END
}

@test "plain files, and other boards" {
	grade --tests "$ours/plain" "$kernel"
	[ "$status" = 0 ]
	grep -q "^9 of 9 points$" out
	mkdir own
	printf -- '---\nboard: bench\nprompt: "vr3000$ "\ntype: [fib 7, halt 4]\n' >own/a.t
	printf -- 'status: 4\n---\nfib(7) = 13\n' >>own/a.t
	sed 's/^status: 4/status: 5/' own/a.t >own/b.t
	sed 's/= 13/= 14/' own/a.t >own/c.t
	sed 's/^status/exact: true\nstatus/' own/a.t >own/d.t
	grade --tests own "$B/guest/kernel/kernel-bench-eb.elf"
	[ "$status" = 1 ]
	verdicts >seen
	printf 'correct a.t\nincorrect b.t\nincorrect c.t\nincorrect d.t\n' | diff - seen
	grep -q "ended with status 4, not 5" out
}

@test "the same on any number of processors; seeds draw other words" {
	for jobs in 1 4; do
		grade --tests "$ours/course" --jobs $jobs --seeds 3 --keep \
			--report json=$jobs.json "$kernel"
		[ "$status" = 1 ]
		mv graded graded$jobs
	done
	cmp <(sed 's/graded.*//' 1.json) <(sed 's/graded.*//' 4.json)
	for seed in 1 2 3; do
		cmp graded1/*/kernel,echo.t/$seed/console graded4/*/kernel,echo.t/$seed/console
	done
	! cmp -s graded1/*/kernel,echo.t/1/console graded1/*/kernel,echo.t/2/console
}

@test "several kernels, and each report" {
	mkdir ann bob
	cp "$kernel" ann/kernel
	head -c 2000 "$kernel" >bob/kernel
	grade --tests "$ours/plain" --report junit=all.xml --report csv=all.csv \
		--report gradescope=scores \
		--report text=all.txt ann bob
	[ "$status" = 5 ]
	grep -q "^not graded: the trouble is ours" out
	grep -q "^9 of 9 points$" all.txt
	grep -q '^"bob","echo.t","not graded",,3,' all.csv
	python3 - <<-'END'
		import csv, json, xml.etree.ElementTree
		suites = xml.etree.ElementTree.parse("all.xml").getroot()
		assert [s.get("errors") for s in suites] == ["0", "3"]
		assert [s.get("failures") for s in suites] == ["0", "0"]
		assert len(list(csv.reader(open("all.csv")))) == 7
		assert json.load(open("scores/ann.json"))["score"] == 9
		assert "score" not in json.load(open("scores/bob.json"))
	END
}

@test "resume takes what has not changed" {
	mkdir ann
	cp "$kernel" ann/kernel
	grade --tests "$ours/plain" ann
	sed -i 's/"verdict": "correct"/"verdict": "incorrect"/' graded/ann/echo.t/1/result.json
	grade --tests "$ours/plain" --resume ann
	grep -q "^incorrect .* echo.t" out
	echo >ann/more
	grade --tests "$ours/plain" --resume ann
	[ "$status" = 0 ]
}

@test "a guest's folder is a copy, and what it says is safe in every report" {
	mkdir own
	printf -- '---\nname: "<&>\\""\nwords: "run=echo <&> ]]>;halt 0"\n---\nno such <&>\n' >own/a.t
	grade --tests own --report junit=a.xml --report json=a.json "$kernel"
	[ "$status" = 1 ]
	python3 -c 'import json, xml.etree.ElementTree as e
e.parse("a.xml"); json.load(open("a.json"))'
}

@test "what is wrong with the files is said in one sentence" {
	grade "$kernel"
	[ "$status" = 2 ]
	one_sentence
	grade --tests none "$kernel"
	[ "$status" = 3 ]
	one_sentence
	grade --tests "$ours/course" --target none "$kernel"
	[ "$status" = 2 ]
	one_sentence
	grade --tests "$ours/course" --only none "$kernel"
	[ "$status" = 2 ]
	one_sentence
	grade --tests "$ours/course" --report pdf=x "$kernel"
	[ "$status" = 2 ]
	one_sentence
	cp -r "$ours/course" own
	for line in 'tags: [' '- a: b' 'name: x
name: y' 'depends: [nobody]' 'depends: [after.t]'; do
		printf -- '---\n%s\n---\nps\n' "$line" >own/tests/wrong/forged.t
		grade --tests own "$kernel"
		[ "$status" = 3 ]
		one_sentence
		says forged.t || says after.t
	done
	printf -- 'ps\n' >own/tests/wrong/forged.t
	grade --tests own "$kernel"
	[ "$status" = 3 ]
	printf -- '---\nname: x\n---\nunheard of\n' >own/tests/wrong/forged.t
	grade --tests own --only wrong/forged.t "$kernel"
	[ "$status" = 5 ]
	grep -q "the command unheard is in no file of commands" out
}
