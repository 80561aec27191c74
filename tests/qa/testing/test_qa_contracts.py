"""Every stage, language model and translator keeps its contract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import Archive
from index.text import Question
from qa.finding import open_reader, run, stages
from qa.finding.reader import Read
from qa.gist.small_model import SmallModel
from qa.gist.small_translator import SmallTranslator
from qa.llm.gguf import GGUFModel
from qa.testing import check_llm, check_stage, check_translator


@pytest.mark.parametrize(
    "question",
    [
        Question("what did Sherman demand?", "en"),
        Question("Wann wurde Jens Stoltenberg geboren?", "de"),
        Question("zzz", "xx"),
    ],
    ids=lambda question: question.asked,
)
def test_every_stage(seeds_archive: Archive, question: Question) -> None:
    snapshot = seeds_archive.current()
    article_id = next(snapshot.articles()).id
    meant = Question(question.asked, question.language, article_id=article_id)
    for asked in (question, meant):
        listed = stages(snapshot, seeds_archive.embedder, open_reader())
        assert isinstance(listed[-1], Read)
        for number, stage in enumerate(listed):
            check_stage(stage, asked, run(asked, listed[:number]), snapshot)


def test_a_stage_that_invents_text_is_found_out(seeds_archive: Archive) -> None:
    question, snapshot = Question("what did Sherman demand?", "en"), seeds_archive.current()
    found = run(question, stages(snapshot, seeds_archive.embedder))
    with pytest.raises(AssertionError, match="offsets"):
        check_stage(
            lambda question, candidates: [
                replace(c, sentence=replace(c.sentence, text="Invented.")) for c in candidates
            ],
            question,
            found,
            snapshot,
        )


def test_a_language_model_in_this_process(smollm2: Path) -> None:
    check_llm(GGUFModel(str(smollm2)))


def test_the_small_translator(tmp_path: Path) -> None:
    if not SmallModel.is_installed():
        pytest.skip("the extra `local` is not installed")
    translator = SmallTranslator(tmp_path, 60)
    check_translator(translator, "Die Brücke wurde am Dienstag wieder geöffnet.", "de", "en")
    assert not translator.knows("de", "zh")
