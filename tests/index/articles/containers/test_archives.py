"""Archives of files: what lies in them is read, within limits, and nothing of it leads out."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from made_files import MADE, Files, tarred, zipped

from index import InputError
from index.articles import Limits, Source, extract_articles
from index.articles.containers import Tar, Zip, is_read, unpack
from index.articles.limits import DEFAULT_LIMITS
from index.articles.packed import Budget
from index.testing import check_container

DYKE = "The dyke held all night. Nobody in the village slept."
BRIDGE = "The bridge opened on Tuesday. Many came to see it."


def _source(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Source:
    return Source(Path(name), data=data, limits=limits)


def _read(source: Source) -> tuple[list[str], list[str]]:
    """(texts, problems)"""
    problems: list[str] = []
    return [article.text for article in extract_articles(source, problems.append)], problems


@pytest.mark.parametrize("name", MADE)
def test_the_articles_in_an_archive_are_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(MADE[name]({"news/a.txt": DYKE.encode(), "b.md": BRIDGE.encode()}))
    problems: list[str] = []
    articles = {a.entry: a for a in extract_articles(Source(path), problems.append)}
    assert {entry: article.text for entry, article in articles.items()} == {
        "news/a.txt": DYKE,
        "b.md": BRIDGE,
    }
    assert {article.path for article in articles.values()} == {str(path)}
    assert len({article.id for article in articles.values()}) == 2
    assert not problems


def test_an_archive_keeps_the_contract_of_containers(tmp_path: Path) -> None:
    files = {"a.txt": DYKE.encode(), "b/c.csv": b"x"}
    for kind, name, data in ((Zip(), "a.zip", zipped(files)), (Tar(), "a.tar", tarred(files))):
        container = kind.open(_source(name, data), Budget(Limits()), is_read)
        check_container(container, [f"{name}: a.txt", f"{name}: b/c.csv"])


def test_archives_in_archives_are_read_to_a_limit() -> None:
    data, entry = zipped({"a.txt": DYKE.encode()}), "a.txt"
    for level in range(1, 5):
        texts, problems = [], []
        try:
            articles = list(extract_articles(_source("x.zip", data), problems.append))
            texts = [(article.text, article.entry) for article in articles]
        except InputError as error:
            problems.append(str(error))
        if level <= Limits().nesting:
            assert (texts, problems) == ([(DYKE, entry)], [])
        else:
            assert not texts
            assert "archives are nested more than 3 deep in it" in problems[0]
        data, entry = zipped({"inner.zip": data}), f"inner.zip/{entry}"


@pytest.mark.parametrize("make", [zipped, tarred])
@pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:/out.txt"])
def test_a_path_that_leads_out_is_told(make: Callable[[Files], bytes], name: str) -> None:
    suffix = "zip" if make is zipped else "tar"
    source = _source(f"a.{suffix}", make({name: DYKE.encode(), "b.txt": BRIDGE.encode()}))
    texts, problems = _read(source)
    assert texts == [BRIDGE]
    assert problems == [f"a.{suffix}: {name} is left out: its path leads out of the archive"]


def test_what_is_no_article_is_told_in_one_line_and_hidden_files_in_none() -> None:
    names = ["a.png", "b/c.png", "d.css", "LICENCE", ".DS_Store", "__MACOSX/._e.txt", ".git/f.txt"]
    source = _source("a.zip", zipped({"e.txt": DYKE.encode()} | dict.fromkeys(names, b"x")))
    assert _read(source) == (
        [DYKE],
        ["4 files in a.zip are of formats that are not read (.png, no ending, .css)"],
    )


def test_one_bad_file_costs_no_other() -> None:
    files = {"a.txt": b"", "b.txt": DYKE.encode(), "c.csv": b"nothing\n"}
    texts, problems = _read(_source("a.zip", zipped(files)))
    assert texts == [DYKE]
    assert problems[0] == "cannot read a.zip: a.txt: it holds no text"
    assert problems[1].startswith("cannot read a.zip: c.csv: no columns were found")


def test_damage_in_a_zip_file_is_told_for_its_file() -> None:
    content = b"The dyke held all night, and nobody slept, says the keeper."
    data = zipped({"a.txt": content, "b.txt": BRIDGE.encode()}, zipfile.ZIP_STORED)
    texts, problems = _read(_source("a.zip", data.replace(b"keeper", b"beaver")))
    assert texts == [BRIDGE]
    assert problems[0].startswith("cannot read a.zip: a.txt: it is damaged")


def test_a_tar_file_that_ends_too_early_is_told() -> None:
    data = tarred({"a.txt": DYKE.encode(), "b.txt": BRIDGE.encode() * 100})
    texts, problems = _read(_source("a.tar", data[:3000]))
    assert texts == [DYKE]
    assert problems[0].startswith("a.tar is read in part only: it is damaged")


def test_links_and_pipes_in_a_tar_file_are_told() -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (("l.txt", tarfile.SYMTYPE), ("h.txt", tarfile.LNKTYPE), ("p.txt", b"6")):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    with pytest.raises(InputError, match="no article was found in it"):
        _read(source := _source("a.tar", data.getvalue()))
    problems: list[str] = []
    assert not list(unpack(source, problems.append))
    assert problems == [
        f"a.tar: {name} is left out: it is a link, or no regular file"
        for name in ("l.txt", "h.txt", "p.txt")
    ]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = {"bomb.txt": b"\0" * 30_000_000, "a.txt": DYKE.encode()}
    texts, problems = _read(_source("a.zip", zipped(bomb)))
    assert texts == [DYKE]
    assert problems == ["cannot read a.zip: bomb.txt: it unpacks to more than 200 times its size"]
    files = {"a.txt": DYKE.encode(), "bomb.png": b"\0" * 30_000_000, "never.txt": b"Never."}
    texts, problems = _read(_source("a.tar.gz", gzip.compress(tarred(files))))
    assert texts == [DYKE]
    assert problems == ["a.tar.gz is read in part only: it unpacks to more than 200 times its size"]


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(entries=2), "it holds more than 2 files: split it up"),
        (Limits(unpacked_bytes=2_500), "it unpacks to more than 2,500 bytes"),
    ],
)
def test_what_exceeds_a_limit_of_the_whole_ends_it(limits: Limits, reason: str) -> None:
    files = {f"{n}.txt": f"{DYKE} {n} ".encode() * 20 for n in range(4)}
    texts, problems = _read(_source("a.tar", tarred(files), limits))
    assert 0 < len(texts) < 4
    assert problems == [f"a.tar is read in part only: {reason}"]


def test_a_file_in_an_archive_that_is_too_large_is_told() -> None:
    files = {"a.txt": DYKE.encode() * 10, "b.txt": BRIDGE.encode()}
    for name, data in (("a.zip", zipped(files)), ("a.tar", tarred(files))):
        texts, problems = _read(_source(name, data, Limits(file_bytes=100)))
        assert texts == [BRIDGE]
        assert problems[0].startswith(f"cannot read {name}: a.txt: it is too large (530 bytes")


def test_an_archive_that_is_too_large_is_refused() -> None:
    data = zipped({"a.txt": DYKE.encode()})
    with pytest.raises(InputError, match=r"it is too large \(\d+ bytes\): split it up"):
        _read(_source("a.zip", data, Limits(container_bytes=100)))


def test_a_directory_that_is_said_to_be_endless_is_not_read() -> None:
    data = bytearray(zipped({"a.txt": DYKE.encode()}))
    end = data.index(b"PK\x05\x06")
    data = data[:end] + b" " * 80_000_000 + data[end : end + 22]
    data[-10:-6] = (80_000_000).to_bytes(4, "little")
    with pytest.raises(InputError, match="its directory is too large"):
        _read(_source("a.zip", bytes(data)))


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_archive_is_one_clear_line(name: str) -> None:
    for data in (b"", b"No archive at all.", b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"):
        with pytest.raises(InputError, match=f"cannot read {name}: ") as caught:
            _read(_source(name, data))
        assert "\n" not in str(caught.value)


def test_an_encrypted_file_is_told() -> None:
    data = bytearray(zipped({"a.txt": DYKE.encode()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    problems: list[str] = []
    with pytest.raises(InputError):
        list(extract_articles(_source("a.zip", bytes(data)), problems.append))
    assert problems == ["cannot read a.zip: a.txt: it is protected by a password"]
