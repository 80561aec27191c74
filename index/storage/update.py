"""Takes up new, changed and removed articles: source → article → passages → vectors → state."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.articles import Article, ArticleDescription
from index.embedding import Embedder
from index.storage.draft_store import fingerprint
from index.storage.filling import Filling, fill
from index.storage.scan import Progress, Scan, scan_again, scan_paths
from index.storage.state import Manifest, State, draft, latest_state, publish, writing
from index.storage.store import ArticleStore


@dataclass
class Update:
    """What an update did: numbers of articles, the files that it could not read, and the number of
    the state that it left."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
    state: int = 0


@dataclass(frozen=True)
class _Known:
    """What the state before holds: id → (fingerprint, description), and where it came from."""

    articles: dict[str, tuple[str, ArticleDescription]] = field(default_factory=dict)
    sources: dict[Path, str | None] = field(default_factory=dict)


def update_index(
    index_dir: Path,
    paths: Sequence[Path],
    embedder: Embedder,
    progress: Progress,
    encoding: str | None = None,
) -> Update:
    """Bring the index in `index_dir` up to date with `paths`, and publish it if anything changed.

    Articles that came from these paths earlier and are no longer there are removed; those from
    elsewhere stay. Without paths, every path that was ever given is looked at again; one that
    cannot be found is told among the problems, and its articles stay, unless it was a file that has
    been deleted from its folder.

    :param encoding: of the texts in `paths`; it is remembered. Where nobody has said it, it is
        found out.
    :raises InputError: for a path that is missing or holds no article, for an index that another
        process is writing, or one that was made with another embedding model.
    :raises FundstelleError: if the index is damaged. In either case it stays as it was.
    """
    with writing(index_dir):
        previous = latest_state(index_dir)
        if previous:
            previous.check_model(embedder)
        known = _known(previous)
        roots = [Path(os.path.abspath(path)) for path in paths]
        said = known.sources | (dict.fromkeys(roots, encoding) if encoding else {})
        encodings = {path: name for path, name in said.items() if name}
        scan = (
            scan_paths(roots, encodings, progress)
            if roots
            else scan_again(list(known.sources), encodings, progress)
        )
        filling = _filling(known, scan, {path: said.get(path) for path in scan.roots})
        update = _told(scan, filling, previous)
        if (
            filling.changes_anything
            or scan.deleted
            or any(known.sources.get(path, "") != name for path, name in filling.sources.items())
        ):
            with draft(index_dir, previous) as state:
                fill(state, previous, filling, embedder, progress)
                update.state = publish(state, _manifest(embedder)).number
        return update


def _known(previous: State | None) -> _Known:
    if previous is None:
        return _Known()
    with closing(ArticleStore(previous.articles, previous.index_dir)) as store:
        return _Known(store.known(), store.sources())


def _filling(known: _Known, scan: Scan, sources: dict[Path, str | None]) -> Filling:
    """What has to be done so that the index holds what the files hold."""
    new, changed, described = list[Article](), list[Article](), list[Article]()
    for article in scan.articles.values():
        if article.id not in known.articles:
            new.append(article)
            continue
        before, description = known.articles[article.id]
        if before != fingerprint(article):
            changed.append(article)
        elif description != article.description:
            described.append(article)
    removed = [
        article_id
        for article_id, (_, description) in known.articles.items()
        if article_id not in scan.articles and scan.accounts_for(Path(description.path or ""))
    ]
    return Filling(new, changed, described, removed, sources, scan.deleted)


def _told(scan: Scan, filling: Filling, previous: State | None) -> Update:
    changed = len(filling.changed) + len(filling.described)
    return Update(
        added=len(filling.new),
        changed=changed,
        removed=len(filling.removed),
        unchanged=len(scan.articles) - len(filling.new) - changed,
        problems=scan.problems,
        state=previous.number if previous else 0,
    )


def _manifest(embedder: Embedder) -> Manifest:
    return Manifest(
        embedding_model=embedder.model_name,
        model_hash=embedder.model_hash,
        dimension=embedder.dimension,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
