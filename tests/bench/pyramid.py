"""A page's pyramid beside libvips."""

import os
import shutil

import inputs
from measured import median, ran, skipped, tell


def bench(bumba, work, scale, runs):
    page = f"{work}/page.jpg"
    inputs.jpeg(page, 3)
    tall = f"{work}/page.tif"
    inputs.tiff(tall, 3)
    other = shutil.which("vips")
    if not other:
        skipped("pyramid", "vips is not on this machine (Debian: libvips-tools): measured alone")
    for source in (page, tall):
        ours, theirs = f"{work}/ours.tif", f"{work}/theirs.tif"
        tiles = ["--tile", "--pyramid", "--compression", "jpeg", "--tile-width", "256", "--tile-height", "256"]
        first, second = [], []
        for n in range(runs + 1):
            one = ran([bumba, "pyramid", source, "-o", ours])
            two = ran([other, "tiffsave", source, theirs, *tiles]) if other else None
            if n:
                first.append(one)
                second.append(two)
        figures = {
            "runs": runs, "bumba_s": median([one.wall for one in first]), "bumba_cpu_s": median([one.cpu for one in first]),
            "bumba_peak_mb": max(one.peak_mb for one in first), "bumba_mb": round(os.path.getsize(ours) / 1e6, 2),
        }
        if other:
            figures |= {
                "vips_s": median([two.wall for two in second]), "vips_cpu_s": median([two.cpu for two in second]),
                "vips_peak_mb": max(two.peak_mb for two in second), "vips_mb": round(os.path.getsize(theirs) / 1e6, 2),
                "ratio": median([one.wall / two.wall for one, two in zip(first, second)], 2),
                "ratio_cpu": median([one.cpu / two.cpu for one, two in zip(first, second)], 2),
            }
        tell("pyramid", f"9.7 million pixels, {source.rsplit('.', 1)[1]}", **figures)
