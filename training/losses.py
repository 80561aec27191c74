"""What is learnt from a batch: each question is to be nearest to the sentence that answers it.

Contrastive cross-entropy over cosines (van den Oord et al. 2018, "Representation Learning with
Contrastive Predictive Coding"), for sentences and for sentences read token by token (late
interaction, Khattab & Zaharia 2020, "ColBERT"). Vectors of the steps before serve as further
negatives (Wang et al. 2020, "Cross-Batch Memory for Embedding Learning").

Passages are to stay where they are: the model as it was finds them well where question and passage
share a language, and tells far topics apart. So it teaches (Reimers & Gurevych 2020, "Making
Monolingual Sentence Embeddings Multilingual using Knowledge Distillation"): whatever language a
question is asked in, its cosines with passages are to be those that the unchanged model gives the
same question in the passages' language.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch.nn.functional import cross_entropy, normalize

from training.batches import Batch

_TEMPERATURE = 0.02
_PASSAGE_WEIGHT, _TOKEN_WEIGHT = 0.5, 0.3


@dataclass(frozen=True)
class Encoded:
    """Texts as the encoder reads them, of unit length.

    :param pooled: (texts, dimension).
    :param tokens: (texts, tokens, dimension); zero where there is none of the text's own.
    :param own: bool, (texts, tokens): neither padding nor prompt nor special.
    """

    pooled: torch.Tensor
    tokens: torch.Tensor
    own: torch.Tensor


@dataclass
class Memory:
    """The vectors of the last steps, with their articles: those are no negatives to its questions.

    :param size: how many are kept.
    """

    size: int
    vectors: torch.Tensor = field(default_factory=lambda: torch.empty(0, 0))
    articles: torch.Tensor = field(default_factory=lambda: torch.empty(0, dtype=torch.long))

    def remember(self, vectors: torch.Tensor, articles: torch.Tensor) -> None:
        kept = [self.vectors, vectors.detach()] if len(self.vectors) else [vectors.detach()]
        self.vectors = torch.cat(kept)[-self.size :]
        self.articles = torch.cat([self.articles, articles])[-self.size :]


def loss(
    batch: Batch,
    questions: Encoded,
    sentences: Encoded,
    passages: Encoded,
    taught_questions: torch.Tensor,
    taught_passages: torch.Tensor,
    sentence_memory: Memory,
    passage_memory: Memory,
) -> torch.Tensor:
    """The mean loss of the batch's questions. The memories take in the batch afterwards.

    :param taught_questions: the unchanged model's vectors of the questions in the passages'
        language, and `taught_passages` those of the passages: (texts, dimension).
    """
    answering = torch.tensor(batch.answering)
    passage_of_question = torch.tensor(batch.passage_of_question)
    article_of_passage = torch.tensor(batch.article_of_passage)
    articles = article_of_passage[passage_of_question]
    of_sentences = _contrast(
        questions.pooled, sentences.pooled, answering, articles, sentence_memory
    )
    of_passages = _distance(
        questions.pooled, passages.pooled, taught_questions, taught_passages, passage_memory
    )
    of_tokens = cross_entropy(_late_interaction(questions, sentences) / _TEMPERATURE, answering)
    passage_of_sentence = torch.tensor(batch.passage_of_sentence)
    sentence_memory.remember(sentences.pooled, article_of_passage[passage_of_sentence])
    passage_memory.remember(torch.cat([passages.pooled, taught_passages], 1), article_of_passage)
    return of_sentences + _PASSAGE_WEIGHT * of_passages + _TOKEN_WEIGHT * of_tokens


def _contrast(
    questions: torch.Tensor,
    texts: torch.Tensor,
    right: torch.Tensor,
    articles: torch.Tensor,
    memory: Memory,
) -> torch.Tensor:
    scores = questions @ texts.T
    if len(memory.vectors):
        remembered = questions @ memory.vectors.T
        same = articles[:, None] == memory.articles[None, :]
        scores = torch.cat([scores, remembered.masked_fill(same, -1.0)], dim=1)
    return cross_entropy(scores / _TEMPERATURE, right)


def _distance(
    questions: torch.Tensor,
    passages: torch.Tensor,
    taught_questions: torch.Tensor,
    taught_passages: torch.Tensor,
    memory: Memory,
) -> torch.Tensor:
    """How far the cosines are from what they are to be: the mean square, in temperatures.

    :param memory: holds passages' vectors and, behind each, what the unchanged model made of it.
    """
    if len(memory.vectors):
        remembered, taught_remembered = memory.vectors.chunk(2, dim=1)
        passages = torch.cat([passages, remembered])
        taught_passages = torch.cat([taught_passages, taught_remembered])
    wanted = taught_questions @ taught_passages.T
    return ((questions @ passages.T - wanted) / _TEMPERATURE).square().mean()


def _late_interaction(questions: Encoded, sentences: Encoded) -> torch.Tensor:
    """(questions, sentences): the mean over a question's tokens of the best cosine with one of the
    sentence's."""
    cosines = torch.einsum("qid,sjd->qisj", questions.tokens, sentences.tokens)
    best = cosines.masked_fill(~sentences.own, -1.0).max(dim=3).values
    own = questions.own.to(best.dtype)
    return (best * own[:, :, None]).sum(dim=1) / own.sum(dim=1, keepdim=True)


def encoded(hidden: torch.Tensor, mask: torch.Tensor, prompt_tokens: int) -> Encoded:
    """:param hidden: (texts, tokens, dimension), as the encoder gives them.
    :param mask: (texts, tokens), 1 but for padding.
    :param prompt_tokens: how many of the first tokens are the prompt's, the opening one among them.
    """
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    pooled = normalize((hidden * weights).sum(dim=1) / weights.sum(dim=1), dim=-1)
    own = mask.bool().clone()
    own[:, :prompt_tokens] = False
    own[torch.arange(len(mask)), mask.sum(dim=1) - 1] = False  # the closing token
    return Encoded(pooled, normalize(hidden, dim=-1), own)
