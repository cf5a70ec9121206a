#!/usr/bin/env bats
# sys161.bats: the program sys161, its configuration file, its exit statuses, and disk161.
load common.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	kernel=$(cd "$BATS_TEST_DIRNAME/../.." && realpath "$B/guest/kernel/kernel-sys161.elf")
	ln -s "$vr3000" sys161
	ln -s "$vr3000" disk161
	cat >sys161.conf <<-'END'
		0	serial          # the console
		2	disk rpm=7200 file=LHD0.img
		28	random seed=1
		29	timer
		30	trace
		31	mainboard ramsize=4M cpus=2
	END
	./disk161 create LHD0.img 1M
}

run161() {
	status=0
	timeout 30 ./sys161 -X "$@" </dev/null >out 2>err || status=$?
}

refuses() {
	run161 "$@" "$kernel"
	[ "$status" = 2 ]
	grep -q "^sys161: " err
}

@test "power off is 0, and what was counted is told" {
	run161 "$kernel" 'run=echo hello;halt 0'
	[ "$status" = 0 ]
	grep -q hello out
	grep -q "4096 KiB of memory" out
	grep -q "^sys161: [0-9]* cycles ([0-9]* run, [0-9]* global-idle)$" err
	grep -q "^sys161:   cpu1: " err
	grep -q "^sys161: Elapsed virtual time: " err
}

@test "a guest that calls the debugger ends with 1" {
	run161 "$kernel" 'run=halt 3'
	[ "$status" = 1 ]
	grep -q "trace: code 3 (0x3)" err
	grep -q "software-requested debugger stop" err
}

@test "what is wrong with the configuration is named, with 2" {
	refuses -c none.conf
	refuses -C 2:nonsense
	refuses -C 5:rpm=60
	refuses -C 32:x
	for line in "40 serial" "0 serial" "3 toaster" "3 mainboard" "31" "3 disk rpm=61 file=x" \
		"3 disk" \
		"3 nic" "3 nic hwaddr=65535" "4 timer fast" "3 serial"; do
		(cat sys161.conf; echo "$line") >bad.conf
		refuses -c bad.conf
		grep -q "line 7: " err || false
	done
	grep -v mainboard sys161.conf >bad.conf
	refuses -c bad.conf
	grep -q "no system memory" err
	refuses -C 31:ramsize=4097
}

@test "a missing or locked disk, and a missing kernel, are 2" {
	rm LHD0.img
	refuses
	./disk161 create LHD0.img 1M
	flock LHD0.img sh -c 'timeout 30 ./sys161 -X "$1" </dev/null 2>err; echo $? >code' sh "$kernel"
	[ "$(cat code)" = 2 ]
	run161 no-kernel
	[ "$status" = 2 ]
}

@test "a disk with a size is made" {
	run161 -C 2:file=new.img -C 2:size=256K "$kernel" 'run=halt 0'
	[ "$status" = 0 ]
	./disk161 info new.img | grep -q "size 262144 bytes (512 sectors"
}

@test "the watchdog looks for instructions of user mode" {
	run161 -Z 2 "$kernel"
	[ "$status" = 1 ]
	grep -q "No progress in 2 seconds" err
}

@test "disk161 makes, tells of and resizes images, and clobbers none" {
	! ./disk161 create LHD0.img 2M
	./disk161 create -f LHD0.img 2M
	./disk161 resize LHD0.img +512s
	./disk161 info LHD0.img | grep -q "size 2359296 bytes (4608 sectors; 2304K; 2M)"
	! ./disk161 create small.img 10s
	! ./disk161 create odd.img 100001
	! ./disk161 info /dev/null
	! ./disk161 resize LHD0.img -4G
}
