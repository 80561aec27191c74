"""One question, asked of the archive as it is, and as it would be without what answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index import Candidate, Snapshot
from index.text import Question
from prompts import languages, spoken, texts
from qa.answers import Answer
from qa.evaluation.archive import Gold, Span
from qa.evaluation.overlap import token_f1
from qa.evaluation.rankers import Ranker
from qa.finding import Finding, Quote
from qa.quoting import cite

_PASSAGES = 5


@dataclass(frozen=True)
class Outcome:
    """What came of one question.

    :param answerable: whether the archive holds an answer, by the question file.
    :param hits: whether each quote covers an answer, in order.
    :param passages: whether each of the first passages does.
    :param sure: of the first quote, in the archive as it is.
    :param sure_far: likewise without the article that the question was asked on.
    :param sure_near: likewise without the paragraph.
    :param exact: whether the quotes are the articles' text letter by letter.
    :param quotes: what is cited, or would be if nothing were refused.
    :param short_answer: the words of the first quote that are pointed at, by their overlap with the
        gold answer (token F1); None where none are, or there is nothing to answer.
    """

    answerable: bool
    hits: tuple[bool, ...]
    passages: tuple[bool, ...]
    sure: float
    sure_far: float
    sure_near: float
    exact: bool
    quotes: tuple[Quote, ...]
    short_answer: float | None = None


def ask(
    snapshot: Snapshot, ranker: Ranker, question: Question, gold: Gold
) -> tuple[Finding, Outcome]:
    """What the ranker finds in the archive as it is, and what that is worth."""
    found = ranker.find(question, None)
    near = ranker.find(question, lambda c: not _overlaps(c, gold))
    far = ranker.find(question, lambda c: c.sentence.article_id != gold.article_id)
    quotes = tuple(ranker.quotes(found))
    passages = list({c.passage.id: c.passage for c in found.candidates}.values())[:_PASSAGES]
    return found, Outcome(
        answerable=bool(gold.answers),
        hits=tuple(covers(gold, quote.article_id, (quote.start, quote.end)) for quote in quotes),
        passages=tuple(covers(gold, p.article_id, (p.start, p.end)) for p in passages),
        sure=found.confidence,
        sure_far=far.confidence,
        sure_near=near.confidence,
        exact=all(_holds_its_sentence(snapshot, quote) for quote in quotes),
        quotes=quotes,
        short_answer=_short_answer(snapshot, found, gold),
    )


def _short_answer(snapshot: Snapshot, found: Finding, gold: Gold) -> float | None:
    short = cite(found, 1)[0].short_answer if found.candidates and found.articles else None
    if short is None or not gold.answers:
        return None
    text = snapshot.article(gold.article_id).text
    return token_f1(short.text, [text[start:end] for start, end in gold.answers])


def covers(gold: Gold, article_id: str, span: Span) -> bool:
    """Whether a part of an article holds one of the answers."""
    return article_id == gold.article_id and any(
        span[0] <= start and end <= span[1] for start, end in gold.answers
    )


def is_exact(answer: Answer, snapshot: Snapshot) -> bool:
    """Whether every citation is its article's text letter by letter, numbered 1, 2, 3 in order, and
    stands in the answer's text with its number."""
    position = 0
    for number, citation in enumerate(answer.citations, start=1):
        text = snapshot.article(citation.article.id).text
        position = answer.text.find(f"[{number}]", position)
        if (
            citation.number != number
            or text[citation.start : citation.end] != citation.quote
            or citation.quote not in answer.text
            or position < 0
        ):
            return False
    return True


def is_in_language(answer: Answer, language: str) -> bool:
    """Whether the words around the quotes are those of `language`, or of English where the prompts
    have none in it: no other language's prompts share more words with them."""
    text = answer.text
    for citation in answer.citations:
        text = text.replace(citation.quote, " ").replace(citation.article.title, " ")
    said = _words(text)
    shared = {name: len(said & _wording(name)) for name in languages("answer")}
    expected = shared[spoken("answer", language)]
    return 0 < expected == max(shared.values())


def _holds_its_sentence(snapshot: Snapshot, quote: Quote) -> bool:
    text = snapshot.article(quote.article_id).text[quote.start : quote.end]
    return quote.best.sentence.text in text


def _overlaps(candidate: Candidate, gold: Gold) -> bool:
    passage, (start, end) = candidate.passage, gold.paragraph
    return passage.article_id == gold.article_id and passage.start < end and start < passage.end


@cache
def _wording(language: str) -> frozenset[str]:
    return _words(" ".join(texts("answer", language).values()))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
