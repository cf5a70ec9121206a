#!/usr/bin/env -S python3 -B
"""make bench: one table from one run, of benchmark programs on vr3000, natively, and on its peers.

Every figure is a median.  Starting and setting up are measured by themselves and taken off.  A
checksum that differs from the native one is an error in the table and in the exit status; a peer
that is not installed is a line below it.
"""
import argparse
import json
import os
import sys
import time

import linux
import report
from build import PROGRAMS, Builder, BuildFailure
from measure import Measurement, run_once
from targets import Failure, Vr3000, targets


def options():
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__.splitlines()[0])
    parser.add_argument("--build", default="build", metavar="DIR", help="build directory (build)")
    parser.add_argument("--engines", default="jit,interp", metavar="LIST", help="engines of vr3000")
    parser.add_argument(
        "--orders", default="el", metavar="LIST", help="byte orders of vr3000: el,eb"
    )
    parser.add_argument(
        "--only",
        default="",
        metavar="LIST",
        help="parts of names, or kinds: integer memory double system linux",
    )
    parser.add_argument(
        "--skip", default="", metavar="LIST", help="columns to leave out, by parts of names"
    )
    parser.add_argument(
        "--repeat", type=int, default=5, metavar="N", help="runs behind a median (5)"
    )
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a run (1)")
    parser.add_argument(
        "--timeout", type=float, default=120, help="seconds after which a run failed"
    )
    parser.add_argument(
        "--clock", choices=("wall", "cpu"), default="wall", help="which time the table shows"
    )
    parser.add_argument("--quick", action="store_true", help="one short run each: an impression")
    parser.add_argument(
        "--kernel", metavar="FILE", help="Linux kernel (what guest/linux/build.sh makes)"
    )
    parser.add_argument("--initrd", metavar="FILE", help="and its initial RAM disk")
    parser.add_argument("--check", action="store_true", help="checksums only, no times")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.repeat, chosen.seconds = 1, 0.2
    if chosen.repeat < 1 or chosen.seconds <= 0 or chosen.timeout <= 0:
        parser.error("--repeat, --seconds and --timeout must be positive")
    chosen.vr3000 = os.path.abspath(os.path.join(chosen.build, "vr3000"))
    return chosen


def words(text):
    return [word for word in text.split(",") if word]


def say(text):
    """Progress goes to standard error, lest it mix with the table."""
    print(text, file=sys.stderr, flush=True)


def chosen_programs(only):
    if not only:
        return PROGRAMS
    for word in only:
        if word != "linux" and not any(word in p.name or word == p.kind for p in PROGRAMS):
            names = ", ".join(p.name for p in PROGRAMS)
            sys.exit("bench: no program is called %s; there are linux, %s" % (word, names))
    return [p for p in PROGRAMS if any(word == p.kind or word in p.name for word in only)]


def refusal(target, builder):
    """The sentence that says why a machine cannot be measured here, or None.  A machine that fails
    in any other way is measured, and its cells say so."""
    if target.missing():
        return target.missing()
    try:
        run_once(target, target.build(builder, PROGRAMS[0], 1), 30)
    except Failure as failure:
        if target.absent is not None and str(failure).startswith(target.absent):
            return "%s: %s" % (target.title, failure)
    return None


def engines_here(chosen, builder):
    """The engines that this vr3000 knows, and a line for each that it does not."""
    engines, missing = [], []
    for engine in words(chosen.engines):
        reason = refusal(Vr3000(chosen.vr3000, engine), builder)
        if reason:
            missing.append(reason)
        else:
            engines.append(engine)
    return engines, missing


def available(chosen, builder, engines):
    """The columns that can be measured here, and a line for each that cannot."""
    columns, missing = [], []
    for target in targets(chosen.vr3000, engines, words(chosen.orders)):
        if target.name != "native" and any(word in target.title for word in words(chosen.skip)):
            continue
        reason = refusal(target, builder)
        if reason:
            missing.append(reason)
        else:
            columns.append(target)
    return columns, missing


def measure_program(program, columns, builder, chosen, results):
    """All columns of one line, in turns, so that a busy moment of the host hits them alike."""
    running = {}
    for target in (t for t in columns if program.kind in t.kinds):
        measurement = Measurement(builder, target, program, chosen.seconds, chosen.timeout)
        attempt(results, program, target, running, measurement, Measurement.calibrate)
    for _ in range(chosen.repeat):
        for target, measurement in list(running.items()):
            attempt(results, program, target, running, measurement, Measurement.measure)
    expected = next(iter(running.values())).checksum if running else None
    for target, measurement in running.items():
        if measurement.checksum != expected:
            results.put(program, target, "checksum %s, not %s" % (measurement.checksum, expected))
        else:
            results.put(program, target, measurement.cost())


def attempt(results, program, target, running, measurement, step):
    """A step that fails is a cell that says so, and the end of that cell's measurement."""
    try:
        step(measurement)
        running[target] = measurement
    except Failure as failure:
        running.pop(target, None)
        results.put(program, target, str(failure))


def check(programs, columns, builder, timeout):
    """Checksums of one round on every target; the number of wrong ones."""
    passed = wrong = 0
    for program in programs:
        expected = None
        for target in (t for t in columns if program.kind in t.kinds):
            try:
                checksum = run_once(target, target.build(builder, program, 1), timeout).checksum
                expected = expected or checksum
                if checksum != expected:
                    raise Failure("checksum %s, not %s" % (checksum, expected))
                passed += 1
            except Failure as failure:
                print("bench: %s on %s: %s" % (program.name, target.title, failure))
                wrong += 1
    print("bench: %d checksums right, %d wrong" % (passed, wrong))
    return wrong


def write(build, lines, data):
    folder = os.path.join(build, "bench")
    text = "\n".join(lines) + "\n"
    with open(os.path.join(folder, "report.txt"), "w") as out:
        out.write(text)
    with open(os.path.join(folder, "report.json"), "w") as out:
        json.dump(data, out, indent=1)
    sys.stdout.write(text)


def measure_linux(chosen, engines):
    """The Linux script, unless it was left out; what keeps it from running is a line."""
    measured = linux.Linux(chosen.clock)
    if words(chosen.only) and "linux" not in words(chosen.only) or "linux" in words(chosen.skip):
        return measured
    try:
        kernel, initrd = linux.paths(chosen.kernel, chosen.initrd)
    except Failure as failure:
        measured.missing.append("Linux: %s" % failure)
        return measured
    found = linux.machines(chosen.vr3000, engines, kernel, initrd)
    found = [m for m in found if not any(word in m.name for word in words(chosen.skip))]
    measured.measure(found, chosen.repeat, chosen.timeout, say)
    return measured


def header(chosen):
    return [
        "vr3000 benchmarks, %s: medians of %d, runs of about %g s, load %.2f"
        % (time.strftime("%Y-%m-%d"), chosen.repeat, chosen.seconds, os.getloadavg()[0])
    ]


def measure_all(chosen, builder, programs):
    """Everything that was chosen: the lines of the report, the JSON object, and what was wrong."""
    engines, missing = engines_here(chosen, builder)
    columns, absent = available(chosen, builder, engines) if programs else ([], [])
    lines = header(chosen)
    results = report.Results(programs, columns, chosen.clock)
    for program in programs:
        say("bench: " + program.name)
        measure_program(program, columns, builder, chosen, results)
    script = measure_linux(chosen, engines)
    for part in (
        report.ratios(results),
        report.speeds(results),
        report.system_work(results),
        report.linux_script(script, linux.ROWS),
    ):
        lines += [""] + part if part else []
    missing, wrong = missing + absent + script.missing, results.wrong + script.wrong
    lines += ["", "Not measured: " + "; ".join(missing)] if missing else []
    lines += ["WRONG: " + sentence for sentence in wrong]
    return lines, {
        "cells": report.as_json(results),
        "linux": report.linux_json(script),
        "missing": missing,
        "wrong": wrong,
    }


def main():
    chosen = options()
    builder = Builder(chosen.build)
    programs = chosen_programs(words(chosen.only))
    if chosen.check:
        engines, missing = engines_here(chosen, builder)
        columns, absent = available(chosen, builder, engines)
        for reason in missing + absent:
            say("bench: not checked: " + reason)
        return 1 if check(programs, columns, builder, chosen.timeout) else 0
    lines, data = measure_all(chosen, builder, programs)
    write(chosen.build, lines, data)
    return 1 if data["wrong"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BuildFailure as failure:
        sys.exit("bench: cannot build the programs: %s" % failure)
    except KeyboardInterrupt:
        sys.exit(130)
