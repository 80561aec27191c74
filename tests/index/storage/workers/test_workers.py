"""Who prepares articles: which workers a setting names, and those of this process."""

from __future__ import annotations

import importlib.util
import threading
from contextlib import closing

import pytest
from shelf import ZUG, Shelf

from index import Article, Embedder, InputError, update_index
from index.storage import adding
from index.storage.new_articles import NewArticle
from index.storage.workers import InThread, open_workers
from index.testing import check_workers


def test_a_thread_of_this_process(word_embedder: Embedder) -> None:
    with closing(InThread(word_embedder)) as workers:
        check_workers(workers, word_embedder)


def test_workers_that_mix_articles_up_are_found_out(word_embedder: Embedder) -> None:
    class Mixed(InThread):
        def prepare(self, articles, progress):  # type: ignore[no-untyped-def]
            return super().prepare(articles[::-1], progress)

    with (
        closing(Mixed(word_embedder)) as workers,
        pytest.raises(AssertionError, match="in their order"),
    ):
        check_workers(workers, word_embedder)


@pytest.mark.parametrize(
    "where", ["cluster", "http://head:10001", "ray://", "ray://head", "ray://head:port", "LOCAL"]
)
def test_what_names_no_workers_is_refused(where: str, word_embedder: Embedder) -> None:
    with pytest.raises(InputError, match="give ray://HOST:PORT, or local"):
        open_workers(where, word_embedder)


def test_without_ray_it_is_said_what_to_install(
    word_embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'fundstelle\[workers\]'") as caught:
        open_workers("local", word_embedder)
    assert "\n" not in str(caught.value)


class _Several(InThread):
    """:ivar most: batches that were underway at once."""

    number = 3

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self.batches: list[list[str]] = []
        self.most = self._underway = 0
        self._counting = threading.Lock()

    def prepare(self, articles, progress):  # type: ignore[no-untyped-def]
        self.batches.append([article.id for article in articles])
        with self._counting:
            self._underway += 1
            self.most = max(self.most, self._underway)
        return _Counted(self, super().prepare(articles, progress))

    def fetched(self) -> None:
        with self._counting:
            self._underway -= 1


class _Counted:
    def __init__(self, workers, prepared):  # type: ignore[no-untyped-def]
        self._workers, self._prepared = workers, prepared

    def result(self) -> list[NewArticle]:
        found: list[NewArticle] = self._prepared.result()
        self._workers.fetched()
        return found


def test_batches_are_the_same_for_any_number_of_workers_and_no_more_are_in_memory_than_needed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_CHARACTERS_PER_BATCH", 200)
    monkeypatch.setattr(adding, "_PUBLISHED_AFTER", 350)
    for table in range(8):  # of which a piece that is published is some, and ends within a batch
        rows = [f"Zug {table}.{row};{ZUG} Es war Zug {table}.{row}." for row in range(7)]
        (shelf.articles / f"{table}.csv").write_text("\n".join(["title;text", *rows]))
    seen = []
    for number in (1, 3):
        monkeypatch.setattr(_Several, "number", number)
        with closing(_Several(shelf.embedder)) as workers:
            done = update_index(
                shelf.index_dir.with_name(f"index-{number}"),
                [shelf.articles],
                shelf.embedder,
                lambda *_: None,
                workers=workers,
            )
            assert done.added == 8 * 7 + 2
            assert workers.most == 2 * number
            seen.append(workers.batches)
            # Those that were given are open still.
            article = Article(id="a", title="t", language="de", text=ZUG)
            assert workers.prepare([article], lambda part: None).result()
    assert seen[0] == seen[1]
