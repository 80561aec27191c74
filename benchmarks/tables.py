"""Questions whose answer is a row of a table: `python -m benchmarks.tables [--beside PATH]`.

Makes an archive of two invented articles with a table of sixty rows each, an English one by years
and a German one by names, and asks for cells of some of the rows, in English and German. Prints for
each kind of question where the right row ranks among the candidates, how often the first quote
holds it, how many rows that quote has, and how often there was no answer.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import Archive, Article, open_embedder, update_index
from index.text import Question
from qa import Assistant
from qa.finding import run, stages

_ROWS, _ASKED = 60, 12
_FIRST = ("Anna", "Bertram", "Clara", "Dorian", "Edith", "Felix", "Greta", "Henrik", "Ida", "Jonas")
_LAST = ("Holt", "Marsh", "Tenner", "Quill", "Rook", "Sander", "Thorne", "Ulmer", "Vance", "Wick")
_CLUBS = ("Eastbank", "Millford", "Northgate", "Old Ferry", "Pinewater", "Seven Locks")
_WEATHER = ("rain", "sun", "fog", "strong wind", "hail")
_BEFORE = ("Alten", "Birken", "Dorn", "Eichen", "Falken", "Geier", "Hirsch", "Kalten", "Linden")
_BEHIND = ("hütte", "haus", "alm", "heim", "rast", "stube", "warte")
_VALLEYS = ("Ahrntal", "Brucktal", "Engtal", "Grünbach", "Moosgraben")


@dataclass(frozen=True, slots=True)
class Asked:
    """:param kind: of question, and `language` its language.
    :param row: the row that answers it, as it stands in its article.
    """

    kind: str
    language: str
    question: str
    row: str


def regatta(chance: random.Random) -> tuple[str, list[Asked]]:
    """An English article with its questions."""
    rows, asked = [], []
    names = chance.sample([f"{first} {last}" for first in _FIRST for last in _LAST], _ROWS)
    for year, winner in enumerate(names, start=1950):
        club, weather = chance.choice(_CLUBS), chance.choice(_WEATHER)
        minutes, seconds = chance.randrange(11, 19), chance.randrange(60)
        row = f"| {year} | {winner} | {club} | {minutes}:{seconds:02} | {weather} |"
        rows.append(row)
        asked += [
            Asked("value by year", "en", f"Who won the regatta in {year}?", row),
            Asked("value by year", "de", f"Wer gewann die Regatta im Jahr {year}?", row),
            Asked("other value", "en", f"What was the winning time in {year}?", row),
            Asked("other value", "de", f"Welches Wetter herrschte {year} bei der Regatta?", row),
            Asked("year by value", "en", f"In which year did {winner} win?", row),
            Asked("year by value", "de", f"In welchem Jahr gewann {winner}?", row),
        ]
    text = (
        "# The Larkham Regatta\n\nEvery June single sculls race over two miles from the weir to the"
        " old toll house. The first race was held after the war, on borrowed boats.\n\n"
        "| Year | Winner | Club | Time | Weather |\n|------|:-------|------|-----:|---------|\n"
        + "\n".join(rows)
        + "\n\nThe cup itself is kept in the town hall and has been stolen twice.\n"
    )
    return text, asked


def huts(chance: random.Random) -> tuple[str, list[Asked]]:
    """A German article with its questions."""
    rows, asked = [], []
    names = chance.sample([before + behind for before in _BEFORE for behind in _BEHIND], _ROWS)
    for name in names:
        height, beds = chance.randrange(900, 2900), chance.randrange(8, 120)
        keeper, valley = chance.choice(_FIRST) + " " + chance.choice(_LAST), chance.choice(_VALLEYS)
        row = f"{name} | {height} m | {beds} | {keeper} | {valley}"
        rows.append(row)
        asked += [
            Asked("value by name", "de", f"Wie hoch liegt die Hütte {name}?", row),
            Asked("value by name", "en", f"At what altitude is {name}?", row),
            Asked("other value", "de", f"Wer bewirtschaftet {name}?", row),
            Asked("other value", "en", f"How many beds does {name} have?", row),
        ]
    text = (
        "# Die Hütten am Kaltenberg\n\nSechzig Hütten betreut der Bergverein. Viele sind nur zu Fuß"
        " zu erreichen, und im Winter bleiben die meisten geschlossen.\n\n"
        "Hütte | Höhe | Schlafplätze | Wirt | Tal\n--- | ---: | ---: | --- | ---\n"
        + "\n".join(rows)
        + "\n\nWer übernachten will, meldet sich zwei Tage vorher an.\n"
    )
    return text, asked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, help="articles that are in the archive too")
    options = parser.parse_args()
    embedder = open_embedder()
    with tempfile.TemporaryDirectory() as folder:
        asked = list(_write(Path(folder)))
        paths = [Path(folder), *([options.beside] if options.beside else [])]
        index_dir = Path(folder, ".index")
        update_index(index_dir, paths, embedder, lambda done, total, what: None)
        assistant = Assistant(Archive(index_dir, embedder))
        for kind in dict.fromkeys((a.kind, a.language) for a in asked):
            _print(kind, [_found(a, assistant) for a in asked if (a.kind, a.language) == kind])
        _print(("all", ""), [_found(a, assistant) for a in asked])


def _write(folder: Path) -> Iterator[Asked]:
    """Writes the articles, and yields the questions about some of their rows."""
    chance = random.Random(1)
    for name, make in {"regatta.md": regatta, "huetten.md": huts}.items():
        text, asked = make(chance)
        folder.joinpath(name).write_text(text, encoding="utf-8")
        rows = chance.sample(sorted({a.row for a in asked}), _ASKED)
        yield from (a for a in asked if a.row in rows)


@dataclass(frozen=True, slots=True)
class _Found:
    """:param rank: of the right row among the candidates, from 1; none if it is not there.
    :param quoted: whether the first quote holds it, of `rows` rows and parts of rows.
    """

    rank: int | None
    quoted: bool
    rows: int
    refused: bool


def _found(asked: Asked, assistant: Assistant) -> _Found:
    archive = assistant.archive
    snapshot = archive.current()
    question = Question(asked.question, asked.language)
    candidates = run(question, stages(snapshot, archive.embedder))
    articles: dict[str, Article] = {a.id: a for a in snapshot.articles()}
    rank = next(
        (
            rank
            for rank, candidate in enumerate(candidates, start=1)
            if _holds(articles[candidate.sentence.article_id].text, candidate.sentence.start,
                      candidate.sentence.end, asked.row)
        ),
        None,
    )  # fmt: skip
    answer = assistant.answer(asked.question, asked.language)
    first = answer.citations[0]
    quoted = _holds(articles[first.article.id].text, first.start, first.end, asked.row)
    return _Found(rank, quoted, first.quote.count("\n") + 1, answer.refused)


def _holds(text: str, start: int, end: int, row: str) -> bool:
    """Whether text[start:end] has most of the row."""
    at = text.find(row)
    return at >= 0 and min(end, at + len(row)) - max(start, at) > len(row) / 2


def _print(kind: tuple[str, str], found: list[_Found]) -> None:
    ranks = [f.rank for f in found if f.rank]
    print(
        f"{' '.join(kind):17} {len(found):4} questions: right row first {ranks.count(1):3}, among"
        f" three {sum(rank <= 3 for rank in ranks):3},"
        f" mean reciprocal rank {sum(1 / rank for rank in ranks) / len(found):.2f};"
        f" in the first quote {sum(f.quoted for f in found):3},"
        f" rows a quote {sum(f.rows for f in found) / len(found):.1f}"
        f" (most {max(f.rows for f in found)}); refused {sum(f.refused for f in found):3}"
    )


if __name__ == "__main__":
    main()
