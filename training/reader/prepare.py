"""What a training reads: `python -m training.reader.prepare DATA_FOLDER --out FOLDER`.

FOLDER holds the tables (training.reader.tables) and the encoder to start from, without the vectors
of word pieces that do not occur. A training needs nothing else, so that it can run elsewhere.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from tqdm import tqdm

from index.embedding.tokenization import Tokenizer, open_tokenizer
from index.text import split_sentences
from training.base import base_model_folder
from training.batches import worded_badly
from training.examples import fold_of
from training.reader.look_alikes import LookAlikes
from training.reader.questions import AskedQuestion, Reading, is_kept_back, read_questions
from training.reader.tables import ENCODER, TABLES, Ragged, Tables

FOLDS = 3
_CONFIGURATION = "config.json"
_WORD_VECTORS = "embeddings.word_embeddings.weight"
_SPECIAL = range(4)  # <s>, padding, </s>, unknown: they keep their places
_SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    questions = [q for q in read_questions(options.data) if not is_kept_back(q)]
    prepare(questions, base_model_folder(), options.out)


def prepare(questions: Sequence[AskedQuestion], model: Path, out: Path) -> None:
    """:param model: the folder of the encoder to start from, with its tokenizer."""
    out.mkdir(parents=True, exist_ok=True)
    tables = _Maker(open_tokenizer(model)).tables(questions)
    tables.save(out / TABLES)
    weights = load_file(model / "model.safetensors")
    weights[_WORD_VECTORS] = weights[_WORD_VECTORS][tables.pieces]
    halved = {name: values.astype(np.float16) for name, values in weights.items()}
    save_file(halved, out / ENCODER)
    (out / _CONFIGURATION).write_bytes((model / _CONFIGURATION).read_bytes())


def _held_out_articles(questions: Sequence[AskedQuestion]) -> dict[str, int]:
    """The fold of each of XQuAD's articles, by its title."""
    titles = dict.fromkeys(q.article for q in questions if q.source == "xquad")
    return {title: fold_of(number, FOLDS) for number, title in enumerate(titles)}


class _Maker:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._texts: dict[str, int] = {}
        self._tokens: list[np.ndarray] = []
        self._spans: list[np.ndarray] = []
        self._passages: dict[tuple[str, str], int] = {}
        self._passage_rows: list[tuple[int, int, int, int]] = []
        self._sentences: list[list[int]] = []
        self._articles: dict[str, int] = {}
        self._languages: dict[str, int] = {}

    def tables(self, questions: Sequence[AskedQuestion]) -> Tables:
        sources = sorted({question.source for question in questions})
        rows, wordings, answers = [], [], []
        readings: list[list[tuple[int, int]]] = []
        for number, question in enumerate(tqdm(questions, desc="questions", mininterval=5)):
            article = self._articles.setdefault(question.article, len(self._articles))
            rows.append((sources.index(question.source), article, question.is_labelled))
            wordings.append(list(self._wordings(question, number)))
            readings.append([])
            for language, reading in question.readings.items():
                passage = self._passage(language, reading, article)
                readings[-1].append((self._language(language), passage))
                answers.append(list(self._answers(passage, reading)))
        found = list(self._found(questions))
        folds = _held_out_articles(questions)
        prefixes = [self._text(prefix) for prefix in ("query:", "passage:")]
        pieces, tokens = self._pieces()
        texts = Ragged.of(tokens)
        return Tables(
            pieces=pieces,
            texts=texts,
            passages=np.array(self._passage_rows, np.int32),
            sentences=Ragged.of(self._sentences),
            folds=np.array([folds.get(title, -1) for title in self._articles], np.int8),
            questions=np.array(rows, np.int32),
            wordings=Ragged.of(wordings, 4),
            readings=Ragged.of(readings, 2),
            answers=Ragged.of(answers, 2),
            found=Ragged.of(found),
            prefixes=Ragged.of([texts[number] for number in prefixes]),
            sources=sources,
            languages=list(self._languages),
        )

    def _wordings(
        self, question: AskedQuestion, number: int
    ) -> Iterator[tuple[int, int, int, int]]:
        for language, wording in question.wordings.items():
            chance = random.Random(f"{_SEED} {number} {language}")
            badly = (worded_badly(wording, language, chance) for _ in range(2))
            texts = (self._text(text) for text in (wording, *badly))
            yield (self._language(language), *texts)  # type: ignore[misc]

    def _passage(self, language: str, reading: Reading, article: int) -> int:
        key = language, reading.text
        if key not in self._passages:
            self._passages[key] = len(self._passages)
            text = self._text(reading.text)
            row = text, self._text(reading.title), article, self._language(language)
            self._passage_rows.append(row)
            starts = [start for start, _ in split_sentences(reading.text, language)]
            first = np.searchsorted(self._spans[text][:, 0], starts)
            self._sentences.append(sorted({0, *first.tolist()}))
        return self._passages[key]

    def _answers(self, passage: int, reading: Reading) -> Iterator[tuple[int, int]]:
        spans = self._spans[self._passage_rows[passage][0]]
        for start, end in reading.answers:
            first = int(np.searchsorted(spans[:, 1], start, side="right"))
            last = int(np.searchsorted(spans[:, 0], end)) - 1
            if first <= last:
                yield first, last

    def _found(self, questions: Sequence[AskedQuestion]) -> Iterator[list[int]]:
        look_alikes = LookAlikes(questions)
        for question in tqdm(questions, desc="look-alikes", mininterval=5):
            for language in question.readings:
                found = look_alikes.found(question, language)
                yield [self._passages[language, text] for text in found]

    def _text(self, text: str) -> int:
        if text not in self._texts:
            self._texts[text] = len(self._texts)
            tokens = self._tokenizer.tokens(text)
            self._tokens.append(np.array(tokens.ids, np.int32))
            self._spans.append(np.array(tokens.spans, np.int32).reshape(-1, 2))
        return self._texts[text]

    def _language(self, language: str) -> int:
        return self._languages.setdefault(language, len(self._languages))

    def _pieces(self) -> tuple[np.ndarray, list[np.ndarray]]:
        """Which word pieces occur, and all tokens as places among them."""
        pieces = np.unique(np.concatenate([np.array(_SPECIAL, np.int32), *self._tokens]))
        return pieces, [np.searchsorted(pieces, tokens) for tokens in self._tokens]


if __name__ == "__main__":
    main()
