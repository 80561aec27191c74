"""What one training step reads: paragraphs in one language, questions on them in another."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.text.words import stop_words
from training.examples import Example, Paragraph

PARAGRAPHS, QUESTIONS_EACH = 8, 3
# German and English are what most readers and archives here use; no language is left out.
_SHARE = {"de": 4, "en": 4}
_WORDED_BADLY = 0.3


@dataclass(frozen=True, slots=True)
class Batch:
    """The texts of one step.

    :param taught_questions: the questions as they are in the passages' language.
    :param sentences: all those of the passages, one passage after the other.
    :param answering: for each question the number of its sentence in `sentences`.
    :param passage_of_question: for each question the number of its passage.
    :param passage_of_sentence: for each sentence the number of its passage.
    :param article_of_passage: numbers of articles.
    """

    questions: list[str]
    taught_questions: list[str]
    sentences: list[str]
    passages: list[str]
    answering: list[int]
    passage_of_question: list[int]
    passage_of_sentence: list[int]
    article_of_passage: list[int]


def batch(examples: Sequence[Example], seed: int, step: int) -> Batch:
    """The batch of a step: the same for the same seed and step, whatever came before.

    Half of the paragraphs come in pairs from one article: the wrong one is then hard to tell.
    """
    chance = random.Random(f"{seed} {step}")
    languages = sorted(examples[0].questions)
    shares = [_SHARE.get(language, 1) for language in languages]
    asked_in, written_in = chance.choices(languages, shares, k=2)
    by_paragraph: dict[int, list[Example]] = defaultdict(list)
    for example in examples:
        by_paragraph[id(example.paragraph)].append(example)
    made = Batch([], [], [], [], [], [], [], [])
    for paragraph in _paragraphs(examples, chance):
        number, first = len(made.passages), len(made.sentences)
        of_paragraph = by_paragraph[id(paragraph)]
        made.passages.append(paragraph.texts[written_in])
        made.article_of_passage.append(paragraph.article)
        made.sentences.extend(paragraph.sentences[written_in])
        made.passage_of_sentence.extend([number] * len(paragraph.sentences[written_in]))
        for example in chance.sample(of_paragraph, min(QUESTIONS_EACH, len(of_paragraph))):
            question = example.questions[asked_in]
            if chance.random() < _WORDED_BADLY:
                question = worded_badly(question, asked_in, chance)
            made.questions.append(question)
            made.taught_questions.append(example.questions[written_in])
            made.answering.append(first + example.answering[written_in])
            made.passage_of_question.append(number)
    return made


def _paragraphs(examples: Sequence[Example], chance: random.Random) -> list[Paragraph]:
    by_article: dict[int, dict[int, Paragraph]] = defaultdict(dict)
    for example in examples:
        by_article[example.paragraph.article][id(example.paragraph)] = example.paragraph
    pairs = PARAGRAPHS // 4
    articles = chance.sample(sorted(by_article), PARAGRAPHS - pairs)
    chosen = []
    for number, article in enumerate(articles):
        paragraphs = list(by_article[article].values())
        chosen += chance.sample(paragraphs, min(len(paragraphs), 2 if number < pairs else 1))
    return chosen


def worded_badly(question: str, language: str, chance: random.Random) -> str:
    """As people type: without the question mark, in small letters, as keywords, with a slip."""
    bare = question.rstrip("?؟？;. ¿")
    ways = [
        lambda: bare,
        lambda: bare.lower(),
        lambda: _keywords(bare, language),
        lambda: _slip(question, chance),
    ]
    return chance.choice(ways)().strip() or question


def _keywords(question: str, language: str) -> str:
    ignored = stop_words(language)
    return " ".join(w for w in question.split() if w.casefold().strip(",") not in ignored)


def _slip(question: str, chance: random.Random) -> str:
    """Two letters of a longer word change places, or one is left out."""
    words = [match.span() for match in re.finditer(r"\w{5,}", question)]
    if not words:
        return question
    start, end = chance.choice(words)
    at = chance.randrange(start + 1, end - 1)
    if chance.random() < 0.5:
        return question[:at] + question[at + 1 :]
    return question[:at] + question[at + 1] + question[at] + question[at + 2 :]
