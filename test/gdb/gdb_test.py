#!/usr/bin/env python3
"""gdb_test.py VR3000 GUESTS SMP: the stub, with a real gdb-multiarch and with packets of our own.

GUESTS is the folder of the guest `el' and `eb', SMP the multiprocessor guest of test/sys161.
Prints `N passed, N failed'."""
import re
import subprocess
import sys
import traceback

from remote import Machine, Remote

vr3000, guests, smp = sys.argv[1:4]
ENGINES = ["exact", "interp", "ir", "block", "jit"]
ORDERS = ["el", "eb"]


def says(text, *patterns):
    """The patterns are found in this order."""
    at = 0
    for pattern in patterns:
        found = re.compile(pattern).search(text, at)
        assert found, "%r is not in what follows %d of:\n%s" % (pattern, at, text)
        at = found.end()


def address(guest, symbol):
    for line in subprocess.check_output(["nm", guest], text=True).splitlines():
        words = line.split()
        if words[-1] == symbol:
            return int(words[0], 16)
    raise KeyError(symbol)


# ---- a session of a person's ----

def session(order):
    machine = Machine(vr3000, guests + "/" + order, "--board", "bench")
    text = machine.gdb(
        "p/x $pc", "p $sr", "break add if b == 3", "continue", "bt", "finish", "delete",
        "hbreak use_page", "continue", "finish", "p counter", "p table[2]", "p add(40, 2)",
        "p counter", "set var counter = 7", "p counter", "set $v0 = 5", "p $v0",
        "x/x 0x00800000", "x/x 0xbf000000", "monitor phys 0x00400020", "monitor asid",
        "monitor tlb", "monitor cp0",
        "monitor when", "monitor devices", "monitor cont", "tbreak work", "continue",
        "next", "step",
        "stepi", "info registers pc epc", "info threads", "kill")
    says(text, r"\$1 = 0x8000", r"BEV", r"Breakpoint 1, add \(a=3, b=3\)",
         r"#1 .*work \(count=10\)", r"#2 .*main", r"Value returned is \$\d+ = 6",
         r"Breakpoint 2, use_page", r"= 45", r"= 3", r"= 42", r"= 45", r"= 7", r"= 5",
         r"Cannot access memory", r"Cannot access memory", r"[0-9a-f]{5}020",
         r"va 00400000 .* -> +pa 000[0-9a-f]{5}  -DVG", r"Status", r"tick \d+", r"bench",
         r"no command .cont", r"breakpoint 3, work \(count=20000\)", r"add \(a=7, b=0\)",
         r"pc: +0x8000", r"CPU 0")
    assert machine.end() == 0, machine.words()


# ---- watchpoints ----

def watch_with_gdb(order):
    machine = Machine(vr3000, guests + "/" + order, "--board", "bench")
    text = machine.gdb(
        "watch table[2]", "continue", "delete", "rwatch counter", "continue",
        "delete", "break use_page", "continue", "watch *(int *)0x00400020", "continue", "continue",
        "delete", "awatch table[3]", "continue", "continue", "detach")
    says(text, r"Hardware watchpoint 1: table\[2\]", r"Old value = 0", r"New value = 3",
         r"Hardware read watchpoint 2", r"Value = 3", r"Breakpoint 3, use_page",
         r"Hardware watchpoint 4", r"New value = 41", r"Old value = 41", r"New value = 42",
         r"Hardware access .*watchpoint 5", r"Old value = 6", r"New value = 51")
    assert machine.end() in range(128)


def hits(engine, order, kind, symbol, bytes_, count):
    """Where and when the first accesses are."""
    guest = guests + "/" + order
    machine = Machine(vr3000, guest, "--board", "bench", "--engine", engine)
    remote = Remote(machine.path)
    at = symbol if isinstance(symbol, int) else address(guest, symbol)
    found = []
    assert remote.ask("Z%d,%x,%d" % (kind, at, bytes_)) == "OK"
    for _ in range(count):
        stop = remote.ask("vCont;c")
        assert stop.startswith("T05") and "watch:" in stop, stop
        found.append((remote.ask("p25"), remote.monitor("when"), remote.monitor("hash")))
    remote.send("k")
    machine.end()
    return found


def engines_agree(order):
    guest = guests + "/" + order
    for kind, symbol, bytes_ in ((2, address(guest, "table") + 8, 4), (3, "counter", 4),
                                 (4, "counter", 2), (2, 0x00400020, 4), (4, 0x00400021, 1)):
        # the page behind the TLB is written twice and read once
        count = 3 if symbol == 0x00400021 else 2 if symbol == 0x00400020 else 20
        oracle = hits("exact", order, kind, symbol, bytes_, count)
        for engine in ENGINES[1:]:
            found = hits(engine, order, kind, symbol, bytes_, count)
            assert found == oracle, (engine, kind, symbol, found[:3], oracle[:3])


# ---- the guest does not know ----

def last_hash(text):
    return re.findall(r"^hash \d+ \w+$", text, re.M)


def undisturbed(engine):
    options = ["--board", "bench", "--engine", engine, "--hash-every", "50000"]
    guest = guests + "/el"
    plain = subprocess.run([vr3000, "run", "--quiet", "--console", "null", *options, guest],
                           stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    machine = Machine(vr3000, guest, *options)
    remote = Remote(machine.path)
    add = address(guest, "add")
    remote.ask("Z2,%x,4" % address(guest, "counter"))
    for i in range(60):
        stop = remote.ask("vCont;s:1" if i % 3 else "vCont;c")
        assert stop.startswith("T05"), stop
        remote.ask("g")
        remote.ask("m%x,40" % (add - 16))
    remote.ask("z2,%x,4" % address(guest, "counter"))
    remote.ask("Z0,%x,4" % add)
    for _ in range(30):
        assert "swbreak" in remote.ask("vCont;c")
        assert remote.ask("p25") in (add.to_bytes(4, "little").hex(),)
    remote.ask("z0,%x,4" % add)
    for _ in range(5):
        remote.send("vCont;c")
        stop = remote.interrupt()
        assert stop[:3] in ("T02", "T05"), stop
        if stop[:3] == "T05":
            break
    remote.send("D")
    remote.answer()
    status = machine.end()
    assert status == plain.returncode
    assert last_hash(machine.words()) == last_hash(plain.stderr) != []


# ---- the end, and signals ----

def end_is_held():
    machine = Machine(vr3000, guests + "/el", "--board", "bench")
    remote = Remote(machine.path)
    assert remote.ask("c").startswith("T05")
    assert "bf000004" in remote.monitor("dis") or remote.ask("g")
    assert re.match(r"W[0-9a-f]{2}$", remote.ask("c"))
    assert machine.end() in range(128)


def slots(order):
    """No step ends in a delay slot, and pc written forgets the branch."""
    guest = guests + "/" + order
    machine = Machine(vr3000, guest, "--board", "bench")
    remote = Remote(machine.path)
    for _ in range(300):
        assert remote.ask("vCont;s:1").startswith("T05")
        assert remote.monitor("get cpu0.after") != "2\n"
    work = address(guest, "work")
    word = work.to_bytes(4, "little" if order == "el" else "big").hex()
    assert remote.ask("P25=" + word) == "OK" and remote.ask("p25") == word
    remote.send("k")
    machine.end()


# ---- four processors ----

def four():
    machine = Machine(vr3000, smp, "--cpus", "4")
    text = machine.gdb("info threads", "break add_all", "continue", "continue", "continue",
                       "continue", "info threads", "thread 3", "p/x $sp",
                       "thread apply all p/x $pc", "stepi", "p $_thread", "delete",
                       "watch *(int *)&total", "continue", "kill")
    says(text, r"CPU 0", r"CPU 3", r"hit Breakpoint 1", r"hit Breakpoint 1", r"hit Breakpoint 1",
         r"hit Breakpoint 1", r"Switching to thread 3", r"Thread 4", r"Thread 1",
         r"[wW]atchpoint 2", r"New value")
    assert machine.end() == 0


# ---- going back ----

def backwards(order):
    machine = Machine(vr3000, guests + "/" + order, "--board", "bench")
    text = machine.gdb(
        "break work if count == 20000", "continue", "p counter", "reverse-stepi", "stepi",
        "reverse-step", "break add", "reverse-continue", "p b", "p counter", "reverse-finish",
        "delete", "watch table[2]", "reverse-continue", "p table[2]", "delete",
        "monitor lastwrite counter", "reverse-continue", "p/x $pc", "continue",
        "watch counter", "reverse-continue", "reverse-continue", "reverse-stepi",
        "monitor when", "kill")
    says(text, r"Breakpoint 1, work \(count=20000\)", r"= 45", r"main \(\)|work|use_page",
         r"hit Breakpoint 2, add|Breakpoint 2, add", r"= 9", r"= 36", r"work \(count=10\)",
         r"Hardware watchpoint 3", r"Old value = 3", r"New value = 0", r"= 0", r"tick \d+: 8000",
         r"No more reverse-execution history", r"= 0x80001", r"SIGTRAP",
         r"Hardware watchpoint 4", r"Old value = \d+", r"New value = \d+", r"Old value",
         r"tick \d+")
    assert machine.end() == 0, machine.words()


def past_agrees(engine):
    """Back and forth by many steps: the same pc and hash at each place."""
    machine = Machine(vr3000, guests + "/el", "--board", "bench", "--engine", engine)
    remote = Remote(machine.path)
    seen = []
    for _ in range(100):
        remote.ask("vCont;s:1")
        seen.append((remote.ask("p25"), remote.monitor("hash")))
    for place in reversed(seen[:-1]):
        assert remote.ask("bs") == "T05thread:1;"
        assert (remote.ask("p25"), remote.monitor("hash")) == place
    for place in seen[1:]:
        remote.ask("vCont;s:1")
        assert (remote.ask("p25"), remote.monitor("hash")) == place
    remote.send("k")
    machine.end()


def four_backwards():
    machine = Machine(vr3000, smp, "--cpus", "4")
    remote = Remote(machine.path)
    at = address(smp, "total")
    remote.ask("Z2,%x,4" % at)
    stops = []
    for _ in range(40):
        stops.append(remote.ask("vCont;c"))
    for stop in reversed(stops[:-1]):
        assert "watch" in remote.ask("bc")      # before the write that it stands behind
        assert remote.ask("bc") == stop, stop
        assert remote.ask("vCont;c") == stop
    assert remote.ask("bs").startswith("T05thread:")
    remote.send("k")
    machine.end()


def bad_packets():
    machine = Machine(vr3000, guests + "/el", "--board", "bench")
    remote = Remote(machine.path)
    for packet, answer in (
            ("vMustReplyEmpty", ""), ("m", "E01"), ("m0", "E01"), ("mffffffffffffffff,4", "E0e"),
            ("M80001000,4:00", "E01"), ("Z9,0,4", ""), ("Z2,80000000,0", "E1c"), ("Z0", "E1c"),
            ("Hg63", "E01"), ("T9", "E01"), ("T1", "OK"), ("p999", "E00"), ("P25", "E01"),
            ("qXfer:features:read:other.xml:0,100", ""), ("qXfer:features:read:target.xml", "m"),
            ("vFile:open:2f6574632f706173737764,0,0", "F-1,2"), ("vFile:pread:9,10,0", "F-1,9"),
            ("G00", "OK"), ("qRcmd,zz", "OK"), ("X80001000,3:abcd", "E01"), ("nonsense", "")):
        got = remote.ask(packet)
        got = got if answer != "m" else "m"
        assert got == answer, (packet, got)
    remote.socket.sendall(b"$g#00")     # a sum that is wrong
    assert remote.byte() == b"-"
    remote.socket.sendall(b"$" + b"m" * 100000 + b"#00")
    assert remote.byte() == b"-"
    assert remote.ask("qC") == "QC1"
    second = Remote(machine.path)       # there is one already
    assert second.socket.recv(1) == b""
    remote.close()
    assert machine.end() in range(128)  # who leaves lets it run


cases = [(session, order) for order in ORDERS] + [(watch_with_gdb, order) for order in ORDERS]
cases += [(engines_agree, order) for order in ORDERS] + [(slots, order) for order in ORDERS]
cases += [(undisturbed, engine) for engine in ENGINES]
cases += [(backwards, order) for order in ORDERS] + [(past_agrees, engine) for engine in ENGINES]
cases += [(four_backwards,), (end_is_held,), (four,), (bad_packets,)]
passed = failed = 0
for case, *arguments in cases:
    try:
        case(*arguments)
        passed += 1
    except Exception:
        failed += 1
        print(case.__name__, *arguments)
        traceback.print_exc(limit=3, file=sys.stdout)
print("%d passed, %d failed" % (passed, failed))
sys.exit(failed != 0)
