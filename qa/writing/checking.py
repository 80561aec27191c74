"""A draft's sentences against the quotes that they cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index import Article
from index.text import split_sentences
from qa.answers import Citation, WrittenSentence
from qa.finding import QUESTION_MARKS
from qa.writing.draft import DraftSentence
from qa.writing.instruction import about
from qa.writing.support import Support


def check(
    draft: Sequence[DraftSentence],
    language: str,
    evidence: Sequence[Citation],
    articles: dict[str, Article],
    support: Support,
) -> list[WrittenSentence]:
    """Each sentence with the numbers of its quotes, and whether they support it.

    A number that names no evidence is dropped, and a sentence that had one is not supported. A
    sentence without numbers gets that of the quote which supports it best, if one does.
    """
    by_number = {citation.number: citation for citation in evidence}
    checked = []
    for sentence in draft:
        known = tuple(n for n in sentence.numbers if n in by_number)
        cited = [by_number[n] for n in known]
        if not sentence.numbers:
            best = max(evidence, key=lambda c: _score(sentence.text, c, articles, support))
            holds = _follows(sentence.text, language, [best], articles, support)
            known = (best.number,) if holds else ()
        else:
            holds = len(known) == len(sentence.numbers) and _follows(
                sentence.text, language, cited, articles, support
            )
        checked.append(WrittenSentence(sentence.text, known, holds))
    return checked


def renumbered(
    sentences: Sequence[WrittenSentence], evidence: Sequence[Citation]
) -> tuple[list[WrittenSentence], list[Citation]]:
    """Numbers 1, 2, 3 in order of appearance, and the evidence that is cited, likewise."""
    order = list(dict.fromkeys(n for sentence in sentences for n in sentence.citations))
    new = {number: place for place, number in enumerate(order, start=1)}
    by_number = {citation.number: citation for citation in evidence}
    return (
        [replace(s, citations=tuple(sorted(new[n] for n in s.citations))) for s in sentences],
        [replace(by_number[number], number=new[number]) for number in order],
    )


def _follows(
    text: str,
    language: str,
    cited: Sequence[Citation],
    articles: dict[str, Article],
    support: Support,
) -> bool:
    if text.endswith(QUESTION_MARKS):  # small models repeat what they were asked
        return False
    known = " ".join(about(articles[c.article.id]) for c in cited)
    quotes = " ".join(citation.quote for citation in cited)
    languages = {articles[citation.article.id].language for citation in cited}
    if any(support.missing(text, language, quotes, source, known) for source in languages):
        return False
    said = re.sub(r"\s+", " ", text)
    sources = [part for citation in cited for part in _parts(citation, articles)]
    return any(support.holds(said, source) for source in (quotes, *sources))


def _score(text: str, citation: Citation, articles: dict[str, Article], support: Support) -> float:
    return max(support.score(text, part) for part in _parts(citation, articles))


def _parts(citation: Citation, articles: dict[str, Article]) -> set[str]:
    """The whole quote, and each of its sentences."""
    spans = split_sentences(citation.quote, articles[citation.article.id].language)
    return {citation.quote, *(citation.quote[start:end] for start, end in spans)}
