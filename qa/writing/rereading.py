"""Read with the question, does a written sentence give the answer that its quote gives?

Names, numbers and clauses may all stand in the quote and the sentence still answer something else.
The reader, asked the question of the sentence, says which of its words answer; they are compared
with the quote's short answer (Wang et al. 2020, "Asking and Answering Questions to Evaluate the
Factual Consistency of Summaries").
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.answers import Citation
from qa.finding import Reader
from qa.writing.support import Support, reread_floor


def answers_otherwise(
    sentence: str, question: str, cited: Sequence[Citation], reader: Reader, support: Support
) -> bool:
    """Whether it answers the question, and with none of the short answers of the quotes that it
    cites. It does not where it answers nothing, or no quote has a short answer."""
    answers = [c.short_answer.text for c in cited if c.short_answer is not None]
    if not answers:
        return False
    (read,) = reader.read(question, [("", sentence)])
    span = read.best(0, len(sentence))
    if span is None or span.odds <= 0:
        return False
    said = sentence[span.start : span.end]
    return all(support.features(said, answer)[0] < reread_floor() for answer in answers)
