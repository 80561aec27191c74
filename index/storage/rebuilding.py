"""What an index that is made anew takes over from the one before: what the files do not give."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from index.errors import FundstelleError
from index.storage.adding import Adding
from index.storage.layout import published
from index.storage.publishing import Publisher
from index.storage.scan import Scan
from index.storage.state import State
from index.storage.store import ArticleStore


def open_earlier(index_dir: Path) -> ArticleStore | None:
    """The index that is there; None where there is none that can be read."""
    try:
        database = published(index_dir)
        if database is None:
            return None
        store = ArticleStore(database, index_dir)
        State.of(store.about(), index_dir)
    except FundstelleError:
        return None
    return store


def carry_over(
    earlier: ArticleStore,
    scan: Scan,
    unread: Container[Path],
    publisher: Publisher,
    adding: Adding,
) -> int:
    """Take over articles that come from no file, and those of files that cannot be read now.

    :param unread: files that were found, but not read.
    :return: how many articles these are.
    """
    files, taken_over = earlier.files(), earlier.ids_without_file()
    for path in earlier.articles_of_files():
        is_read = path in scan.files and path not in unread
        is_gone = path not in scan.files and scan.accounts_for(path)
        if not is_read and not is_gone:
            taken_over += earlier.known(path)
            if path in files:
                publisher.store.set_file(path, files[path])
    for article_id in taken_over:
        adding.add(earlier.article(article_id), 0.0)
        adding.publish_if_due()
    return len(taken_over)
