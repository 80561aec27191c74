"""The archive as a llama-index reader: its articles as documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from index import Archive
from qa.metadata import metadata_of


class ArticleReader(BaseReader):
    """Every article of an archive, whole, with what is known of it as metadata: to be indexed by
    other means. `load_data` gives all at once, `lazy_load_data` one after the other; both read one
    state of the archive.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def lazy_load_data(self, *args: Any, **load_kwargs: Any) -> Iterator[Document]:
        """In the order of their paths.

        :raises FundstelleError: if the archive cannot be read.
        """
        for article in self._archive.current().articles():
            yield Document(id_=article.id, text=article.text, metadata=metadata_of(article))
