"""Every format, container and store of vectors keeps its contract."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from samples import SAMPLES

from index.articles import FORMATS, Article, Folder, Format
from index.storage import ExactVectors
from index.storage.new_articles import NewArticle, NewPassage
from index.storage.proposals import Dead, FaissProposals
from index.storage.segments import SegmentFiles
from index.storage.vector_codes import encode
from index.storage.writing_store import WritingStore
from index.testing import check_container, check_exact_vectors, check_format, check_proposals
from index.testing.vectors import Content, Sources


@pytest.mark.parametrize("reader", FORMATS, ids=lambda reader: type(reader).__name__)
def test_every_registered_format(reader: Format, tmp_path: Path) -> None:
    check_format(reader, SAMPLES[type(reader)], tmp_path)


def test_a_folder_is_a_container(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "below/c.csv", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Text")
    expected = [str(tmp_path / name) for name in ("a.md", "b.txt", "below/c.csv")]
    check_container(Folder(tmp_path), expected)


def _in_faiss(folder: Path, content: Content, sources: Sources) -> FaissProposals:
    files = SegmentFiles(folder, 16)
    every = {i: vector for pair in content.values() for i, vector in zip(*pair, strict=True)}
    opened = {
        language: [files.open(files.write(language, np.array(ids), vectors))]
        for language, (ids, vectors) in content.items()
    }
    nothing_dead = Dead(np.zeros(0, np.int64))
    return FaissProposals(
        opened, nothing_dead, lambda ids: np.stack([every[i] for i in ids]), folder
    )


def test_proposals_by_faiss(tmp_path: Path) -> None:
    check_proposals(partial(_in_faiss, tmp_path))


def test_a_store_that_mixes_languages_up_is_found_out(tmp_path: Path) -> None:
    class Mixed(FaissProposals):
        def search(self, vector, limit, language=None, filter=None):  # type: ignore[no-untyped-def]
            return super().search(vector, limit, None, filter)

    def make(content: Content, sources: Sources) -> FaissProposals:
        mixed = _in_faiss(tmp_path, content, sources)
        mixed.__class__ = Mixed
        return mixed

    with pytest.raises(AssertionError, match="only what is asked for"):
        check_proposals(make)


def test_exact_vectors_in_the_database(tmp_path: Path) -> None:
    def make(content: Content) -> ExactVectors:
        path = tmp_path / "vectors.sqlite"
        store = WritingStore(path, tmp_path)
        # The ids are the database's own: those that the content asks for stand for them.
        text = "Ein Satz."
        article = Article(id="a", title="t", language="de", text=text)
        pairs = [pair for of in content.values() for pair in zip(*of, strict=True)]
        passages = [
            NewPassage(0, len(text), [(0, len(text))], ["satz"], code, code)
            for code in encode(np.stack([vector for _, vector in pairs]))
        ]
        added = store.insert([NewArticle(article, passages, [])])["de"]
        own = {asked: i for (asked, _), i in zip(pairs, added.ids, strict=True)}
        return lambda ids: store.passage_vectors([own.get(i, i) for i in ids], 16)

    check_exact_vectors(make)
