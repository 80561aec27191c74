"""A question in, a cited answer out."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index import Archive, ArticleFilter, Candidate, Settings, Snapshot
from index.storage import Within
from index.text import Question
from prompts import texts
from qa.answers import Answer
from qa.finding import (
    Finding,
    FoundPassage,
    Notice,
    best_passages,
    find,
    may_answer,
    open_reader,
    read_question,
    readings,
    run,
    stages,
    sum_up,
    topic_to_sum_up,
)
from qa.gist import Gists
from qa.llm import LLMError, LLMSettings
from qa.priority import Priority
from qa.quoting import cite, notice_answer, quoting_answer, refusing_answer
from qa.turn import Turn, recall
from qa.writing import Support

if TYPE_CHECKING:
    from qa.writing import Writer, Written

_EVIDENCE = 5  # quotes that a language model writes from


class Assistant:
    """Answers questions from one archive, each from the state that it is in when it is asked.

    :param index: an open archive, or an index's folder; the default one where it is not given.
    :param llm: which language model writes answers, and what translates quotes; where it is not
        given, nothing does either.
    :param strict: leave out what a language model writes without support, instead of marking it.
    :param fast: find by words and vectors alone, without the reader; as the settings have it where
        it is not given.
    :param report: told of what takes time at a first start, in a few words.
    :raises InputError: if there is no such index, or `llm` can name no language model.
    """

    def __init__(
        self,
        index: Archive | Path | str | None = None,
        llm: LLMSettings | None = None,
        strict: bool = False,
        fast: bool | None = None,
        report: Callable[[str], None] = lambda step: None,
    ) -> None:
        if isinstance(index, Archive):
            self.archive, settings = index, Settings(fast=fast)
        else:
            settings = Settings(index_dir=Path(index) if index else None, fast=fast)
            self.archive = Archive.open(settings, report=report)
        self.reader = open_reader(settings, report)
        self.priority = Priority()
        self.support = Support(self.archive.embedder, self.priority.wait)
        # A question waits for nothing, unlike what is checked in the background.
        self._closeness = Support(self.archive.embedder).closeness
        self.writer = _writer(llm, self.support, strict)
        self.gists = (
            Gists(llm, self.support, self.writer.llm if self.writer else None) if llm else None
        )

    def answer(
        self,
        question: str,
        language: str | None = None,
        turns: Sequence[Turn] = (),
        filter: ArticleFilter | None = None,
    ) -> Answer:
        """:param language: the question's (ISO 639-1), where it is known.
        :param turns: the conversation so far, which the question may follow up on.
        :param filter: which articles may answer; any where it is None.
        :raises InputError: if `question` is no text, or `language` no language.
        """
        *_, last = self.stream(question, language, turns, filter)
        return last

    def quote(
        self, question: str, language: str | None = None, turns: Sequence[Turn] = ()
    ) -> Answer:
        """The answer that quotes, whatever writes answers otherwise."""
        asked = read_question(question, language)
        if isinstance(asked, Notice):
            return notice_answer(asked)
        with self.priority.question():
            return quoting_answer(self._find(asked, turns, self.archive.current(), None))

    def search(
        self,
        question: str,
        language: str | None = None,
        limit: int = 10,
        filter: ArticleFilter | None = None,
    ) -> list[FoundPassage]:
        """The passages that fit a question best, by the stages that an answer comes from; none
        where it is no question.

        :raises InputError: if `question` is no text, or `language` no language.
        """
        asked = read_question(question, language)
        if isinstance(asked, Notice):
            return []
        snapshot, found = self.found(asked, filter)
        return best_passages(found, snapshot, limit)

    def found(
        self, asked: Question, filter: ArticleFilter | None = None
    ) -> tuple[Snapshot, list[Candidate]]:
        """The state of the archive, and what all stages find in it, best first."""
        with self.priority.question():
            snapshot = self.archive.current()
            within = snapshot.within(filter) if filter is not None else None
            run_through = stages(snapshot, self.archive.embedder, self.reader, within)
            return snapshot, run(asked, run_through)

    def stream(
        self,
        question: str,
        language: str | None = None,
        turns: Sequence[Turn] = (),
        filter: ArticleFilter | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows: where a language model writes, first its evidence and no text,
        then its text so far, and at last the checked answer; else the answer, once."""
        started = time.perf_counter()
        asked = read_question(question, language)
        if isinstance(asked, Notice):
            yield notice_answer(asked)
            return
        for answer in self._steps(asked, turns, filter):
            total = round((time.perf_counter() - started) * 1_000, 1)
            yield replace(answer, timings_ms={"total": total})

    def with_kept_gists(self, answer: Answer) -> Answer:
        """With the gists that its quotes have already; waits for none."""
        return self.gists.with_kept(answer) if self.gists else answer

    def _steps(
        self, asked: Question, turns: Sequence[Turn], filter: ArticleFilter | None
    ) -> Iterator[Answer]:
        with self.priority.question():
            snapshot = self.archive.current()
            within = snapshot.within(filter) if filter is not None else None
            finding = self._find(asked, turns, snapshot, within)
            quoted = self.with_kept_gists(quoting_answer(finding))
        if within is not None and within.undated:
            note = texts("answer", quoted.language)["undated"].format(number=within.undated)
            quoted = replace(quoted, note=note)
        if self.writer is None or quoted.refused:
            yield quoted
        else:
            yield from self._written(finding, quoted, self.writer)

    def _find(
        self, asked: Question, turns: Sequence[Turn], snapshot: Snapshot, within: Within | None
    ) -> Finding:
        """What answers the question in one of its readings, the one that is surest of its answer;
        where none may answer, what the question finds as it stands, for a refusal."""
        if (topic := topic_to_sum_up(asked)) is not None:
            return sum_up(asked, topic, snapshot, self.archive.embedder, turns, within)
        plain = self._read(asked, snapshot, within)
        answering = []
        for reading in readings(asked, turns):
            found = plain
            if reading.article_id is not None:
                rewritten = self._rewritten(asked, turns, snapshot)
                meant = replace(reading, standalone=rewritten or reading.standalone)
                found = self._read(meant, snapshot, within)
            if may_answer(reading, found.candidates, self._closeness):
                answering.append(found)
        return max(
            answering, key=lambda found: found.confidence, default=replace(plain, confidence=0.0)
        )

    def _rewritten(self, asked: Question, turns: Sequence[Turn], snapshot: Snapshot) -> str | None:
        """By the language model, where one is set: others are looked up meanwhile."""
        if self.writer is None:
            return None
        with self.priority.aside():
            return self.writer.rewrite(asked, recall(turns, snapshot))

    def _read(self, question: Question, snapshot: Snapshot, within: Within | None) -> Finding:
        run = stages(snapshot, self.archive.embedder, self.reader, within)
        return find(question, run, snapshot)

    def _written(self, finding: Finding, quoted: Answer, writer: Writer) -> Iterator[Answer]:
        """What the language model writes; the quotes, and why, where that is of no use."""
        evidence = cite(finding, _EVIDENCE)
        draft = replace(quoted, mode="written", text="", citations=evidence, quoted_at=())
        draft = self.with_kept_gists(draft)
        yield draft
        try:
            written = yield from _growing(
                draft, writer.write(finding.question, draft.citations, finding.articles)
            )
        except LLMError as error:
            note = texts("fallback", draft.language)["note"]
            reason = note.format(reason=error.told(draft.language))
            yield replace(quoted, note=" ".join(filter(None, (reason, quoted.note))))
            return
        if not written.sentences:
            yield refusing_answer(quoted)
            return
        text = " ".join(sentence.cited_text for sentence in written.sentences)
        yield replace(draft, text=text, citations=written.citations, sentences=written.sentences)


def _writer(llm: LLMSettings | None, support: Support, strict: bool) -> Writer | None:
    if llm is None or llm.llm == "none":
        return None
    from qa.writing import Writer  # brings llama-index with it, which nothing else here needs

    return Writer(llm, support, strict)


def _growing(
    draft: Answer, writing: Generator[str, None, Written]
) -> Generator[Answer, None, Written]:
    """`draft` with each text that is yielded, until what is written is returned."""
    while True:
        try:
            yield replace(draft, text=next(writing))
        except StopIteration as end:
            return end.value


@cache
def _assistant(settings: Settings, llm: LLMSettings) -> Assistant:
    return Assistant(Archive.open(settings), llm)


def answer(
    question: str, language: str | None = None, filter: ArticleFilter | None = None
) -> Answer:
    """The answer from the default index, which is opened once.

    :param language: the question's (ISO 639-1), where it is known.
    :param filter: which articles may answer; any where it is None.
    :raises InputError: if there is no index.
    """
    assistant = _assistant(Settings(), LLMSettings.read())
    return assistant.answer(question, language, filter=filter)
