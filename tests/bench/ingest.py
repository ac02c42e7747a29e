"""Taking in 4 GB, beside `cp` and `sha512sum` of the same files: two tapes of 1.4 GB and 300 pages."""

import os
import shutil
import subprocess
import time

import inputs
from measured import Watch, median, ran, tell


def folder_of(path, scale):
    """Returns the bytes in it. At scale 1: two WAV of 2,400 s, 240 JPEG and 60 TIFF pages of 9.7 million pixels."""
    total = 0
    for n in (1, 2):
        os.makedirs(f"{path}/reel-{n}")
        total += inputs.wav(f"{path}/reel-{n}/reel-{n}.wav", max(2, int(2450 * scale)), n)
    for book in (1, 2, 3):
        os.makedirs(f"{path}/book-{book}")
        pages = max(4, int(100 * scale))
        for n in range(pages):
            seed = book * 1000 + n
            if n % 5:
                total += inputs.jpeg(f"{path}/book-{book}/folio-{n + 1:03}.jpg", seed)
            else:
                total += inputs.tiff(f"{path}/book-{book}/folio-{n + 1:03}.tif", seed)
    return total


def peer(source, to):
    """What anybody would do: copy, digest, and not go before the disk has it. Seconds of each."""
    parts = []
    os.sync()
    files = sorted(os.path.join(root, name) for root, _, names in os.walk(source) for name in names)
    for command in (["cp", "-r", source, to], ["sha512sum", *files], ["sync", "-f", to]):
        parts.append(ran(command))
    shutil.rmtree(to)
    return parts


def objects_in(store):
    """Objects that stand there, at any depth; what is being staged does not count."""
    count, waiting = 0, [store]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                found = [entry for entry in entries if entry.name != "extensions"]
        except FileNotFoundError:
            continue
        if any(entry.name.startswith("0=ocfl_object") for entry in found):
            count += 1
        else:
            waiting += [entry.path for entry in found if entry.is_dir()]
    return count


def takes_in(bumba, source, archive, to_the_end):
    """Seconds until every item is committed; and until all is derived and can be found, where that is waited for."""
    ran([bumba, "init", archive])
    items = len(os.listdir(source))
    os.sync()
    began = time.perf_counter()
    process = subprocess.Popen(
        [bumba, "--archive", archive, "ingest", source, "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    watch = Watch(process.pid)
    try:
        return watched(bumba, process, watch, archive, items, began, to_the_end)
    finally:
        watch.end()
        if process.returncode is None:
            process.kill()
            process.wait()


def watched(bumba, process, watch, archive, items, began, to_the_end):
    alive = lambda: os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    # Looking into the store costs little; the catalogue is asked only when it must be nearly so.
    while alive() and objects_in(f"{archive}/store") < items:
        time.sleep(0.02)
    while alive() and len(ran([bumba, "--archive", archive, "list", "--json"]).out.splitlines()) < items:
        time.sleep(0.02)
    one = {"committed": time.perf_counter() - began, "peak_committed": watch.peak_mb, "own_committed": watch.own_peak_mb}
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        one["cpu_committed"] = sum(int(n) for n in stat.read().rsplit(")", 1)[1].split()[11:13]) / os.sysconf("SC_CLK_TCK")
    if not to_the_end:
        process.kill()  # what is committed stays; deriving would go on at the next start
    _, status, usage = os.wait4(process.pid, 0)
    one |= {"end": time.perf_counter() - began, "cpu": usage.ru_utime + usage.ru_stime}
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ((0,) if to_the_end else (0, -9)):
        raise SystemExit(f"ingest: exit status {process.returncode}")
    return one | {"peak": watch.peak_mb, "own": watch.own_peak_mb}


def bench(bumba, work, scale, runs):
    for part in (0.1, 1):
        source, archive, copy = (f"{work}/{name}" for name in ("source", "archive", "copy"))
        total = folder_of(source, scale * part)
        # Warm: read once before anything counts.
        ran(["sh", "-c", 'find "$1" -type f -exec cat {} + >/dev/null', "sh", source])
        pairs = []
        for _ in range(runs if part == 1 else 1):
            parts = peer(source, copy)
            pairs.append((takes_in(bumba, source, archive, to_the_end=False), parts))
            shutil.rmtree(archive)
        peers = [sum(one.wall for one in parts) for _, parts in pairs]
        tell(
            "ingest", f"{total / 1e9:.2f} GB until every item is committed",
            runs=len(pairs),
            bumba_s=median([one["committed"] for one, _ in pairs], 2),
            bumba_cpu_s=median([one["cpu_committed"] for one, _ in pairs], 2),
            cp_s=median([parts[0].wall for _, parts in pairs], 2),
            sha512sum_s=median([parts[1].wall for _, parts in pairs], 2),
            sync_s=median([parts[2].wall for _, parts in pairs], 2),
            ratio=median([one["committed"] / peer for (one, _), peer in zip(pairs, peers)], 2),
            ratio_without_sync=median([one["committed"] / (parts[0].wall + parts[1].wall) for one, parts in pairs], 2),
            mb_per_s=round(total / 1e6 / median([one["committed"] for one, _ in pairs])),
            peak_mb=max(one["peak_committed"] for one, _ in pairs), own_memory_peak_mb=max(one["own_committed"] for one, _ in pairs),
        )
        # Derivation is long, has no peer here and stands by itself.
        whole = takes_in(bumba, source, archive, to_the_end=True)
        size = sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(f"{archive}/derived") for name in names)
        shutil.rmtree(archive)
        shutil.rmtree(source)
        tell(
            "ingest", f"{total / 1e9:.2f} GB derived and found, after that",
            s=round(whole["end"] - whole["committed"], 2), cpu_s=round(whole["cpu"] - whole["cpu_committed"], 2),
            derived_mb=round(size / 1e6), peak_mb=whole["peak"], own_memory_peak_mb=whole["own"],
        )
