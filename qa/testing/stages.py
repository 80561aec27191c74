"""The contract of `qa.finding.Stage`."""

from __future__ import annotations

from collections.abc import Sequence

from index import Candidate, Snapshot
from index.text import Question
from qa.finding import Stage


def check_stage(
    stage: Stage, question: Question, candidates: Sequence[Candidate], snapshot: Snapshot
) -> None:
    """Check a stage on a question.

    :param candidates: what the stages before it make of the question.
    :param snapshot: what is asked.
    :raises AssertionError: naming what is not kept.
    """
    given = list(candidates)
    found = list(stage(question, candidates))
    assert list(candidates) == given, "what it is given stays as it is"
    assert found == list(stage(question, candidates)), "asked again it says the same"
    ids = [candidate.sentence.id for candidate in found]
    assert len(set(ids)) == len(ids), "no sentence comes twice"
    for candidate in found:
        sentence, passage = candidate.sentence, candidate.passage
        article = snapshot.article(sentence.article_id)
        assert article.text[sentence.start : sentence.end] == sentence.text, "offsets are exact"
        assert article.text[passage.start : passage.end] == passage.text, "offsets are exact"
        assert sentence.passage_id == passage.id, "a sentence stands in its passage"
        assert candidate.language == article.language, "the language is the article's"
    list(stage(question, ()))  # nothing found so far is no error
