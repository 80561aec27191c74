"""Takes up new, changed and removed articles: source → article → passages → vectors → state."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from index.articles import DEFAULT_LIMITS, Extractor, Limits, Source
from index.embedding import Embedder
from index.errors import InputError
from index.storage.adding import Adding
from index.storage.layout import writing
from index.storage.milvus.address import MilvusAddress
from index.storage.publishing import Publisher
from index.storage.rebuilding import carry_over, open_earlier
from index.storage.records import Told
from index.storage.scan import Progress, Scan, look_again, scan_again, scan_paths
from index.storage.store import ArticleStore
from index.storage.taking import Report, Taking
from index.storage.workers import Workers, at_work


@dataclass
class Update:
    """What an update did: numbers of articles, the files that it could not read, and the number of
    the state that it left.

    :param moved: found in another file than before, and otherwise unchanged.
    :param duplicates: files that hold what another file holds.
    """

    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    unchanged: int = 0
    duplicates: int = 0
    problems: list[str] = field(default_factory=list)
    state: int = 0

    @property
    def changes(self) -> bool:
        """Whether anything was another than before."""
        return bool(self.added or self.changed or self.moved or self.removed or self.duplicates)

    def summary(self) -> str:
        """In a line."""
        told = [
            f"{self.added} added",
            f"{self.changed} changed",
            f"{self.removed} removed",
            f"{self.unchanged} unchanged",
            *([f"{self.moved} moved"] if self.moved else []),
            *([f"{self.duplicates} files are duplicates"] if self.duplicates else []),
        ]
        return ", ".join(told)


def update_index(
    index_dir: Path,
    paths: Sequence[Path],
    embedder: Embedder,
    progress: Progress,
    encoding: str | None = None,
    *,
    columns: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    take_back: bool = True,
    rebuild: bool = False,
    dry_run: bool = False,
    wait: float = 0.0,
    vectors_in: MilvusAddress | None = None,
    report: Report = lambda kind, what: None,
    workers: Workers | str | None = None,
) -> Update:
    """Bring the index in `index_dir` up to date with `paths`, and publish it if anything changed.

    Only files are read whose size or time of change is another than before. Articles that came from
    these paths earlier and are no longer there are removed; those from elsewhere stay. Without
    paths, every path that was ever given is looked at again; one that cannot be found is told among
    the problems, and its articles stay, unless it was a file that has been deleted from its folder.

    :param encoding: of the texts in `paths`; it is remembered. Where nobody has said it, it is
        found out.
    :param columns: of the tables in `paths`: “text=body,title=headline”; it is remembered. Where
        nobody has said it, they are known by their names.
    :param limits: how much of a file is read at most.
    :param take_back: what was removed from `paths` is taken up again: a person has named them.
    :param rebuild: make all anew, from `paths` and every path that was ever given, beside what is
        there, which answers until it is replaced. What comes from no file, or cannot be read now,
        is taken over.
    :param dry_run: find out what would be done, and change nothing.
    :param report: told of each change.
    :param wait: seconds to wait for another process that writes the index.
    :param vectors_in: where vectors are searched; None where that is in files of the folder.
    :param workers: who splits and embeds articles: those of a Ray cluster, “ray://HOST:PORT”, or on
        this machine, “local”; else this process. What is indexed is the same. Those that are open
        already stay so.
    :raises InputError: for a path that is missing or holds no article, for an index that another
        process is writing, or one that was made with another embedding model.
    :raises FundstelleError: if the index is damaged. In either case it stays as it was.
    """
    roots = [_absolute(path) for path in paths]
    with (
        writing(index_dir, wait),
        closing(Publisher(index_dir, embedder, rebuild, vectors_in)) as publisher,
        at_work(workers, embedder, lambda step: progress(0, 1, step)) as at_hand,
        Extractor(limits) as extractor,
    ):
        adding = Adding(publisher, at_hand, progress)
        earlier = open_earlier(index_dir) if rebuild else None
        before: ArticleStore = earlier or publisher.store
        known = before.sources()
        said = known | {root: Told(encoding, columns) | known.get(root, Told()) for root in roots}
        publisher.store.exclude(before.excluded())
        if take_back:
            _take_back(publisher, roots)
        scan = _scan(roots, said, publisher.store.excluded(), anew=rebuild)
        taking = Taking(publisher, scan, extractor, None if dry_run else adding, report)
        to_read = taking.to_read({path for path in roots if known.get(path, Told()) != said[path]})
        adding.total = sum(file.size for file in to_read)
        sources = {path: told for path, told in said.items() if path not in scan.deleted}
        if not dry_run:
            # Were this update cut off, the next one would go on from there.
            publisher.store.add_sources(sources)
        for file in to_read:
            taking.take(file)
            adding.publish_if_due()
        _check_read(scan, taking.problems, raises=bool(roots))
        if earlier is not None and not dry_run:
            with closing(earlier):
                kept = carry_over(earlier, scan, taking.problems, publisher, adding)
            taking.counts["unchanged"] += kept
        adding.flush()
        taking.remove_vanished()
        if not dry_run:
            publisher.store.remove_sources(scan.deleted)
            _finish(publisher, taking.changes or bool(scan.deleted) or known != sources, progress)
        return Update(
            problems=[*scan.problems, *taking.problems.values(), *taking.left_out],
            state=publisher.state.number,
            **taking.counts,
        )


def _absolute(path: Path) -> Path:
    """:raises InputError: if its name is no text."""
    text = os.path.abspath(path)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        name = Source(path).name
        raise InputError(f"cannot read {name}: its name is not valid UTF-8: rename it") from error
    return Path(text[1:] if text.startswith("//") else text)


def _scan(
    roots: Sequence[Path], said: Mapping[Path, Told], excluded: Collection[str], anew: bool
) -> Scan:
    """What there is in `roots`, or in every path of earlier; in both where all is made anew."""
    if not roots:
        return scan_again(list(said), said, excluded)
    scan = scan_paths(roots, said, excluded)
    if anew:
        look_again([path for path in said if path not in roots], scan)
    return scan


def _take_back(publisher: Publisher, roots: Sequence[Path]) -> None:
    """Whoever names a path wants what was removed from it.

    :raises InputError: for a path in a folder that was removed as a whole.
    """
    store = publisher.store
    before = store.excluded()
    store.include(roots)
    excluded = store.excluded()
    for root in roots:
        if folder := next((str(p) for p in root.parents if str(p) in excluded), None):
            raise InputError(
                f"{root} was removed together with {folder}: take that up again with: "
                f"fundstelle index {folder}"
            )
    for what, path in before.items():
        if what not in excluded and path is not None:
            store.read_again(Path(path))


def _finish(publisher: Publisher, changes: bool, progress: Progress) -> None:
    if changes:
        publisher.publish()
    else:
        publisher.store.commit()  # which files were looked at
    publisher.finish(lambda vectors: progress(0, 1, f"merging {vectors:,} vectors"))


def _check_read(scan: Scan, problems: dict[Path, str], raises: bool) -> None:
    """:param raises: whether a root in which nothing can be read is an error, else all of them are.
    :raises InputError: if so."""
    unread = []
    of_roots: dict[Path, list[Path]] = {root: [] for root in scan.roots}
    for file in scan.files.values():
        of_roots[file.root].append(file.path)
    for root, files in of_roots.items():
        if files and all(path in problems for path in files):
            of_root = problems[files[0]]
            unread.append(
                of_root
                if files == [root]
                else f"no file in {root} could be read; the first: {of_root}"
            )
    if unread and (raises or len(unread) == len(scan.roots)):
        raise InputError(unread[0])
