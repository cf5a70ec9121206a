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
SANITIZE = ("SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all' "
            "OPTIMISE='-O1 -g -fno-omit-frame-pointer'")
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


def summarize(path, told):
    """The run on one page: when, of which source, on what, and each check's line."""
    source = subprocess.run("git describe --always --dirty", shell=True, cwd=TOP, text=True,
                            capture_output=True).stdout.strip()
    with open("/proc/cpuinfo") as lines:
        model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "")
    with open(path, "w") as file:
        file.write(f"{time.strftime('%Y-%m-%d')}, source {source}, {os.cpu_count()} processors: "
                   f"{model}\n\n" + "\n".join(told) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build")
    parser.add_argument("--only", help="checks whose name holds this")
    parser.add_argument("--units", action="store_true",
                        help="checks that are a program of the build's test folder alone")
    parser.add_argument("--summary", help="a file that gets the lines printed, and where they ran")
    parser.add_argument("tier", nargs="+")
    options = parser.parse_args()
    words = {"B": options.build, "jobs": os.cpu_count() or 1, "sanitize": SANITIZE}
    passed = failed = 0
    told = []
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
        told.append(f"{'FAILED' if bad else 'ok':6} {name}  ({good} passed, {bad} failed, "
                    f"{time.monotonic() - began:.1f} s)")
        print(told[-1], flush=True)
        if bad:
            print("       " + "\n       ".join(output.strip().splitlines()[-40:]), flush=True)
    told.append(f"{passed} passed, {failed} failed")
    if options.summary:
        summarize(options.summary, told)
    print(told[-1])
    sys.exit(1 if failed or not passed else 0)


main()
