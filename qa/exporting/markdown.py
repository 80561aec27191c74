"""An answer, or a whole conversation, as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import quote as percent_encoded

from prompts import texts
from qa.answers import Answer, Citation
from qa.composing import marked_sentences
from qa.exporting.lines import one_line
from qa.exporting.parts import asides, described, gist, heading
from qa.web_address import is_web_address

Link = Callable[[Citation], str | None]
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_MARKS = re.compile(r"[\\`*_\[\]<~$#]|&(?=[#\w])")
_AT_START = re.compile(r"^(\d{0,9})([-+>.)])")


def markdown(answer: Answer, link: Link = lambda citation: None) -> str:
    """The question as a heading, the answer, and its sources by their numbers.

    :param link: where the quote can be seen in its article: a web address, or a path beginning
        with “/”; None where there is no such place.
    """
    blocks = [f"## {_escaped(one_line(answer.question))}"]
    blocks += [f"*{_escaped(aside)}*" for aside in asides(answer)]
    blocks += _paragraphs(answer, link)
    if answer.citations:
        blocks.append(f"### {_escaped(heading(answer))}")
        blocks += _sources(answer, link)
    return "\n\n".join(blocks) + "\n"


def conversation_markdown(
    answers: Iterable[Answer], language: str, link: Link = lambda citation: None
) -> str:
    """Every question with its answer, in their order.

    :param language: of the heading above them.
    :param link: as for `markdown`.
    """
    title = _escaped(texts("chat", language)["conversation"])
    return "\n".join([f"# {title}\n", *(markdown(answer, link) for answer in answers)])


def _paragraphs(answer: Answer, link: Link) -> list[str]:
    if answer.mode == "written":
        text = _linked(" ".join(marked_sentences(answer)) or answer.text, answer, link)
        return [_at_start(one_line(text))]
    text, position = "", 0
    for citation, (start, end) in zip(answer.citations, answer.quoted_at, strict=True):
        before = answer.text[position:start]
        # A citation's number is the first behind its quote; a quote may hold “[1]” too.
        after, number, _ = answer.text[end:].partition(f"[{citation.number}]")
        text += _escaped(before) + _escaped(one_line(citation.quote)) + _escaped(after)
        text += _number(citation, link)
        position = end + len(after) + len(number)
    text += _escaped(answer.text[position:])
    return [_at_start(line) for part in text.split("\n\n") if (line := one_line(part))]


def _escaped(text: str) -> str:
    """Text of which nothing is a mark, unless it stands at the start of a line."""
    return _MARKS.sub(r"\\\g<0>", text)


def _at_start(line: str) -> str:
    """Escaped text, which begins no list, quotation or rule either."""
    return _AT_START.sub(r"\1\\\2", line)


def _linked(text: str, answer: Answer, link: Link) -> str:
    """Escaped, with links for the numbers that name a citation."""
    by_number = {citation.number: citation for citation in answer.citations}
    parts, position = [], 0
    for match in _NUMBER.finditer(text):
        if (citation := by_number.get(int(match[1]))) is not None:
            parts += [_escaped(text[position : match.start()]), _number(citation, link)]
            position = match.end()
    return "".join([*parts, _escaped(text[position:])])


def _number(citation: Citation, link: Link) -> str:
    number = rf"\[{citation.number}\]"
    return _link(number, link(citation)) or number


def _sources(answer: Answer, link: Link) -> Iterator[str]:
    wording = texts("chat", answer.language)
    for citation, (title, *known) in zip(answer.citations, described(answer), strict=True):
        parts = [f"**{_escaped(title)}**", *map(_escaped, known)]
        parts.append(_link(_escaped(wording["open_article"]), link(citation)))
        if is_web_address(citation.article.url):
            parts.append(_link(_escaped(wording["original"]), citation.article.url))
        mark = f"{citation.number}. "
        source = mark + " · ".join(filter(None, parts))
        if answer.mode == "written":  # else it stands in the text already
            source += f"\n\n{' ' * len(mark)}> {_at_start(_escaped(one_line(citation.quote)))}"
        if (translated := gist(citation, answer.language)) is not None:
            source += f"\n\n{' ' * len(mark)}{_at_start(_escaped(translated))}"
        yield source


def _link(text: str, target: str | None) -> str:
    """:param text: escaped."""
    if not target or not (is_web_address(target) or re.match(r"/(?!/)", target)):
        return ""
    address = percent_encoded(one_line(target), safe="%/:?#@!$&'*+,;=~")
    return f"[{text}]({address})"
