"""What an answer that is taken along says, besides its text."""

from __future__ import annotations

from index.text import language_name
from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.composing import readable_date
from qa.exporting.lines import one_line
from qa.telling_apart import tell_apart


def asides(answer: Answer) -> list[str]:
    """How the question was understood, how sure the answer is, and what else was noted of it."""
    told = []
    if answer.standalone:
        understood = texts("chat", answer.language)["understood"]
        told.append(understood.format(question=answer.standalone))
    if answer.note:
        told.append(answer.note)
    if answer.sureness in ("certain", "likely") and answer.mode == "quote":
        told.append(texts("answer", answer.language)[answer.sureness])
    return [*map(one_line, told)]


def heading(answer: Answer) -> str:
    """What stands above the sources."""
    return texts("chat", answer.language)["nearest" if answer.refused else "sources"]


def described(answer: Answer) -> list[list[str]]:
    """For each citation what is known of its article, its title first, each on one line, in the
    language of the answer."""
    apart = tell_apart(citation.article for citation in answer.citations)
    return [
        _described(citation, apart.get(citation.article.id), answer.language)
        for citation in answer.citations
    ]


def gist(citation: Citation, language: str) -> str | None:
    """The translation of its quote under its label; None where there is none that may stand."""
    if citation.gist is None:
        return None
    return f"{texts('chat', language)['gist']} {one_line(citation.gist)}"


def _described(citation: Citation, apart: str | None, language: str) -> list[str]:
    language = spoken("chat", language)
    wording, article = texts("chat", language), citation.article
    known = [
        article.author,
        article.source,
        article.place,
        readable_date(article.date, language) if article.date else None,
        language_name(article.language, language),
        article.entry,
        wording["row"].format(number=article.row) if article.row is not None else None,
        wording["page"].format(number=citation.page) if citation.page is not None else None,
    ]
    if apart not in (article.author, article.source, article.place, article.date, article.entry):
        known.append(apart)
    return [one_line(part) for part in (article.title, *known) if part]
