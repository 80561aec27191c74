"""A question in, a cited answer out."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index import Article, Candidate, Index, Settings
from prompts import texts
from qa.answers import Answer, Citation, CitedArticle
from qa.composing import compose_quotes, compose_refusal
from qa.finding.confidence import answer_features, confidence, threshold
from qa.finding.evidence import MAX_QUOTES, Quote, choose_quotes, quoted_text
from qa.finding.follow_up import FollowUp, follow_up, in_same_article
from qa.finding.question import Question, read_question
from qa.gist import Gists
from qa.llm import LLMError
from qa.priority import Priority
from qa.writing import Writer, Written
from qa.writing.support import Support

_QUOTABLE = 20  # candidates that are looked at for quotes
_EVIDENCE = 5  # quotes that a language model writes from


@dataclass(frozen=True)
class _Found:
    """What the archive holds on a question, as one reading of it has it.

    :param sure: the confidence in the first candidate.
    """

    question: str
    candidates: Sequence[Candidate]
    articles: dict[str, Article]
    sure: float


class Assistant:
    """Answers questions from one index.

    :param index: an open index; the default one is opened where it is not given.
    :param settings: which language model writes answers and translates quotes; where there are
        none, nothing does either.
    :param strict: leave out what a language model writes without support, instead of marking it.
    :raises InputError: if there is no default index, or the settings name no language model.
    """

    def __init__(
        self, index: Index | None = None, settings: Settings | None = None, strict: bool = False
    ) -> None:
        self.index = index or Index.open()
        self._priority = Priority()
        self.support = Support(self.index.embedder, self._priority.wait)
        writes = settings and settings.llm != "none"
        self.writer = Writer(settings, self.support, strict) if settings and writes else None
        llm = self.writer.llm if self.writer else None
        self.gists = Gists(settings, self.support, llm) if settings else None

    def answer(
        self, question: str, language: str | None = None, turns: Sequence[Answer] = ()
    ) -> Answer:
        """:param language: the question's (ISO 639-1), where it is known.
        :param turns: the conversation so far, which the question may follow up on.
        """
        *_, last = self.stream(question, language, turns)
        return last

    def quote(
        self, question: str, language: str | None = None, turns: Sequence[Answer] = ()
    ) -> Answer:
        """The answer that quotes, whatever writes answers otherwise."""
        asked = read_question(question, language)
        if asked.notice:
            return _notice(asked)
        return self._quoted(asked, self._search(asked, turns))

    def stream(
        self, question: str, language: str | None = None, turns: Sequence[Answer] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows: where a language model writes, first its evidence and no text,
        then its text so far, and at last the checked answer; else the answer, once."""
        started = time.perf_counter()
        for answer in self._steps(read_question(question, language), turns):
            if answer.mode != "notice":
                total = round((time.perf_counter() - started) * 1_000, 1)
                answer = replace(answer, timings_ms={"total": total})
            yield answer

    def with_kept_gists(self, answer: Answer) -> Answer:
        """With the gists that its quotes have already; waits for none."""
        gists = self.gists
        if gists is None or not (wanted := gists.wanted(answer)):
            return answer
        kept = {c.number: gists.kept(c, answer.language) for c in wanted}
        citations = tuple(replace(c, gist=c.gist or kept.get(c.number)) for c in answer.citations)
        return replace(answer, citations=citations)

    def answer_from(self, asked: Question, candidates: Sequence[Candidate]) -> Answer:
        """The answer that quotes the best of `candidates`, best first, or a refusal."""
        return self._quoted(asked, self._found(asked.text, asked.language, candidates))

    def _steps(self, asked: Question, turns: Sequence[Answer]) -> Iterator[Answer]:
        if asked.notice:
            yield _notice(asked)
            return
        with self._priority.question():
            found = self._search(asked, turns)
            quoted = self.with_kept_gists(self._quoted(asked, found))
        if self.writer is None or quoted.refused:
            yield quoted
        else:
            yield from self._written(asked, found, quoted, self.writer)

    def _search(self, asked: Question, turns: Sequence[Answer]) -> _Found:
        """What answers the question as it stands, or, where it may follow up on an earlier one, as
        it is meant then: the reading that is surer of its answer."""
        plain = self._found(
            asked.text, asked.language, self.index.candidates(asked.text, asked.language)
        )
        meant = follow_up(asked, turns)
        if meant is None:
            return plain
        if self.writer is not None and (rewritten := self.writer.rewrite(asked, turns)):
            meant = replace(meant, text=rewritten)
        carried = self._carried(asked, meant)
        return carried if carried.sure > plain.sure else plain

    def _carried(self, asked: Question, meant: FollowUp) -> _Found:
        candidates = self.index.candidates(meant.text, asked.language)
        preferred = in_same_article(candidates, meant.article_id)
        return self._found(meant.text, asked.language, preferred)

    def _found(self, question: str, language: str, candidates: Sequence[Candidate]) -> _Found:
        if not candidates:
            return _Found(question, (), {}, 0.0)
        articles = {
            i: self.index.article(i)
            for i in {c.sentence.article_id for c in candidates[:_QUOTABLE]}
        }
        first = articles[candidates[0].sentence.article_id]
        features = answer_features(question, language, candidates, first)
        return _Found(question, candidates, articles, confidence(features))

    def _quoted(self, asked: Question, found: _Found) -> Answer:
        refused = found.sure < threshold()
        citations = _cited(found, 1 if refused else MAX_QUOTES)
        composed = (
            compose_refusal(citations[0] if citations else None, asked.language)
            if refused
            else compose_quotes(citations, found.articles, asked.language)
        )
        return Answer(
            question=asked.text,
            language=asked.language,
            text=composed.text,
            refused=refused,
            confidence=round(found.sure, 4),
            mode="refusal" if refused else "quote",
            citations=citations,
            standalone=found.question if found.question != asked.text else None,
            quoted_at=composed.quoted_at,
        )

    def _written(
        self, asked: Question, found: _Found, quoted: Answer, writer: Writer
    ) -> Iterator[Answer]:
        """What the language model writes; the quotes, and why, where that is of no use."""
        evidence = _cited(found, _EVIDENCE)
        draft = replace(quoted, mode="written", text="", citations=evidence, quoted_at=())
        draft = self.with_kept_gists(draft)
        yield draft
        try:
            written = yield from _growing(
                draft,
                writer.write(found.question, asked.language, draft.citations, found.articles),
            )
        except LLMError as error:
            note = texts("fallback", asked.language)["note"]
            yield replace(quoted, note=note.format(reason=error.told(asked.language)))
            return
        if not written.sentences:
            nearest = quoted.citations[0]
            composed = compose_refusal(nearest, asked.language)
            yield replace(
                quoted,
                text=composed.text,
                quoted_at=composed.quoted_at,
                citations=(nearest,),
                refused=True,
                mode="refusal",
            )
            return
        text = " ".join(sentence.cited_text for sentence in written.sentences)
        yield replace(draft, text=text, citations=written.citations, sentences=written.sentences)


def _notice(asked: Question) -> Answer:
    return Answer(asked.text, asked.language, asked.notice or "", True, 0.0, "notice")


def _growing(
    draft: Answer, writing: Generator[str, None, Written]
) -> Generator[Answer, None, Written]:
    """`draft` with each text that is yielded, until what is written is returned."""
    while True:
        try:
            yield replace(draft, text=next(writing))
        except StopIteration as end:
            return end.value


def _cited(found: _Found, limit: int) -> tuple[Citation, ...]:
    quotes = choose_quotes(found.candidates[:_QUOTABLE], limit)
    return tuple(
        _cite(number, quote, found.articles[quote.article_id])
        for number, quote in enumerate(quotes, start=1)
    )


def _cite(number: int, quote: Quote, article: Article) -> Citation:
    best = quote.best
    score = 0.5 * best.features.sentence + 0.5 * best.features.passage
    return Citation(
        number=number,
        quote=quoted_text(quote, article),
        start=quote.start,
        end=quote.end,
        score=round(min(1.0, max(0.0, score)), 4),
        article=CitedArticle.of(article),
    )


@cache
def _assistant(settings: Settings) -> Assistant:
    return Assistant(Index.open(settings), settings)


def answer(question: str, language: str | None = None) -> Answer:
    """The answer from the default index, which is opened once.

    :raises InputError: if there is no index.
    """
    return _assistant(Settings()).answer(question, language)
