"""Articles → questions that are answered, in bounded time."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from index import Article, Sentence, Snapshot
from qa.suggesting.candidates import candidates
from qa.suggesting.people import ACTS
from qa.suggesting.suggestion import ABOUT, Suggestion

PER_LANGUAGE = 8
_ARTICLES, _SENTENCES = 400, 14  # that are looked at; of each its first
_TRIED = 2  # questions of one article in one language
# How many of the questions of a language may be of one kind.
_SHARES = {"when": 0.5, "what": 0.25, "who": 0.375, ABOUT: 0.25}
_ORDER = ("when", "what", *ACTS, "who", ABOUT)  # of the kinds of one article's questions

IsAnswered = Callable[[Suggestion], bool]


def make(
    snapshot: Snapshot,
    languages: Sequence[str],
    is_answered: IsAnswered,
    seconds: float,
    known: Sequence[Suggestion] = (),
    per_language: int = PER_LANGUAGE,
) -> Iterator[Suggestion]:
    """New questions, of each language until there are enough with those that are known.

    :param seconds: after which no other one is tried.
    :param known: those that there are; no article has two in a language.
    """
    until = time.monotonic() + seconds
    chosen = list(known)
    # What an article is about can be asked of any: only where there is little else.
    for kinds, enough in ((_ORDER[:-1], per_language), ((ABOUT,), per_language // 2)):
        for article in _sample(snapshot):
            missing = [name for name in languages if _number(chosen, name) < enough]
            if not missing:
                break
            sentences = snapshot.store.first_sentences(article.id, _SENTENCES)
            for language in missing:
                if time.monotonic() > until:
                    return
                if kinds == (ABOUT,) and not _may_be_about(article, language, snapshot):
                    continue
                wanted = _wanted(article, sentences, language, chosen, per_language, kinds)
                found = _first(wanted, is_answered)
                if found is not None:
                    chosen.append(found)
                    yield found


def make_near(
    found: Iterable[tuple[Article, Sequence[Sentence]]],
    language: str,
    is_answered: IsAnswered,
    number: int,
    seconds: float,
) -> list[Suggestion]:
    """Questions on what was found: of each article one, in its order.

    :param found: articles, and the sentences of each that may answer.
    """
    until = time.monotonic() + seconds
    chosen: list[Suggestion] = []
    for article, sentences in found:
        if len(chosen) == number or time.monotonic() > until:
            break
        wanted = _wanted(article, sentences, language, chosen)
        if (one := _first(wanted, is_answered)) is not None:
            chosen.append(one)
    return chosen


def _wanted(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    chosen: Sequence[Suggestion],
    per_language: int = PER_LANGUAGE,
    kinds: Sequence[str] = _ORDER,
) -> list[Suggestion]:
    """Questions of an article, of kinds of which there are not enough, the best first."""
    of_language = [suggestion for suggestion in chosen if suggestion.language == language]
    if any(suggestion.article == article.id for suggestion in of_language):
        return []
    of_kind = Counter(suggestion.kind for suggestion in of_language)
    asked = {suggestion.question for suggestion in of_language}
    wanted = [
        suggestion
        for suggestion in candidates(article, article.text, sentences, language)
        if suggestion.kind in kinds
        and of_kind[suggestion.kind] < _SHARES.get(suggestion.kind, 1) * per_language
        and suggestion.question not in asked
    ]
    return sorted(wanted, key=lambda suggestion: _ORDER.index(suggestion.kind))


def _first(wanted: Sequence[Suggestion], is_answered: IsAnswered) -> Suggestion | None:
    return next((suggestion for suggestion in wanted[:_TRIED] if is_answered(suggestion)), None)


def _number(chosen: Sequence[Suggestion], language: str) -> int:
    return sum(suggestion.language == language for suggestion in chosen)


def _may_be_about(article: Article, language: str, snapshot: Snapshot) -> bool:
    """A title in another language is asked about only where there is none in the reader's."""
    return article.language == language or language not in snapshot.languages


def _sample(snapshot: Snapshot) -> Iterator[Article]:
    """Articles from all of the archive, every second one of those that came last; the same ones in
    the same state."""
    highest = snapshot.store.highest_number()
    newest = range(highest, 0, -1)
    spread = random.Random(snapshot.state.number).sample(newest, min(highest, _ARTICLES))
    seen: set[int] = set()
    for pair in zip(newest, spread, strict=False):
        for number in pair:
            if number not in seen:
                seen.add(number)
                article = snapshot.store.article_by_number(number)
                if article is not None:
                    yield article
