"""Markdown as it is read: what lays it out, or is meant for a program, does not stand in quotes.

What stays: headings with their `#`, the marks of list items, tables, code (indented, as Markdown
has it too), and every word. What goes: targets of links, pictures but for what they are said to
show, comments, tags of HTML, shortcodes of Hugo, Jekyll and Docusaurus, numbers of footnotes, and
the marks of emphasis where they are plainly a pair around words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.articles.cleaning import clean_text
from index.articles.markdown_inline import Inline

_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,}|\{%-?\s*highlight\b|\{\{[<%]\s*highlight\b)")
_END_HIGHLIGHT = re.compile(r"[ \t]*(?:\{%-?\s*endhighlight\b|\{\{[<%]\s*/\s*highlight\b)")
_INDENTED = re.compile(r"(?: {4}|\t)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_TASK = re.compile(r"([ \t]*[-*+][ \t]+)\[[ xX]\][ \t]+")
_QUOTATION = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(\S.*)$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|--+)[ \t]*$")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]*\}[ \t]*$")
_ADMONITION = re.compile(r"[ \t]*:{3,}[ \t]*[\w-]*(?:\[([^\[\]]*)\]|[ \t]+(.*))?$")
_ALERT = re.compile(r"[ \t]*\[![A-Z]+\][ \t]*$")
_DEFINITION = re.compile(r"[ \t]{0,3}\[(?!\^)([^\[\]\n]{1,200})\]:[ \t]*\S")
_NOTE = re.compile(r"[ \t]{0,3}\[\^[^\[\]\s]{1,50}\]:[ \t]*")
_IMPORT = re.compile(r"import\s(?:[^'\"]{1,500}\sfrom\s)?['\"][^'\"]{1,500}['\"];?[ \t]*$")
_EXPORT = re.compile(r"export\s(?:const|let|var|default|function)\b")
_CONTENTS = re.compile(r"[ \t]*(?:\[TOC\]|\[\[_TOC_\]\])[ \t]*$", re.IGNORECASE)


def clean_markdown(text: str, components: bool = False) -> str:
    """The text that is stored of a Markdown file, without front matter.

    :param components: whether it is MDX, in which `<Name>` is a component and exports are code.
    """
    stretches = [("\n".join(lines), is_code) for lines, is_code in _stretches(text)]
    defined = frozenset(
        " ".join(found[1].lower().split())
        for stretch, is_code in stretches
        if not is_code
        for line in stretch.split("\n")
        if (found := _DEFINITION.match(line))
    )
    inline = Inline(defined, components)
    return clean_text(
        "\n\n".join(
            stretch if is_code else inline.finish(_lines(inline.prepare(stretch), components))
            for stretch, is_code in stretches
        )
    )


def _stretches(text: str) -> Iterator[tuple[list[str], bool]]:
    """(lines, whether they are code) in their order; code is indented, without its fences."""
    lines: list[str] = []
    is_code = in_list = False
    closing: re.Pattern[str] | None = None
    indent = ""
    for line in text.split("\n"):
        if closing is not None:
            if closing.match(line):
                closing = None
            else:
                lines.append("    " + line.removeprefix(indent).expandtabs(4))
            continue
        fence = _FENCE.match(line)
        is_indented = _INDENTED.match(line) is not None and not in_list
        after_blank = is_code or not lines or not lines[-1].strip()
        becomes_code = fence is not None or (is_indented and after_blank)
        if becomes_code != is_code or fence:
            yield lines, is_code
            lines, is_code = [], becomes_code
        if fence:
            indent, closing = fence[1], _closing(fence[2])
            continue
        if line.strip():
            in_list = _ITEM.match(line) is not None or (in_list and line[0] in " \t")
        lines.append(line.expandtabs(4) if is_code else line)
    yield lines, is_code


def _closing(fence: str) -> re.Pattern[str]:
    if fence[0] not in "`~":
        return _END_HIGHLIGHT
    return re.compile(rf"[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$")


def _lines(text: str, components: bool) -> str:
    """Prose, line by line: what begins or ends a block stands apart from what is next to it."""
    kept: list[str] = []
    for line in text.split("\n"):
        line = _QUOTATION.sub("", line, count=1) if line.lstrip().startswith(">") else line
        if _is_for_programs(line, components):
            continue
        line = _ATTRIBUTES.sub("", line)
        if heading := _HEADING.match(line):
            kept += ["", f"{heading[1]} {heading[2].rstrip().rstrip('#').rstrip()}", ""]
        elif _UNDERLINE.match(line) and _is_lone(kept):
            level = "#" if "=" in line else "##"
            kept[-1:] = [f"{level} {kept[-1].strip()}", ""]
        elif _RULE.match(line):
            kept.append("")
        elif admonition := _ADMONITION.match(line):
            kept += ["", admonition[1] or admonition[2] or "", ""]
        elif note := _NOTE.match(line):
            kept += ["", line[note.end() :]]
        else:
            kept.append(_TASK.sub(r"\1", line))
    return "\n".join(kept)


def _is_for_programs(line: str, components: bool) -> bool:
    """Whether a line says nothing to readers."""
    return any(known.match(line) for known in (_DEFINITION, _ALERT, _IMPORT, _CONTENTS)) or (
        components and _EXPORT.match(line) is not None
    )


def _is_lone(lines: list[str]) -> bool:
    """Whether the last line is a paragraph alone, such as one that an underline makes a heading."""
    return (
        bool(lines)
        and bool(lines[-1].strip())
        and "|" not in lines[-1]
        and _ITEM.match(lines[-1]) is None
        and not lines[-1].startswith("#")
        and (len(lines) < 2 or not lines[-2].strip())
    )
