"""Question and passage read together: where the answer stands, and whether it does.

- `open_reader`, `Reader`: the shipped reader (qa.finding.reader.opening, .reader)
- `Read`: the stage (qa.finding.reader.stage)
- `is_sure_of_words`, `reading_margin`: constants on the scale of its scores
  (qa.finding.reader.weighing)

Inside: the reader at work (`reader`, reader.safetensors), what it is given (`pairs`), and how what
it says is weighed (`weighing`, weighing.json).
"""

from qa.finding.reader.opening import open_reader
from qa.finding.reader.reader import Reader
from qa.finding.reader.stage import Read
from qa.finding.reader.weighing import is_sure_of_words, reading_margin

__all__ = ["Read", "Reader", "is_sure_of_words", "open_reader", "reading_margin"]
