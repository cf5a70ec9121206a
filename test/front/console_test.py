#!/usr/bin/env python3
"""console_test.py VR3000 ECHO: the console on a pseudo terminal and on a socket."""
import os
import re
import socket
import subprocess
import sys
import time

PATIENCE = 15


def start(console):
    command = [sys.argv[1], "run", "--board", "bench", "--console", console, sys.argv[2]]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def read_until(read, text):
    seen, end = b"", time.time() + PATIENCE
    while not seen.endswith(text):
        assert time.time() < end, f"never saw {text!r}, only {seen!r}"
        seen += read(1)
    return seen


def finish(run):
    out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 0, err
    assert out == "", "standard output is not the console now"


def test_pty():
    run = start("pty")
    path = re.search(r"/dev/\S+", run.stderr.readline()).group()
    for _ in range(2):  # one program after another
        file = os.open(path, os.O_RDWR | os.O_NOCTTY)
        os.write(file, b"hello")
        read_until(lambda n: os.read(file, n), b"hello")
        os.close(file)
    file = os.open(path, os.O_RDWR | os.O_NOCTTY)
    os.write(file, b"q")
    finish(run)


def connect(path):
    end = time.time() + PATIENCE
    while True:
        try:
            client = socket.socket(socket.AF_UNIX)
            client.settimeout(PATIENCE)
            client.connect(path)
            return client
        except OSError:
            assert time.time() < end, "nobody listens"
            time.sleep(0.05)


def test_socket():
    run = start("unix:console")
    for _ in range(2):
        client = connect("console")
        client.send(b"hello")
        read_until(client.recv, b"hello")
        client.close()
    client = connect("console")
    client.send(b"q")
    finish(run)
    assert not os.path.exists("console")


test_pty()
test_socket()
