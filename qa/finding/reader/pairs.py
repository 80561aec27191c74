"""A question and a passage as the reader's encoder reads them: one sequence of tokens.

`<s> question </s></s> title </s></s> passage </s>`, as XLM-RoBERTa joins texts (Conneau et al.
2020); without a title `<s> question </s></s> passage </s>`.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.embedding.tokenization import END, MAX_TOKENS, START, Tokens

_MAX_QUESTION, _MAX_TITLE = 48, 24  # tokens


@dataclass(frozen=True, slots=True)
class Pair:
    """:param first: which of `ids` is the passage's first token.
    :param spans: of the passage's tokens in the passage's text."""

    ids: list[int]
    first: int
    spans: list[tuple[int, int]]


def paired(question: Tokens, title: Tokens, passage: Tokens) -> Pair:
    """Each is cut where it is too long: a question to 48 tokens, a title to 24, and all to 512."""
    before = [START, *question.ids[:_MAX_QUESTION], END, END]
    if title.ids:
        before += [*title.ids[:_MAX_TITLE], END, END]
    held = passage.cut(0, MAX_TOKENS - len(before) - 1)
    return Pair([*before, *held.ids, END], len(before), held.spans)
