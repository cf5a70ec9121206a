#!/usr/bin/env bats
# sockets161.bats: System/161's sockets: the meter with stat161, the hub with hub161.
load common.bash

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	kernel=$B/guest/kernel/kernel-sys161.elf
	for name in sys161 stat161 hub161; do
		ln -s "$vr3000" $name
	done
	cat >sys161.conf <<-'END'
		0	serial
		29	timer
		30	trace
		31	mainboard ramsize=4M
	END
	mkfifo keys
}

# started FILE: waits until it is there.
started() {
	for _ in $(seq 200); do
		[ -e "$1" ] && return
		sleep 0.05
	done
	return 1
}

@test "the meter: rows in the machine's time, and hostile clients" {
	timeout 30 ./sys161 -X "$kernel" <keys >out 2>err &
	machine=$!
	exec 9>keys
	started .sockets/meter
	timeout 20 ./stat161 -i 100000000 -n 3 >rows
	[ "$(wc -l <rows)" = 4 ]
	head -1 rows | grep -q "^ *nsec *kinsns *uinsns *udud *idle *irqs *exns *disk *con *emu *net$"
	[ "$(awk 'NR > 1 { print $1 % 100000000 }' rows | sort -u)" = 0 ]
	! ./stat161 -i 5 2>bad
	grep -q "interval is refused" bad
	python3 - <<-'END'
		import os, socket
		for words in (b"x" * 100000, b"INTERVAL 10000\n", b"\0\n\xff\nINTERVAL -1\n" * 9, b""):
		    for _ in range(12):
		        s = socket.socket(socket.AF_UNIX)
		        s.connect(".sockets/meter")
		        try:
		            s.send(words)
		        except OSError:
		            pass
		        s.close()
	END
	timeout 20 ./stat161 -n 1 | grep -q "^ *[0-9]"
	echo "halt 0" >&9
	exec 9>&-
	wait $machine
	[ ! -e .sockets/meter ]
}

@test "the hub gives each packet to the others, and writes it down" {
	timeout 30 ./hub161 -w all.pcapng -p 3,loss=100 2>told &
	hub=$!
	started .sockets/hub
	python3 - <<-'END'
		import socket
		def packet(frm, to, text):
		    return b"".join(n.to_bytes(2, "big") for n in (0xa4b3, frm, 8 + len(text), to)) + text
		cards = {}
		for n in (1, 2, 3):
		    cards[n] = s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
		    s.bind(".sockets/net-%04x" % n)
		    s.settimeout(5)
		    s.sendto(packet(n, 0, b""), ".sockets/hub")
		for bad in (b"", b"x" * 5000, packet(1, 2, b"x")[:-1], packet(0, 2, b"")):
		    cards[1].sendto(bad, ".sockets/hub")
		cards[1].sendto(packet(1, 0xffff, b"hello"), ".sockets/hub")
		assert cards[2].recv(9999) == packet(1, 0xffff, b"hello")
		cards[2].sendto(packet(2, 1, b"again"), ".sockets/hub")
		assert cards[1].recv(9999) == packet(2, 1, b"again")
		for n in (1, 2, 3):
		    cards[n].settimeout(0.1)
		    try:
		        assert not cards[n].recv(9999)
		    except TimeoutError:
		        pass
	END
	kill $hub
	wait $hub
	grep -q "^hub161: 2 packets, 2 lost by rule, 0 for want of room$" told
	[ ! -e .sockets/hub ]
	[ -s all.pcapng ]
}

@test "a card of a machine greets its hub" {
	echo "4	nic hwaddr=7" >>sys161.conf
	mkdir .sockets
	python3 - <<-'END' &
		import socket
		s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
		s.bind(".sockets/hub")
		s.settimeout(20)
		open("greeting", "wb").write(s.recv(9999))
	END
	started .sockets/hub
	timeout 30 ./sys161 -X "$kernel" "run=sleep 100;halt 0" </dev/null >out 2>err
	wait
	[ "$(xxd -p greeting)" = a4b3000700080000 ]
	[ ! -e .sockets/net-0007 ]
}
