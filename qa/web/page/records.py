"""An answer as the browser keeps it: what it takes to show, copy and export it again.

A conversation's history is the reader's, in their browser, and nowhere else. What comes back from
there is not trusted: it is read as anything else that a program may send.
"""

from __future__ import annotations

from typing import Any, get_args

from index import ArticleDescription, InputError
from qa.answers import Answer, Citation, Mode, ShortAnswer, WrittenSentence
from qa.given import Given, Span

_MODES = get_args(Mode)
_SURENESS = ("certain", "likely", "perhaps")
_MOST = 20  # citations, articles that say the same, and the like
_MOST_SENTENCES = 200
_QUESTION, _TEXT, _FIELD = 4_000, 60_000, 2_000  # characters


def record_of(answer: Answer) -> dict[str, Any]:
    """JSON that `answer_of` makes the answer of; gists are kept elsewhere."""
    return answer.to_json() | {"quoted_at": [_span_json(span) for span in answer.quoted_at]}


def answer_of(record: object) -> Answer:
    """:raises InputError: if `record` is not what `record_of` gives."""
    given = Given(record, "an answer")
    citations = tuple(map(_citation, given.inners("citations", _MOST)))
    quoted_at = tuple(span.span() for span in given.inners("quoted_at", _MOST))
    mode, sureness = given.text("mode", 10), given.text_or_none("sureness", 10)
    if mode not in _MODES or sureness not in (None, *_SURENESS):
        raise InputError("an answer's mode and sureness are among those that there are")
    if mode in ("quote", "refusal") and len(quoted_at) != len(citations):
        raise InputError("an answer's quoted_at has a place for each citation")
    return Answer(
        question=given.text("question", _QUESTION),
        language=given.text("language", 10),
        text=given.text("answer", _TEXT),
        refused=given.is_true("refused"),
        confidence=given.share("confidence"),
        mode=mode,  # type: ignore[arg-type]
        citations=citations,
        sentences=tuple(map(_sentence, given.inners("sentences", _MOST_SENTENCES))),
        standalone=given.text_or_none("standalone", _QUESTION),
        note=given.text_or_none("note", _FIELD),
        quoted_at=quoted_at,
        sureness=sureness,
    )


def _citation(given: Given) -> Citation:
    article = given.inner("article")
    start, end = given.span()
    short = given.inner_or_none("short_answer")
    return Citation(
        given.count("number"),
        given.text("quote", _TEXT),
        start,
        end,
        given.share("score"),
        short_answer=ShortAnswer(short.text("text", _TEXT), *short.span()) if short else None,
        table_header=given.texts("table_header", 1_000, _FIELD),
        page=article.count_or_none("page"),
        also=tuple(map(_article, given.inners("also", 1_000))),
        article=_article(article),
    )


def _article(given: Given) -> ArticleDescription:
    known = ("date", "author", "source", "url", "path", "entry")
    return ArticleDescription(
        id=given.text("id", _FIELD),
        title=given.text("title", _TEXT),
        language=given.text("language", _FIELD),
        row=given.count_or_none("row"),
        **{name: given.text_or_none(name, _FIELD) for name in known},
    )


def _sentence(given: Given) -> WrittenSentence:
    return WrittenSentence(
        given.text("text", _TEXT), given.counts("citations", _MOST), given.is_true("supported")
    )


def _span_json(span: Span) -> dict[str, int]:
    return {"start": span[0], "end": span[1]}
