"""A million lines made by code: the index beside SQLite's FTS5, on the same lines and the same queries.

The index answers a whole page: ten items with three passages each, highlights, facets, the exact count. FTS5 answers twice: the ten best
lines alone (`best`), and as near to a page as it comes (`page`: thirty best lines with highlights, and the exact count of items).
"""

import os
import re
import sqlite3
import time

from measured import median, ran, skipped, tell

HERE = os.path.dirname(os.path.abspath(__file__))
TOLD = re.compile(r"^(.+): p50 ([\d.]+) ms, p99 ([\d.]+) ms \((\d+) items on average\)$")


def example():
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(HERE, "../../target")
    return os.path.join(target, "release/examples/million_lines")


def fts5(path, lines):
    """Returns the open database, seconds to fill it, and its size in MB."""
    began = time.perf_counter()
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000;")
    database.execute("create virtual table line using fts5(text, item unindexed)")
    database.execute("begin")
    with open(lines, encoding="utf-8") as file:
        database.executemany(
            "insert into line (item, text) values (?, ?)", (line.rstrip("\n").split("\t", 1) for line in file)
        )
    database.execute("commit")
    database.execute("insert into line (line) values ('optimize')")
    return database, time.perf_counter() - began, os.path.getsize(path) / 1e6


def match(query):
    """Our query in FTS5's words: every word a string, operators as they are."""
    words = re.findall(r'"[^"]*"|\S+', query)
    return " ".join(word if word in ("OR", "AND") or word[0] == '"' else f'"{word}"' for word in words)


def asked(database, queries, statements, seconds=4):
    """p50 and p99 in ms, items on average, and how many queries were answered in the seconds there are for a kind."""
    times, total, end = [], 0, time.perf_counter() + seconds
    for query in queries:
        if times and time.perf_counter() > end:
            break
        began = time.perf_counter()
        for statement in statements:
            rows = database.execute(statement, (match(query),)).fetchall()
        times.append((time.perf_counter() - began) * 1000)
        total += rows[0][0] if rows and isinstance(rows[0][0], int) else 0
    times.sort()
    at = lambda part: round(times[(len(times) - 1) * part // 100], 2)
    return at(50), at(99), total / len(times), len(times)


BEST = "select rowid from line where line match ? order by rank limit 10"
PASSAGES = "select item, highlight(line, 0, '[', ']') from line where line match ? order by rank limit 30"
COUNT = "select count(distinct item) from line where line match ?"


def bench(_bumba, work, scale, _runs):
    if not os.path.exists(example()):
        return skipped("search", "cargo build --release -p bumba-index --example million_lines, then again")
    count = max(30_000, int(1_000_000 * scale))
    built = ran([example(), f"{work}/index", str(count), "1500", f"{work}/said"])
    out = built.out.decode()
    tell("search", "the index is made", said=out.splitlines()[0], peak_mb=built.peak_mb)
    ours = {found[1]: found for line in out.splitlines() if (found := TOLD.match(line))}
    try:
        database, seconds, size = fts5(f"{work}/fts5.db", f"{work}/said/lines.tsv")
    except sqlite3.OperationalError as error:
        return skipped("search", f"this Python's SQLite has no FTS5: {error}")
    tell("search", "FTS5's table is made", s=round(seconds, 1), mb=round(size), sqlite=sqlite3.sqlite_version)
    kinds = {}
    with open(f"{work}/said/queries.tsv", encoding="utf-8") as file:
        for line in file:
            kind, query = line.rstrip("\n").split("\t", 1)
            kinds.setdefault(kind, []).append(query)
    for kind, queries in kinds.items():
        # FTS5's tokenizer takes a run of Chinese for one word, and `-` is not its operator.
        if kind not in ours or "Chinese" in kind or "not another" in kind or not any(queries):
            continue
        best50, best99, _, _ = asked(database, queries, (BEST,))
        page50, page99, items, answered = asked(database, queries, (PASSAGES, COUNT))
        _, p50, p99, found = ours[kind].groups()
        tell("search", kind, queries=len(queries), bumba_p50_ms=float(p50), bumba_p99_ms=float(p99), bumba_items=int(found),
             fts5_best_p50_ms=best50, fts5_best_p99_ms=best99, fts5_page_p50_ms=page50, fts5_page_p99_ms=page99, fts5_items=round(items), fts5_queries=answered,
             ratio_page_p50=round(float(p50) / page50, 3) if page50 else None, ratio_page_p99=round(float(p99) / page99, 3) if page99 else None)
