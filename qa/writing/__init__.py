"""Answers that a language model writes from evidence, checked against it.

- `Writer`: evidence → a written answer, as it is written (qa.writing.writer)
- `messages`: what the model is told (qa.writing.instruction)
- `read_draft`: what it wrote → sentences with their numbers (qa.writing.draft)
- `said_once`: what it says twice, once (qa.writing.repeated)
- `check`: which of them their quotes support (qa.writing.checking)
- `Support`: does what was written follow from what was given? (qa.writing.support)
- `rewriting`, `read_rewriting`: what a follow-up question means (qa.writing.rewriting)
"""

from qa.writing.support import Support
from qa.writing.writer import Writer, Written

__all__ = ["Support", "Writer", "Written"]
