"""Markdown within its lines: links, pictures, tags, shortcodes, emphasis, spans of code.

Each pattern takes a time that grows with the text alone, whatever stands in it.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict

_TICKS = re.compile(r"`+")
_KEPT = re.compile(r"\0(\d+)\0")
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}|\{%[^{}]*%\}")
# What a link leads to: an address, in <> or with brackets in pairs, and a title.
_TARGET = (
    r"""\(\s*(?:<[^<>\n]*>|(?:[^()\s<>]|\([^()\s]*\))*)"""
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?\s*\)"""
)
_PICTURE = re.compile(rf"!\[([^\[\]]*)\]{_TARGET}(?:\{{[^{{}}\n]*\}})?")
_LINK = re.compile(rf"(?<!\\)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]{_TARGET}(?:\{{[^{{}}\n]*\}})?")
# Links of wikis and notebooks: [[Page]], [[Page|words]], ![[picture.png]].
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]|\n]+)\]\](?!\()")
_REFERENCE = re.compile(r"(?<!\\)(!?)\[([^\[\]]{1,500})\](?:\s?\[([^\[\]]{0,200})\])?")
_NOTE_NUMBER = re.compile(r"\[\^[^\[\]\s]{1,50}\]")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_BLOCKS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]"
    "|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_WITHIN = (
    "a|abbr|audio|b|big|br|cite|code|del|dfn|em|font|i|iframe|img|ins|kbd|mark|picture|q|s|samp"
    "|small|source|span|strike|strong|sub|sup|tt|u|var|video|wbr"
)
_TAG = re.compile(rf"</?(?:({_BLOCKS})|({_WITHIN}))(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMPONENT = re.compile(r"</?(?:[A-Z][\w.]*(?:\s[^<>]*)?/?)?>")
_FIRST, _LAST = r"(?=[\w\"'“„«‘(\[\0])", r"(?<=[\w.,!?:;…\"'”“»’)\]\0%])"
_EMPHASIS = (
    re.compile(rf"(?<![\w*\\])\*\*\*{_FIRST}([^*\n]+){_LAST}\*\*\*(?![\w*])"),
    re.compile(rf"(?<![\w*\\])\*\*{_FIRST}([^*\n]+){_LAST}\*\*(?![\w*])"),
    re.compile(rf"(?<![\w_\\])__{_FIRST}([^_\n]*\s[^_\n]*){_LAST}__(?![\w_])"),
    re.compile(rf"(?<![\w*\\])\*{_FIRST}([^*\n]+){_LAST}\*(?![\w*])"),
    re.compile(rf"(?<![\w_\\])_{_FIRST}([^_\n]+){_LAST}_(?![\w_])"),
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!<>~:$-])")  # not of a pipe: it parts cells
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")


class Inline:
    """:param defined: names that links may be given by, in lower case.
    :param components: whether `<Name>` is one (MDX).
    """

    def __init__(self, defined: frozenset[str], components: bool) -> None:
        self._defined = defined
        self._components = components
        self._kept: list[str] = []

    def prepare(self, text: str) -> str:
        """Prose without what may span its lines; code within them is put aside."""
        text = self._code_aside(text.replace("\0", ""))
        text = _without(text, "<!--", "-->")
        for name in ("script", "style"):
            text = _without(text, f"<{name}", f"</{name}>")
        return _SHORTCODE.sub("", text)

    def finish(self, text: str) -> str:
        """Prose whose blocks stand apart, as it is read."""
        text = _WIKI_LINK.sub(r"\1", _EMBEDDED.sub("", text))
        text = _PICTURE.sub(r"\1", text)
        text = _LINK.sub(r"\1", text)
        text = _NOTE_NUMBER.sub("", text)
        text = _REFERENCE.sub(self._reference, text) if self._defined else text
        text = _ADDRESS.sub(r"\1", text)
        text = "\n".join(map(self._without_tags, text.split("\n"))) if "<" in text else text
        for pattern in _EMPHASIS:
            text = pattern.sub(r"\1", text)
        text = _ESCAPED.sub(r"\1", text)
        text = _ENTITY.sub(_unescaped, text)
        return _KEPT.sub(lambda found: self._kept[int(found[1])], text)

    def _code_aside(self, text: str) -> str:
        """A span of code reaches from some backticks to as many, within a paragraph."""
        runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
        later: defaultdict[int, list[int]] = defaultdict(list)  # length → runs, the last first
        for number in range(len(runs) - 1, -1, -1):
            later[runs[number][1] - runs[number][0]].append(number)
        parts, position = list[str](), 0
        for number, (start, end) in enumerate(runs):
            same = later[end - start]
            while same and same[-1] <= number:
                same.pop()
            if start < position or not same or (start and text[start - 1] == "\\"):
                continue
            close = runs[same[-1]]
            code = text[end : close[0]]
            if "\n\n" in code:
                continue
            parts += [text[position:start], f"\0{len(self._kept)}\0"]
            self._kept.append(" ".join(code.split("\n")).strip(" ") or code)
            position = close[1]
        return "".join([*parts, text[position:]])

    def _reference(self, found: re.Match[str]) -> str:
        name = found[3] or found[2]
        return found[2] if " ".join(name.lower().split()) in self._defined else found[0]

    def _without_tags(self, line: str) -> str:
        apart = " " if "|" in line else "\n\n"  # a table's row stays one

        def instead(found: re.Match[str]) -> str:
            if found[1]:
                return apart
            return " " if found[2].lower() == "br" else ""

        line = _TAG.sub(instead, line)
        return _COMPONENT.sub("", line) if self._components else line


def _without(text: str, opening: str, closing: str) -> str:
    """A text without what stands between two marks; what is never closed stays."""
    parts, position = list[str](), 0
    while True:
        start = text.find(opening, position)
        end = text.find(closing, start) if start >= 0 else -1
        if end < 0:
            return "".join([*parts, text[position:]])
        parts.append(text[position:start])
        position = end + len(closing)


def _unescaped(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])
    return letter if letter != "|" and letter.isprintable() or letter == "\u00a0" else found[0]
