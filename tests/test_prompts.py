"""The texts in prompts/ say the same in every language."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

import prompts
from prompts import FALLBACK, languages, texts

TASKS = sorted(
    entry.name
    for entry in Path(prompts.__file__).parent.iterdir()
    if entry.is_dir() and not entry.name.startswith("_")
)


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_the_same_texts_with_the_same_fields_in_every_language(task: str) -> None:
    """English alone may have to name the language: it speaks for those without texts too."""
    english = texts(task, FALLBACK)
    assert english
    for language in languages(task):
        found = texts(task, language)
        assert list(found) == list(english), language
        for name, text in found.items():
            assert text.strip(), (language, name)
            assert _fields(text) | {"language"} == _fields(english[name]) | {"language"}, (
                language,
                name,
            )


def test_the_examples_are_the_same_line_by_line() -> None:
    counts = {
        len(texts("gist", language)["examples"].splitlines()) for language in languages("gist")
    }
    assert len(counts) == 1


def test_a_language_without_texts_has_the_english_ones() -> None:
    assert texts("fallback", "fi") == texts("fallback", "en") != texts("fallback", "de")
