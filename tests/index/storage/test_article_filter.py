"""Questions that are asked of some articles only."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_encoder import word_embedder

from index import Archive, ArticleFilter, InputError, Search, Snapshot, update_index
from index.text import Question

ARTICLES = {
    "a/january.md": ("2022-01-12", "Der Bote", "Eva Lang", "de"),
    "a/march.md": ("2022-03-31T18:00:00", "Der Bote", "Nils Ohm", "de"),
    "a/year.md": ("2021", "Die Post", "Eva Lang und Nils Ohm", "de"),
    "b/month.md": ("2022-02", "Die Post", None, "en"),
    "b/undated.md": (None, "Die Post", None, "de"),
    "b[1]/said.md": ("im Frühjahr", None, None, "de"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, (date, source, author, language) in ARTICLES.items():
        said = {"date": date, "source": source, "author": author, "language": language}
        lines = [f"{key}: {value}" for key, value in said.items() if value]
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        text = f"Der Zug aus {path.stem} fuhr am Morgen ab. Niemand sah ihm nach."
        front = "\n".join(["---", f"title: {path.stem}", *lines, "---"])
        path.write_text(f"{front}\n{text}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    update_index(folder / "index", [folder], word_embedder(), lambda *_: None)
    return Archive(folder / "index", word_embedder()).current()


def _titles(snapshot: Snapshot, articles: ArticleFilter) -> set[str]:
    """Of what is found among the articles that pass, in any language."""
    search = Search(snapshot, word_embedder(), snapshot.within(articles))
    found = search.propose(Question("Welcher Zug fuhr am Morgen ab?", "de"))
    ids = {candidate.sentence.article_id for candidate in found}
    return set(snapshot.titles(ids).values())


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        (ArticleFilter(), {"january", "march", "year", "month", "undated", "said"}),
        (ArticleFilter(since="2022-01-12"), {"january", "march", "month"}),
        (ArticleFilter(since="2022-01-13"), {"march", "month"}),
        (ArticleFilter(until="2022-01-12"), {"january", "year"}),
        (ArticleFilter(until="2022-01-11"), {"year"}),
        (ArticleFilter(since="2022-02-10", until="2022-02-20"), {"month"}),
        (ArticleFilter(since="2022-03-31", until="2022-03-31"), {"march"}),
        (ArticleFilter(since="2022", until="2022"), {"january", "march", "month"}),
        (ArticleFilter(until="2022-02"), {"january", "year", "month"}),
        (ArticleFilter(since="2021-06", until="2021-07"), {"year"}),
        (ArticleFilter(source="bote"), {"january", "march"}),
        (ArticleFilter(author="eva lang"), {"january", "year"}),
        (ArticleFilter(author="ohm", source="post"), {"year"}),
        (ArticleFilter(language="en"), {"month"}),
        (ArticleFilter(language="DE", since="2022-03"), {"march"}),
        (ArticleFilter(source="%"), set()),
        (ArticleFilter(source="' OR 1=1 --"), set()),
    ],
    ids=str,
)
def test_only_what_passes_is_found(
    snapshot: Snapshot, articles: ArticleFilter, expected: set[str]
) -> None:
    assert _titles(snapshot, articles) == expected


def test_a_path_is_a_file_or_a_folder(snapshot: Snapshot, folder: Path) -> None:
    for path, expected in (
        (folder / "a", {"january", "march", "year"}),
        (folder / "a" / ".." / "b", {"month", "undated"}),
        (folder / "a" / "year.md", {"year"}),
        (folder / "b[1]", {"said"}),
        (folder / "nothing", set()),
    ):
        assert _titles(snapshot, ArticleFilter(path=path)) == expected


def test_what_has_no_date_is_counted_where_dates_are_asked_for(snapshot: Snapshot) -> None:
    assert snapshot.within(ArticleFilter(since="2022")).undated == 2
    assert snapshot.within(ArticleFilter(since="2022", source="Post")).undated == 1
    assert snapshot.within(ArticleFilter(source="Post")).undated == 0


@pytest.mark.parametrize("date", ["yesterday", "12.1.2022", "2022-1-2", "", "2022-01-01' OR 1"])
def test_what_is_no_date_is_one_clear_line(date: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        ArticleFilter(until=date)


def test_nothing_passes_nothing_is_found(snapshot: Snapshot) -> None:
    search = Search(snapshot, word_embedder(), snapshot.within(ArticleFilter(source="nobody")))
    assert search.propose(Question("Zug?", "de")) == []
