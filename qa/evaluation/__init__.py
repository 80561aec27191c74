"""How good are the answers? Questions in SQuAD's format → figures.

- `evaluate`: the whole evaluation (qa.evaluation.evaluate)
- `read_squad`: question files (qa.evaluation.squad)
- `QuestionArchive`: what is asked, and where in it the answers stand (qa.evaluation.archive)
- `CachedEmbedder`: vectors kept between runs (qa.evaluation.cached_embedder)
- `Ranker`: the pipeline and what it is compared with (qa.evaluation.rankers)
- `ask`, `Outcome`: one question with and without its answer in the archive (qa.evaluation.asking)
- `ask_to_write`: questions a language model answers (qa.evaluation.written)
- `figures`: outcomes → figures with intervals (qa.evaluation.figures)
- `figures_table`, `write_report`: the figures to look at (qa.evaluation.report)
"""

from qa.evaluation.evaluate import Evaluation, evaluate
from qa.evaluation.report import figures_table, write_report

__all__ = ["Evaluation", "evaluate", "figures_table", "write_report"]
