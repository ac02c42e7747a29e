"""How soon a server answers, how little it holds when nobody asks, how soon the demo shows its address."""

import os
import random
import shutil
import time

import inputs
from measured import Server, median, memory_mb, ran, tell


def small_items(path, count):
    """Items of one small page with ten lines of text each."""
    dice = random.Random(5)
    word = lambda: "".join(dice.choice("bdgklmnrst") + dice.choice("aeiou") for _ in range(dice.randrange(2, 5)))
    for n in range(count):
        os.makedirs(f"{path}/item-{n:04}")
        inputs.jpeg(f"{path}/item-{n:04}/folio-001.jpg", n, (512, 688))
        lines = [" ".join(word() for _ in range(8)) for _ in range(10)]
        inputs.hocr(f"{path}/item-{n:04}/folio-001.hocr", lines, (512, 688))


def starts(bumba, work, archive, runs, what):
    answered, printed = [], []
    for _ in range(runs):
        with Server([bumba, "--archive", archive, "serve", "--listen", "127.0.0.1:0"], f"{work}/serve.log") as server:
            answered.append(server.answers())
            printed.append(server.printed)
    with Server([bumba, "--archive", archive, "serve", "--listen", "127.0.0.1:0"], f"{work}/serve.log") as server:
        server.answers()
        time.sleep(10)
        idle, own = memory_mb(server.pid), memory_mb(server.pid, "RssAnon")
    tell("start", f"serve of {what}", runs=runs, address_printed_s=median(printed), home_answered_s=median(answered),
         slowest_s=round(max(answered), 3), idle_after_10_s_mb=idle, own_memory_mb=own)


def bench(bumba, work, scale, runs):
    made, demo = [], f"{work}/demo"
    for _ in range(runs):
        shutil.rmtree(demo, ignore_errors=True)
        command = [bumba, "--archive", demo, "demo", "--listen", "127.0.0.1:0"]
        with Server(command, f"{work}/demo.log") as server:
            server.answers()
            made.append(server.printed)
            peak = memory_mb(server.pid, "VmHWM")
    tell("start", "demo from nothing until its address is printed", runs=runs, s=median(made, 2), slowest_s=round(max(made), 2), peak_mb=peak)
    starts(bumba, work, demo, runs, "the demo archive")

    count = max(20, int(1000 * scale))
    archive, source = f"{work}/many", f"{work}/source"
    small_items(source, count)
    ran([bumba, "init", archive])
    one = ran([bumba, "--archive", archive, "ingest", source, "--json"])
    tell("start", f"{count} items of one small page and ten lines taken in, derived, indexed", s=round(one.wall, 2),
         items_per_s=round(count / one.wall, 1), cpu_s=round(one.cpu, 2), peak_mb=one.peak_mb)
    starts(bumba, work, archive, runs, f"an archive of {count} items")
