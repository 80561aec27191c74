"""Does what a model wrote follow from what it was given?

Three things are asked of a sentence and its source, in the same language or another one:

- Does the source hold its names and numbers? By their spelling and sound, or, for names, by a word
  of the source that the embedding model reads alike ("Germany", "Deutschland").
- Does the source say it, and each of its clauses? How close the sentence's tokens come to the
  source's (MaxSim, Khattab and Zaharia 2020), against how close the two are as a whole: of a text
  on the same topic the latter is high and the former is not. A short answer says too little to be
  compared; it is read behind its question.
- Does the source say each word? Three right nouns outweigh a wrong verb in a mean, so that the one
  word that comes least close counts as well.

The floors are in support.json, fitted by `python -m benchmarks.fit_support` on the parallel
sentences of XQuAD, `benchmarks.fit_words` and `benchmarks.fit_short_answers`. They hold for the
default embedding model.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from index import Embedder
from index.embedding import EncodedText
from index.text import (
    content_words,
    is_written,
    months,
    numbers,
    terms,
    vocabulary,
)
from qa.writing.spelled import spelled_numbers

_REMEMBERED = 64  # texts that are compared again and again: quotes, mostly
_CLAUSE_WORDS = 4  # shorter ones say too little
_CLAUSE = re.compile(
    r"[,;:()–—]\s|\s(?:and|but|although|because|und|aber|obwohl|weil|et|mais|y|pero|e|ma)\s"
)
_FEW_WORDS = 2  # with so few a claim is a short answer; it need not say what it is about
_ISO_MONTH = re.compile(r"\b\d{4}-(\d\d)\b")
_ADDRESS = re.compile(r"\w+://\S+|www\.\S+|\S+@\S+\.\w+", re.IGNORECASE)


class Support:
    """Compares texts by `embedder`.

    :param wait: called before each text is read: to let others go first.
    """

    def __init__(self, embedder: Embedder, wait: Callable[[], None] = lambda: None) -> None:
        self._embedder = embedder
        self._wait = wait
        self._encoded = lru_cache(_REMEMBERED)(self._encode)

    @property
    def embedding_model(self) -> str:
        """By which texts are compared."""
        return self._embedder.model_name

    def holds(self, claim: str, source: str) -> bool:
        """Whether `source` says what `claim` says, as a whole and clause by clause: a sentence that
        is right but for its second half is not."""
        return self.score(claim, source) >= 0 and all(
            self.score(clause, source) >= clause_floor() for clause in clauses(claim)
        )

    def score(self, claim: str, source: str) -> float:
        """How much more likely it is that `source` says `claim` than that another sentence on the
        topic would, in log-odds: from 0 on it is taken to."""
        return self._score(claim, source, "support")

    def answer_score(self, question: str, claim: str, source: str) -> float:
        """As `score`, of a short answer: `source` says that this is what `question` asks for."""
        return self._score(f"{question} {claim}", source, "short_answers")

    def _score(self, claim: str, source: str, kind: str) -> float:
        closeness, cosine = self.features(claim, source)
        model = _model()[kind]
        return float(model["tokens"] * closeness + model["cosine"] * cosine - model["floor"])

    def features(self, claim: str, source: str) -> tuple[float, float]:
        """How close the tokens of `claim` come to those of `source`, and the texts' cosine."""
        one, other = self._encoded(claim), self._encoded(source)
        if not len(one.tokens) or not len(other.tokens):
            return -1.0, 0.0
        closeness = (one.tokens @ other.tokens.T).max(axis=1).mean()
        return float(closeness), float(one.vector @ other.vector)

    def similarity(self, one: str, other: str) -> float:
        """How close the tokens of each text come to those of the other, the worse of both ways: a
        cosine. Of texts that mean the same it is high in any two languages."""
        first, second = self._encoded(one), self._encoded(other)
        if not len(first.tokens) or not len(second.tokens):
            return -1.0
        cosines = first.tokens @ second.tokens.T
        return float(min(cosines.max(axis=1).mean(), cosines.max(axis=0).mean()))

    def word_cosines(
        self,
        one: str,
        words: Sequence[tuple[int, int]],
        other: str,
        other_words: Sequence[tuple[int, int]],
    ) -> np.ndarray:
        """How alike the words of two texts are read, each in its text: their closest tokens.

        :param words: where they stand in `one`; `other_words` in `other`.
        :return: cosines, (words, other words); empty where a text has no words.
        """
        first, second = self._encoded(one), self._encoded(other)
        if not (len(first.tokens) and len(second.tokens) and words and other_words):
            return np.zeros((0, 0), np.float32)
        cosines = first.tokens @ second.tokens.T
        by_token = np.stack([_closest(cosines, first.spans, span) for span in words])
        columns = [_closest(by_token.T, second.spans, span) for span in other_words]
        return np.stack(columns, axis=1)

    def missing(
        self, claim: str, language: str, source: str, source_language: str, about: str = ""
    ) -> list[str]:
        """The names, numbers, months and addresses of `claim` that `source` lacks.

        :param language: of `claim`, ISO 639-1; `source_language` that of `source`.
        :param about: what else is known of the source, such as its title and date.
        """
        known = f"{source} {about}"
        held = vocabulary(known)
        there = {*months(known, source_language).values(), *map(int, _ISO_MONTH.findall(known))}
        claimed = months(claim, language)
        lacking = [address for address in _ADDRESS.findall(claim) if address not in known]
        known_numbers = {*numbers(known), *spelled_numbers(known, source_language)}
        lacking += [n for n in numbers(claim) if n not in known_numbers and n not in held]
        lacking += sorted(spelled_numbers(claim, language) - known_numbers)
        lacking += [name for name, month in claimed.items() if month not in there]
        floor = name_floor(language, source_language)
        for word in content_words(claim, language):
            name = word.text
            if name in claimed or name.replace(".", "").isdigit() or is_written(name, held):
                continue
            if spelled_numbers(name, language):
                continue
            # In one language an abbreviation is written the same; its tokens are near anything.
            is_abbreviation = len(name) > 1 and name.isupper() and language == source_language
            if (
                any(c.isdigit() for c in name)
                or is_abbreviation
                or (name[0].isupper() and self.closeness(claim, word.span, source) < floor)
            ):
                lacking.append(name)
        return lacking

    def unsaid(
        self, claim: str, language: str, source: str, source_language: str, question: str = ""
    ) -> bool:
        """Whether a word of `claim` comes too close to none of `source`: what it says is another
        thing.

        :param question: that `claim` is a short answer to, and is read behind.
        """
        closenesses = self.word_closenesses(claim, language, source, source_language, question)
        return min(closenesses, default=1.0) < word_floor(len(closenesses))

    def word_closenesses(
        self, claim: str, language: str, source: str, source_language: str, question: str = ""
    ) -> list[float]:
        """How close each word of `claim` that is neither name nor number comes to `source`: the
        cosine of that of its tokens which comes least close. Words that stand in the source, by
        their stems, are left out."""
        held = set(terms(source, language)) if language == source_language else set()
        context = f"{question} " if question else ""
        one, other = self._encoded(context + claim), self._encoded(source)
        if not len(one.tokens) or not len(other.tokens):
            return []
        closest = (one.tokens @ other.tokens.T).max(axis=1)
        addresses = [address.span() for address in _ADDRESS.finditer(claim)]
        found = []
        for word in content_words(claim, language):
            if any(start <= word.start < end for start, end in addresses):
                continue  # that one stands in the source is asked letter by letter
            start, end = (at + len(context) for at in word.span)
            tokens = (one.spans[:, 0] < end) & (start < one.spans[:, 1])
            said = held.issuperset(terms(word.text, language))
            if word.text.islower() and tokens.any() and not said:
                found.append(float(closest[tokens].min()))
        return found

    def closeness(self, claim: str, span: tuple[int, int], source: str) -> float:
        """How close the words at `span` of `claim` come to the closest of `source`: a cosine."""
        one, other = self._encoded(claim), self._encoded(source)
        tokens = (one.spans[:, 0] < span[1]) & (span[0] < one.spans[:, 1])
        if not tokens.any() or not len(other.tokens):
            return -1.0
        return float((one.tokens[tokens] @ other.tokens.T).max(axis=1).mean())

    def _encode(self, text: str) -> EncodedText:
        self._wait()
        return next(iter(self._embedder.encoder.encode_documents([text])))[1]


def _closest(cosines: np.ndarray, spans: np.ndarray, span: tuple[int, int]) -> np.ndarray:
    """Of the rows of tokens that stand at `span`, the highest; -1 where none stands there, beyond
    what the model's window holds."""
    tokens = (spans[:, 0] < span[1]) & (span[0] < spans[:, 1])
    if not tokens.any():
        return np.full(cosines.shape[1], -1.0)
    return cosines[tokens].max(axis=0)


def clauses(sentence: str) -> list[str]:
    """Its parts, where it has several: split where a conjunction or a mark stands."""
    parts = [part for part in _CLAUSE.split(sentence) if len(part.split()) >= _CLAUSE_WORDS]
    return parts if len(parts) > 1 else []


def is_short_answer(claim: str, language: str) -> bool:
    """Whether `claim` has too few words, besides numbers and months, to be compared alone."""
    named = months(claim, language)
    said = [
        word.text
        for word in content_words(claim, language)
        if word.text not in named and not any(c.isdigit() for c in word.text)
    ]
    return len(said) <= _FEW_WORDS


def word_floor(words: int) -> float:
    """The closeness below which the least close of so many words counts as not said: the more there
    are, the more often one of them is far from all of a right source."""
    model = _model()["words"]
    return float(model["floor"] + model["by_log_count"] * math.log(max(1, words)))


def clause_floor() -> float:
    """The score below which a clause is not held: less than a sentence's, which says more."""
    return float(_model()["support"]["clause_floor"])


def name_floor(language: str, source_language: str) -> float:
    """The closeness below which a name counts as missing. In German every noun looks like one;
    within one language a name is written alike."""
    kind = "de" if language == "de" else "other"
    return float(_model()["names"]["same_language" if language == source_language else kind])


@cache
def _model() -> dict:
    return json.loads(files(__package__).joinpath("support.json").read_text(encoding="utf-8"))
