"""Files damaged at random, of every format: articles or one line, in time, within memory."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_files import MADE, zipped
from samples import SAMPLES

from index import InputError
from index.articles import FORMATS, Extractor, Format, Limits, Source

_COPIES = 120
_HOSTILE = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n\r\n", b"99999999999999999999", b"-1", b"%s" * 20),
    *(b"<" * 500, b"<b>" * 500, b"[" * 500, b"(" * 500, b"{" * 500, b'"', b"'", b"\\u0" * 50),
    *(b"<![CDATA[", b"<!--", b"<!DOCTYPE a [", b"<!ENTITY a 'b'>", b"&#0;", b"&a;", b"&#x110000;"),
    *(b"\nFrom a\n", b"--b--\n", b"=?x?q?", b"\\bin9999 ", b"\\u-1?", b"\\'zz", b"{\\*\\"),
    *(b"/Kids [2 0 R]", b"/Length 0", b"endobj", b"2 0 obj", b"stream", b"PK\x05\x06", b"\x1f\x8b"),
)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(Limits(seconds=10, memory_bytes=500_000_000)) as extractor:
        yield extractor


def _damaged(content: bytes, rng: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(rng.randrange(1, 6)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((0, 1, 1, 4, 30, 300)))
        kind = rng.randrange(5)
        if kind == 0:
            data[start:end] = rng.randbytes(end - start)
        elif kind == 1:
            data[start:end] = b""
        elif kind == 2:
            data[start:start] = data[start:end] * rng.randrange(1, 50)
        elif kind == 3:
            data[start:start] = rng.choice(_HOSTILE)
        elif rng.randrange(4) == 0:
            del data[start:]
    return bytes(data)


def _damaged_within(content: bytes, rng: random.Random) -> bytes:
    """A part of a ZIP file damaged, which its checksum would give away else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice([name for name in parts if name != "mimetype"])
    return zipped({**parts, name: _damaged(parts[name], rng)})


@pytest.mark.parametrize("reader", FORMATS, ids=lambda reader: type(reader).__name__)
def test_a_damaged_file_is_articles_or_one_line(reader: Format, extractor: Extractor) -> None:
    rng = random.Random(1)
    for name, content in SAMPLES[type(reader)].items():
        for number in range(_COPIES):
            is_packed = content.startswith(b"PK") and number % 4
            damage = _damaged_within if is_packed else _damaged
            _check(Source(Path(name), data=damage(content, rng)), extractor)


def test_a_damaged_archive_is_articles_or_one_line(extractor: Extractor) -> None:
    rng = random.Random(2)
    for name, make in MADE.items():
        content = make({f"{n}.txt": b"The dyke held all night. " * n for n in range(1, 6)})
        for _ in range(_COPIES):
            _check(Source(Path(name), data=_damaged(content, rng)), extractor)


def _check(source: Source, extractor: Extractor) -> None:
    try:
        extracted = extractor.extract(source)
        lines = extracted.problems
        for article in extracted.articles:
            article.text.encode(), article.title.encode()
            assert article.text.strip() == article.text != ""
    except InputError as error:
        lines = [str(error)]
    for line in lines:
        assert "\n" not in line and line.isprintable(), line
        assert len(line) < 1_000, line
        assert "reader" not in line and "longer than 10" not in line, line  # crashed, hung
