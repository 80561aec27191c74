"""A draft's sentences against the quotes that they cite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import Article
from index.text import split_sentences
from qa.answers import Citation, WrittenSentence
from qa.finding import QUESTION_MARKS
from qa.writing.draft import DraftSentence
from qa.writing.instruction import about
from qa.writing.repeated import said_once
from qa.writing.support import Support, is_short_answer

_FRAGMENT = 5  # words: “It lasted four hours.”


def check(
    draft: Sequence[DraftSentence],
    question: str,
    language: str,
    evidence: Sequence[Citation],
    articles: dict[str, Article],
    support: Support,
) -> list[WrittenSentence]:
    """Each sentence with the numbers of its quotes, and whether they support it; what is said
    twice, once.

    Of the quotes that a sentence cites, those that support it are kept, or all where they do so
    only together. Where they do not, or none is cited, it gets the number of the quote that
    supports it best, if one does. A number that names no evidence is dropped, and a sentence that
    had one is not supported.

    :param question: that the draft answers; a short sentence says little without it.
    :param language: of the question and the draft.
    """
    by_number = {citation.number: citation for citation in evidence}
    checked = []
    for sentence in draft:
        claim = _Claim(sentence.text, question, language, articles, support)
        known = tuple(n for n in sentence.numbers if n in by_number)
        cited = [by_number[n] for n in known]
        found = _supporting(claim, cited, evidence)
        holds = bool(found) and len(known) == len(sentence.numbers)
        numbers = tuple(citation.number for citation in found) if holds else known
        checked.append(WrittenSentence(sentence.text, numbers, holds))
    return said_once(checked, language)


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


@dataclass(frozen=True)
class _Claim:
    """What a sentence says, to be held against quotes."""

    text: str
    question: str
    language: str
    articles: dict[str, Article]
    support: Support

    def follows_from(self, cited: Sequence[Citation]) -> bool:
        """Whether the quotes, together or one of their sentences, say it."""
        if self.text.endswith(QUESTION_MARKS):  # small models repeat what they were asked
            return False
        known = " ".join(about(self.articles[c.article.id]) for c in cited)
        if self._is_fragment:
            # What is known of an article, such as its date, answers no question on what it reports.
            return self._is_said(cited, "", self.question)
        return self._is_said(cited, known)

    def score(self, citation: Citation) -> float:
        """How likely the quote is to say it, to compare quotes by."""
        question = self.question if self._is_fragment else ""
        return max(self._score(part, question) for part in self._parts(citation))

    def _is_said(self, cited: Sequence[Citation], known: str, question: str = "") -> bool:
        """:param known: of the cited articles.
        :param question: behind which the sentence is read, if it is.
        """
        quotes = " ".join(citation.quote for citation in cited)
        languages = {self._language(citation) for citation in cited}
        missing = self.support.missing
        if any(missing(self.text, self.language, quotes, lang, known) for lang in languages):
            return False
        own = self.language if self.language in languages else min(languages)
        sources = [(quotes, own)]
        sources += [(part, self._language(c)) for c in cited for part in self._parts(c)]
        return any(self._holds(source, language, question) for source, language in sources)

    def _holds(self, source: str, language: str, question: str) -> bool:
        said = re.sub(r"\s+", " ", self.text)
        read_behind = question != ""
        holds = (
            self._score(source, question) >= 0 if read_behind else self.support.holds(said, source)
        )
        return holds and not self.support.unsaid(said, self.language, source, language, question)

    def _score(self, source: str, question: str) -> float:
        if question:
            return self.support.answer_score(question, self.text, source)
        return self.support.score(self.text, source)

    @property
    def _is_fragment(self) -> bool:
        """Whether it does not say what it is about, and is read behind the question: many a quote
        holds “four hours”."""
        few = len(self.text.split()) <= _FRAGMENT
        return few and is_short_answer(self.text, self.language)

    def _language(self, citation: Citation) -> str:
        return self.articles[citation.article.id].language

    def _parts(self, citation: Citation) -> list[str]:
        """The whole quote, and each of its sentences."""
        spans = split_sentences(citation.quote, self._language(citation))
        parts = [citation.quote, *(citation.quote[start:end] for start, end in spans)]
        return list(dict.fromkeys(parts))


def _supporting(
    claim: _Claim, cited: Sequence[Citation], evidence: Sequence[Citation]
) -> Sequence[Citation]:
    """The quotes that `claim` rests on: of those cited, or else the best one."""
    if alone := [citation for citation in cited if claim.follows_from([citation])]:
        return alone
    if len(cited) > 1 and claim.follows_from(cited):
        return cited
    others = [c for c in evidence if c not in cited and claim.follows_from([c])]
    return [max(others, key=claim.score)] if others else []
