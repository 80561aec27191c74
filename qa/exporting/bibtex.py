"""Articles as BibTeX entries, for biblatex and for citation managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from index import ArticleDescription
from qa.dates import parts_of
from qa.exporting.keys import citation_key, each_once
from qa.exporting.lines import one_line
from qa.web_address import is_web_address

_NOTE = "% UTF-8, for biblatex (biber)\n"
# Babel's names of languages, as biblatex has them; another language goes without.
_LANGUAGES = {
    "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "tr": "turkish", "uk": "ukrainian",
}  # fmt: skip
# Braces count even where a backslash is before them: they have to go.
_ESCAPED = str.maketrans(
    {
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{char: f"\\{char}" for char in "%#$&_"},
    }
)


def bibtex(articles: Iterable[ArticleDescription]) -> str:
    """An entry an article: `@article` where it came out in something, `@online` where all that is
    known is its address, else `@misc`.

    Accents stay as they are: what reads it has to read UTF-8.
    """
    return _NOTE + "".join(f"\n{_entry(article)}" for article in each_once(articles))


def _entry(article: ArticleDescription) -> str:
    kind = "misc"
    if article.source:
        kind = "article"
    elif is_web_address(article.url):
        kind = "online"
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(article))
    return f"@{kind}{{{citation_key(article)},\n{fields}}}\n"


def _fields(article: ArticleDescription) -> Iterator[tuple[str, str]]:
    # One name, as it was given: “Eva Lang, dpa” is no family name before a given one.
    if author := _text(article.author):
        yield "author", f"{{{author}}}"
    # Braces within keep capital letters as they are.
    yield "title", f"{{{_text(article.title)}}}"
    if source := _text(article.source):
        yield "journaltitle", source
    if parts := parts_of(article.date):
        yield "date", "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
    elif date := _text(article.date):
        yield "note", date
    if article.url and is_web_address(article.url):
        yield "url", _address(article.url)
    if language := _LANGUAGES.get(article.language):
        yield "langid", language


def _text(text: str | None) -> str:
    return one_line(text or "").translate(_ESCAPED)


def _address(url: str) -> str:
    """It is taken letter by letter: nothing can be escaped in it but by the rules of addresses."""
    return quote(one_line(url), safe="%/:?#[]@!$&'()*+,;=~")
