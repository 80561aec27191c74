"""An article → questions that it may answer, by rule. Whether it does is found out by asking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import ArticleDescription, Sentence
from index.text import fold, whole_words
from prompts import texts
from qa.suggesting.dated import when
from qa.suggesting.people import acts, named_with_role, people
from qa.suggesting.rules import pointing_words
from qa.suggesting.suggestion import ABOUT, Suggestion

LANGUAGES = ("de", "en", "es", "fr", "it")
_SHORTEST, _LONGEST = 20, 110  # characters of a question
_TITLE = range(12, 81)  # characters of a title that is asked about
_SENTENCE, _TEXT = 400, 20_000  # characters of a sentence, and of an article, that are read
_MANY = 16  # words of a question that nobody would ask in one breath
_SAYS_NOTHING = re.compile(r"^ (?:\S+ ){0,2}(?:entsprechende[nrs]?|dies|das|this|it)\b")
_ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{2,}\b")
_QUOTATION = re.compile(r"[“”„«»\"]")
_DEFINED = {
    "de": r"(?P<what>(?:Der|Die|Das) [A-ZÄÖÜ]{2,6}) ist (?=ein|der|die|das)",
    "en": r"(?P<what>(?:The )?[A-Z]{2,6}) is (?=an? |the )",
    "es": r"(?P<what>(?:El|La) [A-Z]{2,6}) es (?=una? |el |la )",
    "fr": r"(?P<what>(?:Le |La |L’|L')[A-ZÉ]{2,6}) est (?=une? |le |la |l)",
    "it": r"(?P<what>(?:Il |La |L’|L')[A-Z]{2,6}) è (?=una? |un’|il |la |l)",
}  # fmt: skip


def candidates(
    article: ArticleDescription, text: str, sentences: Sequence[Sentence], language: str
) -> Iterator[Suggestion]:
    """Questions in `language`; those that need an article of the same language are left out where
    this is in another.

    :param text: that names people with their roles: the article's, or a part of it.
    :param sentences: those that may answer.
    """
    wording = texts("suggest", language)
    names = people(text[:_TEXT], article.language)
    for sentence in sentences:
        said = sentence.text
        if len(said) > _SENTENCE:
            continue
        if language == article.language:
            yield from _own_language(article, sentence, wording)
        for name, act, end in acts(said, article.language, names):
            if not _SAYS_NOTHING.search(said[end:]):
                question = wording[act].format(name=name)
                yield _of(question, language, act, article, sentence, (end, len(said)))
        for name, role in named_with_role(said, article.language):
            question = wording["who"].format(name=name)
            yield _of(question, language, "who", article, sentence, role)
    title = " ".join(article.title.split())
    if len(title) in _TITLE and title[-1] not in ".!?…" and not _QUOTATION.search(title):
        question = wording["about"].format(title=title)
        yield Suggestion(question, language, ABOUT, article.id, 0, article.title, (0, 0))


def _own_language(
    article: ArticleDescription, sentence: Sentence, wording: dict[str, str]
) -> Iterator[Suggestion]:
    language, said = article.language, sentence.text
    dated = when(said, language)
    if dated is not None and _stands_alone(dated.question, language):
        yield _of(dated.question, language, "when", article, sentence, dated.answer)
    if language in _DEFINED and (found := re.match(_DEFINED[language], said)):
        what = found["what"][0].lower() + found["what"][1:]
        if _ACRONYM.fullmatch(found["what"]):
            what = found["what"]
        question = wording["what"].format(subject=what)
        yield _of(question, language, "what", article, sentence, (found.end(), len(said)))


def _of(
    question: str,
    language: str,
    kind: str,
    article: ArticleDescription,
    sentence: Sentence,
    answer: tuple[int, int],
) -> Suggestion:
    return Suggestion(question, language, kind, article.id, sentence.start, sentence.text, answer)


def _stands_alone(question: str, language: str) -> bool:
    """Whether a question made of a sentence can be understood without those around it: it points
    back at nothing, and names something."""
    words = whole_words(question)
    pointing = pointing_words(language)
    return (
        _SHORTEST <= len(question) <= _LONGEST
        and len(words) <= _MANY
        and not any(fold(word.text) in pointing for word in words)
        and _names_something(question, language)
    )


def _names_something(question: str, language: str) -> bool:
    """An acronym, or two words with a capital letter that go together: a single one is any noun in
    German."""
    capital = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
    if language != "de":
        return re.search(rf"(?<!^)(?<=\s){capital}", question) is not None
    several = rf"(?<=\s){capital} (?:von |van |de )?{capital}"
    return bool(_ACRONYM.search(question) or re.search(several, question))
