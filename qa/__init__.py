"""A question in, a cited answer out.

- `answer`, `Assistant`: ask (qa.assistant)
- `Answer`, `Citation`: what comes back (qa.answer)
"""

from qa.answer import Answer, Citation
from qa.assistant import Assistant, answer

__all__ = ["Answer", "Assistant", "Citation", "answer"]
