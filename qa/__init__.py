"""A question in, a cited answer out.

- `answer`, `Assistant`: ask (qa.assistant)
- `Answer`, `Citation`: what comes back (qa.answers)
"""

from qa.answers import Answer, Citation
from qa.assistant import Assistant, answer

__all__ = ["Answer", "Assistant", "Citation", "answer"]
