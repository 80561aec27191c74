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
_ENOUGH = 4  # of a language, without those that ask what an article is about
_ARTICLES, _SENTENCES = 400, 14  # that are looked at; of each its first
_TRIED = 2  # questions of one article in one language
# How many of a kind there may be, of a language.
_MOST = {"when": 4, "what": 2, "who": 3, ABOUT: 2}
_ORDER = ("when", "what", *ACTS, "who", ABOUT)  # of the kinds of one article's questions

IsAnswered = Callable[[Suggestion], bool]


def make(
    snapshot: Snapshot,
    languages: Sequence[str],
    is_answered: IsAnswered,
    seconds: float,
    known: Sequence[Suggestion] = (),
) -> Iterator[Suggestion]:
    """New questions, of each language until there are PER_LANGUAGE with those that are known.

    :param known: those that there are; no article has two in a language.
    """
    until = time.monotonic() + seconds
    chosen = list(known)
    # What an article is about can be asked of any: only where there is little else.
    for kinds, enough in ((_ORDER[:-1], PER_LANGUAGE), ((ABOUT,), _ENOUGH)):
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
                found = _one(article, sentences, language, is_answered, chosen, kinds)
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
        if (one := _one(article, sentences, language, is_answered, chosen)) is not None:
            chosen.append(one)
    return chosen


def _one(
    article: Article,
    sentences: Sequence[Sentence],
    language: str,
    is_answered: IsAnswered,
    chosen: Sequence[Suggestion],
    kinds: Sequence[str] = _ORDER,
) -> Suggestion | None:
    """A question of an article that is answered, of a kind of which there are not enough."""
    of_language = [suggestion for suggestion in chosen if suggestion.language == language]
    if any(suggestion.article == article.id for suggestion in of_language):
        return None
    of_kind = Counter(suggestion.kind for suggestion in of_language)
    asked = {suggestion.question for suggestion in of_language}
    wanted = [
        suggestion
        for suggestion in candidates(article, article.text, sentences, language)
        if suggestion.kind in kinds
        and of_kind[suggestion.kind] < _MOST.get(suggestion.kind, PER_LANGUAGE)
        and suggestion.question not in asked
    ]
    wanted.sort(key=lambda suggestion: _ORDER.index(suggestion.kind))
    tried = wanted[:_TRIED]
    return next((suggestion for suggestion in tried if is_answered(suggestion)), None)


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
