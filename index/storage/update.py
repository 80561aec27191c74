"""Takes up new, changed and removed articles: file → article → passages → vectors → generation."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from index.articles.article import Article
from index.articles.passages import PassageSpans, split_passages
from index.articles.reading import SUFFIXES, find_files, read_articles
from index.embedding.embedder import Embedder, PassageText
from index.errors import InputError
from index.storage.centres import language_centres
from index.storage.state import (
    Generation,
    Manifest,
    draft,
    latest_generation,
    publish,
    reading,
    writing,
)
from index.storage.store import AddedIds, ArticleStore, fingerprint
from index.storage.vectors import VectorIndex, stored_vectors

# Told (done, total, what) as work goes on; the unit of `done` is characters of article text.
Progress = Callable[[int, int, str], None]

_CHARACTERS_PER_BATCH = 200_000


@dataclass
class Update:
    """What an update did: numbers of articles, and the files that it could not read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
    generation: int = 0


@dataclass
class _Scan:
    """What the files hold now. Articles of an unreadable file or folder count as still there.

    :param roots: what was looked at; `deleted` is what of it was a file and is there no more.
    """

    articles: dict[str, Article] = field(default_factory=dict)
    roots: list[Path] = field(default_factory=list)
    deleted: list[Path] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def update_index(
    index_dir: Path, paths: Sequence[Path], embedder: Embedder, progress: Progress
) -> Update:
    """Bring the index in `index_dir` up to date with `paths`, and publish it if anything changed.

    Articles that came from these paths earlier and are no longer there are removed; those from
    elsewhere stay. Without paths, every path that was ever given is looked at again; one that
    cannot be found is told among the problems, and its articles stay, unless it was a file that has
    been deleted from its folder.

    :raises InputError: for a path that is missing or holds no article, for an index that another
        process is writing, or one that was made with another embedding model.
    :raises FundstelleError: if the index is damaged. In either case it stays as it was.
    """
    with writing(index_dir):
        previous = latest_generation(index_dir)
        if previous:
            embedder.check(previous.manifest(), index_dir)
        known, sources = _known(previous)
        scan = (
            _scan([Path(os.path.abspath(path)) for path in paths], progress)
            if paths
            else _scan_again(sources, progress)
        )
        new = [a for i, a in scan.articles.items() if i not in known]
        changed = [
            a for i, a in scan.articles.items() if i in known and known[i][0] != fingerprint(a)
        ]
        removed = _gone(known, scan)
        update = Update(
            added=len(new),
            changed=len(changed),
            removed=len(removed),
            unchanged=len(scan.articles) - len(new) - len(changed),
            problems=scan.problems,
            generation=previous.number if previous else 0,
        )
        if new or changed or removed or scan.deleted or not set(scan.roots) <= set(sources):
            with draft(index_dir, previous) as generation:
                _fill(
                    generation,
                    previous,
                    remove=[*removed, *(a.id for a in changed)],
                    add=[*new, *changed],
                    sources=scan.roots,
                    deleted=scan.deleted,
                    embedder=embedder,
                    progress=progress,
                )
                manifest = Manifest(
                    embedding_model=embedder.model_name,
                    model_hash=embedder.model_hash,
                    dimension=embedder.dimension,
                    created=datetime.now(UTC).isoformat(timespec="seconds"),
                )
                update.generation = publish(generation, manifest).number
        return update


def _known(previous: Generation | None) -> tuple[dict[str, tuple[str, Path]], list[Path]]:
    if previous is None:
        return {}, []
    with reading(previous), closing(ArticleStore(previous.articles)) as store:
        return store.fingerprints(), store.sources()


def _scan(paths: Sequence[Path], progress: Progress) -> _Scan:
    """:raises InputError: for the first path that is missing or in which nothing can be read."""
    scan = _Scan()
    for path in paths:
        _scan_path(path, scan, progress)
    return scan


def _scan_again(sources: Sequence[Path], progress: Progress) -> _Scan:
    """What the paths of earlier hold now: one of them that is gone does not hide the others.

    :raises InputError: if there are none, or nothing can be read in any of them.
    """
    if not sources:
        raise InputError("nothing is indexed yet: say what to index with: fundstelle index PATH")
    scan = _Scan()
    errors = []
    for path in sources:
        try:
            _scan_path(path, scan, progress)
        except InputError as error:
            if _is_deleted_file(path):
                scan.roots.append(path)
                scan.deleted.append(path)
            else:
                errors.append(error)
                scan.unreadable.add(path)
                scan.problems.append(str(error))
    if len(errors) == len(sources):
        raise errors[0]
    return scan


def _is_deleted_file(path: Path) -> bool:
    """A folder that is missing may lie on a disk that is not there; so may a file's folder."""
    return path.suffix.lower() in SUFFIXES and not os.path.lexists(path) and path.parent.is_dir()


def _scan_path(path: Path, scan: _Scan, progress: Progress) -> None:
    files = _files_of(path, scan)
    problems = []
    for number, file in enumerate(files):
        progress(number, len(files), f"reading {path.name}")
        try:
            articles = list(read_articles(file))  # all of a file or none
        except InputError as error:
            if file == path:
                raise
            scan.unreadable.add(file)
            problems.append(str(error))
        else:
            scan.articles.update((article.id, article) for article in articles)
    if files and len(problems) == len(files):
        raise InputError(f"no file in {path} could be read; the first: {problems[0]}")
    scan.roots.append(path)
    scan.problems.extend(problems)


def _files_of(path: Path, scan: _Scan) -> list[Path]:
    if path.is_dir():

        def unreadable(folder: Path, error: OSError) -> None:
            scan.unreadable.add(folder)
            scan.problems.append(f"cannot read {folder}: {error.strerror}")

        files = find_files(path, unreadable=unreadable)
        # An empty folder where articles were is more likely an unmounted disk than a wish.
        if not files:
            raise InputError(f"no articles in {path} ({', '.join(SUFFIXES)} files are read)")
        return files
    if not os.path.lexists(path):
        raise InputError(f"no such file or folder: {path}")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"cannot read {path}: not one of {', '.join(SUFFIXES)}")
    if not path.is_file():
        raise InputError(f"cannot read {path}: neither a file nor a folder")
    return [path]


def _gone(known: dict[str, tuple[str, Path]], scan: _Scan) -> list[str]:
    return [
        article_id
        for article_id, (_, path) in known.items()
        if article_id not in scan.articles
        and not any(path.is_relative_to(unreadable) for unreadable in scan.unreadable)
        and any(path.is_relative_to(root) for root in scan.roots)
    ]


def _fill(
    generation: Generation,
    previous: Generation | None,
    *,
    remove: list[str],
    add: list[Article],
    sources: list[Path],
    deleted: list[Path],
    embedder: Embedder,
    progress: Progress,
) -> None:
    passages, sentences = _vectors(previous, embedder)
    store = ArticleStore(generation.articles, writable=True)
    try:
        for article_id in remove:
            held = store.remove(article_id)
            passages.remove(held.passages)
            sentences.remove(held.sentences)
        store.add_sources(sources)
        store.remove_sources(deleted)
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
    finally:
        store.close()
    passages.save(generation.passage_vectors)
    sentences.save(generation.sentence_vectors)


def _vectors(previous: Generation | None, embedder: Embedder) -> tuple[VectorIndex, VectorIndex]:
    """Those of the passages and of the sentences that the next generation starts with."""
    if previous is None:
        return VectorIndex.empty(embedder.dimension), VectorIndex.empty(embedder.dimension)
    with reading(previous), closing(ArticleStore(previous.articles)) as store:
        return stored_vectors(previous, store.counts(), embedder.dimension)


def _report(progress: Progress, before: int, total: int, done: int) -> None:
    progress(before + done, total, "embedding")


def _batches(articles: list[Article]) -> list[list[Article]]:
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
    batch: list[Article],
    store: ArticleStore,
    passages: VectorIndex,
    sentences: VectorIndex,
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
    return PassageText(
        text=article.text[span.start : span.end],
        sentences=tuple(article.text[start:end] for start, end in span.sentences),
        spans=tuple((start - span.start, end - span.start) for start, end in span.sentences),
    )
