"""HTML as a browser understands it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

import html5lib

Attributes = dict[str, str]
_SVG = "{http://www.w3.org/2000/svg}"


class ParsedHtml:
    """A page or a part of one, read by the rules that browsers keep (html5lib).

    :raises AssertionError: where it is not well-formed.
    """

    def __init__(self, html: str, whole_page: bool = False) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parse = parser.parse if whole_page else parser.parseFragment
        self._root: Element = parse(html)
        for element in self._root.iter():
            if isinstance(element.tag, str):  # else it is a comment
                element.tag = element.tag.removeprefix(_SVG)
        # Texts may hold characters that no HTML should; they do no harm.
        problems = {problem for _, problem, _ in parser.errors} - {"invalid-codepoint"}
        assert not problems, problems

    @property
    def text(self) -> str:
        return "".join(self._root.itertext())

    @property
    def structure(self) -> list[tuple[str, list[str]]]:
        """Each element's tag and the names of its attributes, in their order."""
        return [(element.tag, sorted(element.attrib)) for element in self._elements()]

    @property
    def tags(self) -> list[str]:
        return [element.tag for element in self._elements()]

    def texts(self, tag: str, css_class: str | None = None) -> list[str]:
        """What stands in each element of a kind, marked up or not."""
        return ["".join(element.itertext()) for element in self._elements(tag, css_class)]

    def attributes(self, tag: str, css_class: str | None = None) -> list[Attributes]:
        return [dict(element.attrib) for element in self._elements(tag, css_class)]

    def assert_holds_only(self, allowed: Mapping[str, set[str]]) -> None:
        """:param allowed: the names of each tag's attributes."""
        for element in self._elements():
            assert element.tag in allowed, element.tag
            assert set(element.attrib) <= allowed[element.tag], (element.tag, element.attrib)

    def _elements(self, tag: str | None = None, css_class: str | None = None) -> list[Element]:
        return [
            element
            for element in self._root.iter()
            if element is not self._root
            and (tag is None or element.tag == tag)
            and (css_class is None or css_class in element.get("class", "").split())
        ]
