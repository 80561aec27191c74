"""Question and turns → evidence, or none.

- `read_question`, `Notice`: what was asked (qa.finding.question)
- `stages`, `Stage`, `run`: what a question goes through (qa.finding.stages)
- `find`, `Finding`: what the archive holds, and how sure that answers (qa.finding.finding)
- `choose_quotes`, `Quote`: candidates → quotes (qa.finding.evidence)
- `confidence`, `answer_features`, `threshold`: does the first one answer? (qa.finding.confidence)
- `follow_up`: what a question leaves out that the conversation has said (qa.finding.follow_up)
"""

from qa.finding.evidence import MAX_QUOTES, Quote, choose_quotes
from qa.finding.finding import Finding, find
from qa.finding.follow_up import follow_up, last_answered
from qa.finding.question import QUESTION_MARKS, Notice, read_question
from qa.finding.stages import Stage, run, stages

__all__ = [
    "MAX_QUOTES",
    "QUESTION_MARKS",
    "Finding",
    "Notice",
    "Quote",
    "Stage",
    "choose_quotes",
    "find",
    "follow_up",
    "last_answered",
    "read_question",
    "run",
    "stages",
]
