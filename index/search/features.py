"""What speaks for each sentence of some passages, computed from vectors and token codes.

- the cosine of the sentence, that of the better of its neighbours, and that of its passage,
- how close the sentence's tokens come to those of the question, word by word (late interaction,
  Khattab & Zaharia 2020), with and without the sentences next to it: what it says "he" or "it" of
  stands there,
- matching words, where the languages allow them to match.

From each cosine that of the question with the centre of the language's vectors is to be taken away:
without that, the model ranks texts in the question's language above better ones in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from index.embedding import EncodedText, best_cosines, code_size
from index.search.candidate import FEATURES, Candidate, Features
from index.storage import Centre, Snapshot
from index.text import Word


def features(
    asked: EncodedText,
    content: Sequence[np.ndarray],
    candidates: Sequence[Candidate],
    own_language: np.ndarray,
    snapshot: Snapshot,
) -> np.ndarray:
    """:param content: the tokens of each content word of the question.
    :param candidates: all sentences of some passages, in reading order within each.
    :param own_language: bool, (candidates,): whether each is in the question's language.
    :return: (candidates, len(FEATURES)).
    """
    passages = np.array([candidate.passage.id for candidate in candidates])
    ids = [candidate.sentence.id for candidate in candidates]
    codes = snapshot.store.tokens_of_sentences(ids, code_size(len(asked.vector)))
    vectors = snapshot.sentences.vectors(ids)
    by_token = best_cosines(asked.tokens, vectors, [codes.get(i, b"") for i in ids])
    in_context = np.maximum(by_token, better_neighbour(by_token, passages))
    usual = {name: asked.tokens @ c.sentences for name, c in snapshot.centres.items()}
    above_usual = by_token - np.stack([usual[candidate.language] for candidate in candidates])
    content_words, function_words = mean_of_kinds(by_token, content)
    of_sentence = vectors @ asked.vector
    columns = {
        "sentence": of_sentence,
        "neighbour": better_neighbour(of_sentence[:, None], passages)[:, 0],
        "passage": passage_cosines(asked.vector, passages, snapshot),
        "content_words": content_words,
        "context_words": mean_of_kinds(in_context, content)[0],
        "weakest_word": weakest_word(best_of_passage(above_usual, passages), content),
        "function_words": function_words,
        "lexical": own_language * _shares(candidates),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1)


def usual_features(
    centre: Centre, asked: EncodedText, content: Sequence[np.ndarray]
) -> tuple[float, ...]:
    """What the features of any text of a language are, whatever it says.

    :param centre: of the language.
    """
    by_token = asked.tokens @ centre.sentences
    content_words, function_words = mean_of_kinds(by_token[None, :], content)
    of_sentence = float(centre.sentences @ asked.vector)
    usual = Features(
        sentence=of_sentence,
        neighbour=of_sentence,
        passage=float(centre.passages @ asked.vector),
        content_words=float(content_words[0]),
        context_words=float(content_words[0]),
        function_words=float(function_words[0]),
    )
    return astuple(usual)


def passage_cosines(vector: np.ndarray, passages: np.ndarray, snapshot: Snapshot) -> np.ndarray:
    """The cosine of each passage, (passages,).

    :param passages: ids, each as often as it likes.
    """
    different, place = np.unique(passages, return_inverse=True)
    return (snapshot.passages.vectors(different.tolist()) @ vector)[place]


def word_tokens(words: Sequence[Word], asked: EncodedText) -> list[np.ndarray]:
    """For each word of a question the numbers of its tokens; words without any are left out."""
    starts, ends = asked.spans[:, 0], asked.spans[:, 1]
    tokens = [np.flatnonzero((starts < word.end) & (word.start < ends)) for word in words]
    return [of_word for of_word in tokens if len(of_word)]


def mean_of_kinds(
    by_token: np.ndarray, content: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The mean over the content words' tokens, and over the others: (rows,) each. Where a question
    has no tokens of a kind, all of them stand in.

    :param by_token: (rows, tokens of the question).
    :param content: the tokens of each content word.
    """
    if not by_token.shape[1]:
        return np.zeros(len(by_token)), np.zeros(len(by_token))
    held = np.zeros(by_token.shape[1], dtype=bool)
    for of_word in content:
        held[of_word] = True
    every = np.ones_like(held)
    of_content = held if held.any() else every
    of_others = ~held if not held.all() else every
    return by_token[:, of_content].mean(axis=1), by_token[:, of_others].mean(axis=1)


def weakest_word(by_token: np.ndarray, content: Sequence[np.ndarray]) -> np.ndarray:
    """The lowest of the content words' means, (rows,); the mean of all tokens where there is none.

    :param by_token: (rows, tokens of the question).
    :param content: the tokens of each content word.
    """
    if not content:
        return mean_of_kinds(by_token, content)[0]
    return np.min([by_token[:, of_word].mean(axis=1) for of_word in content], axis=0)


def better_neighbour(values: np.ndarray, passages: np.ndarray) -> np.ndarray:
    """For each sentence the higher of its neighbours' values; its own where it has none.

    :param values: (sentences, columns), in reading order within each passage.
    :param passages: (sentences,), the passage of each.
    """
    together = (passages[1:] == passages[:-1])[:, None]
    before, after = np.full_like(values, -np.inf), np.full_like(values, -np.inf)
    np.copyto(before[1:], values[:-1], where=together)
    np.copyto(after[:-1], values[1:], where=together)
    better = np.maximum(before, after)
    return np.where(np.isneginf(better), values, better)


def best_of_passage(values: np.ndarray, passages: np.ndarray) -> np.ndarray:
    """For each sentence the highest values in its passage, column by column.

    :param values: (sentences, columns), passage after passage.
    :param passages: (sentences,), the passage of each.
    """
    first = np.r_[True, passages[1:] != passages[:-1]]
    return np.maximum.reduceat(values, np.flatnonzero(first), axis=0)[np.cumsum(first) - 1]


def _shares(candidates: Sequence[Candidate]) -> np.ndarray:
    """BM25 of each sentence as a share of the best one's: (candidates,)."""
    matches = np.array([candidate.match for candidate in candidates])
    return matches / (matches.max() or 1.0)
