"""What a language model makes of the questions: answers against the gold ones, and their citations.

Token F1 is SQuAD's (Rajpurkar et al. 2016), over words without punctuation or case; citation
precision and recall are ALCE's question (Gao et al. 2023), asked of where the gold answer stands.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.storage import Progress
from index.text import Question, detect_language, words
from qa.answers import Answer
from qa.assistant import Assistant
from qa.evaluation.archive import Gold
from qa.evaluation.asking import covers
from qa.evaluation.figures import Figure, mean, median, share


@dataclass(frozen=True)
class WrittenOutcome:
    """:param golds: the gold answers, in the words of the question's language; none where there is
        no answer.
    :param seconds_to_text: until the model's first words, or the end where it has none.
    """

    answer: Answer
    gold: Gold
    golds: tuple[str, ...]
    seconds_to_text: float
    seconds: float


def ask_to_write(
    assistant: Assistant,
    asked: Sequence[tuple[Question, Gold]],
    golds: dict[str, tuple[str, ...]],
    progress: Progress,
) -> list[WrittenOutcome]:
    """:param golds: the gold answers, by the question's text as it was read."""
    outcomes = []
    for number, (question, gold) in enumerate(asked):
        progress(number, len(asked), "asking the language model")
        started = time.perf_counter()
        first, answer = 0.0, None
        for answer in assistant.stream(question.asked, question.language):
            if not first and answer.mode == "written" and answer.text:
                first = time.perf_counter() - started
        assert answer is not None
        seconds = time.perf_counter() - started
        outcomes.append(
            WrittenOutcome(answer, gold, golds[question.asked], first or seconds, seconds)
        )
    return outcomes


def written_figures(outcomes: Sequence[WrittenOutcome]) -> dict[str, Figure]:
    """Figures on what a language model wrote; where quotes stood in for it, only that share, the
    refusals and the time."""
    written = [o for o in outcomes if o.answer.mode == "written"]
    answerable = [o for o in outcomes if o.golds]
    measured = [o for o in written if o.golds]
    said = [(o, said_plainly(o.answer)) for o in measured]
    sentences = [sentence for o in written for sentence in o.answer.sentences]
    figures = {
        "written": share([o.answer.mode == "written" for o in answerable]),
        "quoted_instead": share([o.answer.note is not None for o in answerable]),
        "refused": share([o.answer.refused for o in answerable]),
    }
    if measured:
        figures |= {
            "token_f1": mean([max(token_f1(text, gold) for gold in o.golds) for o, text in said]),
            "containment": share(
                [any(contains(text, gold) for gold in o.golds) for o, text in said]
            ),
            "sentences_supported": share([sentence.supported for sentence in sentences]),
            "citation_precision": share([right for o in measured for right in _right(o)]),
            "citation_recall": share([any(_right(o)) for o in measured]),
            "answer_language": share(
                [detect_language(text, o.answer.language) == o.answer.language for o, text in said]
            ),
        }
    figures["seconds_to_first_text"] = median([o.seconds_to_text for o in outcomes])
    figures["seconds_to_end"] = median([o.seconds for o in outcomes])
    return figures


def said_plainly(answer: Answer) -> str:
    """What was written, without the numbers of its citations."""
    return " ".join(sentence.text for sentence in answer.sentences)


def token_f1(said: str, gold: str) -> float:
    """The harmonic mean of precision and recall of `said`'s words."""
    one, other = words(said), words(gold)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other)) if shared else 0.0


def contains(said: str, gold: str) -> bool:
    """Whether the gold answer's words stand in what was said, in their order."""
    return f" {' '.join(words(gold))} " in f" {' '.join(words(said))} "


def _right(outcome: WrittenOutcome) -> list[bool]:
    """Of each citation, whether its quote holds the gold answer."""
    return [
        covers(outcome.gold, citation.article.id, (citation.start, citation.end))
        for citation in outcome.answer.citations
    ]
