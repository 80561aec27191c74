"""Vectors kept between runs, so that what is tried on the ranking is seen within seconds."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np

from index import Embedder, Settings
from index.embedding import EmbeddedPassage, EncodedText, PassageText

_SCHEMA = """
CREATE TABLE IF NOT EXISTS questions (key BLOB PRIMARY KEY, vectors BLOB, spans BLOB);
CREATE TABLE IF NOT EXISTS with_sentences (key BLOB PRIMARY KEY, vectors BLOB);
"""


def evaluation_folder(settings: Settings) -> Path:
    """Where evaluations keep what they may need again."""
    return settings.cache_dir / "evaluation"


class CachedEmbedder(Embedder):
    """`embedder`, with what it computed kept in a file, by model and text.

    :param path: an SQLite file, made where it is not there.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        super().__init__(embedder.encoder, embedder.model_name)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Passages are embedded in a thread of their own, questions not; never both at once.
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.executescript(_SCHEMA)

    @classmethod
    def between_runs(cls, embedder: Embedder, settings: Settings) -> CachedEmbedder:
        """Kept in the cache folder, for whatever is evaluated or fitted next."""
        return cls(embedder, evaluation_folder(settings) / "embedded.sqlite")

    def encode_query(self, text: str) -> EncodedText:
        key = self._key(text)
        row = self._connection.execute(
            "SELECT vectors, spans FROM questions WHERE key = ?", (key,)
        ).fetchone()
        if row is not None:
            vectors, spans = self._vectors(row[0]), np.frombuffer(row[1], np.int64).reshape(-1, 2)
            return EncodedText(vectors[0], vectors[1:], spans)
        encoded = super().encode_query(text)
        vectors = np.vstack([encoded.vector, encoded.tokens]).astype(np.float32)
        spans = encoded.spans.astype(np.int64)
        self._connection.execute(
            "INSERT OR REPLACE INTO questions VALUES (?, ?, ?)",
            (key, vectors.tobytes(), spans.tobytes()),
        )
        self._connection.commit()
        return encoded

    def embed_passages(
        self, passages: Sequence[PassageText], progress: Callable[[int], None] = lambda done: None
    ) -> list[EmbeddedPassage]:
        keys = [self._key(*astuple(passage)) for passage in passages]
        kept = [self._read(key) for key in keys]
        new = [number for number, found in enumerate(kept) if found is None]
        for number, embedded in zip(
            new, super().embed_passages([passages[i] for i in new], progress), strict=True
        ):
            kept[number] = embedded
            self._write(keys[number], embedded)
        self._connection.commit()
        return [found for found in kept if found is not None]

    def _key(self, *content: object) -> bytes:
        text = json.dumps((self.model_hash, *content))
        return hashlib.sha256(text.encode()).digest()[:16]

    def _read(self, key: bytes) -> EmbeddedPassage | None:
        row = self._connection.execute(
            "SELECT vectors FROM with_sentences WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        vectors = self._vectors(row[0])
        return EmbeddedPassage(vectors[0], vectors[1:])

    def _write(self, key: bytes, passage: EmbeddedPassage) -> None:
        vectors = np.vstack([passage.vector, passage.sentences]).astype(np.float32)
        self._connection.execute(
            "INSERT OR REPLACE INTO with_sentences VALUES (?, ?)", (key, vectors.tobytes())
        )

    def _vectors(self, content: bytes) -> np.ndarray:
        return np.frombuffer(content, np.float32).reshape(-1, self.dimension)
