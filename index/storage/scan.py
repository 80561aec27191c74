"""What files there are now that an index is made of, or is to be made of; none of them is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.articles import Folder, Source, is_read, packing_suffixes, parse_columns, suffixes
from index.errors import InputError
from index.storage.records import Told

# Told (done, total, what) as work goes on; the unit of `done` is bytes of files.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """:param modified: when, in nanoseconds.
    :param root: what it was found in, or itself."""

    source: Source
    size: int
    modified: int
    root: Path

    @property
    def path(self) -> Path:
        return self.source.path


@dataclass
class Scan:
    """The files there are now.

    :param told: what somebody has said of files, and of the files in folders.
    :param excluded: paths that are not to be taken up, and ids of articles.
    :param roots: what was looked at; `deleted` is what of it was a file and is there no more.
    :param unreadable: files and folders whose articles count as still there.
    """

    told: Mapping[Path, Told]
    excluded: Collection[str] = ()
    files: dict[Path, FoundFile] = field(default_factory=dict)
    roots: list[Path] = field(default_factory=list)
    deleted: list[Path] = field(default_factory=list)
    unreadable: set[Path] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def source(self, path: Path) -> Source:
        """The file at `path`, with what was said of it, or of a folder that it is in: of the
        nearest of which something was."""
        told = Told()
        for place in (path, *path.parents):
            told |= self.told.get(place, Told())
        columns = parse_columns(told.columns) if told.columns else None
        return Source(path, told.encoding, columns)

    def excludes(self, path: Path) -> bool:
        """Whether a file, or a folder that it is in, is not to be taken up."""
        return bool(self.excluded) and any(
            str(place) in self.excluded for place in (path, *path.parents)
        )

    def accounts_for(self, path: Path) -> bool:
        """Whether an article from `path`, which was not found, is there no more."""
        places = {path, *path.parents}
        return not places.isdisjoint(self.roots) and places.isdisjoint(self.unreadable)


def scan_paths(
    paths: Sequence[Path], told: Mapping[Path, Told], excluded: Collection[str] = ()
) -> Scan:
    """:raises InputError: for the first path that is missing or that no article can be in."""
    scan = Scan(told, excluded)
    for path in paths:
        _look_at(path, scan)
    return scan


def scan_again(
    sources: Sequence[Path], told: Mapping[Path, Told], excluded: Collection[str] = ()
) -> Scan:
    """The paths of earlier: one of them that is gone does not hide the others.

    :raises InputError: if there are none, or there is nothing in any of them.
    """
    if not sources:
        raise InputError("nothing is indexed yet: say what to index with: fundstelle index PATH")
    scan = Scan(told, excluded)
    errors = look_again(sources, scan)
    if len(errors) == len(sources):
        raise errors[0]
    return scan


def look_again(sources: Sequence[Path], scan: Scan) -> list[InputError]:
    """Look at paths of earlier; returns why some cannot be read, which is told as a problem too."""
    errors = []
    for path in sources:
        try:
            _look_at(path, scan)
        except InputError as error:
            if _is_deleted_file(path):
                scan.roots.append(path)
                scan.deleted.append(path)
            else:
                errors.append(error)
                scan.unreadable.add(path)
                scan.problems.append(str(error))
    return errors


def _is_deleted_file(path: Path) -> bool:
    """A folder that is missing may lie on a disk that is not there; so may a file's folder."""
    return is_read(path.name) and not os.path.lexists(path) and path.parent.is_dir()


def _look_at(path: Path, scan: Scan) -> None:
    found = list(_found(path, scan))
    scan.files.update((file.path, file) for file in found if not scan.excludes(file.path))
    scan.roots.append(path)


def _found(path: Path, scan: Scan) -> Iterator[FoundFile]:
    for source in _sources_of(path, scan):
        try:
            str(source.path).encode()
            status = source.path.stat()
        except (OSError, UnicodeEncodeError) as error:
            reason = getattr(error, "strerror", "its name is not valid UTF-8: rename it")
            if source.path == path:
                raise InputError(f"cannot read {source.name}: {reason}") from error
            scan.unreadable.add(source.path)
            scan.problems.append(f"cannot read {source.name}: {reason}")
        else:
            yield FoundFile(source, status.st_size, status.st_mtime_ns, path)


def _sources_of(path: Path, scan: Scan) -> list[Source]:
    name = Source(path).name
    if path.is_dir():

        def unreadable(folder: Path, error: OSError) -> None:
            scan.unreadable.add(folder)
            scan.problems.append(f"cannot read {Source(folder).name}: {error.strerror}")

        paths = Folder(path).paths(unreadable, scan.problems.append)
        # An empty folder where articles were is more likely an unmounted disk than a wish.
        if not paths:
            raise InputError(f"no articles in {name} ({_read()} files are read)")
        return [scan.source(of_folder) for of_folder in paths]
    if not os.path.lexists(path):
        raise InputError(f"no such file or folder: {name}")
    if not is_read(path.name):
        raise InputError(f"cannot read {name}: not one of {_read()}")
    if not path.is_file():
        raise InputError(f"cannot read {name}: neither a file nor a folder")
    return [scan.source(path)]


def _read() -> str:
    return ", ".join((*suffixes(), *packing_suffixes()))
