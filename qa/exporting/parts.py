"""What an answer that is taken along says, besides its text."""

from __future__ import annotations

from prompts import spoken, texts
from qa.answers import Answer, Citation
from qa.describing import what_is_known
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
    language = spoken("chat", answer.language)
    told = []
    for citation in answer.citations:
        article = citation.article
        known = what_is_known(article, language, apart.get(article.id), citation.page)
        told.append([one_line(part) for part in (article.title, *known.values()) if part])
    return told


def gist(citation: Citation, language: str) -> str | None:
    """The translation of its quote under its label; None where there is none that may stand."""
    if citation.gist is None:
        return None
    return f"{texts('chat', language)['gist']} {one_line(citation.gist)}"
