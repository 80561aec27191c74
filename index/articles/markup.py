"""HTML → text: paragraphs, headings, items and rows apart, and nothing that is not shown.

What is the main text of a page is for formats.html_file to find; here all of it is text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from index.articles.cleaning import clean_text
from index.articles.pipes import is_data, pipe_table

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p",
    "section", "summary", "ul",
))  # fmt: skip
_LISTS = frozenset(("ul", "ol", "menu"))
_CELLS = frozenset(("td", "th"))
_NOT_SHOWN = frozenset((
    "audio", "button", "canvas", "head", "iframe", "math", "nav", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
))  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLANK = re.compile(r"\s+")
_BLANKS = re.compile(" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
_DEEPEST_TABLE = _DEEPEST_LIST = 20
_IS_MARKUP = re.compile(
    r"\s*<(?:p|div|h[1-6]|ul|ol|table|section|article|body|html|!DOCTYPE)\b", re.I
)


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[list[str]]] = []  # row → cell → paragraphs
        self.header = False  # whether its first row names the columns


class Blocks:
    """What is shown, told tag by tag; they need not be nested as they should."""

    def __init__(self) -> None:
        self.headings: list[str] = []
        self._blocks: list[str] = []
        self._tables: list[_Table] = []
        self._line: list[str] = []
        self._lists = 0
        self._mark = ""
        self._hidden = 0
        self._aside: list[str] = []  # what is hidden since `_hidden` is not 0
        self._preformatted = 0

    def start(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            if not self._hidden:
                self._aside.clear()
            self._hidden += 1
        elif tag == "br":
            self._line.append("\n")
        elif tag == "pre":
            self._break()
            self._preformatted += 1
        elif tag == "table":
            self._break()
            if len(self._tables) < _DEEPEST_TABLE:
                self._tables.append(_Table())
        elif self._tables and (tag == "tr" or tag in _CELLS):
            self._start_cell(tag)
        elif tag in _BLOCKS:
            self._break()
            self._hidden = 0 if tag == "body" else self._hidden  # a head that nobody closed
            self._lists += tag in _LISTS
            if tag == "li":
                self._mark = "  " * min(self._lists - 1, _DEEPEST_LIST) + "- "

    def end(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in _HEADINGS:
            heading = "".join(self._line)
            self._break()
            self.headings.append(" ".join(heading.split()))
        elif tag == "pre" and self._preformatted:
            self._break()
            self._preformatted -= 1
        elif tag == "table" and self._tables:
            self._break()
            self._end_table()
        elif tag in _BLOCKS or tag in _CELLS:
            self._break()
            self._lists = max(0, self._lists - (tag in _LISTS))

    def data(self, text: str) -> None:
        if self._hidden:
            self._aside.append(text)
        else:
            self._line.append(text if self._preformatted else _BLANK.sub(" ", text))

    def text(self) -> str:
        """All that was told. What a tag hides that nobody closed is not lost by it."""
        self._break()
        if self._hidden:
            self._hidden = 0
            self.data("".join(self._aside))
            self._break()
        while self._tables:
            self._end_table()
        return clean_text("\n\n".join(self._blocks))

    def _start_cell(self, tag: str) -> None:
        self._break()
        table = self._tables[-1]
        if tag == "tr" or not table.rows:
            table.rows.append([])
        if tag in _CELLS:
            table.rows[-1].append([])
            table.header = table.header or tag == "th" and len(table.rows) == 1

    def _break(self) -> None:
        """What was told since the last border is a block."""
        line = "".join(self._line)
        self._line.clear()
        if self._preformatted:
            block = "\n".join(f"    {part}" for part in line.expandtabs(4).strip("\n").split("\n"))
        else:
            block = _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", line)).strip()
        if block.strip():
            self._add([self._mark + block])
            self._mark = ""

    def _add(self, blocks: list[str]) -> None:
        """To the cell that is open, or to the text."""
        cell = self._blocks
        if self._tables:
            rows = self._tables[-1].rows
            if rows and rows[-1]:
                cell = rows[-1][-1]
        cell.extend(blocks)

    def _end_table(self) -> None:
        table = self._tables.pop()
        rows = [row for row in table.rows if any(row)]
        cells = [[" ".join(cell) for cell in row] for row in rows]
        if rows and is_data(cells):
            self._add([pipe_table(cells, table.header)])
        else:
            self._add([block for row in rows for cell in row for block in cell])


class _Parser(HTMLParser):
    """Tells what it reads."""

    def __init__(self, blocks: Blocks) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks = blocks

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # of a script or a style
            self._blocks.data(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._blocks.start(tag)

    def handle_endtag(self, tag: str) -> None:
        self._blocks.end(tag)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Where a section like `<![CDATA[` ends that begins at `i`; -1 where it does not."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:  # of a kind that there is not
            return self.rawdata.find(">", i) + 1 or -1

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._blocks.start(tag)
        if tag != "br":
            self._blocks.end(tag)


def read_markup(markup: str) -> Blocks:
    """What a piece of HTML, or all of a page, shows."""
    blocks = Blocks()
    parser = _Parser(blocks)
    parser.feed(markup)
    parser.close()
    return blocks


def is_markup(text: str) -> bool:
    """Whether a text is a piece of HTML rather than words: it begins and ends with a tag."""
    return _IS_MARKUP.match(text) is not None and text.rstrip().endswith(">")
