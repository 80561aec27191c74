"""What an update costs as the archive grows, and opening and searching it:

    python -m benchmarks.storage_growth ARTICLES.csv --passages 1000 100000 1000000
        [--folder DIR] [--json FILE]

Articles of the file, repeated with changed words, until there are so many passages; their vectors
are made up around topics, since embedding costs the same everywhere. Then ten articles are added
from files. Prints, for each size: seconds and bytes written for these ten, less their embedding;
seconds until the archive is open; resident memory; what the index takes beside its text; and of
searches the time, and the share of the ten nearest passages that exact search finds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.sizes import characters_of, resident
from index import Archive, Article, Embedder, InputError, Snapshot, update_index
from index.articles import Source, extract_articles
from index.embedding import EncodedText
from index.storage import (
    add_articles,
    archive_status,
    passage_of,
)

_DIMENSION = 384
_TOPICS = 4_000
_NOISE = 0.7  # of a text's vector, its topic's being 1
_SEARCHES = 200
_CHANGED = 0.15  # of the words of a text that is repeated


class MadeUp:
    """Vectors around topics, by the text's content; counts the time that it takes."""

    dimension, model_hash = _DIMENSION, "made up"

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self._topics = rng.normal(size=(_TOPICS, _DIMENSION)).astype(np.float32)
        self._noise = rng.normal(size=(200_003, _DIMENSION)).astype(np.float32)
        self.seconds = 0.0

    def tokenize(self, text: str) -> list[int]:
        return [len(word) for word in text.split() for _ in range(1 + len(word) // 6)]

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        started = time.perf_counter()
        numbers = np.array([hash(text) for text in texts], dtype=np.int64)
        vectors = self._topics[numbers % _TOPICS] + _NOISE * self._noise[numbers % 200_003]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        self.seconds += time.perf_counter() - started
        return vectors

    def encode_query(self, text: str) -> EncodedText:
        (vector,) = self.embed_documents([text], lambda done: None)
        return EncodedText(vector, vector[None, :], np.array([[0, len(text)]]))

    def encode_documents(self, texts: Sequence[str]) -> Iterator[tuple[int, EncodedText]]:
        return ((number, self.encode_query(text)) for number, text in enumerate(texts))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where to, instead of a temporary folder")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.open:
        print(json.dumps(_opened(options.open)))
        return
    articles = list(extract_articles(Source(options.articles)))
    figures = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        index_dir, added = folder / "index", 0
        for size in options.passages:
            started = time.perf_counter()
            added = _fill(index_dir, articles, size, added)
            took = time.perf_counter() - started
            figures.append(
                {"passages": archive_status(index_dir).passages, "filling_s": round(took)}
                | _update(index_dir, folder / f"ten-{size}", articles, size)
                | _space(index_dir)
                | _open_elsewhere(index_dir)
            )
            print(json.dumps(figures[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _fill(index_dir: Path, articles: Sequence[Article], passages: int, added: int) -> int:
    """:return: how many articles have been added in all."""
    embedder = Embedder(MadeUp(), "made up")
    while (held := _passages(index_dir)) < passages:
        # An article has some three and a half passages.
        missing = max(1, int((passages - held) / 3.5))
        some = min(missing, 20_000)
        made = (_changed(articles[n % len(articles)], n) for n in range(added, added + some))
        add_articles(index_dir, made, embedder, lambda *step: None)
        added += some
        print(f"{_passages(index_dir):,} passages", file=sys.stderr, flush=True)
    return added


def _passages(index_dir: Path) -> int:
    try:
        return archive_status(index_dir).passages
    except InputError:  # there is nothing yet
        return 0


def _changed(article: Article, number: int) -> Article:
    """Another article, with some of its words in another order."""
    rng = random.Random(number)
    said = article.text.split(" ")
    places = rng.sample(range(len(said)), int(_CHANGED * len(said)))
    others = rng.sample(places, len(places))
    words = list(said)
    for place, other in zip(places, others, strict=True):
        words[place] = said[other]
    return Article(
        id=f"{number:016x}", title=f"{number}", language=article.language, text=" ".join(words)
    )


def _update(
    index_dir: Path, folder: Path, articles: Sequence[Article], size: int
) -> dict[str, float]:
    """What ten articles more cost, without embedding them."""
    folder.mkdir(parents=True)
    encoder = MadeUp()
    seconds, written = [], []
    for run in range(3):
        for number in range(10):
            text = _changed(articles[number], 10**9 + 100 * size + 10 * run + number).text
            (folder / f"{run}-{number}.txt").write_text(text, encoding="utf-8")
        before, embedding, started = _bytes_written(), encoder.seconds, time.perf_counter()
        update_index(index_dir, [folder], Embedder(encoder, "made up"), lambda *step: None)
        took = time.perf_counter() - started
        seconds.append(took - (encoder.seconds - embedding))
        written.append(_bytes_written() - before)
    return {
        "ten_more_s": round(statistics.median(seconds), 2),
        "ten_more_mb": round(statistics.median(written) / 1e6, 1),
    }


def _bytes_written() -> int:
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("write_bytes")).split()[1])


def _space(index_dir: Path) -> dict[str, float]:
    status = archive_status(index_dir)
    characters = characters_of(index_dir)
    return {
        "index_mb": round(status.bytes / 1e6),
        "times_its_text": round(status.bytes / characters, 1),
    }


def _open_elsewhere(index_dir: Path) -> dict[str, float]:
    """In a process of its own, which holds nothing else."""
    command = [sys.executable, "-m", "benchmarks.storage_growth", "-", "--open", str(index_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _opened(index_dir: Path) -> dict[str, float]:
    encoder = MadeUp()
    before = resident()
    started = time.perf_counter()
    archive = Archive(index_dir, Embedder(encoder, "made up"))
    snapshot = archive.current()
    opening = time.perf_counter() - started
    times, hits = [], 0
    questions = [encoder.encode_query(f"question {n}").vector for n in range(_SEARCHES)]
    found = []
    for question in questions:
        started = time.perf_counter()
        found.append(list(snapshot.proposals.search(question, 10)))
        times.append(time.perf_counter() - started)
    memory = resident() - before
    exact = _exact(snapshot, np.stack(questions[:50]))
    hits = sum(len(set(a) & set(b)) for a, b in zip(exact, found[:50], strict=True))
    again = time.perf_counter()
    archive.current()
    return {
        "opening_s": round(opening, 2),
        "opening_again_ms": round((time.perf_counter() - again) * 1000, 1),
        "memory_mb": round(memory / 1e6),
        "search_ms": round(statistics.median(times) * 1000, 1),
        "recall_at_10": round(hits / 500, 3),
    }


def _exact(snapshot: Snapshot, questions: np.ndarray) -> list[list[int]]:
    ids = np.array([passage_of(of[0]) for of in snapshot.store.all_sentence_ids()])
    best: list[list[tuple[float, int]]] = [[] for _ in questions]
    for start in range(0, len(ids), 20_000):
        some = ids[start : start + 20_000]
        cosines = questions @ snapshot.passage_vectors(some.tolist()).T
        for row, of_question in enumerate(cosines):
            top = np.argsort(-of_question)[:10]
            near = [(float(of_question[i]), int(some[i])) for i in top]
            best[row] = sorted([*best[row], *near], reverse=True)[:10]
    return [[i for _, i in of_question] for of_question in best]


if __name__ == "__main__":
    main()
