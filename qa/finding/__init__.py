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

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
