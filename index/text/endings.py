"""Ends of sentences that are not a plain full stop: emoji, emoticons, footnote marks, links.

A mark behind a full stop belongs to the sentence that it ends. One that stands in place of the full
stop ends a sentence where what comes next reads like the opening of another: between two names it
may as well stand for a word ("I ❤️ Berlin").
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from index.text.words import stop_words

# Pictures, by Unicode's blocks (emoji, miscellaneous symbols and dingbats, without the brackets,
# figures, arrows and accidentals among them), and what joins or varies them. ™, ®, © and ° stand in
# other blocks: they belong to the word before.
_PICTURE = (
    "\U0001f000-\U0001faff\u2600-\u266c\u2670-\u2767\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa"
    "\u2b1b\u2b1c\u2b50\u2b55"
)
_JOINS = "\u200d\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f"
_EMOTICON = r"(?<!\S)[:;=][-o^']?[()\[\]DPp/|*](?!\S)"
_NOTE = r"(?:\[\^?\w{1,3}\]|(?<=[.!?…])\[[^\[\]\n]{1,30}\])"
_MARK = rf"(?:[{_PICTURE}][{_PICTURE}{_JOINS}]*|(?<=[‼⁉])\ufe0f|{_EMOTICON}|{_NOTE})"
# As many as stand together; it matches whatever follows, so that no text takes more than one pass.
# What one can begin with is said first: most places need no more.
_MARKS = re.compile(
    rf"(?=[{_PICTURE}\ufe0f:;=\[¹²³⁰⁴-⁹*†‡])"
    rf"(?:{_MARK}(?:[^\S\n]*{_MARK})*|(?<=[^\s*])[¹²³⁰⁴-⁹*†‡]+)\s*"
)
# Where marks open the sentences of a text, they end none.
_LEADING = re.compile(rf"[{_PICTURE}]|{_EMOTICON}|\[")
_FOOTNOTE = re.compile(r"[¹²³⁰⁴-⁹*†‡\[]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")

_FULL_STOP = re.compile(
    r"(?:[!?…‽‼⁉\ufe0f。！？।॥۔؟։።]|[^\W\d_]{3}\.|\d{3}\.|[.)]\.)[)\]\"'»«“”’」』]*$"
)
_OPENING = "\"'“„”«»‘‚¿¡([「『"
_WORD = re.compile(r"\w+(?:[’']\w+)*")
# What ends a sentence before a word that opens another and is never written large else.
_BROKEN_OFF = re.compile(r"(?:(?<=\s)(?:…|\.{3})|[—–][”“\"»«’])\s+")
# A whole sentence in brackets.
_IN_BRACKETS = re.compile(r"[(\[][^\W\d_][^()\[\]]{3,400}[.!?][)\]]\s+")
_LINK = re.compile(r"[#@]\w|https?://|www\.")
_LONGEST_LINK = 300
_BEFORE, _AFTER = 300, 40  # characters that are looked at on either side of a mark
# Words before a mark that make a sentence: fewer are more often a caption or half of one.
_WORDS = 3
_SHORT = 4  # letters of a function word that cannot end a sentence: "the", "with", "mit", "pour"


def with_endings(borders: Iterable[int], text: str, language: str) -> list[int]:
    """The borders of sentences in a paragraph, in order, once such endings are seen to.

    :param borders: those known by its full stops; 0 and the paragraph's length are among them.
    """
    known = sorted({*borders, *_added(text, language)})
    dropped, added = set[int](), [0]
    for marks in _MARKS.finditer(text):
        at = bisect_left(known, marks.start())
        if at == 0:
            continue
        opening = max(known[at - 1], added[-1])
        before = text[max(opening, marks.start() - _BEFORE) : marks.start()].rstrip()
        if not before:
            continue
        inside = set(known[at : bisect_left(known, marks.end())])
        if inside or _FULL_STOP.search(before[-12:]):
            if not _LEADING.match(text, opening):
                dropped |= inside
                if not text[marks.end() : marks.end() + 1].islower():
                    added.append(marks.end())
        elif not _FOOTNOTE.match(marks[0]) and _ends(marks, before, language):
            added.append(marks.end())
    return sorted({*known, *added} - (dropped - {len(text)}))


def _ends(marks: re.Match[str], before: str, language: str) -> bool:
    """Whether marks without a full stop end the sentence before them."""
    after = marks.string[marks.end() : marks.end() + _AFTER]
    if "\n" in marks[0]:
        return not after[:1].islower()
    words = _WORD.findall(before)
    if len(words) < _WORDS or not _is_large(after):
        return False
    if _opens(after, language):
        return True
    if _FLAG.match(marks[0]) or "HEART" in unicodedata.name(marks[0][0], ""):
        return False  # they stand beside a name, or for a word
    last = words[-1]
    if len(last) <= _SHORT and last.casefold() in stop_words(language):
        return False  # "with the 🎉 Band"
    # German writes every noun large: only behind another one it is no part of the phrase.
    return language != "de" or last[0].isupper()


def _added(text: str, language: str) -> Iterator[int]:
    """Borders behind links that end a line, sentences in brackets, and what is broken off."""
    line_end = text.find("\n")
    while line_end >= 0:
        last = text[max(0, line_end - _LONGEST_LINK) : line_end].split()[-1:]
        start = line_end + 1
        while start < len(text) and text[start] in " \t":
            start += 1
        if last and _LINK.match(last[0]) and not text[start : start + 1].islower():
            yield start
        line_end = text.find("\n", start)
    for found in _IN_BRACKETS.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()].rstrip()
        opens = not before or _FULL_STOP.search(before)
        whole = found[0].count(" ") >= _WORDS
        if opens and whole and _is_large(text[found.end() : found.end() + 8]):
            yield found.end()
    for found in _BROKEN_OFF.finditer(text):
        if _opens(text[found.end() : found.end() + _AFTER], language):
            yield found.end()


def _is_large(after: str) -> bool:
    """Whether a text begins with a capital letter, behind the marks that open a quotation."""
    return after.lstrip(_OPENING)[:1].isupper()


def _opens(after: str, language: str) -> bool:
    """Whether a text begins with a word that has a capital letter only where a sentence begins."""
    word = _WORD.match(after.lstrip(_OPENING))
    return bool(word and _is_large(after) and word[0].casefold() in stop_words(language))
