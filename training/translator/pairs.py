"""The files of DATA_FOLDER/parallel and XQuAD → sentences in two languages."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index import InputError
from qa.gist.small_translator import LANGUAGES
from training.translator.paragraphs import parallel_paragraphs

_NTREX_DEV_TRAINED = 800  # lines; what follows measures
_LONGEST = 600  # characters


@dataclass(frozen=True, slots=True)
class Pair:
    """:param corpus: that it is from.
    :param source: the language of `text`; `target` that of `translation`."""

    corpus: str
    source: str
    target: str
    text: str
    translation: str


def read_pairs(data: Path) -> list[Pair]:
    """Every pair in every direction that is known.

    :raises InputError: if DATA_FOLDER holds none.
    """
    folder = data / "parallel"
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder of parallel sentences")
    sets = [
        ("ntrex", {name: _ntrex(folder, name) for name in sorted(LANGUAGES)}),
        ("web", _aligned(folder, "web-de-en", ("de", "en"))),
        *(
            (f"tatoeba-{name}", _aligned(folder, f"tatoeba-{name}-en", (name, "en")))
            for name in ("de", "es", "fr", "it")
        ),
        *(("xquad", both) for both in _xquad(data)),
    ]
    return [
        Pair(corpus, source, target, *both)
        for corpus, lines in sets
        for source, target in itertools.permutations(lines, 2)
        for both in zip(lines[source], lines[target], strict=True)
        if all(0 < len(text) <= _LONGEST for text in both)
    ]


def measured_lines(data: Path, language: str) -> list[str]:
    """NTREX's lines that nothing is trained on."""
    return _lines(data / "parallel" / f"ntrex-dev.{language}.txt")[_NTREX_DEV_TRAINED:]


def _ntrex(folder: Path, language: str) -> list[str]:
    first = _lines(folder / f"ntrex-dev.{language}.txt")[:_NTREX_DEV_TRAINED]
    return first + _lines(folder / f"ntrex-more.{language}.txt")


def _aligned(folder: Path, name: str, languages: tuple[str, str]) -> dict[str, list[str]]:
    return {language: _lines(folder / f"{name}.{language}.txt") for language in languages}


def _lines(path: Path) -> list[str]:
    return [" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()]


def _xquad(data: Path) -> Iterator[dict[str, list[str]]]:
    known = [name for name in sorted(LANGUAGES) if (data / f"xquad-dev.{name}.json").is_file()]
    for one, other in itertools.combinations(known, 2):
        for paragraph in parallel_paragraphs(data, one, other):
            both = zip(*paragraph.texts(), strict=True)
            yield {
                name: [" ".join(text.split()) for text in texts]
                for name, texts in zip((one, other), both, strict=True)
            }
