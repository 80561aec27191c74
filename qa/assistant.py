"""A question in, a cited answer out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from index import Article, Candidate, Index, Settings
from qa.answer import Answer, Citation, CitedArticle
from qa.composing import compose_quotes, compose_refusal
from qa.confidence import answer_features, confidence, threshold
from qa.evidence import MAX_QUOTES, Quote, choose_quotes, quoted_text
from qa.question import Question, read_question

_QUOTABLE = 20  # candidates that are looked at for quotes


class Assistant:
    """Answers questions from one index.

    :param index: an open index; the default one is opened where it is not given.
    :raises InputError: if there is no default index.
    """

    def __init__(self, index: Index | None = None) -> None:
        self.index = index or Index.open()

    def answer(self, question: str, language: str | None = None) -> Answer:
        """:param language: the question's (ISO 639-1), where it is known."""
        started = time.perf_counter()
        asked = read_question(question, language)
        if asked.notice:
            return Answer(asked.text, asked.language, asked.notice, True, 0.0, "notice")
        candidates = self.index.candidates(asked.text, asked.language)
        composed = self.answer_from(asked, candidates)
        total = round((time.perf_counter() - started) * 1_000, 1)
        return replace(composed, timings_ms={"total": total})

    def answer_from(self, asked: Question, candidates: Sequence[Candidate]) -> Answer:
        """The answer that rests on `candidates`, best first, or a refusal."""
        if not candidates:
            refusal = compose_refusal(None, asked.language).text
            return Answer(asked.text, asked.language, refusal, True, 0.0, "refusal")
        articles = {
            i: self.index.article(i)
            for i in {c.sentence.article_id for c in candidates[:_QUOTABLE]}
        }
        first = articles[candidates[0].sentence.article_id]
        features = answer_features(asked.text, asked.language, candidates, first)
        sure = confidence(features)
        refused = sure < threshold()
        quotes = choose_quotes(candidates[:_QUOTABLE], limit=1 if refused else MAX_QUOTES)
        citations = tuple(
            _cite(number, quote, articles[quote.article_id])
            for number, quote in enumerate(quotes, start=1)
        )
        composed = (
            compose_refusal(citations[0], asked.language)
            if refused
            else compose_quotes(citations, articles, asked.language)
        )
        return Answer(
            question=asked.text,
            language=asked.language,
            text=composed.text,
            refused=refused,
            confidence=round(sure, 4),
            mode="refusal" if refused else "quote",
            citations=citations,
            quoted_at=composed.quoted_at,
        )


def _cite(number: int, quote: Quote, article: Article) -> Citation:
    best = quote.best
    score = 0.5 * best.features.sentence + 0.5 * best.features.passage
    return Citation(
        number=number,
        quote=quoted_text(quote, article),
        start=quote.start,
        end=quote.end,
        score=round(min(1.0, max(0.0, score)), 4),
        article=CitedArticle.of(article),
    )


@cache
def _assistant(settings: Settings) -> Assistant:
    return Assistant(Index.open(settings))


def answer(question: str, language: str | None = None) -> Answer:
    """The answer from the default index, which is opened once.

    :raises InputError: if there is no index.
    """
    return _assistant(Settings()).answer(question, language)
