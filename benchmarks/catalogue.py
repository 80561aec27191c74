"""How long it takes to leaf through the list of a large archive:

    python -m benchmarks.catalogue [--articles 1000000] [--folder DIR]

Rows with made-up titles, sources and dates and a text of about 1,200 characters each, without
passages and vectors. Prints the median milliseconds of what the archive page asks for, in the order
in which a reader would: the first and a middle page of each order, filters, counts.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from index import ArticleFilter
from index.storage import ORDERS, ArticleStore
from index.storage.database import create_database
from index.storage.schema import SCHEMA

_ROUNDS = 5
_COLUMNS = "fingerprint, characters, id, title, language, date, source, path, text, pages"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where there is room; else a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        path = Path(folder) / "archive.sqlite"
        _fill(path, options.articles)
        with closing(ArticleStore(path, Path(folder))) as store:
            for name, ask in _questions(store, options.articles):
                print(f"{_median(ask):9.1f} ms  {name}", flush=True)


def _questions(store: ArticleStore, total: int) -> Iterator[tuple[str, Callable[[], object]]]:
    for order in ORDERS:
        yield f"by {order}, the first leaf", partial(store.leaf, 50, order, True)
        yield f"by {order}, a middle leaf", partial(store.leaf, 50, order, True, offset=total // 2)
    german, source = ArticleFilter(language="de"), ArticleFilter(source="bote 7")
    years = ArticleFilter("1990", "1991")
    for name, order, articles, title in (
        ("a title that nothing has", "date", None, "abcdefgh"),
        ("a part of many titles", "date", None, "äb"),
        ("a language", "date", german, None),
        ("a language, by title", "title", german, None),
        ("a source", "date", source, None),
        ("two years, by title", "title", years, None),
    ):
        yield name, partial(store.leaf, 50, order, True, None, articles, title)
        yield f"{name}: how many", partial(store.count, articles, title)
    yield "articles by language", store.languages
    yield "articles by year", store.years


def _fill(path: Path, articles: int) -> None:
    rng = random.Random(0)
    letters = "abcdefghijklmnoprstuvwäöü"
    words = ["".join(rng.choices(letters, k=rng.randint(3, 11))) for _ in range(5_000)]
    text = " ".join(rng.choices(words, k=150))

    def rows() -> Iterator[tuple]:
        for number in range(articles):
            title = " ".join(rng.choices(words, k=7)).capitalize()
            date = f"{rng.randint(1950, 2024)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            language = rng.choice(("de", "de", "en", "fr"))
            source, of_file = f"Bote {rng.randint(1, 300)}", f"/archive/{number}.txt"
            known = (title, language, date if rng.random() < 0.9 else None, source, of_file)
            yield (f"{number:064}", len(text), f"{number:016}", *known, text, "")

    with closing(create_database(path)) as connection:
        connection.execute(SCHEMA)
        connection.execute("BEGIN")
        values = ", ".join("?" for _ in _COLUMNS.split(","))
        connection.executemany(f"INSERT INTO articles ({_COLUMNS}) VALUES ({values})", rows())
        connection.execute("COMMIT")


def _median(ask: Callable[[], object]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1_000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
