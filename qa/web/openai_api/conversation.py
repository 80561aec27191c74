"""The messages of a chat → the question, and the turns that it may follow up on.

A chat's messages hold texts, and no places in articles. What was asked earlier is looked up again,
as far back as a follow-up may point, and remembered: each message of a chat brings all before it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from qa.answers import Answer
from qa.assistant import Assistant
from qa.finding import MAX_CHARACTERS
from qa.turn import Turn
from qa.web.openai_api.requests import Message
from qa.web.problems import Problem

_TURNS = 4  # that a question may go back to
_REMEMBERED = 1_000

Questions = tuple[str, ...]


def questions_of(messages: Sequence[Message]) -> Questions:
    """What was asked so far, the last one last. Nothing else in a chat can change what an archive
    says: system prompts, and what is said to have been answered, are not looked at.

    :raises Problem: if the last one is no question.
    """
    if messages[-1].role != "user":
        raise Problem(400, "Invalid messages", "the last message has to be the user's")
    # Of one that is too long as much as it takes to say so: they are remembered.
    asked = [m.text[: MAX_CHARACTERS + 1] for m in messages if m.role == "user"]
    return tuple(asked[-_TURNS - 1 :])


class Turns:
    """What earlier questions of chats were answered with."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._known: OrderedDict[Questions, Turn] = OrderedDict()
        self._changing = threading.Lock()

    def before(self, questions: Questions) -> list[Turn]:
        """Those before the last of `questions`; what is not known any more is looked up again."""
        turns: list[Turn] = []
        for number in range(1, len(questions)):
            asked = questions[:number]
            turn = self._known.get(asked)
            if turn is None:
                turn = Turn.of(self._assistant.quote(asked[-1], turns=turns))
                self._remember(asked, turn)
            turns.append(turn)
        return turns

    def answered(self, questions: Questions, answer: Answer) -> None:
        """Remember what the last of `questions` was answered with."""
        self._remember(questions, Turn.of(answer))

    def _remember(self, questions: Questions, turn: Turn) -> None:
        with self._changing:
            self._known[questions] = turn
            self._known.move_to_end(questions)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
