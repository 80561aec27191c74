"""Candidates → evidence: one to three quotes that an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import Article, Candidate

MAX_QUOTES = 3
# A further quote has to come this close to the best one's score.
_WITHIN = 0.05
_MAX_QUOTE = 1_200


@dataclass(frozen=True, slots=True)
class Quote:
    """Sentences that stand next to each other in an article: its text[start:end].

    :param best: the candidate among them that scored best.
    """

    article_id: str
    start: int
    end: int
    best: Candidate


def choose_quotes(candidates: Sequence[Candidate], limit: int = MAX_QUOTES) -> list[Quote]:
    """The best candidates as quotes, best first: neighbours become one, repeated text is left out.

    :param candidates: best first.
    """
    chosen: list[Candidate] = []
    said: set[str] = set()
    for candidate in candidates:
        words = " ".join(candidate.sentence.text.casefold().split())
        if chosen and chosen[0].score - candidate.score > _WITHIN:
            break
        if words not in said:
            said.add(words)
            chosen.append(candidate)
        if len(chosen) == limit:
            break
    quotes: list[Quote] = []
    for candidate in chosen:
        _join_or_append(quotes, candidate)
    return quotes


def _join_or_append(quotes: list[Quote], candidate: Candidate) -> None:
    sentence = candidate.sentence
    for i, quote in enumerate(quotes):
        joined = Quote(
            quote.article_id,
            min(quote.start, sentence.start),
            max(quote.end, sentence.end),
            quote.best,
        )
        gap = (
            joined.end - joined.start - (quote.end - quote.start) - (sentence.end - sentence.start)
        )
        # Between neighbours stands white space, and in Markdown a mark: nothing of length.
        if (
            sentence.article_id == quote.article_id
            and gap <= 3
            and joined.end - joined.start <= _MAX_QUOTE
        ):
            quotes[i] = joined
            return
    quotes.append(Quote(sentence.article_id, sentence.start, sentence.end, candidate))


def quoted_text(quote: Quote, article: Article) -> str:
    """The quote, word for word."""
    return article.text[quote.start : quote.end]
