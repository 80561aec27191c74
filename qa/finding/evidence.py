"""Candidates → evidence: one to three quotes that an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import Candidate
from index.search import quote_margin
from index.text import is_row
from qa.finding.reader import reading_margin

MAX_QUOTES = 3
MAX_SENTENCES, MAX_CHARACTERS = 3, 1_200  # of one quote
_GAP = 3  # between neighbours stands white space, and in Markdown a mark: nothing of length


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences that stand next to each other in an article: its text[start:end].

    :param best: the candidate among them that scored best.
    :param sentences: how many there are.
    """

    article_id: str
    start: int
    end: int
    best: Candidate
    sentences: int = 1


def choose_quotes(candidates: Sequence[Candidate], limit: int = MAX_QUOTES) -> list[Quote]:
    """The best candidates as quotes, best first: neighbours become one, repeated text is left out.

    :param candidates: best first.
    """
    margin = _margin(candidates)
    quotes: list[Quote] = []
    said: set[str] = set()
    for candidate in candidates:
        if quotes and quotes[0].best.score - candidate.score > margin:
            break
        words = " ".join(candidate.sentence.text.casefold().split())
        if words in said:
            continue
        said.add(words)
        sentence = candidate.sentence
        alone = Quote(sentence.article_id, sentence.start, sentence.end, candidate)
        for i, quote in enumerate(quotes):
            if (joined := _joined(quote, alone)) is not None:
                quotes[i] = joined
                _close_gap(quotes, i)
                break
        else:
            if len(quotes) == limit:
                break
            quotes.append(alone)
    return quotes


def _margin(candidates: Sequence[Candidate]) -> float:
    """How far below the best one's score another may lie: on the scale of who gave the scores."""
    is_read = bool(candidates) and candidates[0].answer is not None
    return reading_margin() if is_read else quote_margin()


def _close_gap(quotes: list[Quote], i: int) -> None:
    """Where the quote that just grew reaches another one, they become one, where the better was."""
    for j in range(len(quotes)):
        if j != i and (joined := _joined(quotes[min(i, j)], quotes[max(i, j)])) is not None:
            quotes[min(i, j)] = joined
            del quotes[max(i, j)]
            return


def _joined(quote: Quote, other: Quote) -> Quote | None:
    """Both as one, with the first's best sentence; none if they do not stand next to each other,
    are too much together, or one is a table's row: each row is read alone, with its header."""
    start, end = min(quote.start, other.start), max(quote.end, other.end)
    gap = (end - start) - (quote.end - quote.start) - (other.end - other.start)
    sentences = quote.sentences + other.sentences
    if (
        other.article_id != quote.article_id
        or gap > _GAP
        or end - start > MAX_CHARACTERS
        or sentences > MAX_SENTENCES
        or _is_row(quote.best)
        or _is_row(other.best)
    ):
        return None
    return Quote(quote.article_id, start, end, quote.best, sentences)


def _is_row(candidate: Candidate) -> bool:
    sentence, passage = candidate.sentence, candidate.passage
    return is_row(passage.text, sentence.start - passage.start, sentence.end - passage.start)
