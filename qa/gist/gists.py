"""A citation → the same with its gist: what of its translation passes the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.text import split_sentences
from qa.answers import Answer, Citation
from qa.gist.alignment import Span, counterpart
from qa.gist.checked import CheckedTranslations
from qa.gist.kept import Translation
from qa.llm import LLMSettings
from qa.writing import Support

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Of a quote.

    :param answer: where in it the words stand that answer; None where they do not.
    """

    text: str
    answer: Span | None


class Gists:
    """:param settings: which translator, and where its work is kept.
    :param llm: gives the language model that is set.
    """

    def __init__(
        self, settings: LLMSettings, support: Support, llm: Callable[[], LLM] | None = None
    ) -> None:
        self.translations = CheckedTranslations(settings, support, llm)

    def wanted(self, answer: Answer) -> list[Citation]:
        """The citations whose quotes the reader may not understand, and that have no gist yet."""
        return [
            citation
            for citation in answer.citations
            if not citation.is_translated
            and citation.article.language != answer.language
            and self.translations.translator(citation.article.language, answer.language)
        ]

    def with_kept(self, answer: Answer) -> Answer:
        """The answer with the gists that its quotes have already; waits for none."""
        wanted = self.wanted(answer)
        kept = {c.number: self.kept(c, answer.language) for c in wanted}
        citations = tuple(kept.get(c.number) or c for c in answer.citations)
        return replace(answer, citations=citations) if wanted else answer

    def kept(self, citation: Citation, language: str) -> Citation | None:
        """With its gist in `language`, where all of it has been translated before."""
        sentences, source = _sentences(citation), citation.article.language
        known = [self.translations.known(s.text, source, language) for s in sentences]
        return None if None in known else _with_gist(citation, sentences, known)

    def each(self, answer: Answer) -> Iterator[Citation]:
        """The citations of foreign quotes with their gists, as these come: of each quote first the
        sentence that answers, then the others."""
        yield from (c for c in answer.citations if c.is_translated)
        wanted = self.wanted(answer)
        for first_alone in (True, False):
            for citation in wanted:
                if first_alone and len(_sentences(citation)) == 1:
                    continue
                if (found := self.translated(citation, answer.language, first_alone)) is not None:
                    yield found

    def translated(
        self, citation: Citation, language: str, first_alone: bool = False
    ) -> Citation | None:
        """With its gist in `language`, as far as it can be had; None where none of it can. Takes a
        second or so a sentence.

        :param first_alone: translate no more than the sentence that answers.
        """
        sentences = _sentences(citation)
        order = sorted(range(len(sentences)), key=lambda at: sentences[at].answer is None)
        made: list[Translation | None] = [None] * len(sentences)
        for at in order[:1] if first_alone else order:
            text, source = sentences[at].text, citation.article.language
            made[at] = self.translations.make(text, source, language)
        return _with_gist(citation, sentences, made) if any(made) else None


def _sentences(citation: Citation) -> list[_Sentence]:
    before, short, _ = citation.parts
    first, last = len(before), len(before) + len(short)
    return [
        _Sentence(
            citation.quote[start:end],
            (first - start, last - start) if short and start <= first and last <= end else None,
        )
        for start, end in split_sentences(citation.quote, citation.article.language)
    ]


def _with_gist(
    citation: Citation, sentences: Sequence[_Sentence], made: Sequence[Translation | None]
) -> Citation:
    """What passes is shown, “…” for the rest, and the whole on request."""
    gist, whole, marked = "", "", None
    for sentence, translation in zip(sentences, made, strict=True):
        gist, whole = (f"{text} " if text else "" for text in (gist, whole))
        if translation is None:
            gist, whole = gist + _LEFT_OUT, whole + _LEFT_OUT
            continue
        if translation.passes and sentence.answer is not None:
            part = counterpart(translation.links, sentence.answer)
            marked = (len(gist) + part[0], len(gist) + part[1]) if part else None
        gist += translation.text if translation.passes else _LEFT_OUT
        whole += translation.text
    some = any(translation is not None and translation.passes for translation in made)
    fails = any(translation is not None and not translation.passes for translation in made)
    return replace(
        citation,
        gist=gist if some else None,
        gist_answer=marked,
        doubtful_gist=whole if fails else None,
    )
