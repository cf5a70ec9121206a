#!/usr/bin/env python3
"""terminal_test.py VR3000 ECHO: the console on a terminal, with this program as the person."""
import fcntl
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

PATIENCE = 15


class Person:
    def __init__(self, *options):
        self.ours, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        self.seen = b""
        command = [sys.argv[1], "run", "--board", "bench", *options, sys.argv[2]]
        environment = dict(os.environ, TERM="xterm", NO_COLOR="1")
        self.run = subprocess.Popen(command, stdin=self.theirs, stdout=self.theirs,
                                    stderr=self.theirs, env=environment,
                                    preexec_fn=self.own_terminal)

    @staticmethod
    def own_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def types(self, text):
        os.write(self.ours, text.encode())

    def sees(self, text):
        """Waits for a text after the last one."""
        end = time.time() + PATIENCE
        while text.encode() not in self.seen:
            ready, _, _ = select.select([self.ours], [], [], 0.1)
            assert time.time() < end, f"never saw {text!r}, only {self.seen!r}"
            if ready:
                self.seen += os.read(self.ours, 4096)
        self.seen = self.seen.split(text.encode(), 1)[1]

    def is_raw(self):
        return not termios.tcgetattr(self.theirs)[3] & termios.ICANON

    def until(self, condition):
        end = time.time() + PATIENCE
        while not condition():
            assert time.time() < end, "never came true"
            time.sleep(0.02)

    def state(self):
        with open(f"/proc/{self.run.pid}/stat") as file:
            return file.read().split()[2]

    def ends(self, status):
        got = self.run.wait(PATIENCE)
        assert got == status, f"status {got}, not {status}"
        os.close(self.ours)
        os.close(self.theirs)

    def is_given_back(self):
        assert termios.tcgetattr(self.theirs) == self.before, "the terminal is not as it was"


def test_keys():
    p = Person()
    p.sees("bench")
    p.sees("> ")
    assert p.is_raw()
    p.types("hi")
    p.sees("hi")
    p.types("\x01a")
    p.sees("\x01")
    p.types("\x03")
    p.sees("\x03")
    p.types("\x01?")
    p.sees("Ctrl-A x")
    p.types("\x01s")
    p.sees("instructions retired")
    p.types("\x01x")
    p.run.wait(PATIENCE)
    p.is_given_back()
    p.ends(0)


DIALOGUE = [
    ("help", "goto"),
    ("nonsense", "no command"),
    ("now", "\r\n"),
    ("step 3", "800010"),
    ("dis _start 2", "lui"),
    ("mem _start 4", "3c08"),
    ("regs", "pc"),
    ("get cpu0.pc", "214748"),
    ("set cpu0.gpr[30] 7", "(vr3000)"),
    ("get cpu0.gpr[30]", "7"),
    ("save here", "(vr3000)"),
    ("load here", "(vr3000)"),
    ("load there", "there"),
    ("break nowhere", "no symbol"),
    ("dis 1 2 3", "at most 2"),
    ("where", "#0"),
    ('send "xyz"', "(vr3000)"),
    ('wait "xyz" 5', "xyz"),
    ("sleep 0.01", "(vr3000)"),
]


def test_monitor():
    p = Person()
    p.sees("> ")
    p.types("\x01c")
    p.sees("(vr3000) ")
    assert not p.is_raw()
    for command, answer in DIALOGUE:
        p.types(command + "\n")
        p.sees(command)
        p.sees(answer)
        if answer != "(vr3000)":  # what is typed before the prompt has no echo
            p.sees("(vr3000)")
    p.types("break panic\ncont\n")
    p.until(p.is_raw)
    p.types("u")
    p.sees("u")
    p.types("\x01c")
    p.sees("(vr3000) ")
    p.types("quit 5\n")
    p.run.wait(PATIENCE)
    p.is_given_back()
    p.ends(5)


def test_signals():
    p = Person("--pace", "real")
    p.sees("> ")
    os.kill(p.run.pid, signal.SIGTSTP)
    p.until(lambda: p.state() == "T")
    p.is_given_back()
    os.kill(p.run.pid, signal.SIGCONT)
    p.until(p.is_raw)
    p.types("still here")
    p.sees("still here")
    os.kill(p.run.pid, signal.SIGTERM)
    p.run.wait(PATIENCE)
    p.is_given_back()
    p.ends(128 + signal.SIGTERM)


def test_crash():
    p = Person()
    p.sees("> ")
    os.kill(p.run.pid, signal.SIGABRT)
    p.run.wait(PATIENCE)
    assert not p.is_raw()
    p.ends(-signal.SIGABRT)


def test_guest_ends():
    p = Person("--quiet")
    p.sees("> ")
    p.types("q")
    p.run.wait(PATIENCE)
    p.is_given_back()
    p.ends(0)


for test in (test_keys, test_monitor, test_signals, test_crash, test_guest_ends):
    test()
