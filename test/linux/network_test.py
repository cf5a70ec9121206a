#!/usr/bin/env python3
"""network_test.py VR3000 KERNEL INITRD [OPTION...]: Linux on the LANCE, from DHCP to 4 MB each way.

The guest's shell is driven through the console; the host's side of the transfers is a socket to a
forwarded port on loopback.  Prints a line a check, the seconds that the transfers took (on the
clock, of a host processor, of the guest's time), and last `N passed, N failed`."""
import hashlib
import os
import re
import select
import socket
import subprocess
import sys
import tempfile
import time

PROMPT = r"vr3000:[^#\n]*# "  # the kernel may say something after it
PATIENCE = 120  # host seconds for any one step: the host may be busy
BYTES = 4 << 20
GUEST_PORT = 7777
passed = failed = 0


def check(name, good, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    print(f"ok   {name}" if good else f"FAIL {name}: {detail}", flush=True)


class Guest:
    """A machine whose console is two pipes."""

    def __init__(self, command):
        self.text = ""
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def give_up(self, sentence):
        self.child.kill()
        sys.exit(f"{sentence}:\n{self.text[-2000:]}\n{passed} passed, {failed + 1} failed")

    def wait(self, pattern):
        """Output up to and with the pattern, which is taken."""
        end = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.text)):
            left = max(0, end - time.monotonic())
            if not select.select([self.child.stdout], [], [], left)[0]:
                self.give_up(f"the guest does not say {pattern}")
            got = os.read(self.child.stdout.fileno(), 1 << 16)
            if not got:
                self.give_up(f"the machine ended with status {self.child.wait()}")
            self.text += got.decode(errors="replace")
        before, self.text = self.text[:found.end()], self.text[found.end():]
        return before

    def begin(self, command):
        self.child.stdin.write(command.encode() + b"\n")
        self.child.stdin.flush()
        self.wait(re.escape(command[-10:]) + r"\r*\n")  # the echo

    def run(self, command):
        self.begin(command)
        return self.wait(PROMPT)

    def processor_seconds(self):
        with open(f"/proc/{self.child.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def transfer(guest, port, before, after, data=b""):
    """The data go to a guest's nc between two commands; what it sends, what `after` said, and the
    seconds."""
    guest.run(f"{before} nc -l -p {GUEST_PORT} {after} >/tmp/said &")
    guest.run(f"until netstat -ltn | grep -q :{GUEST_PORT}; do sleep 1; done")
    began, used = time.monotonic(), guest.processor_seconds()
    parts = []
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as s:
        s.settimeout(PATIENCE)
        s.sendall(data)
        if data:
            s.shutdown(socket.SHUT_WR)
        while part := s.recv(1 << 16):
            parts.append(part)
    said = guest.run("wait; cat /tmp/said")
    return b"".join(parts), said, (time.monotonic() - began, guest.processor_seconds() - used)


def tshark(capture, *words):
    return subprocess.run(["tshark", "-n", "-r", capture, *words], capture_output=True,
                          text=True).stdout.split("\n")[:-1]


def guest_seconds(capture):
    """How long each TCP connection was, by the guest's time."""
    streams = {}
    for line in tshark(capture, "-Y", "tcp", "-T", "fields", "-e", "tcp.stream", "-e",
                       "frame.time_relative"):
        stream, at = line.split("\t")
        streams.setdefault(stream, []).append(float(at))
    return [times[-1] - times[0] for times in streams.values()]


def use_network(guest, port):
    got = guest.run("net-up; echo up=$?")
    check("DHCP gives an address", "up=0" in got, got)
    got = guest.run("ifconfig eth0")
    check("the address is 10.0.2.15", "10.0.2.15" in got, got)
    got = guest.run("ping -c 2 10.0.2.2")
    check("the gateway answers", "2 packets received" in got, got)
    data = os.urandom(BYTES)
    _, got, there = transfer(guest, port, "", "</dev/null | md5sum", data)
    check("4 MB arrive", hashlib.md5(data).hexdigest() in got, got)
    guest.run("some() { cat /bin/busybox /bin/busybox /bin/busybox; }")
    expected = guest.run("some | md5sum")
    got, _, back = transfer(guest, port, "some |", "")
    check("4 MB and more come from it", len(got) > BYTES and
          hashlib.md5(got).hexdigest() in expected, f"{len(got)} bytes")
    lost = guest.run("grep eth0 /proc/net/dev").split("eth0:")[-1].split()
    check("no frame was lost", lost[2:4] == ["0", "0"] and lost[10:12] == ["0", "0"], lost)
    return (BYTES, *there), (len(got), *back)


def look_at_capture(capture, host):
    frames = len(tshark(capture))
    check("the capture has every frame", frames > 2 * BYTES / 1460, f"{frames} frames")
    check("DHCP is in it", len(tshark(capture, "-Y", "dhcp")) >= 4)
    repeated = len(tshark(capture, "-Y", "tcp.analysis.retransmission"))
    check("nothing was sent twice", repeated == 0, f"{repeated} segments")
    for way, (size, clock, used), virtual in zip(("to", "from"), host, guest_seconds(capture)):
        print(f"{size} bytes {way} the guest: {clock:.2f} s, {used:.2f} s of a processor, "
              f"{virtual:.2f} s of guest time")


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    program, kernel, initrd, *options = sys.argv[1:]
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        capture = os.path.join(folder, "frames")
        guest = Guest([program, "run", "--board", "dec5000", "--initrd", initrd, "--pcap", capture,
                       "--net", f"user,hostfwd=tcp::{port}-:{GUEST_PORT}", *options, kernel])
        guest.wait(PROMPT)
        host = use_network(guest, port)
        guest.begin("halt -f")
        status = guest.child.wait(PATIENCE)
        check("halt ends it with status 0", status == 0, f"status {status}")
        look_at_capture(capture, host)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
