"""A ZIP file of articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.articles.containers.container import Container, as_listed, is_hidden, leads_out
from index.articles.containers.unread import Unread
from index.articles.packed import Budget, Exceeded, zip_name, zip_parts
from index.articles.problems import Problem
from index.articles.source import Source


class Zip:
    suffixes: tuple[str, ...] = (".zip",)

    def fits(self, head: bytes) -> bool:
        return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))  # the latter of an empty one

    def open(self, source: Source, budget: Budget, is_read: Callable[[str], bool]) -> Container:
        return _ZipFile(source, budget, is_read)


@dataclass(frozen=True, slots=True)
class _ZipFile:
    source: Source
    budget: Budget
    is_read: Callable[[str], bool]

    def sources(self, problem: Problem) -> Iterator[Source]:
        unread = Unread()
        with zip_parts(self.source, self.budget) as parts:
            for info in sorted(parts.infos(), key=lambda info: zip_name(info)):
                name = zip_name(info)
                self.budget.take_entry()
                listed = as_listed(self.source, name)
                if leads_out(name):
                    problem(f"{listed} is left out: its path leads out of the archive")
                elif is_hidden(name):
                    continue
                elif not self.is_read(name):
                    unread.add(name)
                else:
                    try:
                        data = parts.read(info)
                    except Exceeded:
                        raise
                    except ValueError as error:
                        problem(f"cannot read {listed}: {error}")
                    else:
                        yield self.source.within(name, data)
        unread.tell(self.source.name, problem)
