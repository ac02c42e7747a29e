"""Peaks beside audiowaveform, whose file formats they are."""

import filecmp
import os
import shutil

import inputs
from measured import median, ran, skipped, tell


def bench(bumba, work, scale, runs):
    sound = f"{work}/tape.wav"
    seconds = max(10, int(600 * scale))
    inputs.wav(sound, seconds, 7)
    sounds = [sound]
    if shutil.which("ffmpeg"):
        for kind, coder in (("flac", ["-c:a", "flac"]), ("mp3", ["-c:a", "libmp3lame", "-ar", "48000", "-b:a", "192k"])):
            ran(["ffmpeg", "-v", "error", "-y", "-i", sound, *coder, f"{work}/tape.{kind}"])
            sounds.append(f"{work}/tape.{kind}")
    other = os.environ.get("AUDIOWAVEFORM") or shutil.which("audiowaveform")
    if not other:
        skipped("peaks", "audiowaveform is not on this machine (AUDIOWAVEFORM may say where): measured alone")
    for sound in sounds:
        ours, theirs = f"{work}/ours.dat", f"{work}/theirs.dat"
        first, second = [], []
        for n in range(runs + 1):
            one = ran([bumba, "peaks", sound, "-o", ours, "-z", "256", "-b", "8"])
            two = ran([other, "-q", "-i", sound, "-o", theirs, "-z", "256", "-b", "8"]) if other else None
            if n:  # the first pair warms
                first.append(one)
                second.append(two)
        figures = {
            "mb": round(os.path.getsize(sound) / 1e6), "runs": runs,
            "bumba_s": median([one.wall for one in first]), "bumba_cpu_s": median([one.cpu for one in first]),
            "bumba_peak_mb": max(one.peak_mb for one in first),
            "times_as_fast_as_it_plays": round(seconds / median([one.wall for one in first])),
        }
        if other:
            figures |= {
                "audiowaveform_s": median([two.wall for two in second]),
                "audiowaveform_cpu_s": median([two.cpu for two in second]),
                "audiowaveform_peak_mb": max(two.peak_mb for two in second),
                "ratio": median([one.wall / two.wall for one, two in zip(first, second)], 2),
                "same_bytes": filecmp.cmp(ours, theirs, shallow=False),
            }
        tell("peaks", f"{seconds} s, two channels, {sound.rsplit('.', 1)[1]}", **figures)
