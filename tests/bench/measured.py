"""Times, memory, load: how a figure is taken and how it is told."""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request


def load():
    """Processes that wanted a core in the last minute, on average. A figure without it says little."""
    return round(os.getloadavg()[0], 2)


def tell(bench, what, **figures):
    """One JSON line on stdout, one row of words on stderr."""
    line = {"bench": bench, "what": what, "load": load(), **figures}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    row = " | ".join(f"{name} {value}" for name, value in figures.items())
    print(f"| {bench} | {what} | {row} | load {line['load']} |", file=sys.stderr, flush=True)


def skipped(bench, why):
    tell(bench, "skipped", why=why)


def median(values, digits=3):
    return round(statistics.median(values), digits)


class Watch(threading.Thread):
    """The most memory that a process had resident, and the most that was its own, in MB. The kernel's own account of an ended process
    begins with that of the one that started it, so it is asked while the process lives."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.over = pid, threading.Event()
        self.peak_mb = self.own_peak_mb = 0
        self.start()

    def run(self):
        pause = 0.002
        while not self.over.wait(pause):
            try:
                self.peak_mb = max(self.peak_mb, memory_mb(self.pid, "VmHWM") or 0)
                self.own_peak_mb = max(self.own_peak_mb, memory_mb(self.pid, "RssAnon") or 0)
            except OSError:
                return
            pause = min(0.05, pause * 1.1)

    def end(self):
        self.over.set()
        self.join()


class Ran:
    """What a command took: seconds of the clock and of the processors, and the most memory that was resident, in MB."""

    def __init__(self, wall, usage, watch, out):
        self.wall, self.out = wall, out
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mb, self.own_peak_mb = watch.peak_mb, watch.own_peak_mb


def ran(command, ok=(0,)):
    """Runs a command to its end. What it says on stdout is kept; what it complains of is shown where it fails."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=told, stderr=complaints)
        watch = Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        watch.end()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in ok:
            complaints.seek(0)
            sys.stderr.write(complaints.read().decode(errors="replace"))
            raise SystemExit(f"{' '.join(command[:8])}: exit status {process.returncode}")
        told.seek(0)
        return Ran(wall, usage, watch, told.read())


def memory_mb(pid, field="VmRSS"):
    """`VmRSS` is what is resident now, `VmHWM` the most that ever was, `RssAnon` what is the program's own."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field + ":"):
                return round(int(line.split()[1]) / 1024, 1)
    return None


def got(address, seconds=10):
    with urllib.request.urlopen(address, timeout=seconds) as answer:
        return answer.read()


class Server:
    """A server on loopback, stopped by its own process id when the block ends."""

    def __init__(self, command, log, address=None):
        self.began = time.perf_counter()
        with open(log, "wb") as told:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=told)
        self.pid, self.address = self.process.pid, address
        if address is None:
            # Ours prints where it is: the port is the system's choice.
            self.address = self.process.stdout.readline().decode().strip().rstrip("/")
            if not self.address:
                raise SystemExit(f"{command}: gave no address; see {log}")
        self.printed = time.perf_counter() - self.began

    def answers(self, path="/", seconds=60):
        """Seconds from its start until it answered."""
        while True:
            try:
                got(self.address + path)
                return time.perf_counter() - self.began
            except OSError:
                if time.perf_counter() - self.began > seconds or self.process.poll() is not None:
                    raise
                time.sleep(0.005)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
