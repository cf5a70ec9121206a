#!/usr/bin/env python3
"""control_test.py VR3000 ECHO: talks JSON-RPC 2.0 with a machine."""
import json
import os
import socket
import subprocess
import sys
import time

PATIENCE = 15


class Client:
    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect("control")
        self.file = self.socket.makefile("rw")
        self.number = 0

    def send(self, line):
        self.file.write(line + "\n")
        self.file.flush()

    def answer(self):
        line = self.file.readline()
        assert line, "the connection is closed"
        answer = json.loads(line)
        assert answer["jsonrpc"] == "2.0"
        return answer

    def request(self, method, parameters):
        self.number += 1
        self.send(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method,
                              "params": parameters}))

    def asks(self, method, *parameters, **named):
        self.request(method, named or list(parameters))
        answer = self.answer()
        assert answer["id"] == self.number, answer
        assert "result" in answer, answer
        return answer["result"]

    def is_refused(self, code, method, *parameters):
        self.request(method, list(parameters))
        assert self.answer()["error"]["code"] == code

    def line_is_refused(self, code, line):
        self.send(line)
        answer = self.answer()
        assert answer["error"]["code"] == code and answer["error"]["message"], answer


def start(*options):
    run = subprocess.Popen([sys.argv[1], "run", "--board", "bench", "--quiet", "--console", "null",
                            "--control", "unix:control", *options, sys.argv[2]],
                           stdin=subprocess.DEVNULL)
    end = time.time() + PATIENCE
    while not os.path.exists("control"):
        assert time.time() < end and run.poll() is None
        time.sleep(0.02)
    return run


run = start()
c = Client()
assert c.asks("wait", "> ", 1)["text"] == "> "
c.asks("send", "hello\n")
assert c.asks("wait", text=["none", "lo\n"], seconds=1) == {"text": "hello\n", "index": 2}
assert c.asks("capture") == "hello\n"

c.is_refused(-32601, "nonsense")
c.is_refused(-32601, "expect", "x")
c.is_refused(-32602, "wait")
c.is_refused(-32602, "wait", "")
c.is_refused(-32602, "wait", 3)
c.is_refused(-32602, "wait", "x", -1)
c.is_refused(-32602, "now", 1)
c.is_refused(-32602, "mem", "no such symbol")
c.is_refused(-32602, "load", "nothing")
c.is_refused(-32000, "wait", "never", 0.01)
c.line_is_refused(-32700, "{")
c.line_is_refused(-32700, "nonsense")
c.line_is_refused(-32600, "[]")
c.line_is_refused(-32600, '{"id":1,"method":"now"}')
c.line_is_refused(-32600, '{"jsonrpc":"2.0","id":[],"method":"now"}')
c.line_is_refused(-32602, '{"jsonrpc":"2.0","id":1,"method":"now","params":3}')
c.line_is_refused(-32602, '{"jsonrpc":"2.0","id":1,"method":"now","params":{"x":1}}')

c.asks("stop")
at = c.asks("now")
time.sleep(0.1)
assert c.asks("now") == at, "it stands"
c.asks("step", 5)
assert c.asks("now") == at + 5
assert c.asks("goto", at + 1000) == at + 1000
assert c.asks("now") == at + 1000, "it stands again"
c.asks("reach", "get")
assert c.asks("get", "cpu0.pc") == c.asks("symbol", "get")
digest = c.asks("hash")
c.asks("save", "here")
c.asks("sleep", 0.01)
assert c.asks("hash") != digest
c.asks("load", "here")
assert c.asks("hash") == digest
c.asks("break", "get")
c.asks("cont")
time.sleep(0.3)
at = c.asks("now")
time.sleep(0.1)
assert c.asks("now") == at, "it stopped at the break"
c.asks("clear", "get")
c.asks("cont")

# Requests behind one that waits are served after it; one without an id has no answer.
c.send('{"jsonrpc":"2.0","method":"now"}\n'
       '{"jsonrpc":"2.0","id":"a","method":"sleep","params":[0.01]}\n'
       '{"jsonrpc":"2.0","id":"b","method":"now"}')
assert c.answer()["id"] == "a"
assert c.answer()["id"] == "b"

others = [Client() for _ in range(3)]
assert others[2].asks("wait", "> ", 1)["text"] == "> "
c.asks("send", "\xff\xfe")
c.asks("wait", "\xff\xfe", 5)
try:
    others[0].send("x" * (2 << 20))
    others[0].answer()
    assert not others[0].file.readline()
except ConnectionError:
    pass
assert c.asks("quit", 9) is None
ended = c.answer()
assert ended["method"] == "ended" and ended["params"]["status"] == 9, ended
assert run.wait(PATIENCE) == 9
assert not os.path.exists("control")

run = start("--until", "100M", "--pace", "real")
c = Client()
try:
    while "method" not in c.answer():
        pass
except AssertionError:
    pass
assert run.wait(PATIENCE) == 7
