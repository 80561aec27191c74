"""Answers that a language model writes from evidence, checked against it.

- `Writer`: evidence → a written answer, as it is written (qa.writing.writer)
- `messages`: what the model is told (qa.writing.instruction)
- `read_draft`: what it wrote → sentences with their numbers (qa.writing.draft)
- `said_once`: what it says twice, once (qa.writing.repeated)
- `check`: which of them their quotes support (qa.writing.checking)
- `Support`: does what was written follow from what was given? (qa.writing.support)
- `rewriting`, `read_rewriting`: what a follow-up question means (qa.writing.rewriting)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
