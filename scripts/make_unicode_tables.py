#!/usr/bin/env python3
"""Writes the Unicode facts that Chatterbox.Text needs, and the cases its tests compare with.

The .NET runtime normalises no text and knows no full case mapping when it runs without ICU, and the
published tokenizers were made for what Python's str and unicodedata do. So the facts are taken from Python.
Run with Python 3.11 (Unicode 14.0), from anywhere:

    python3 scripts/make_unicode_tables.py
"""
import json
import pathlib
import random
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TABLE = ROOT / "src/Chatterbox/Text/Unicode/unicode.txt"
CASES = ROOT / "tests/data/unicode/python-text.json"
EXPECTED = "14.0.0"

HANGUL = range(0xAC00, 0xD7A4)
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def hexadecimal(text):
    return " ".join(f"{ord(c):04X}" for c in text)


def mappings(of):
    """Lines "code target..." of every character that `of` changes."""
    return [f"{c:04X} {hexadecimal(of(chr(c)))}" for c in SCALARS if of(chr(c)) != chr(c)]


def ranges(value_of):
    """Lines "first last value" of runs of characters with the same value other than 0."""
    lines, first, last, value = [], None, None, 0
    for c in [*range(0x110000), None]:
        new = 0 if c is None or 0xD800 <= c <= 0xDFFF else value_of(chr(c))
        if new != value:
            if value:
                lines.append(f"{first:04X} {last:04X} {value}")
            first, value = c, new
        last = c
    return lines


def sigma_context(c):
    """1: a cased letter; 2: a character that the final-sigma rule looks through (case-ignorable)."""
    if ("A" + c + "\u03a3").lower().endswith("\u03c2"):
        return 1 if (c + "\u03a3").lower().endswith("\u03c2") else 2
    return 0


def write_table():
    sections = {
        "upper": mappings(lambda c: c.upper() if c.islower() else c),
        "lower": mappings(str.lower),
        "decompose": mappings(lambda c: c if ord(c) in HANGUL else unicodedata.normalize("NFKD", c)),
        "combining": ranges(unicodedata.combining),
        "sigma": ranges(sigma_context),
    }
    lines = [
        f"# Facts of the Unicode Character Database {EXPECTED}, as Python gives them.",
        "# Made by scripts/make_unicode_tables.py: do not edit. Unicode License v3, see https://www.unicode.org/license.txt",
    ]
    for name, rows in sections.items():
        lines += [f"[{name}]", *rows]
    TABLE.write_text("\n".join(lines) + "\n", encoding="ascii")


def random_texts():
    """Strings that mix scripts, marks, capitals and white space, the same in every run."""
    draw = random.Random(14)
    assigned = [c for c in SCALARS if unicodedata.category(chr(c)) not in ("Cn", "Co")]
    marks = [c for c in assigned if unicodedata.combining(chr(c))]
    cased = [c for c in assigned if chr(c).lower() != chr(c).upper()]
    decomposable = [c for c in assigned if unicodedata.decomposition(chr(c))]
    spaces = [c for c in range(0x3001) if chr(c).isspace()]
    sigma = [0x3A3, 0x3A3, 0x3A3, 0x41, 0x391, 0x27, 0xB7, 0x2019, 0x301, 0x2B0, 0x20, 0x2E, 0x31, 0x345]
    kinds = [assigned, marks, cased, decomposable, spaces, sigma, list(HANGUL), list(range(0x20, 0x7F))]
    for i in range(600):
        kind = kinds[i % len(kinds)]
        yield "".join(chr(draw.choice(kind if draw.random() < 0.7 else draw.choice(kinds))) for _ in range(draw.randint(1, 24)))


def write_cases():
    rows = []
    for text in random_texts():
        rows.append({
            "text": text,
            "lower": text.lower(),
            "capitalised": text[0].upper() + text[1:] if text[0].islower() else text,
            "collapsed": " ".join(text.split()),
            "stripped": text.strip(),
            "nfkd": unicodedata.normalize("NFKD", text),
        })
    CASES.parent.mkdir(parents=True, exist_ok=True)
    CASES.write_text("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n", encoding="ascii")


if __name__ == "__main__":
    if unicodedata.unidata_version != EXPECTED:
        sys.exit(f"This Python has Unicode {unicodedata.unidata_version}; use one with {EXPECTED} (Python 3.11).")
    write_table()
    write_cases()
