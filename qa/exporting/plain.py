"""An answer as plain text."""

from __future__ import annotations

from qa.answers import Answer
from qa.composing import marked_sentences
from qa.exporting.lines import lines, one_line
from qa.exporting.parts import asides, described, gist, heading
from qa.web_address import is_web_address


def plain(answer: Answer) -> str:
    """The question, the answer, and its sources by their numbers, each on a line."""
    text = " ".join(marked_sentences(answer)) if answer.mode == "written" else answer.text
    blocks = [one_line(answer.question), *asides(answer), lines(text)]
    if answer.citations:
        blocks.append("\n".join([heading(answer), *_sources(answer)]))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _sources(answer: Answer) -> list[str]:
    lines = []
    for citation, parts in zip(answer.citations, described(answer), strict=True):
        url = citation.article.url
        address = [one_line(url)] if url and is_web_address(url) else []
        lines.append(f"[{citation.number}] {' · '.join([*parts, *address])}")
        if answer.mode == "written":  # else it stands in the text already
            lines.append(f"    “{one_line(citation.quote)}”")
        if (translated := gist(citation, answer.language)) is not None:
            lines.append(f"    {translated}")
    return lines
