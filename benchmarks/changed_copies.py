"""Real articles, repeated with changes, as if they were others: text, words and vectors.

Words are exchanged for others of their length, so that what was split stays split. Most of these
are drawn as often as they occur, so that each word is as frequent as in life however large the
archive; a few are new ones, so that the vocabulary grows too. A vector keeps some of what it says;
the rest is noise that varies as the real vectors do, in the same directions and as much.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index import Article
from index.storage import ArticleStore, database_or_raise, passage_of
from index.storage.near_duplicates import bands
from index.storage.new_articles import NewArticle, NewPassage
from index.storage.store import tagged
from index.storage.vector_codes import encode

_EXCHANGED, _NEW = 0.15, 0.02  # of the words
_KEPT = 0.75  # of what a vector has of its own: two copies' cosine is its square, less the centre's
_OF_SENTENCES = 12  # ways in which a sentence's vector is changed
_BANDS = 10
_WORD = re.compile(r"[^\W_]+")


class ChangedCopies:
    """:param index_dir: of an index of real articles.
    :param languages: the copies are taken for articles of these, in turn.
    """

    def __init__(self, index_dir: Path, languages: Sequence[str]) -> None:
        store = ArticleStore(database_or_raise(index_dir), index_dir)
        self._languages = languages
        sentences = list(store.all_sentence_ids())
        stored = store.passages([passage_of(of[0]) for of in sentences])
        # In the order of the articles' passages, so that each has those between two borders.
        self._articles = [
            store.article(i) for i in dict.fromkeys(p.passage.article_id for p in stored)
        ]
        numbers = {article.id: number for number, article in enumerate(self._articles)}
        self._passages = sorted(
            stored, key=lambda p: (numbers[p.passage.article_id], p.passage.start)
        )
        owners = [numbers[p.passage.article_id] for p in self._passages]
        self._of_article = np.searchsorted(owners, range(len(self._articles) + 1)).tolist()
        self._of_passage = np.cumsum([0, *(len(p.sentences) for p in self._passages)]).tolist()
        dimension = int(store.about()["dimension"])
        ids = [p.passage.id for p in self._passages]
        self._noise = _Noise(store.passage_vectors(ids, dimension))
        ids = [sentence.id for p in self._passages for sentence in p.sentences]
        vectors = store.sentence_vectors(ids, dimension)
        changed, rng = _Noise(vectors), np.random.default_rng(1)
        self._sentence_codes = [encode(vectors)] + [
            encode(changed.perturbed(rng)) for _ in range(_OF_SENTENCES)
        ]
        store.close()
        self._read_words()

    @property
    def languages(self) -> Sequence[str]:
        return self._languages

    def rounds(self, first: int) -> Iterator[list[NewArticle]]:
        """Every article once, each time; the first time unchanged.

        :param first: the number of the first round.
        """
        while True:
            yield self._round(first)
            first += 1

    def _round(self, number: int) -> list[NewArticle]:
        rng = np.random.default_rng(number)
        language = [
            self._languages[(place + number) % len(self._languages)]
            for place in range(len(self._articles))
        ]
        pieces, terms = self._changed(rng) if number else (self._pieces, self._terms)
        vectors = self._noise.perturbed(rng) if number else self._noise.vectors
        codes = encode(vectors)
        sentence_codes = self._sentence_codes[1 + number % _OF_SENTENCES if number else 0]
        made = []
        for place, article in enumerate(self._articles):
            tag = "".join(tagged("x", language[place]))[:-1]
            text = "".join(pieces[slice(*self._piece_borders[place : place + 2])].tolist())
            passages = []
            for at in range(*self._of_article[place : place + 2]):
                start, end = self._of_passage[at : at + 2]
                stored = self._passages[at]
                said = [
                    " ".join([tag + term for term in terms[a:b].tolist() if term])
                    for a, b in pairwise(self._term_borders[start : end + 1])
                ]
                passages.append(
                    NewPassage(
                        stored.passage.start,
                        stored.passage.end,
                        [(s.start, s.end) for s in stored.sentences],
                        said,
                        codes[at],
                        b"".join(sentence_codes[start:end]),
                    )
                )
            # A copy has too many words exchanged to say nearly the same: any numbers will do.
            of_text = bands(text) if not number else rng.integers(-(2**62), 2**62, _BANDS).tolist()
            made.append(
                NewArticle(_named(article, number, language[place], text), passages, of_text)
            )
        return made

    def _read_words(self) -> None:
        """All words in one array, as they are written and as they are stemmed."""
        pieces: list[str] = []  # words, and what stands between them
        words: list[int] = []  # which of them are words
        of_sentence: list[int] = []
        self._piece_borders = [0]
        first_sentence = 0
        for place, article in enumerate(self._articles):
            spans = [
                (s.start, s.end)
                for p in self._passages[slice(*self._of_article[place : place + 2])]
                for s in p.sentences
            ]
            starts, last = [start for start, _ in spans], 0
            for found in _WORD.finditer(article.text):
                pieces += [article.text[last : found.start()], found[0]]
                words.append(len(pieces) - 1)
                at = bisect_right(starts, found.start()) - 1
                inside = at >= 0 and found.start() < spans[at][1]
                of_sentence.append(first_sentence + at if inside else -1)
                last = found.end()
            pieces.append(article.text[last:])
            self._piece_borders.append(len(pieces))
            first_sentence += len(spans)
        self._pieces = np.array(pieces, object)
        self._words = np.array(words)
        written = self._pieces[self._words].tolist()
        language = self._articles[0].language
        stems = {word: " ".join(_untagged(word, language)) for word in set(written)}
        of_words = np.array([stems[word] for word in written], object)
        self._in_sentences = np.flatnonzero(np.array(of_sentence) >= 0)
        self._of_words = of_words
        self._terms = of_words[self._in_sentences]
        owners = np.array(of_sentence)[self._in_sentences]
        self._term_borders = np.searchsorted(owners, range(self._of_passage[-1] + 1)).tolist()
        # The words in the order of their lengths, and from where to where those of a length stand.
        lengths = np.array([len(word) for word in written])
        self._by_length = np.argsort(lengths, kind="stable")
        self._from = np.searchsorted(lengths[self._by_length], lengths, "left")
        self._until = np.searchsorted(lengths[self._by_length], lengths, "right")

    def _changed(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """:return: pieces and stems, with some words exchanged."""
        number = len(self._words)
        places = np.flatnonzero(rng.random(number) < _EXCHANGED)
        others = self._by_length[rng.integers(self._from[places], self._until[places])]
        pieces, of_words = self._pieces.copy(), self._of_words.copy()
        pieces[self._words[places]] = self._pieces[self._words[others]]
        of_words[places] = self._of_words[others]
        for place in places[rng.random(len(places)) < _NEW / _EXCHANGED].tolist():
            word = pieces[self._words[place]]
            new = word[:-2] + "".join(map(chr, rng.integers(97, 123, min(2, len(word))).tolist()))
            pieces[self._words[place]] = new
            of_words[place] = new.casefold()
        return pieces, of_words[self._in_sentences]


class _Noise:
    """Varies as the vectors do: float32, (number, dimension)."""

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = vectors
        self._centre = vectors.mean(axis=0)
        covariance = np.cov((vectors - self._centre).T) + 1e-9 * np.eye(vectors.shape[1])
        self._spread = np.linalg.cholesky(covariance).T.astype(np.float32)

    def perturbed(self, rng: np.random.Generator) -> np.ndarray:
        """Others, of length 1 again."""
        noise = rng.standard_normal(self.vectors.shape, np.float32) @ self._spread
        other = _KEPT * (self.vectors - self._centre) + self._centre
        other += np.float32(np.sqrt(1 - _KEPT**2)) * noise
        return other / np.linalg.norm(other, axis=1, keepdims=True)


def _untagged(word: str, language: str) -> list[str]:
    return [term.split("0", 1)[1] for term in tagged(word, language)]


def _named(article: Article, number: int, language: str, text: str) -> Article:
    name = f"{article.id}-{number}" if number else article.id
    return replace(article, id=name, language=language, text=text, path=None, row=None)
