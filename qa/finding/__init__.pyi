from .confidence import Sureness
from .evidence import MAX_QUOTES, Quote, choose_quotes
from .finding import Finding, find
from .follow_up import may_answer, readings
from .passages import FoundPassage, best_passages
from .question import MAX_CHARACTERS, QUESTION_MARKS, Notice, read_question
from .reader import Reader, open_reader
from .stages import Stage, run, stages
from .summary import sum_up, topic_to_sum_up

__all__ = [
    "MAX_CHARACTERS",
    "MAX_QUOTES",
    "QUESTION_MARKS",
    "Finding",
    "FoundPassage",
    "Notice",
    "Quote",
    "Reader",
    "Stage",
    "Sureness",
    "best_passages",
    "choose_quotes",
    "find",
    "may_answer",
    "open_reader",
    "read_question",
    "readings",
    "run",
    "stages",
    "sum_up",
    "topic_to_sum_up",
]
