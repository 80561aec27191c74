"""The texts in prompts/ say the same in every language."""

from __future__ import annotations

from pathlib import Path

import pytest

import prompts
from prompts import FALLBACK, check_texts, languages, texts

TASKS = sorted(
    entry.name
    for entry in Path(prompts.__file__).parent.iterdir()
    if entry.is_dir() and not entry.name.startswith("_")
)


@pytest.mark.parametrize("task", TASKS)
def test_a_task_has_the_same_texts_with_the_same_fields_in_every_language(task: str) -> None:
    assert texts(task, FALLBACK)
    for language in languages(task):
        check_texts(task, texts(task, language))


@pytest.mark.parametrize(
    "change", [{"refusal": " "}, {"refusal": "{number}"}, {"by_author": "?"}, {"more": "?"}]
)
def test_texts_that_cannot_stand_in_are_found_out(change: dict[str, str]) -> None:
    with pytest.raises(AssertionError):
        check_texts("answer", dict(texts("answer", "de")) | change)


def test_a_language_without_texts_has_the_english_ones() -> None:
    assert texts("fallback", "fi") == texts("fallback", "en") != texts("fallback", "de")
