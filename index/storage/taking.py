"""Compares what files hold now with what was taken from them, article by article."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from index.articles import Article, ArticleDescription, Extracted, Extractor, Source
from index.errors import InputError
from index.storage.adding import Adding
from index.storage.publishing import Publisher
from index.storage.records import StoredFile
from index.storage.scan import FoundFile, Scan
from index.storage.writing_store import fingerprint

# Told “added”, “changed”, “moved”, “removed” or “duplicate”, and of which article or file.
Report = Callable[[str, str], None]
_KINDS = {kind: kind for kind in ("added", "changed", "moved", "removed", "unchanged")} | {
    "duplicate": "duplicates"
}


class Taking:
    """:param adding: takes what has to be embedded; None to find out only what would be done.
    :ivar counts: how many articles, by what became of them, and how many duplicate files.
    :ivar problems: of the files that could not be read, by their path; `left_out`, of parts of
        others.
    """

    def __init__(
        self,
        publisher: Publisher,
        scan: Scan,
        extractor: Extractor,
        adding: Adding | None,
        report: Report,
    ) -> None:
        self.counts = dict.fromkeys(_KINDS.values(), 0)
        self.problems: dict[Path, str] = {}
        self._publisher = publisher
        self.left_out: list[str] = []
        self._scan = scan
        self._extractor = extractor
        self._adding = adding
        self._report = report
        self._files = publisher.store.files()
        self._twins: dict[bytes, Path] = {}
        # What has gone from its file, by what it says: it may turn up in another one.
        self._vanished: dict[str, list[ArticleDescription]] = defaultdict(list)
        # Files that articles have vanished from: were this update cut off, the next one would have
        # to notice again.
        self._forgotten: list[Path] = []
        self._noted: dict[Path, StoredFile] = {}

    @property
    def changes(self) -> bool:
        """Whether anything is another than before."""
        return any(number for kind, number in self.counts.items() if kind != "unchanged")

    def to_read(self, all_of: set[Path]) -> list[FoundFile]:
        """The files that may hold something else than before.

        :param all_of: roots whose files count whatever is known of them.
        """
        of_files = self._publisher.store.articles_of_files()
        gone = [
            path
            for path in self._files.keys() | of_files.keys()
            if path not in self._scan.files and self._scan.accounts_for(path)
        ]
        changed = [file for file in self._scan.files.values() if self._may_differ(file, all_of)]
        left = {file.path for file in changed}.union(gone)
        # A file that held the same as one of these is read for itself now, and after them.
        bereft = [
            found
            for path, file in self._files.items()
            if file.same_as in left and path not in left and (found := self._found(path))
        ]
        changed.sort(key=lambda file: self._is_copy(file.path))
        self.counts["unchanged"] = sum(
            of_files.get(path, 0) for path in self._scan.files if path not in left
        )
        self._twins = {
            file.hash: path
            for path, file in self._files.items()
            if path not in left and file.same_as is None
        }
        for path in gone:
            self._vanish(self._publisher.store.known(path).values())
            self._forgotten.append(path)
        return [*changed, *bereft]

    def _is_copy(self, path: Path) -> bool:
        known = self._files.get(path)
        return known is not None and known.same_as is not None

    def _may_differ(self, file: FoundFile, all_of: set[Path]) -> bool:
        known = self._files.get(file.path)
        return (
            known is None
            or file.root in all_of
            or (known.same_as is not None and known.same_as not in self._files)
            or (known.size, known.modified) != (file.size, file.modified)
        )

    def take(self, file: FoundFile) -> None:
        """Take up what a file holds now: all of it, or nothing."""
        store, known = self._publisher.store, self._files.get(file.path)
        try:
            content = _hash(file.source)
            twin = self._twins.get(content)
            is_as_it_was = known is not None and known.hash == content and known.same_as is None
            reads = twin is None and not is_as_it_was
            extracted = self._extractor.extract(file.source) if reads else Extracted([], [])
        except InputError as error:
            self.problems[file.path] = str(error)
            self._skip(file.size)
            return
        self.left_out += extracted.problems
        before = store.known(file.path)
        self._twins.setdefault(content, file.path)
        stored = StoredFile(file.size, file.modified, content, twin)
        if is_as_it_was:
            self.counts["unchanged"] += len(before)
            store.set_file(file.path, stored)
            self._skip(file.size)
            return
        if twin is not None and (known is None or known.same_as != twin):
            self._count("duplicate", f"{file.path}, which holds what {twin} holds")
        articles = [a for a in extracted.articles if a.id not in self._scan.excluded]
        vanished = before.keys() - {article.id for article in articles}
        self._vanish(before[article_id] for article_id in vanished)
        if vanished:
            self._noted[file.path] = stored
        else:
            store.set_file(file.path, stored)
        characters = sum(len(article.text) for article in articles)
        for article in articles:
            share = file.size * len(article.text) / characters
            if not self._compare(article, before.get(article.id), share):
                self._skip(share)
        if not articles:
            self._skip(file.size)

    def remove_vanished(self) -> None:
        """Once every file has been looked at."""
        for path in self._forgotten:
            self._publisher.store.forget_file(path)
        for path, stored in self._noted.items():
            self._publisher.store.set_file(path, stored)
        for of_one_text in self._vanished.values():
            for description in of_one_text:
                self._count("removed", _named(description))
                self._publisher.remove(description.id)
        self._vanished.clear()

    def _compare(
        self, article: Article, before: tuple[str, ArticleDescription] | None, share: float
    ) -> bool:
        """Take up an article; whether it has to be embedded.

        :param before: fingerprint and description of the article of this id.
        :param share: of the bytes of its file.
        """
        content = fingerprint(article)
        if before is None and self._vanished.get(content):
            earlier = self._vanished[content].pop()
            self._publisher.describe(earlier.id, article)
            self._count("moved", f"{_named(earlier)} → {article.path}")
            return False
        if before is not None and before[0] == content:
            self._describe(before[1], article)
            return False
        if before is not None:
            self._publisher.remove(article.id)
        self._count("added" if before is None else "changed", _named(article))
        if self._adding is not None:
            self._adding.add(article, share)
        return True

    def _describe(self, before: ArticleDescription, article: Article) -> None:
        """Another row alone is no change: it moves when others are added."""
        if replace(before, row=article.row) == article.description:
            self.counts["unchanged"] += 1
        else:
            self._count("changed", _named(article))
        if before != article.description:
            self._publisher.describe(article.id, article)

    def _skip(self, share: float) -> None:
        if self._adding is not None:
            self._adding.skip(share)

    def _vanish(self, known: Iterable[tuple[str, ArticleDescription]]) -> None:
        for content, description in known:
            self._vanished[content].append(description)

    def _count(self, kind: str, what: str) -> None:
        self.counts[_KINDS[kind]] += 1
        self._report(kind, what)

    def _found(self, path: Path) -> FoundFile | None:
        """A file that this update need not have looked at."""
        if self._scan.excludes(path):
            return None
        if path in self._scan.files:
            return self._scan.files[path]
        try:
            status = path.stat()
        except OSError:
            return None
        return FoundFile(self._scan.source(path), status.st_size, status.st_mtime_ns, path)


def _hash(source: Source) -> bytes:
    """Of what makes its articles: its content, how its name says that is to be read, and what
    somebody has said of it.

    :raises InputError: if it cannot be read.
    """
    with source.open() as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
    suffix = source.path.suffix.lower()
    digest.update(repr((suffix, source.encoding, source.columns)).encode())
    return digest.digest()


def _named(description: ArticleDescription) -> str:
    return f"{description.title} ({description.path})"
