"""The Linux script: what the same kernel and commands cost on vr3000 and on GXemul.

The guest is driven through its console on a pseudo-terminal.  A command is put between two marks
that the guest itself prints; what is counted is the host's time, and the emulator's processor time,
from mark to mark.  What a command prints has to be the same everywhere.
"""
import os
import pty
import select
import shutil
import signal
import statistics
import subprocess
import time
import tty
from collections import namedtuple

from build import HERE
from targets import Failure

PROMPT = b"vr3000:/# "
# The kernel's own messages would come between what the commands print.
SILENCE = "dmesg -n 1"

# prepare is not counted; what command prints is compared between the machines.
Task = namedtuple("Task", "name prepare command")

TASKS = [
    Task("shell loop of 20,000", "", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo $i"),
    Task(
        "md5sum of 4 MB",
        "dd if=/dev/zero of=/tmp/zeros bs=65536 count=64 2>/dev/null",
        "md5sum /tmp/zeros",
    ),
    Task(
        "200 fork and exec",
        "",
        "i=0; while [ $i -lt 200 ]; do busybox true; i=$((i+1)); done; echo $i",
    ),
    Task("gzip of busybox", "", "gzip -c /bin/busybox > /tmp/busybox.gz; md5sum /tmp/busybox.gz"),
    Task(
        "awk, 20,000 additions",
        "",
        "awk 'BEGIN { for (i = 0; i < 20000; i++) s += i * 0.5; print s }'",
    ),
]
BOOT = "boot to the prompt"
ROWS = [BOOT] + [task.name for task in TASKS]

Span = namedtuple("Span", "wall cpu")


class Machine:
    """One column: an emulator that boots the kernel."""

    def __init__(self, name, argv):
        self.name, self.argv = name, argv
        self.missing = None if shutil.which(argv[0]) else "no program " + argv[0]


def machines(binary, engines, kernel, initrd):
    """vr3000 under each engine, and GXemul, each with 64 MB and the console on line 3."""
    found = []
    for engine in engines:
        words = "run --board dec5000 --engine %s --pace free --ram 64M --initrd" % engine
        found.append(Machine("vr3000 " + engine, [binary] + words.split() + [initrd, kernel]))
    words = "console=ttyS3 rd_start=0x81000000 rd_size=%d" % os.path.getsize(initrd)
    disk = "0x81000000:0:0:" + initrd
    argv = ["gxemul", "-q", "-e", "3max", "-M", "64", "-o", words, disk, kernel]
    return found + [Machine("gxemul", argv)]


class Console:
    """A process on a pseudo-terminal of its own."""

    def __init__(self, argv):
        self.terminal, line = pty.openpty()
        tty.setraw(line)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            argv, stdin=line, stdout=line, stderr=subprocess.DEVNULL, start_new_session=True
        )
        os.close(line)
        self.text = b""

    def clock(self):
        """Wall time, and all threads' processor time (clock_getcpuclockid(3): ~pid << 3 | 2)."""
        cpu = time.clock_gettime(~self.process.pid << 3 | 2) if self.process.poll() is None else 0
        return Span(time.perf_counter() - self.started, cpu)

    def send(self, line):
        os.write(self.terminal, line.encode() + b"\r")

    def wait(self, wanted, timeout):
        """Reads until the text has come; returns what came before it and the time it came."""
        end = time.monotonic() + timeout
        while wanted not in self.text:
            ready, _, _ = select.select([self.terminal], [], [], max(end - time.monotonic(), 0))
            if not ready:
                raise Failure(
                    "no %r within %d s; the last words were: %s"
                    % (wanted.decode(), timeout, self._last_words())
                )
            self.text += self._read()
        now = self.clock()
        before, self.text = self.text.split(wanted, 1)
        return before.decode("latin-1"), now

    def _read(self):
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            raise Failure("the emulator ended; its last words were: " + self._last_words())
        return piece

    def _last_words(self):
        return " ".join(self.text.decode("latin-1").split())[-120:] or "(nothing)"

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.terminal)


def run_task(console, number, task, timeout):
    """One command between its marks, which the typed line does not contain as such."""
    if task.prepare:
        console.send(task.prepare)
        console.wait(PROMPT, timeout)
    console.send('echo "<""%d>"; %s; echo "<""/%d>"' % (number, task.command, number))
    _, start = console.wait(b"<%d>" % number, timeout)
    printed, end = console.wait(b"</%d>" % number, timeout)
    console.wait(PROMPT, timeout)
    return Span(end.wall - start.wall, end.cpu - start.cpu), printed.split()


def run_once(machine, timeout):
    """A boot and all tasks: spans and printed words, by row."""
    console = Console(machine.argv)
    try:
        _, booted = console.wait(PROMPT, timeout)
        console.send(SILENCE)
        console.wait(PROMPT, timeout)
        spans, printed = {BOOT: booted}, {}
        for number, task in enumerate(TASKS, 1):
            spans[task.name], printed[task.name] = run_task(console, number, task, timeout)
        return spans, printed
    finally:
        console.close()


class Linux:
    """All rows of all machines; put together from as many boots as asked."""

    def __init__(self, clock):
        self.clock, self.columns, self.expected = clock, [], None
        self.spans, self.wrong, self.missing = {}, [], []

    def measure(self, found, repeat, timeout, say):
        self.missing = ["Linux on %s: %s" % (m.name, m.missing) for m in found if m.missing]
        self.columns = [machine for machine in found if not machine.missing]
        for turn in range(repeat):
            for machine in self.columns:
                say("bench: Linux on %s, %d of %d" % (machine.name, turn + 1, repeat))
                self._turn(machine, timeout)

    def _turn(self, machine, timeout):
        try:
            spans, printed = run_once(machine, timeout)
        except Failure as failure:
            self.wrong.append("Linux on %s: %s" % (machine.name, failure))
            return
        self.expected = self.expected or printed
        for name, words in printed.items():
            if words != self.expected[name]:
                self.wrong.append(
                    "Linux on %s: %s printed %s, not %s"
                    % (machine.name, name, " ".join(words), " ".join(self.expected[name]))
                )
        for name, span in spans.items():
            self.spans.setdefault((name, machine.name), []).append(span)

    def seconds(self, row, column):
        spans = self.spans.get((row, column))
        return statistics.median(getattr(span, self.clock) for span in spans) if spans else None


def paths(kernel, initrd):
    """The kernel and its RAM disk: as given, or as guest/linux/build.sh builds or keeps them."""
    if kernel and initrd:
        for path in (kernel, initrd):
            if not os.access(path, os.R_OK):
                raise Failure("%s cannot be read" % path)
        return kernel, initrd
    script = os.path.join(os.path.dirname(HERE), "guest", "linux", "build.sh")
    done = subprocess.run([script], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    found = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    if done.returncode or not {"KERNEL", "INITRD"} <= found.keys():
        raise Failure("guest/linux/build.sh did not say where the kernel is")
    return found["KERNEL"], found["INITRD"]
