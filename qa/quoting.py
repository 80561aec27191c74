"""What was found → the answer that quotes it, or refuses."""

from __future__ import annotations

from dataclasses import replace

from index import Article
from index.text import header_of
from qa.answers import Answer, Citation, ShortAnswer
from qa.composing import compose_quotes, compose_refusal
from qa.finding import MAX_QUOTES, Finding, Notice, Quote, Sureness
from qa.finding.reader import is_sure_of_words


def quoting_answer(finding: Finding) -> Answer:
    """The best quotes; where the archive is taken not to answer, a refusal with the nearest one."""
    question = finding.question
    citations = cite(finding, 1 if finding.refused else MAX_QUOTES)
    if finding.refused:
        nearest = citations[0] if citations else None
        composed = compose_refusal(nearest, question.language)
    else:
        composed = compose_quotes(citations, finding.articles, question.language, _opening(finding))
    return Answer(
        question=question.asked,
        language=question.language,
        text=composed.text,
        refused=finding.refused,
        confidence=round(finding.confidence, 4),
        mode="refusal" if finding.refused else "quote",
        sureness=finding.sureness.value if finding.sureness else None,
        citations=citations,
        standalone=question.standalone if question.standalone != question.asked else None,
        quoted_at=composed.quoted_at,
    )


def _opening(finding: Finding) -> str | None:
    """What has to be said before the quotes: the name of a text in prompts/answer."""
    if finding.beginning is not None:
        return "beginning"
    return "perhaps" if finding.sureness is Sureness.PERHAPS else None


def refusing_answer(answer: Answer) -> Answer:
    """The refusal that `answer` becomes where a language model finds none in its quotes."""
    nearest = replace(answer.citations[0], short_answer=None)
    composed = compose_refusal(nearest, answer.language)
    return replace(
        answer,
        text=composed.text,
        quoted_at=composed.quoted_at,
        citations=(nearest,),
        refused=True,
        mode="refusal",
        sureness=None,
    )


def notice_answer(notice: Notice) -> Answer:
    """What is said of a question that can be none."""
    return Answer(notice.asked, notice.language, notice.text, True, 0.0, "notice")


def cite(finding: Finding, limit: int) -> tuple[Citation, ...]:
    """Its best quotes, numbered in their order."""
    answers = finding.sureness in (Sureness.CERTAIN, Sureness.LIKELY)
    return tuple(
        _citation(number, quote, finding, answers)
        for number, quote in enumerate(finding.quotes(limit), start=1)
    )


def _short_answer(quote: Quote, article: Article) -> ShortAnswer | None:
    span = quote.best.answer
    if span is None or not is_sure_of_words(span.odds):
        return None
    return ShortAnswer(article.text[span.start : span.end], span.start, span.end)


def _citation(number: int, quote: Quote, finding: Finding, answers: bool) -> Citation:
    article = finding.articles[quote.article_id]
    return Citation(
        number=number,
        quote=article.text[quote.start : quote.end],
        start=quote.start,
        end=quote.end,
        score=round(min(1.0, max(0.0, quote.best.features.closeness)), 4),
        short_answer=_short_answer(quote, article) if answers else None,
        table_header=header_of(article.text, quote.start),
        page=article.page_of(quote.start),
        also=tuple(finding.alike.get(article.id, ())),
        article=article.description,
    )
