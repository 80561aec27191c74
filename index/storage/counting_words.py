"""The words of what is written: in how many sentences a frequent one stands, and which words each
passage has where an index of an earlier version keeps none."""

from __future__ import annotations

from index.storage.schema import WORDS
from index.storage.sentence_words import pack_words
from index.storage.store import ArticleStore, tagged

_FREQUENT = 1_000  # sentences: words of fewer are quickly counted
_RECOUNTED = 0.8  # of the sentences at the last count, or its inverse: so far it is in proportion
_PASSAGES_AT_ONCE = 1_000  # whose words are read again


class CountingWords(ArticleStore):
    """Counting and reading them."""

    def count_words(self) -> None:
        """Count the sentences of frequent words, where there are many more or fewer in all than
        when they were counted."""
        sentences = self.sentence_count()
        rows = self._rows("SELECT counted_in FROM frequent_words LIMIT 1")
        if rows and _RECOUNTED < sentences / rows[0]["counted_in"] < 1 / _RECOUNTED:
            return
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.every_word"
            " USING fts5vocab('main', 'sentence_terms', 'row')"
        )
        self._connection.execute("DELETE FROM frequent_words")
        self._connection.execute(
            "INSERT INTO frequent_words SELECT term, doc, ? FROM temp.every_word WHERE doc > ?",
            (sentences, _FREQUENT),
        )

    def read_words(self) -> None:
        """Of every passage in an index of an earlier version, which keeps none."""
        self._connection.execute(WORDS)
        last = 0
        while len(
            ids := self._numbers(
                "SELECT id FROM passages WHERE id > ? ORDER BY id LIMIT ?",
                (last, _PASSAGES_AT_ONCE),
            )
        ):
            last = int(ids[-1])
            self._connection.executemany(
                "INSERT INTO passage_words (passage, words) VALUES (?, ?)",
                [
                    (
                        stored.passage.id,
                        pack_words([tagged(s.text, stored.language) for s in stored.sentences]),
                    )
                    for stored in self.passages(ids.tolist())
                ],
            )
        self.count_words()
