"""Question and turns → evidence, or none.

- `read_question`, `Notice`: what was asked (qa.finding.question)
- `open_reader`, `Reader`: what reads question and passage together (qa.finding.reader)
- `stages`, `Stage`, `run`: what a question goes through (qa.finding.stages)
- `find`, `Finding`: what the archive holds, and how sure that answers (qa.finding.finding)
- `choose_quotes`, `Quote`: candidates → quotes (qa.finding.evidence)
- `best_passages`, `FoundPassage`: candidates → passages, for a search without an answer
  (qa.finding.passages)
- `confidence`, `answer_features`, `threshold`, `Sureness`: does the first one answer?
  (qa.finding.confidence)
- `readings`, `may_answer`: what a question may mean after the turns before it, and whether what a
  reading finds holds what was asked (qa.finding.follow_up, qa.finding.own_words)
- `topic_to_sum_up`, `sum_up`: is a summary asked for, and the sentences that give it
  (qa.finding.summary)
"""

from qa.finding.confidence import Sureness
from qa.finding.evidence import MAX_QUOTES, Quote, choose_quotes
from qa.finding.finding import Finding, find
from qa.finding.follow_up import may_answer, readings
from qa.finding.passages import FoundPassage, best_passages
from qa.finding.question import MAX_CHARACTERS, QUESTION_MARKS, Notice, read_question
from qa.finding.reader import Reader, open_reader
from qa.finding.stages import Stage, run, stages
from qa.finding.summary import sum_up, topic_to_sum_up

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
