"""What an article's first lines say about it, where no front matter does: title, author, place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.text.sentences import split_sentences

# "Von Matthias Kolb, Brüssel" · "By Jane Doe and John Roe in London" · "Par Anne Dupont"
_NAME_PART = r"(?:(?:von|van|de|der|den|du|di|da|zu|af|al|el)\s+){0,2}[^\W\d_a-zß-ÿ][\w'’.-]*"
_NAME = rf"{_NAME_PART}(?:\s+{_NAME_PART}){{1,3}}"
_AND = r"(?:\s*,\s*|\s+(?:und|and|et|y|e|en|&)\s+)"
_BYLINE = re.compile(
    r"^(?:\*{1,2}|_)?(?:Von|VON|By|BY|Par|PAR|Por|POR|Di|DI|Door)\s+"
    rf"(?P<author>{_NAME}(?:{_AND}{_NAME})*)"
    r"(?:(?:\s*[,|·–-]\s*|\s+(?:aus|in|à|from|da|desde|en)\s+)(?P<place>[^\W\d_a-z][^\n.,;:!?]{1,40}))?"
    r"(?:\*{1,2}|_)?$"
)
_HEADING_MARK = re.compile(r"\s{0,3}#{1,6}\s")
_LINES_SEARCHED = 12
_MAX_HEADLINE = 120
_MAX_TITLE = 90
_FIRST_SENTENCE = 1_000  # characters that it is looked for in


@dataclass(frozen=True, slots=True)
class Heading:
    """The title always says something; author and place only where a byline names them."""

    title: str
    author: str | None = None
    place: str | None = None


def read_heading(text: str, language: str) -> Heading:
    """Title, author and place by the article's first lines.

    The title is a Markdown heading, else a headline (a first line that does not end like a
    sentence), else the first sentence of the body: what comes before a byline, a photo's caption
    for one, is not the body.
    """
    lines = [(m.start(), m[0].strip()) for m in re.finditer(r"[^\n]+", text[:20_000])]
    lines = [(start, line) for start, line in lines if line][:_LINES_SEARCHED]
    author = place = None
    body_start = 0
    for start, line in lines:
        if len(line) <= 160 and (byline := _BYLINE.match(line)):
            author, place = byline["author"], byline["place"]
            body_start = text.index(line, start) + len(line)
            break
    title = _headline(text, lines) or _first_sentence(text, body_start, language)
    return Heading(title, author, place.strip() if place else None)


def is_byline(sentence: str) -> bool:
    """Whether this only says who wrote the article: nobody's question is answered by it alone."""
    return len(sentence) <= 160 and _BYLINE.match(sentence) is not None


def _headline(text: str, lines: list[tuple[int, str]]) -> str | None:
    for line in text[:5_000].split("\n"):
        mark = _HEADING_MARK.match(line)
        # Stripped, not matched: a pattern for both ends of a line tries all of its spaces twice.
        if mark and (title := line[mark.end() :].strip().rstrip("#").rstrip()):
            return title[:_MAX_HEADLINE]
    if len(lines) < 2:
        return None
    _, first = lines[0]
    is_headline = len(first) <= _MAX_HEADLINE and not first.endswith((".", ":", ";", ",", "…"))
    return first if is_headline and not _BYLINE.match(first) else None


def _first_sentence(text: str, start: int, language: str) -> str:
    body = text[start : start + _FIRST_SENTENCE]
    spans = split_sentences(body, language)
    sentence = " ".join(body[slice(*spans[0])].split()) if spans else ""
    if len(sentence) <= _MAX_TITLE:
        return sentence.removesuffix(".") or "–"
    return sentence[:_MAX_TITLE].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"
