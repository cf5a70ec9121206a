"""Runs a program and says what it cost: wall time, host processor time, guest instructions."""
import json
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections import namedtuple

from targets import Failure

# ticks: how often the guest's clock interrupted, where it has one.
Run = namedtuple("Run", "wall cpu checksum instructions ticks")

# What one round costs on a target, and how it was found.
Cost = namedtuple("Cost", "wall cpu instructions repeat runs")


def run_once(target, path, timeout):
    """One run, checked: the program must end by itself and print one line that says ok."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            target.argv(path),
            stdout=out,
            stderr=errors,
            cwd=os.path.dirname(path),
            stdin=subprocess.PIPE if target.open_input else subprocess.DEVNULL,
        )
        timer = threading.Timer(timeout, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        late = not timer.is_alive()
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.stdin:
            process.stdin.close()
        out.seek(0)
        errors.seek(0)
        output = out.read().decode("latin-1")
        complaint = errors.read().decode("latin-1")
    if late:
        raise Failure("no end within %d s" % timeout)
    return Run(
        wall,
        usage.ru_utime + usage.ru_stime,
        _checksum(target, process.returncode, output, complaint),
        _instructions(complaint) if target.counts else None,
        _ticks(output),
    )


def _checksum(target, status, output, complaint):
    lines = [line.strip() for line in output.splitlines() if line.startswith("checksum ")]
    if status and target.exact_status or not lines:
        raise Failure("status %d: %s" % (status, _last_sentence(complaint, output)))
    words = lines[-1].split()
    if words[2:] != ["ok"]:
        raise Failure("rounds disagree: " + lines[-1])
    return words[1]


def _last_sentence(complaint, output):
    """The last line of what was said, or the sentence in it where it is a JSON object."""
    last = (complaint.strip() or output.strip() or "no output").splitlines()[-1]
    try:
        return json.loads(last)["text"]
    except (ValueError, KeyError, TypeError):
        return last


def _ticks(output):
    for line in output.splitlines():
        if line.startswith("clock "):
            return int(line.split()[1], 16)
    return None


def _instructions(complaint):
    """Instructions in the statistics that vr3000 prints as one JSON object."""
    for line in reversed(complaint.splitlines()):
        if line.startswith("{"):
            try:
                statistics_object = json.loads(line)
            except ValueError:
                return None
            return _find(statistics_object, ("instructions", "retired", "ticks"))
    return None


def _find(statistics_object, names):
    for name in names:
        if isinstance(statistics_object.get(name), int):
            return statistics_object[name]
    return None


def rounded(repeat):
    """The next number of the series 1 2 5 10 20 50 ..., so that executables are found again."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= repeat:
                return factor * step
        step *= 10


class Measurement:
    """One program on one target: calibrated first, then run as often as asked."""

    def __init__(self, builder, target, program, seconds, timeout):
        self.builder, self.target, self.program = builder, target, program
        self.seconds, self.timeout = seconds, timeout
        self.repeat, self.checksum = 1, None
        self.starts, self.runs = [], []

    def _run(self, repeat):
        path = self.target.build(self.builder, self.program, repeat)
        return run_once(self.target, path, self.timeout)

    def calibrate(self):
        """Finds the repeat count that takes about the wanted time beyond the start."""
        start = self._run(0)
        while True:
            run = self._run(self.repeat)
            self.checksum = run.checksum
            net = max(run.cpu - start.cpu, 0.001)
            if net >= self.seconds / 4:
                break
            self.repeat = rounded(self.repeat * min(self.seconds / net * 0.7, 200))
        if net > self.seconds * 2 and self.repeat > 1 or net < self.seconds / 2:
            self.repeat = rounded(max(self.repeat * self.seconds / net * 0.6, 1))

    def measure(self):
        self.starts.append(self._run(0))
        run = self._run(self.repeat)
        if run.checksum != self.checksum:
            raise Failure("checksum %s, then %s" % (self.checksum, run.checksum))
        if run.ticks == 0 and run.wall > 0.1:
            raise Failure("the clock never interrupted")
        self.runs.append(run)

    def cost(self):
        """Medians, less the median cost of starting and setting up."""

        def net(field):
            whole = [getattr(run, field) for run in self.runs]
            start = [getattr(run, field) for run in self.starts]
            if None in whole + start:
                return None
            return (statistics.median(whole) - statistics.median(start)) / self.repeat

        return Cost(net("wall"), net("cpu"), net("instructions"), self.repeat, len(self.runs))
