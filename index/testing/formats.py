"""The contract of `index.articles.Format`."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping
from pathlib import Path

from index.articles import GIVEN_FIELDS, Entry, Format, Source, ignore
from index.articles.formats import HEAD_BYTES
from index.errors import InputError

_DAMAGED_COPIES = 40


def check_format(reader: Format, samples: Mapping[str, bytes], folder: Path) -> None:
    """Check a format against some files of it.

    :param samples: name → content of at least one file that holds articles.
    :param folder: an empty one, to write them to.
    :raises AssertionError: naming what is not kept.
    """
    assert reader.suffixes, "it names the endings of its files"
    for suffix in reader.suffixes:
        assert suffix.startswith(".") and suffix == suffix.lower(), f"{suffix!r} is no ending"
    assert isinstance(reader.apart, bool), "it says whether its files are read apart"
    if reader.apart:
        again = pickle.loads(pickle.dumps(reader))
        assert again.suffixes == reader.suffixes, "another process can be given it"
    assert samples, "there is a sample to read"
    for name, content in samples.items():
        path = folder / name
        path.write_bytes(content)
        assert path.suffix in reader.suffixes, f"{name} ends as its files do"
        assert reader.fits(content[:HEAD_BYTES]), f"{name} fits"
        _check_entries(reader, Source(path))
        _check_damage(reader, path, content)
    _check_no_text(reader, folder / f"empty{reader.suffixes[0]}", b"")
    _check_no_text(reader, folder / f"blank{reader.suffixes[0]}", b" \n\t\n ")


def _check_entries(reader: Format, source: Source) -> None:
    problems: list[str] = []
    entries = list(reader.read(source, problems.append))
    assert entries, f"{source.name} holds articles"
    assert entries == list(reader.read(source, problems.append)), "reading again gives the same"
    assert all("\n" not in line for line in problems), "what is left out is told in one line"
    for entry in entries:
        assert entry.text == entry.text.strip() != "", "an article has text, without edges"
        assert "\r" not in entry.text, "line ends are \\n"
        unknown = set(entry.given) - set(GIVEN_FIELDS)
        assert not unknown, f"{unknown} are no fields of an article"
        for name, value in entry.given.items():
            assert value and value == " ".join(value.split()), f"{name} is one line that says it"
        assert entry.row is None or entry.row >= 1, "records are counted from 1"
        _check_pages(entry)
    places = {(entry.entry, entry.place) for entry in entries}
    assert len(entries) == 1 or (None, "") not in places, "of several articles each has its place"


def _check_pages(entry: Entry) -> None:
    pages = entry.pages
    assert list(pages) == sorted(pages), "pages follow one another"
    assert not pages or pages[0] == 0 and pages[-1] <= len(entry.text), "and lie in the text"


def _check_damage(reader: Format, path: Path, content: bytes) -> None:
    """Bytes exchanged, the end missing: articles, or one line on what is wrong."""
    rng = random.Random(0)
    for _ in range(_DAMAGED_COPIES):
        damaged = bytearray(content[: rng.randrange(1, len(content) + 1)])
        for _ in range(rng.randrange(1, 5)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        copy = path.with_name(f"damaged-{path.name}")
        copy.write_bytes(bytes(damaged))
        _one_line_or_articles(reader, copy)


def _check_no_text(reader: Format, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert not _one_line_or_articles(reader, path), f"{path.name} holds no article"


def _one_line_or_articles(reader: Format, path: Path) -> bool:
    try:
        return bool(list(reader.read(Source(path), ignore)))
    except (ValueError, InputError) as error:
        assert str(error) and "\n" not in str(error), "what is wrong is said in one line"
        return False
