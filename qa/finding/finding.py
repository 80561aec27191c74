"""A question and a snapshot → what the archive holds on it, and how sure that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from index import Article, ArticleDescription, Candidate, Snapshot
from index.text import Question
from qa.finding.confidence import Sureness, answer_features, confidence, sureness
from qa.finding.evidence import Quote, choose_quotes
from qa.finding.stages import Stage, run

_QUOTABLE = 20  # candidates that are looked at for quotes


@dataclass(frozen=True)
class Finding:
    """What the archive holds on a question.

    :param candidates: best first.
    :param articles: those of the quotable candidates, by id.
    :param alike: articles that say nearly the same as one of those, by its id.
    :param confidence: 0 to 1, how likely the first candidate answers.
    :param beginning: of the article that the first candidate stands in, where a summary was asked
        for: it is the evidence then.
    """

    question: Question
    candidates: Sequence[Candidate]
    articles: dict[str, Article]
    confidence: float
    alike: dict[str, list[ArticleDescription]] = field(default_factory=dict)
    beginning: Quote | None = None

    @property
    def sureness(self) -> Sureness | None:
        """How sure the first candidate answers; None where it is taken not to."""
        reads = bool(self.candidates) and self.candidates[0].answer is not None
        return sureness(self.confidence, reads)

    @property
    def refused(self) -> bool:
        """Whether the archive is taken not to hold the answer."""
        return self.sureness is None

    def quotes(self, limit: int) -> list[Quote]:
        """The evidence, best first, whether or not it is taken to answer."""
        if self.beginning is not None:
            return [self.beginning]
        quotable = self.candidates[:_QUOTABLE]
        read = [candidate for candidate in quotable if candidate.answer is not None]
        return choose_quotes(read or quotable, limit)


def find(
    question: Question,
    stages: Sequence[Stage],
    snapshot: Snapshot,
    keep: Callable[[Candidate], bool] | None = None,
) -> Finding:
    """Run the stages, and judge what comes out.

    :param keep: which proposed candidates count; all where it is None.
    """
    candidates = run(question, stages, keep)
    ids = {candidate.sentence.article_id for candidate in candidates[:_QUOTABLE]}
    articles = {article_id: snapshot.article(article_id) for article_id in ids}
    if not candidates:
        return Finding(question, (), articles, 0.0)
    alike = {article_id: snapshot.alike(article_id) for article_id in articles}
    article = articles[candidates[0].sentence.article_id]
    sure = confidence(answer_features(question, candidates, article))
    return Finding(question, candidates, articles, sure, alike)
