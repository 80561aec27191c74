"""What the files hold now that an index is made of, or is to be made of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.articles import Article, Extractor, Folder, Source, is_read, packing_suffixes, suffixes
from index.errors import InputError

# Told (done, total, what) as work goes on; the unit of `done` is files, or characters of text.
Progress = Callable[[int, int, str], None]


@dataclass
class Scan:
    """What the files hold now. Articles of an unreadable file or folder count as still there.

    :param encodings: of files, and of the files in folders, where somebody has said it.
    :param roots: what was looked at; `deleted` is what of it was a file and is there no more.
    """

    encodings: Mapping[Path, str]
    articles: dict[str, Article] = field(default_factory=dict)
    roots: list[Path] = field(default_factory=list)
    deleted: list[Path] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def source(self, path: Path) -> Source:
        """The file at `path`, with the encoding that was said of it, or of a folder that it is in:
        of the nearest."""
        places = (path, *path.parents)
        said = (self.encodings[place] for place in places if place in self.encodings)
        return Source(path, next(said, None))

    def accounts_for(self, path: Path) -> bool:
        """Whether an article from `path` that was not found is there no more."""
        return any(path.is_relative_to(root) for root in self.roots) and not any(
            path.is_relative_to(unreadable) for unreadable in self.unreadable
        )


def scan_paths(paths: Sequence[Path], encodings: Mapping[Path, str], progress: Progress) -> Scan:
    """:raises InputError: for the first path that is missing or in which nothing can be read."""
    scan = Scan(encodings)
    for path in paths:
        _scan_path(path, scan, progress)
    return scan


def scan_again(sources: Sequence[Path], encodings: Mapping[Path, str], progress: Progress) -> Scan:
    """What the paths of earlier hold now: one of them that is gone does not hide the others.

    :raises InputError: if there are none, or nothing can be read in any of them.
    """
    if not sources:
        raise InputError("nothing is indexed yet: say what to index with: fundstelle index PATH")
    scan = Scan(encodings)
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
    return is_read(path.name) and not os.path.lexists(path) and path.parent.is_dir()


def _scan_path(path: Path, scan: Scan, progress: Progress) -> None:
    sources = _sources_of(path, scan)
    failures = []
    with Extractor() as extractor:
        for number, source in enumerate(sources):
            progress(number, len(sources), f"reading {path.name}")
            try:
                extracted = extractor.extract(source)  # all of a file or none
            except InputError as error:
                if source.path == path:
                    raise
                scan.unreadable.add(source.path)
                failures.append(str(error))
            else:
                scan.articles.update((article.id, article) for article in extracted.articles)
                scan.problems.extend(extracted.problems)
    if sources and len(failures) == len(sources):
        raise InputError(f"no file in {path} could be read; the first: {failures[0]}")
    scan.roots.append(path)
    scan.problems.extend(failures)


def _sources_of(path: Path, scan: Scan) -> list[Source]:
    if path.is_dir():

        def unreadable(folder: Path, error: OSError) -> None:
            scan.unreadable.add(folder)
            scan.problems.append(f"cannot read {folder}: {error.strerror}")

        paths = Folder(path).paths(unreadable, scan.problems.append)
        # An empty folder where articles were is more likely an unmounted disk than a wish.
        if not paths:
            raise InputError(f"no articles in {path} ({_read()} files are read)")
        return list(map(scan.source, paths))
    if not os.path.lexists(path):
        raise InputError(f"no such file or folder: {path}")
    if not is_read(path.name):
        raise InputError(f"cannot read {path}: not one of {_read()}")
    if not path.is_file():
        raise InputError(f"cannot read {path}: neither a file nor a folder")
    return [scan.source(path)]


def _read() -> str:
    return ", ".join((*suffixes(), *packing_suffixes()))
