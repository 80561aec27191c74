"""The contracts of `index.storage.Proposals` and `ExactVectors`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from index.errors import FundstelleError
from index.storage import ArticleFilter, ExactVectors, Proposals, Within

_DIMENSION = 16
_COUNTS = {"de": 60, "en": 25, "it": 2}
_QUESTIONS = 40
_THREADS = 8
_OF_THREADS = 10  # questions
_CLOSE = 0.02  # what a byte a component leaves unsaid of a vector of so few
# language → (ids, vectors of them, float32, (ids, dimension), of length 1 each)
Content = Mapping[str, tuple[list[int], np.ndarray]]
# id → the name of the source that the passage's article comes from
Sources = Mapping[int, str]
# In what is asked of a database some of these end a text, and some stand for others.
_NAMES = ('Die "Zeit" \\', "O'Hara 100%_", "Straße & Söhne) or (id > 0", "日報", "x")


def check_proposals(
    make: Callable[[Content, Sources], Proposals], approximate: bool = False
) -> None:
    """Check what searches vectors.

    :param make: gives a store with this content, for the first time or anew; it may go by the
        sources where it is asked for those of one, or by the ids that the filter gives.
    :param approximate: whether a search may miss some of the nearest.
    :raises AssertionError: naming what is not kept.
    """
    rng = np.random.default_rng(0)
    content = _content(rng)
    sources = {
        i: _NAMES[place % len(_NAMES)] for ids, _ in content.values() for place, i in enumerate(ids)
    }
    store = make(content, sources)
    assert len(store) == sum(_COUNTS.values()), "it says how many there are"
    assert sorted(store.languages) == sorted(_COUNTS), "it knows the languages"
    questions = _unit(rng.normal(size=(_QUESTIONS, _DIMENSION)))
    _check_search(store, content, questions, approximate)
    _check_filters(store, content, sources, questions[0])
    _check_threads(store, questions[:_OF_THREADS])
    _check_empty(make({}, {}))


def check_exact_vectors(make: Callable[[Content], ExactVectors]) -> None:
    """Check what gives vectors by their ids.

    :param make: gives a store with this content, for the first time or anew.
    :raises AssertionError: naming what is not kept.
    """
    content = _content(np.random.default_rng(0))
    exact = make(content)
    for ids, vectors in content.values():
        found = exact(ids[::-1])
        assert found.dtype == np.float32, "vectors are float32"
        assert np.allclose(found, vectors[::-1], atol=_CLOSE), "they come back, as asked for"
        assert np.array_equal(exact([ids[0], ids[0]]), found[[-1, -1]]), "and repeatedly"
    try:
        exact([2**40])
    except FundstelleError as error:
        assert "\n" not in str(error), "what is missing is said in one line"
    else:
        raise AssertionError("vectors that are not there are an error")


def _content(rng: np.random.Generator) -> Content:
    content: dict[str, tuple[list[int], np.ndarray]] = {}
    for language, count in _COUNTS.items():
        ids = rng.choice(10_000, count, replace=False) * 3 + len(content)
        content[language] = ids.tolist(), _unit(rng.normal(size=(count, _DIMENSION)))
    return content


def _check_search(
    store: Proposals, content: Content, questions: np.ndarray, approximate: bool
) -> None:
    every = {i: vector for ids, vectors in content.values() for i, vector in zip(ids, vectors)}  # noqa: B905
    for question in questions:
        for language in (None, *content):
            allowed = list(every) if language is None else content[language][0]
            for limit in (1, 10, 1_000):
                found = store.search(question, limit, language)
                expected = sorted(allowed, key=lambda i: -float(every[i] @ question))[:limit]
                assert set(found) <= set(allowed), "only what is asked for is proposed"
                scores = list(found.values())
                assert scores == sorted(scores, reverse=True), "the best come first"
                cosines = [float(every[i] @ question) for i in found]
                assert np.allclose(scores, cosines, atol=_CLOSE), "scores are cosines"
                if not approximate:
                    best = [float(every[i] @ question) for i in expected]
                    assert np.allclose(cosines, best, atol=2 * _CLOSE), "the nearest come"
        assert store.search(question, 5, "xx") == {}, "a language that is not there has none"


def _check_filters(
    store: Proposals, content: Content, sources: Sources, question: np.ndarray
) -> None:
    """Of few passages, so that a store which misses some of the nearest has to find them all."""
    parts = [*_NAMES, "ZEIT", "strasse", "%", "_", '"', "\\", "'", "nowhere", ""]
    for part in parts:
        passing = [i for i, name in sources.items() if part.casefold() in name.casefold()]
        within = Within(ArticleFilter(source=part), partial(list, [*passing, 2**40]))
        for language in (None, *content):
            own = passing if language is None else set(passing) & set(content[language][0])
            found = store.search(question, 1_000, language, within)
            assert set(found) == set(own), "what passes a filter is proposed, and nothing else"
    nothing = Within(ArticleFilter(source="nowhere"), list)
    assert store.search(question, 5, None, nothing) == {}, "where nothing passes there is none"


def _check_threads(store: Proposals, questions: np.ndarray) -> None:
    def search(number: int) -> list[dict[int, float]]:
        languages = (None, *store.languages)
        return [
            store.search(question, 7, languages[(number + place) % len(languages)])
            for place, question in enumerate(questions)
        ]

    with ThreadPoolExecutor(_THREADS) as pool:
        alone = [search(number) for number in range(4)]
        numbers = [number % 4 for number in range(8 * _THREADS)]
        for number, found in zip(numbers, pool.map(search, numbers), strict=True):
            assert found == alone[number], "threads at once find what each finds alone"


def _check_empty(store: Proposals) -> None:
    question = _unit(np.ones((1, _DIMENSION)))[0]
    assert len(store) == 0 and store.search(question, 5) == {}, "without vectors it finds none"


def _unit(vectors: np.ndarray) -> np.ndarray:
    vectors = vectors.astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
