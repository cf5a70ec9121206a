"""remote.py: a machine that waits for gdb, and gdb's packets as a test sends them."""
import os
import socket
import subprocess
import tempfile
import time

PATIENCE = 20


class Machine:
    """A run of vr3000 whose socket is there."""

    def __init__(self, vr3000, guest, *options, waits=True):
        self.folder = tempfile.mkdtemp(prefix="gdb_test")
        self.path = os.path.join(self.folder, "gdb")
        self.errors = open(os.path.join(self.folder, "err"), "w+")
        self.run = subprocess.Popen(
            ["timeout", str(PATIENCE), vr3000, "run", "--quiet", "--console", "null",
             "--gdb", "unix:" + self.path,
             *(["--wait-gdb"] if waits else []), *options, guest],
            stdin=subprocess.DEVNULL, stderr=self.errors)
        end = time.time() + PATIENCE
        while not os.path.exists(self.path):
            assert time.time() < end and self.run.poll() is None, self.words()
            time.sleep(0.01)

    def words(self):
        self.errors.seek(0)
        return self.errors.read()

    def end(self):
        """Its exit status."""
        try:
            return self.run.wait(PATIENCE)
        finally:
            self.run.kill()
            self.run.wait()

    def gdb(self, *commands):
        """What gdb-multiarch says to these commands."""
        words = ["gdb-multiarch", "-nx", "-batch", "-ex", "set pagination off",
                 "-ex", "set confirm off", "-ex", "target remote " + self.path]
        for command in commands:
            words += ["-ex", command]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, text=True,
                              env={**os.environ, "XDG_CONFIG_HOME": self.folder})
        return done.stdout


class Remote:
    """A client that speaks packets."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        for left in range(PATIENCE * 50, -1, -1):   # it may be there and not listen yet
            try:
                self.socket.connect(path)
                break
            except ConnectionRefusedError:
                assert left
                time.sleep(0.02)
        self.buffer = b""

    def byte(self):
        if not self.buffer:
            self.buffer = self.socket.recv(65536)
            assert self.buffer, "the connection is closed"
        first, self.buffer = self.buffer[:1], self.buffer[1:]
        return first

    def send(self, packet):
        if isinstance(packet, str):
            packet = packet.encode()
        self.socket.sendall(b"$" + packet + b"#%02x" % (sum(packet) & 255))

    def answer(self):
        while True:
            first = self.byte()
            if first == b"+":
                continue
            assert first == b"$", first
            body = b""
            while (next_ := self.byte()) != b"#":
                body += next_
            told = self.byte() + self.byte()
            assert b"%02x" % (sum(body) & 255) == told
            if body[:1] != b"W":        # after which nobody is there
                self.socket.sendall(b"+")
            return body.decode("latin1")

    def ask(self, packet):
        self.send(packet)
        return self.answer()

    def monitor(self, line):
        """The text that a monitor command prints."""
        answer, text = self.ask("qRcmd," + line.encode().hex()), ""
        while answer[:1] == "O" and answer != "OK":
            text += bytes.fromhex(answer[1:]).decode()
            answer = self.answer()
        assert answer == "OK", answer
        return text

    def interrupt(self):
        self.socket.sendall(b"\x03")
        return self.answer()

    def close(self):
        self.socket.close()
