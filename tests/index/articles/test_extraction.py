"""Files become articles; what cannot be read is one clear error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_files import zipped
from samples import SAMPLES

from index import Archive, Embedder, InputError, update_index
from index.articles import (
    Entry,
    Folder,
    Limits,
    Problem,
    Source,
    extract_articles,
    packing_suffixes,
    suffixes,
)

READ = ", ".join((*suffixes(), *packing_suffixes()))


def _write(path: Path, text: str = "Der Zug fuhr am Morgen ab. Niemand sah ihm nach.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_front_matter_counts_before_what_the_text_shows(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.md",
        "---\ntitle: Given\nauthor: Eva Lang\nlanguage: fr\n---\n# Shown\n\nVon Jan Kurz, Wien\n\n"
        "Der Zug fuhr am Morgen ab.",
    )
    (article,) = extract_articles(Source(path))
    assert (article.title, article.author, article.language) == ("Given", "Eva Lang", "fr")
    assert article.place == "Wien"
    assert article.text.startswith("# Shown")
    assert article.path == str(path)


def test_an_article_keeps_its_id_where_its_text_changes(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.txt", "Erst stand dieser Satz da, und sonst keiner.")
    (before,) = extract_articles(Source(path))
    _write(path, "Dann stand ein anderer Satz da, und der blieb.")
    (after,) = extract_articles(Source(path))
    assert before.id == after.id
    assert before.text != after.text


@pytest.mark.parametrize("text", ["", "  \n\t\n ", "---\ntitle: Only this\n---\n", "\ufeff"])
def test_a_file_without_text_is_refused(text: str, tmp_path: Path) -> None:
    path = _write(tmp_path / "empty.txt", text)
    with pytest.raises(InputError) as caught:
        list(extract_articles(Source(path)))
    assert str(caught.value) == f"cannot read {path}: it holds no text"


def test_broken_front_matter_names_the_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.md", "---\ntitle: Rom: ein Tag\n---\nText.")
    with pytest.raises(InputError, match=rf"cannot read {path}: its front matter is not valid"):
        list(extract_articles(Source(path)))


def _refusal(path: Path, index_dir: Path, embedder: Embedder) -> str:
    with pytest.raises(InputError) as caught:
        update_index(index_dir, [path], embedder, lambda done, total, what: None)
    assert "\n" not in str(caught.value)
    assert not list(index_dir.glob("state-*"))
    return str(caught.value)


def test_a_path_that_cannot_be_indexed_is_one_clear_error(
    tmp_path: Path, word_embedder: Embedder
) -> None:
    (tmp_path / "folder").mkdir()
    _write(tmp_path / "letter.wpd")
    _write(tmp_path / "empty.txt", "")
    _write(tmp_path / "unreadable" / "a.txt", "")
    expected = {
        "gone.txt": f"no such file or folder: {tmp_path}/gone.txt",
        "letter.wpd": f"cannot read {tmp_path}/letter.wpd: not one of {READ}",
        "empty.txt": f"cannot read {tmp_path}/empty.txt: it holds no text",
        "folder": f"no articles in {tmp_path}/folder ({READ} files are read)",
        "unreadable": (
            f"no file in {tmp_path}/unreadable could be read; the first: "
            f"cannot read {tmp_path}/unreadable/a.txt: it holds no text"
        ),
    }
    for name, message in expected.items():
        assert _refusal(tmp_path / name, tmp_path / "index", word_embedder) == message


def test_a_file_whose_name_is_not_valid_is_one_clear_line(tmp_path: Path) -> None:
    _write(tmp_path / "two\nlines.txt", "")
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff.txt")).write_text("Ein Satz steht hier.")
    problems = []
    for path in Folder(tmp_path).paths():
        with pytest.raises(InputError) as caught:
            list(extract_articles(Source(path)))
        problems.append(str(caught.value))
    assert all("\n" not in problem and problem.isprintable() for problem in problems)
    assert sum("its name is not valid UTF-8" in problem for problem in problems) == 1


POLISH = "Zażółć gęślą jaźń, powiedział rybak, i poszedł spać."
CHINESE = "大堤整夜都没有决口，村里没有人睡觉。第二天早上，看守人又沿着大堤走了一遍。"


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "cp1250"), (CHINESE, "gbk")])
@pytest.mark.parametrize(
    ("name", "around"),
    [
        ("a.txt", "{}"),
        ("a.md", "# 1\n\n{}"),
        ("a.csv", 'nr,text\n1,"{}"\n'),
        ("a.jsonl", '{{"text": "{}"}}\n'),
        ("a.html", "<p>{}</p>"),
        ("a.eml", "Subject: a\nContent-Type: text/plain\n\n{}"),
        ("a.rss", "<rss><channel><item><description>{}</description></item></channel></rss>"),
    ],
)
def test_an_old_encoding_is_read_rightly_or_refused(
    text: str, encoding: str, name: str, around: str
) -> None:
    """A short text: whatever is found out, it is never read as another one."""
    for length in range(1, len(text) + 1, 3):
        data = around.format(text[:length]).encode(encoding)
        if data.isascii():
            continue
        try:
            (article,) = extract_articles(Source(Path(name), data=data))
        except InputError as error:
            assert "--encoding" in str(error)
        else:
            assert article.text.endswith(text[:length].strip())
    (article,) = extract_articles(Source(Path(name), encoding, data=data))
    assert article.text.endswith(text)


def test_an_article_that_is_too_long_costs_no_other() -> None:
    limits = Limits(characters=20)
    with pytest.raises(InputError, match="it is an article of more than 20 characters"):
        list(extract_articles(Source(Path("a.txt"), data=b"long " * 9, limits=limits)))
    problems: list[str] = []
    data = b'{"text": "Short."}\n{"text": "A text that is too long."}\n'
    source = Source(Path("a.jsonl"), data=data, limits=limits)
    assert [article.text for article in extract_articles(source, problems.append)] == ["Short."]
    assert problems == [
        "a.jsonl: record 2 is left out: it is an article of more than 20 characters: split it up"
    ]


class Faulty:
    suffixes = (".faulty",)
    apart = False

    def fits(self, head: bytes) -> bool:
        return True

    def read(self, source: Source, problem: Problem) -> Iterator[Entry]:
        yield Entry("The dyke held.", place="1")
        raise KeyError("what nobody\nthought of")


def test_a_faulty_reader_is_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.articles.formats.registry.FORMATS", [Faulty()])
    with pytest.raises(InputError, match="it is damaged, or its reader is") as caught:
        list(extract_articles(Source(Path("a.faulty"), data=b"a")))
    assert "\n" not in str(caught.value)


def test_every_format_reaches_the_index(tmp_path: Path, word_embedder: Embedder) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    files = {name: data for samples in SAMPLES.values() for name, data in samples.items()}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "all.zip").write_bytes(zipped({f"inner/{name}": files[name] for name in files}))
    (folder / "picture.png").write_bytes(b"")
    (folder / "bad.pdf").write_bytes(b"%PDF-")
    update = update_index(tmp_path / "index", [folder], word_embedder, lambda *_: None)
    stored = list(Archive(tmp_path / "index", word_embedder).current().articles())
    assert {Path(a.path or "").name for a in stored if a.path} == {*files, "all.zip"}
    inner = {(a.entry or "").split("/")[1] for a in stored if a.path == str(folder / "all.zip")}
    assert inner == set(files)
    assert len(stored) == update.added == len({article.id for article in stored})
    (pages,) = [a for a in stored if a.path == str(folder / "pages.pdf")]
    assert len(pages.pages) == 3
    assert sum("bad.pdf" in line for line in update.problems) == 1
    assert f"1 file in {folder} is of formats that are not read (.png)" in update.problems
    again = update_index(tmp_path / "index", [], word_embedder, lambda *_: None)
    assert again.unchanged == update.added
