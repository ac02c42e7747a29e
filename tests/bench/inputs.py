"""Tapes and pages made by code: of any size, and every time the same bytes.

A page is a baseline JPEG put together from rows of blocks that were coded once: fast to make without any library, and as much work
to decode as a scan of its size in bytes. A tape is a tone under noise, with no two seconds alike.
"""

import math
import random
import struct

PAGE = (2704, 3600)  # 9.7 million pixels
_ROWS = {}


def wav(path, seconds, seed, rate=96_000):
    """24 bit, two channels. Returns the bytes written."""
    dice = random.Random(seed)
    second = bytearray()
    for n in range(rate):
        tone = 1_500_000 * math.sin(2 * math.pi * n * 480 / rate)
        for side in (tone, tone / 2):
            second += int(side + dice.gauss(0, 60_000)).to_bytes(3, "little", signed=True)
    period = rate // 480 * 6  # the tone goes on without a click where two seconds meet
    length = len(second) * seconds
    with open(path, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 36 + length) + b"WAVEfmt ")
        file.write(struct.pack("<IHHIIHH", 16, 1, 2, rate, rate * 6, 6, 24))
        file.write(b"data" + struct.pack("<I", length))
        for _ in range(seconds):
            cut = dice.randrange(480) * period
            file.write(second[cut:] + second[:cut])
    return 44 + length


def tiff(path, seed, size=PAGE):
    """Grey, 8 bit, not compressed, in strips of 64 rows: paper with grain. Returns the bytes written."""
    width, height = size
    dice = random.Random(seed)
    grain = bytes(190 + dice.randrange(50) for _ in range(width * 8))
    rows = 64
    counts = [width * min(rows, height - at) for at in range(0, height, rows)]
    tags_at = 8
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, len(counts), 0), (277, 3, 1, 1), (278, 4, 1, rows), (279, 4, len(counts), 0),
    ]
    lists_at = tags_at + 2 + 12 * len(entries) + 4
    data_at = lists_at + 8 * len(counts)
    offsets, at = [], data_at
    for count in counts:
        offsets.append(at)
        at += count
    out = bytearray(b"II*\0" + struct.pack("<I", tags_at) + struct.pack("<H", len(entries)))
    for tag, kind, count, value in entries:
        value = {273: lists_at, 279: lists_at + 4 * len(counts)}.get(tag, value) if len(counts) > 1 else \
            {273: offsets[0], 279: counts[0]}.get(tag, value)
        out += struct.pack("<HHII", tag, kind, count, value)
    out += struct.pack("<I", 0) + struct.pack(f"<{len(counts)}I", *offsets) + struct.pack(f"<{len(counts)}I", *counts)
    for _ in range(height):
        cut = dice.randrange(len(grain))
        line = grain[cut:cut + width]
        out += line + grain[:width - len(line)]
    with open(path, "wb") as file:
        file.write(out)
    return len(out)


def jpeg(path, seed, size=PAGE):
    """Colour, 4:2:0. Returns the bytes written."""
    width, height = size
    across, down = -(-width // 16), -(-height // 16)
    if across not in _ROWS:
        _ROWS[across] = [_row(random.Random(n), across) for n in range(24)]
    dice = random.Random(seed)
    out = bytearray(_head(width, height, across))
    for n in range(down):
        if n:
            out += bytes((0xFF, 0xD0 + (n - 1) % 8))
        out += dice.choice(_ROWS[across])
    out += b"\xff\xd9"
    with open(path, "wb") as file:
        file.write(out)
    return len(out)


_ZERO_RUN, _END = 0xF0, 0x00
_AC = [_END, _ZERO_RUN] + [run << 4 | size for run in range(16) for size in range(1, 11)]
_AC_CODE = {symbol: code for code, symbol in enumerate(_AC)}


def _head(width, height, across):
    """ITU-T T.81 annex B. One table each: codes of 4 bits for DC, of 8 bits for AC; so no symbol is dear and none is cheap."""
    segment = lambda marker, body: bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes((1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0))
    counts = lambda length, count: bytes(count if n == length else 0 for n in range(1, 17))
    return b"".join((
        b"\xff\xd8",
        segment(0xE0, b"JFIF\0\1\2\1\1\x2c\1\x2c\0\0"),
        segment(0xDB, b"\0" + bytes(min(6 + n, 60) for n in range(64))),
        segment(0xC0, frame),
        segment(0xC4, b"\0" + counts(4, 12) + bytes(range(12))),
        segment(0xC4, b"\x10" + counts(8, len(_AC)) + bytes(_AC)),
        segment(0xDD, struct.pack(">H", across)),
        segment(0xDA, bytes((3, 1, 0, 2, 0, 3, 0, 0, 63, 0))),
    ))


def _row(dice, across):
    """One row of blocks, coded: it begins from nothing, as after a restart marker, so that rows can follow in any order."""
    bits, length = 0, 0
    out = bytearray()
    before = [0, 0, 0]

    def put(value, count):
        nonlocal bits, length
        bits, length = bits << count | value, length + count

    def number(value):
        size = abs(value).bit_length()
        put(value if value > 0 else value + (1 << size) - 1, size)

    level = 90
    for _ in range(across):
        level = max(-90, min(100, level + dice.randrange(-25, 26)))  # ink and paper
        for part in (0, 0, 0, 0, 1, 2):
            want = level + dice.randrange(-9, 10) if part == 0 else dice.randrange(-6, 7)
            step, before[part] = want - before[part], want
            put(abs(step).bit_length(), 4)
            if step:
                number(step)
            place = 1
            for _ in range(dice.randrange(4, 14) if part == 0 else 2):
                skip = dice.choice((0, 0, 0, 1, 1, 2, 3))
                if place + skip > 62:
                    break
                value = dice.choice((-1, 1)) * dice.choice((1, 1, 1, 2, 2, 3, 5))
                put(_AC_CODE[skip << 4 | abs(value).bit_length()], 8)
                number(value)
                place += skip + 1
            put(_AC_CODE[_END], 8)
        while length >= 8:
            length -= 8
            byte = bits >> length
            bits &= (1 << length) - 1
            out.append(byte)
            if byte == 0xFF:
                out.append(0)
    if length:
        byte = (bits << 8 - length | (1 << 8 - length) - 1) & 0xFF
        out.append(byte)
        if byte == 0xFF:
            out.append(0)
    return bytes(out)


def hocr(path, lines, size=PAGE):
    """The text of a page, with a place for each line."""
    width, height = size
    step = height // (len(lines) + 1)
    body = "".join(
        f"<span class='ocr_line' id='l{n}' title='bbox 0 {n * step} {width} {(n + 1) * step}'>"
        f"<span class='ocrx_word' title='bbox 0 {n * step} {width} {(n + 1) * step}'>{line}</span></span>\n"
        for n, line in enumerate(lines)
    )
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            "<?xml version='1.0' encoding='UTF-8'?>\n<html xmlns='http://www.w3.org/1999/xhtml' lang='la'><head><title>page</title>"
            "<meta name='ocr-system' content='made by code'/></head><body>"
            f"<div class='ocr_page' title='bbox 0 0 {width} {height}'>\n{body}</div></body></html>\n"
        )
