"""What is learnt: the loss falls where a question comes nearer to what answers it."""

from __future__ import annotations

import torch
from torch.nn.functional import normalize

from training.batches import Batch
from training.losses import Encoded, Memory, encoded, loss

BATCH = Batch(
    questions=["q0", "q1"],
    taught_questions=["q0", "q1"],
    sentences=["s0", "s1", "s2"],
    passages=["p0", "p1"],
    answering=[0, 2],
    passage_of_question=[0, 1],
    passage_of_sentence=[0, 0, 1],
    article_of_passage=[4, 5],
)
AXES = torch.eye(6)


def _texts(vectors: torch.Tensor) -> Encoded:
    own = torch.ones(len(vectors), 1, dtype=torch.bool)
    return Encoded(vectors, vectors[:, None, :], own)


def _loss(questions: torch.Tensor, memory: Memory | None = None) -> float:
    sentences, passages = AXES[:3], AXES[3:5]
    value = loss(
        BATCH,
        _texts(normalize(questions, dim=-1)),
        _texts(sentences),
        _texts(passages),
        torch.zeros(2, 6),
        passages,
        memory or Memory(8),
        Memory(8),
    )
    return float(value)


def test_a_question_is_drawn_to_the_sentence_that_answers() -> None:
    right, wrong = AXES[[0, 2]], AXES[[1, 1]]
    assert _loss(right) < 0.01
    assert _loss(wrong) > 10


def test_a_question_that_moves_to_a_passage_against_the_teaching_costs() -> None:
    assert _loss(AXES[[0, 2]] + 0.2 * AXES[[3, 4]]) > _loss(AXES[[0, 2]]) + 0.1


def test_remembered_sentences_of_other_articles_are_negatives() -> None:
    right = AXES[[0, 2]]
    for articles, is_negative in ((torch.tensor([9, 9]), True), (torch.tensor([4, 5]), False)):
        memory = Memory(8)
        memory.remember(right, articles)
        assert (_loss(right, memory) > 0.3) is is_negative


def test_a_memory_keeps_the_last() -> None:
    memory = Memory(3)
    for number in range(3):
        memory.remember(torch.full((2, 4), float(number)), torch.tensor([number, number]))
    assert memory.vectors[:, 0].tolist() == [1.0, 2.0, 2.0]
    assert memory.articles.tolist() == [1, 2, 2]


def test_neither_prompt_nor_padding_is_a_texts_own() -> None:
    hidden = torch.randn(2, 6, 4)
    mask = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]])
    texts = encoded(hidden, mask, prompt_tokens=2)
    assert texts.own.tolist() == [
        [False, False, True, True, True, False],
        [False, False, True, False, False, False],
    ]
    torch.testing.assert_close(texts.pooled[1], normalize(hidden[1, :4].mean(0), dim=-1))
