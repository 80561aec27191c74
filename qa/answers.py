"""What an answer is, in Python and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from index import ArticleDescription

# What a citation's JSON says of its article: always, and where it is known.
_ARTICLE_IN_JSON = ("id", "title", "language", "date", "author", "source", "url", "path")
_WHERE_KNOWN = ("entry", "row")
Mode = Literal["quote", "written", "refusal", "notice"]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words within a quote that answer: the article's text[start:end] is `text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered piece of evidence: the article's text[start:end] is `quote`, word for word.

    :param score: 0 to 1, how well the quote fits the question.
    :param gist: a machine translation of the quote, where there is one: its sentences that pass the
        checks, “…” for the others.
    :param gist_answer: where in the gist the words stand that answer, from and to.
    :param doubtful_gist: the whole translation, where some of it fails its checks.
    :param short_answer: the words in it that answer, where the reader is sure of them.
    :param page: that the quote begins on, in a file that has pages.
    :param also: other articles that say nearly the same as this one.
    :param table_header: where the quote is a table's row: the names of its columns.
    """

    number: int
    quote: str
    start: int
    end: int
    score: float
    gist: str | None = field(default=None, kw_only=True)
    gist_answer: tuple[int, int] | None = field(default=None, kw_only=True)
    doubtful_gist: str | None = field(default=None, kw_only=True)
    short_answer: ShortAnswer | None = field(default=None, kw_only=True)
    table_header: tuple[str, ...] = field(default=(), kw_only=True)
    page: int | None = field(default=None, kw_only=True)
    also: tuple[ArticleDescription, ...] = field(default=(), kw_only=True)
    article: ArticleDescription

    @property
    def parts(self) -> tuple[str, str, str]:
        """The quote: what stands before its short answer, that, and the rest. Without one all of
        it stands before."""
        short = self.short_answer
        if short is None or not self.start <= short.start < short.end <= self.end:
            return self.quote, "", ""
        start, end = short.start - self.start, short.end - self.start
        return self.quote[:start], self.quote[start:end], self.quote[end:]

    @property
    def is_translated(self) -> bool:
        """Whether a translation was made, whatever came of it."""
        return self.gist is not None or self.doubtful_gist is not None

    def stands_in(self, text: str) -> bool:
        """Whether its article, which may have been changed since, still says it there."""
        return text[self.start : self.end] == self.quote


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence that a language model wrote.

    :param citations: the numbers of the citations that it rests on.
    :param supported: whether their quotes say what it says, as far as that was checked.
    """

    text: str
    citations: tuple[int, ...]
    supported: bool

    @property
    def cited_text(self) -> str:
        """With its numbers, before the full stop."""
        numbers = "".join(f"[{number}]" for number in self.citations)
        said = self.text.rstrip(".!?…。")
        return f"{said} {numbers}{self.text[len(said) :]}" if numbers else self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    :param language: the question's language (ISO 639-1).
    :param text: the composed text; its [1], [2] name the citations.
    :param refused: whether this says that the archive holds no answer.
    :param confidence: 0 to 1, how likely the first citation answers the question, by its topic and
        words: the archive is taken to hold an answer above a threshold.
    :param mode: "quote" quotes the evidence, "written" is what a language model made of it,
        "refusal" says there is none, "notice" says why the question cannot be one.
    :param sureness: in a word: "certain", "likely", or "perhaps", where it may not answer; None
        for a refusal or a notice.
    :param sentences: of a written answer; empty while it is being written.
    :param standalone: what a question that follows up on an earlier one was taken to ask.
    :param note: where a language model should have written: why quotes answer instead; where dates
        were asked for: how many articles have none.
    :param quoted_at: where in `text` each citation's quote stands; not part of the JSON.
    """

    question: str
    language: str
    text: str
    refused: bool
    confidence: float
    mode: Mode
    citations: tuple[Citation, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    sentences: tuple[WrittenSentence, ...] = ()
    standalone: str | None = None
    note: str | None = None
    quoted_at: tuple[tuple[int, int], ...] = ()
    sureness: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that `fundstelle ask --json` prints. `sureness`, `sentences`, `standalone` and
        `note`, a citation's `short_answer`, `table_header` and `also`, and an article's `page`,
        `entry` and `row` are there where they say something."""
        content = asdict(self)
        content["answer"] = content.pop("text")
        for citation in content["citations"]:
            citation["also"] = [_described(article) for article in citation["also"]]
            for name in ("short_answer", "table_header", "also"):
                if not citation[name]:
                    del citation[name]
            del citation["gist_answer"], citation["doubtful_gist"]
            page = citation.pop("page")
            on_page = {"page": page} if page is not None else {}
            citation["article"] = _described(citation["article"]) | on_page
        order = (
            "question", "language", "answer", "refused", "confidence", "mode", "citations",
            "timings_ms",
        )  # fmt: skip
        told = {name: content[name] for name in order}
        optional = ("sentences", "standalone", "note", "sureness")
        return told | {name: content[name] for name in optional if content[name]}


def article_json(article: ArticleDescription) -> dict[str, Any]:
    """What an answer's JSON says of an article."""
    return _described(asdict(article))


def _described(article: dict[str, Any]) -> dict[str, Any]:
    known = [name for name in _WHERE_KNOWN if article[name] is not None]
    return {name: article[name] for name in (*_ARTICLE_IN_JSON, *known)}
