"""An archive whose vectors are in Milvus: the life of it, as a file and as a server."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from ended_update import update_at
from milvus_server import MilvusServer
from shelf import BUS, SCHIFF, ZUG, Shelf, candidates, sentences
from word_encoder import word_embedder

from index import Archive, ArticleFilter, InputError, Search, Snapshot
from index.storage import ArticleStore, MilvusAddress, problems_of, repair_index, update_index
from index.storage.milvus import collections
from index.storage.milvus.server import Server
from index.text import Question

QUESTIONS = ["Wer winkte am Abend?", "Welcher Zug fuhr am Morgen ab?", "Wer wartete auf den Bus?"]


@pytest.fixture
def kept(tmp_path: Path, address: MilvusAddress) -> Shelf:
    """Two articles, indexed in Milvus."""
    shelf = Shelf(tmp_path, address)
    shelf.write("zug.txt", ZUG)
    shelf.write("schiff.txt", SCHIFF)
    shelf.update(shelf.articles)
    return shelf


def _found(snapshot: Snapshot) -> list[list[tuple[str, float]]]:
    return [
        [(c.sentence.text, round(c.score, 4)) for c in candidates(snapshot, question, "de")]
        for question in QUESTIONS
    ]


def _rows(shelf: Shelf) -> list[int]:
    """The passages that Milvus holds."""
    collection = shelf.open().current().state.collection
    assert shelf.vectors_in is not None
    return sorted(collections.ids_between(Server(shelf.vectors_in), collection, 0, 10_000))


def _passages(shelf: Shelf) -> list[int]:
    with closing(ArticleStore(shelf.database, shelf.index_dir)) as store:
        return store.passages_between(0, 10_000).tolist()


def test_the_same_content_gives_the_same_answers(kept: Shelf, tmp_path: Path) -> None:
    update_index(tmp_path / "files", [kept.articles], word_embedder(), lambda *_: None)
    in_files = Archive(tmp_path / "files", word_embedder()).current()
    assert _found(kept.open().current()) == _found(in_files)
    assert not list(kept.index_dir.rglob("*.faiss"))


def test_a_state_that_is_held_stays_as_it_was_while_others_are_published(kept: Shelf) -> None:
    archive = kept.open()
    before = archive.current()
    expected = _found(before)
    kept.write("bus.txt", BUS)
    (kept.articles / "zug.txt").unlink()
    assert kept.update(kept.articles) == (1, 0, 1, 1)
    assert _found(before) == expected
    assert sentences(archive.current()) == sentences_of(SCHIFF, BUS)
    assert len(_rows(kept)) == 3  # for those who hold the state before
    kept.write("schiff.txt", ZUG)
    kept.update(kept.articles)
    assert sentences(archive.current()) == sentences_of(BUS, ZUG)
    kept.update(kept.articles)
    assert _rows(kept) == _passages(kept)


def sentences_of(*texts: str) -> set[str]:
    return {f"{part.strip(' .')}." for text in texts for part in text.split(". ")}


@pytest.mark.parametrize("moment", ["publishing", "clearing"])
def test_what_a_killed_writer_left_is_never_found(
    tmp_path: Path, milvus_server: MilvusServer, moment: str
) -> None:
    """The database gives the ids of passages that were never published to others."""
    shelf = Shelf(tmp_path, milvus_server.address(f"killed_{moment}"))
    shelf.write("zug.txt", ZUG)
    shelf.write("schiff.txt", SCHIFF)
    shelf.update(shelf.articles)
    archive = shelf.open()
    before = sentences(archive.current())
    shelf.write("bus.txt", BUS * 9)
    (shelf.articles / "zug.txt").unlink()
    with update_at(shelf, moment):
        pass
    assert len(_rows(shelf)) > 2, "its rows had arrived"
    is_published = moment == "clearing"
    expected = sentences_of(SCHIFF, BUS) if is_published else before
    assert sentences(archive.current()) == sentences(shelf.open().current()) == expected
    shelf.write("bus.txt", "Der Bus stand im Stau. Keiner stieg aus.")
    shelf.update(shelf.articles)
    shelf.update(shelf.articles)
    assert _rows(shelf) == _passages(shelf)
    assert sentences(archive.current()) == sentences_of(
        SCHIFF, "Der Bus stand im Stau. Keiner stieg aus."
    )


@pytest.mark.parametrize("moment", ["publishing", "naming"])
def test_a_collection_that_a_killed_writer_began_is_dropped(
    tmp_path: Path, milvus_server: MilvusServer, moment: str
) -> None:
    shelf = Shelf(tmp_path, milvus_server.address(f"begun_{moment}"))
    shelf.write("zug.txt", ZUG)
    shelf.update(shelf.articles)
    archive = shelf.open()
    with update_at(shelf, moment, "rebuild"):
        assert len(_collections(shelf)) == 2
    assert sentences(archive.current()) == sentences_of(ZUG)
    shelf.write("bus.txt", BUS)
    shelf.update(shelf.articles)  # where nothing changes, the server is not asked
    assert _collections(shelf) == [archive.current().state.collection]


def _collections(shelf: Shelf) -> list[str]:
    assert shelf.vectors_in is not None
    with Server(shelf.vectors_in).asked() as client:
        name = shelf.vectors_in.name
        return [c for c in client.list_collections() if c.startswith(name)]


def test_made_anew_beside_what_is_read(kept: Shelf) -> None:
    archive = kept.open()
    before = archive.current()
    expected = _found(before)
    kept.write("bus.txt", BUS)
    update_index(
        kept.index_dir,
        [kept.articles],
        kept.embedder,
        lambda *_: None,
        rebuild=True,
        vectors_in=kept.vectors_in,
    )
    after = archive.current()
    assert after.state.collection != before.state.collection
    assert _found(before) == expected
    assert sentences(after) == sentences_of(ZUG, SCHIFF, BUS)
    assert kept.vectors_in is not None
    server = Server(kept.vectors_in)
    with server.asked() as client:
        stands_for = client.describe_alias(kept.vectors_in.name)["collection_name"]
    assert stands_for == after.state.collection
    kept.write("bus.txt", BUS + " Er kam nie.")
    kept.update(kept.articles)
    assert not collections.is_there(server, before.state.collection)
    assert collections.is_there(server, after.state.collection)


FILTERS = [
    ArticleFilter(),
    ArticleFilter(since="2022-01-13"),
    ArticleFilter(until="2022-01-11"),
    ArticleFilter(since="2022-02-10", until="2022-02-20"),
    ArticleFilter(source="bote"),
    ArticleFilter(source='"zeit" 100%'),
    ArticleFilter(source="_"),
    ArticleFilter(source="\n"),
    ArticleFilter(source=""),
    ArticleFilter(author="OHM\\", source="100%_"),
    ArticleFilter(author='x" or id > 0 or source == "x'),
    ArticleFilter(language="en"),
    ArticleFilter(language='de" or id > 0 or language == "'),
    ArticleFilter(path=Path("a_b")),
    ArticleFilter(path=Path('b["1"]/%')),
    ArticleFilter(path=Path("a_b/january.md")),
]


def test_filters_let_pass_what_they_do_in_files(address: MilvusAddress, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    for name, date, source, author, language in (
        ("a_b/january.md", "2022-01-12", "Der Bote", "Eva Lang", "de"),
        ("axb/march.md", "2022-03-31T18:00:00", 'Die "Zeit" 100%_', "Nils Ohm\\", "de"),
        ("axb/year.md", "2021", "Der Bote", "x", "de"),
        ('b["1"]/%/month.md', "2022-02", "Bote" * 2_000, None, "en"),
        ('b["1"]/undated.md', None, None, None, "de"),
        ('b["1"]/said.md', "2022 im Frühjahr", None, None, "de"),
    ):
        said = {"date": date, "source": source, "author": author, "language": language}
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"{key}: {json.dumps(value)}" for key, value in said.items() if value]
        text = f"Der Zug aus {path.stem} fuhr am Morgen ab."
        path.write_text("\n".join(["---", *lines, "---", text]), encoding="utf-8")
    found = []
    for index_dir, vectors_in in ((tmp_path / "a", None), (tmp_path / "b", address)):
        update_index(index_dir, [folder], word_embedder(), lambda *_: None, vectors_in=vectors_in)
        snapshot = Archive(index_dir, word_embedder(), vectors_in=vectors_in).current()
        found.append([_passing(snapshot, one, folder) for one in FILTERS])
    assert found[0] == found[1]
    assert len({frozenset(one) for one in found[0]}) > 8


def _passing(snapshot: Snapshot, articles: ArticleFilter, folder: Path) -> set[str]:
    if articles.path is not None:
        articles = replace(articles, path=folder / articles.path)
    vector = word_embedder().embed_query("Welcher Zug fuhr am Morgen ab?")
    ids = snapshot.proposals.search(vector, 60, None, snapshot.within(articles))
    return {stored.passage.text for stored in snapshot.store.passages(list(ids))}


def test_what_is_known_of_an_article_changes_with_a_state(kept: Shelf) -> None:
    archive = kept.open()

    def of(snapshot: Snapshot, source: str) -> set[str]:
        within = snapshot.within(ArticleFilter(source=source))
        search = Search(snapshot, word_embedder(), within)
        return {c.sentence.text for c in search.propose(Question("Wer winkte?", "de"))}

    def write(source: str) -> None:
        path = kept.write("schiff.txt", SCHIFF)
        path.write_text(f"---\nlanguage: de\nsource: {source}\n---\n{SCHIFF}", encoding="utf-8")
        kept.update(kept.articles)

    write("Der Bote")
    before = archive.current()
    write("Die Post")
    after = archive.current()
    assert (of(before, "bote"), of(before, "post")) == (sentences_of(SCHIFF), set())
    assert (of(after, "bote"), of(after, "post")) == (set(), sentences_of(SCHIFF))
    kept.update(kept.articles)
    assert (of(after, "bote"), of(after, "post")) == (set(), sentences_of(SCHIFF))
    assert of(archive.current(), "post") == sentences_of(SCHIFF)
    assert not len(archive.current().store.described())


def test_vectors_are_brought_over_without_embedding_anything(
    shelf: Shelf, address: MilvusAddress
) -> None:
    shelf.update(shelf.articles)
    expected = _found(shelf.open().current())
    embedded = len(shelf.embedded)
    for vectors_in, said in ((address, "in files"), (None, "FUNDSTELLE_STORE")):
        shelf.vectors_in = vectors_in
        with pytest.raises(InputError, match=said) as caught:
            shelf.open()
        assert "fundstelle repair" in str(caught.value) and "\n" not in str(caught.value)
        with pytest.raises(InputError, match="fundstelle repair"):
            shelf.update(shelf.articles)
        done = repair_index(shelf.index_dir, shelf.embedder, lambda *_: None, 0.0, vectors_in)
        assert len(done.problems) == 1 and done.articles == 2
        assert _found(shelf.open().current()) == expected
        assert problems_of(shelf.index_dir, vectors_in) == []
    assert len(shelf.embedded) == embedded


def test_what_is_missing_in_milvus_is_found_out_and_mended(kept: Shelf) -> None:
    assert kept.vectors_in is not None
    before = kept.open().current()
    expected = _found(before)
    server = Server(kept.vectors_in)
    collections.delete(server, before.state.collection, _passages(kept)[:1])
    (problem,) = problems_of(kept.index_dir, kept.vectors_in)
    assert "1 passages are missing" in problem
    repair_index(kept.index_dir, kept.embedder, lambda *_: None, 0.0, kept.vectors_in)
    assert _found(kept.open().current()) == expected
    collections.drop(server, kept.open().current().state.collection)
    kept.write("bus.txt", BUS)
    with pytest.raises(InputError, match="fundstelle repair"):
        kept.update(kept.articles)
    repair_index(kept.index_dir, kept.embedder, lambda *_: None, 0.0, kept.vectors_in)
    assert _found(kept.open().current()) == expected


def test_two_archives_of_one_name_leave_each_other_alone(kept: Shelf, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Shelf(tmp_path / "other", kept.vectors_in)
    other.write("bus.txt", BUS)
    other.update(other.articles)
    kept.write("zug.txt", ZUG + " Er kam an.")
    kept.update(kept.articles)
    assert sentences(other.open().current()) == sentences_of(BUS)
    assert "Er kam an." in sentences(kept.open().current())
