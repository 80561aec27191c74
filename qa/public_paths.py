"""What is told of where a file is: whoever asks from elsewhere need not know this disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from index import Archive


class PublicPaths:
    """:param sources: the files and folders that the articles were taken from."""

    def __init__(self, sources: Iterable[Path]) -> None:
        self._sources = sorted(sources, key=lambda source: -len(source.parts))

    @classmethod
    def of_archive(cls, archive: Archive) -> PublicPaths:
        """As its newest state has them."""
        with closing(archive.stored()) as store:
            return cls(store.sources())

    def of(self, path: str | None) -> str | None:
        """A path, from the folder on that was indexed; of a file that was, its name."""
        if path is None:
            return None
        for source in self._sources:
            if Path(path).is_relative_to(source):
                return Path(path).relative_to(source.parent).as_posix()
        return Path(path).name

    def of_article(self, described: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON of an article's description, with its public path."""
        return {**described, "path": self.of(described["path"])}

    def of_answer(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON of an answer, likewise."""
        citations = [self._of_citation(citation) for citation in answer["citations"]]
        return {**answer, "citations": citations}

    def _of_citation(self, citation: Mapping[str, Any]) -> dict[str, Any]:
        public = {**citation, "article": self.of_article(citation["article"])}
        if "also" in public:
            public["also"] = [self.of_article(article) for article in public["also"]]
        return public
