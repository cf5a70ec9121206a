#!/usr/bin/env python3
"""run.py --build DIR TIER...: runs the checks of these tiers (checks.list), one after another.

Prints a line a check with its time, the end of the output of one that failed, and last
`N passed, N failed`.  A check that cannot run has failed."""
import argparse
import os
import re
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
LIMIT = {"quick": 600, "test": 1800, "soak": 7200}


def read_checks(tiers):
    with open(os.path.join(HERE, "checks.list")) as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            head, _, command = line.partition("|")
            tier, _, name = head.strip().partition(" ")
            if tier not in LIMIT or not name.strip() or not command.strip():
                sys.exit(f"checks.list: not a check: {line.strip()}")
            if tier in tiers:
                yield tier, name.strip(), command.strip()


def run(command, limit):
    """Status and output; a check gets its own process group, so that a late one ends whole."""
    child = subprocess.Popen(command, shell=True, cwd=TOP, stdin=subprocess.DEVNULL, text=True,
                             errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             start_new_session=True)
    try:
        output, _ = child.communicate(timeout=limit)
        return child.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        output, _ = child.communicate()
        return -1, output + f"\nended after {limit} s"


def count(status, output):
    """Cases passed and failed; a bad status is a failure whatever was printed."""
    passed = failed = 0
    for a, b in re.findall(r"(?m)^(?:.*: )?(\d+) passed, (\d+) failed$", output)[-1:]:
        passed, failed = int(a), int(b)
    if passed + failed == 0 and re.search(r"(?m)^1\.\.\d+", output):
        skipped = len(re.findall(r"(?m)^ok .*# skip", output, re.I))
        passed = len(re.findall(r"(?m)^ok ", output)) - skipped
        failed = len(re.findall(r"(?m)^not ok ", output)) + skipped
    if status != 0:
        return passed, max(failed, 1)
    return (passed, failed) if passed + failed else (1, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", help="checks whose name holds this")
    parser.add_argument("--units", action="store_true",
                        help="checks that are a program of the build's test folder alone")
    parser.add_argument("tier", nargs="+")
    options = parser.parse_args()
    words = {"B": options.build, "jobs": os.cpu_count() or 1, "sanitize": SANITIZE}
    passed = failed = 0
    for tier, name, command in read_checks(options.tier):
        if options.only and options.only not in name:
            continue
        if options.units and not command.startswith("{B}/test/"):
            continue
        began = time.monotonic()
        print(f"       {name} ...", end="\r", flush=True)
        status, output = run(command.format(**words), LIMIT[tier])
        good, bad = count(status, output)
        passed, failed = passed + good, failed + bad
        print(f"{'FAILED' if bad else 'ok':6} {name}  ({good} passed, {bad} failed, "
              f"{time.monotonic() - began:.1f} s)", flush=True)
        if bad:
            print("       " + "\n       ".join(output.strip().splitlines()[-40:]), flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
