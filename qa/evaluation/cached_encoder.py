"""Vectors kept between runs, so that what is tried on the ranking is seen within seconds."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index import Encoder

_Tokens = tuple[np.ndarray, Sequence[tuple[int, int]]]


class CachedEncoder:
    """`encoder`, with what it computed kept in a file, by model and text.

    :param path: an SQLite file, made where it is not there.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self.dimension = encoder.dimension
        self.tokenize = encoder.tokenize
        self.query_prompt, self.document_prompt = encoder.query_prompt, encoder.document_prompt
        self.model_hash = encoder.model_hash
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path)
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, spans BLOB, vectors BLOB)"
        )

    def embed_query(self, text: str) -> np.ndarray:
        vectors, _ = self._kept(
            "query", text, lambda: (self._encoder.embed_query(text)[None, :], [])
        )
        return vectors[0]

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        keys = [self._key("document", text) for text in texts]
        kept = [self._read(key) for key in keys]
        new = [number for number, found in enumerate(kept) if found is None]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if new:
            vectors[new] = self._encoder.embed_documents([texts[i] for i in new], progress)
        for number, found in enumerate(kept):
            if found is None:
                self._write(keys[number], vectors[number][None, :], [])
            else:
                vectors[number] = found[0][0]
        self._connection.commit()
        return vectors

    def encode_tokens(self, text: str) -> _Tokens:
        return self._kept("tokens", text, lambda: self._encoder.encode_tokens(text))

    def _kept(self, kind: str, text: str, compute: Callable[[], _Tokens]) -> _Tokens:
        key = self._key(kind, text)
        found = self._read(key)
        if found is None:
            found = compute()
            self._write(key, *found)
            self._connection.commit()
        return found

    def _key(self, kind: str, text: str) -> bytes:
        content = b"\0".join(
            (self.model_hash.encode(), kind.encode(), text.encode(errors="surrogatepass"))
        )
        return hashlib.sha256(content).digest()[:16]

    def _read(self, key: bytes) -> _Tokens | None:
        row = self._connection.execute(
            "SELECT vectors, spans FROM vectors WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        vectors = np.frombuffer(row[0], np.float32).reshape(-1, self.dimension)
        return vectors, [tuple(span) for span in np.frombuffer(row[1], np.int64).reshape(-1, 2)]

    def _write(self, key: bytes, vectors: np.ndarray, spans: Sequence[tuple[int, int]]) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
            (
                key,
                np.asarray(spans, dtype=np.int64).tobytes(),
                np.asarray(vectors, dtype=np.float32).tobytes(),
            ),
        )
