"""Fills the next state: what goes is taken out, what is new or changed is split and embedded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from index.articles import Article, PassageSpans, split_passages
from index.embedding import Embedder, PassageText
from index.storage.centres import language_centres
from index.storage.draft_store import AddedIds, DraftStore
from index.storage.faiss_vectors import FaissVectors
from index.storage.scan import Progress
from index.storage.snapshot import stored_vectors
from index.storage.state import State
from index.storage.store import ArticleStore

_CHARACTERS_PER_BATCH = 200_000


@dataclass(frozen=True)
class Filling:
    """What the next state is to hold besides what the one before does.

    :param changed: articles that need new passages and vectors; `described` those of which only
        what is known about them has changed.
    :param removed: the ids of articles that are there no more.
    :param sources: where articles were looked for, with their encoding where somebody has said it;
        `deleted` those that are there no more.
    """

    new: Sequence[Article]
    changed: Sequence[Article]
    described: Sequence[Article]
    removed: Sequence[str]
    sources: dict[Path, str | None]
    deleted: Sequence[Path]

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.described or self.removed)


def fill(
    state: State, previous: State | None, filling: Filling, embedder: Embedder, progress: Progress
) -> None:
    """Make of a draft, which holds the articles of `previous`, the next state.

    :param progress: told of characters embedded, and of how many there are.
    """
    passages, sentences = _vectors(previous, state, embedder)
    with closing(DraftStore(state.articles, state.index_dir)) as store:
        for article_id in (*filling.removed, *(article.id for article in filling.changed)):
            held = store.remove(article_id)
            passages.remove(held.passages)
            sentences.remove(held.sentences)
        for article in filling.described:
            store.describe(article)
        store.add_sources(filling.sources)
        store.remove_sources(filling.deleted)
        add = [*filling.new, *filling.changed]
        total, done = sum(len(article.text) for article in add), 0
        for batch in _batches(add):
            report = partial(_report, progress, done, total)
            _add(batch, store, passages, sentences, embedder, report)
            done += sum(len(article.text) for article in batch)
            progress(done, total, "embedding")
        ids = {
            language: (store.passage_ids(language), store.sentence_ids(language))
            for language in store.languages()
        }
        store.set_centres(language_centres(ids, passages, sentences))
        store.commit()
    passages.save(state.passage_vectors)
    sentences.save(state.sentence_vectors)


def _vectors(
    previous: State | None, state: State, embedder: Embedder
) -> tuple[FaissVectors, FaissVectors]:
    """Those of the passages and of the sentences that the next state starts with."""
    if previous is None:
        empty = partial(FaissVectors.empty, embedder.dimension, state.index_dir)
        return empty(), empty()
    with closing(ArticleStore(previous.articles, previous.index_dir)) as store:
        return stored_vectors(previous, store, embedder.dimension)


def _report(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total, "embedding")


def _batches(articles: Sequence[Article]) -> list[list[Article]]:
    """Groups that are large enough to sort by length and small enough to show progress."""
    batches: list[list[Article]] = []
    size = _CHARACTERS_PER_BATCH
    for article in articles:
        if size >= _CHARACTERS_PER_BATCH:
            batches.append([])
            size = 0
        batches[-1].append(article)
        size += len(article.text)
    return batches


def _add(
    batch: Sequence[Article],
    store: DraftStore,
    passages: FaissVectors,
    sentences: FaissVectors,
    embedder: Embedder,
    progress: Callable[[int], None],
) -> None:
    ids = AddedIds([], [])
    texts: list[PassageText] = []
    for article in batch:
        spans = split_passages(article.text, article.language, embedder.tokenize)
        added = store.add(article, spans)
        ids.passages.extend(added.passages)
        ids.sentences.extend(added.sentences)
        texts.extend(_passage_text(article, span) for span in spans)
    if not texts:
        return
    characters = sum(len(article.text) for article in batch)
    embedded = embedder.embed_passages(
        texts, lambda done: progress(characters * done // len(texts))
    )
    passages.add(ids.passages, np.stack([passage.vector for passage in embedded]))
    sentences.add(ids.sentences, np.concatenate([passage.sentences for passage in embedded]))
    codes = (code for passage in embedded for code in passage.tokens)
    store.add_tokens(zip(ids.sentences, codes, strict=True))


def _passage_text(article: Article, span: PassageSpans) -> PassageText:
    # A passage in the middle of a table is read with the header.
    header = f"{span.header}\n" if span.header else ""
    shift = len(header) - span.start
    return PassageText(
        text=header + article.text[span.start : span.end],
        sentences=span.read_as,
        spans=tuple((start + shift, end + shift) for start, end in span.sentences),
    )
