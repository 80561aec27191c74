"""The report of an evaluation: what files, articles and questions say is text in it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hostile_text import hostile_text
from hypothesis import given, settings
from parsed_html import ParsedHtml

from index import Article, Candidate
from index.articles import Passage, Sentence
from index.text import Question
from qa import Answer
from qa.evaluation import Evaluation, write_report
from qa.evaluation.archive import Gold
from qa.evaluation.asking import Outcome
from qa.evaluation.evaluate import Asked
from qa.evaluation.figures import Figure
from qa.finding import Quote

LINE, LINES = hostile_text(), hostile_text(lines=True)


class Held:
    """An archive of one article, which no file says."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def current(self) -> Held:
        return self

    def article(self, article_id: str) -> Article:
        return self._article


def missed(article: Article, gold: tuple[int, int], chosen: tuple[int, int], asked: str) -> Asked:
    """A question whose first quote is wrong."""
    start, end = chosen
    sentence = Sentence(1, 1, article.id, start, end, article.text[start:end])
    passage = Passage(1, article.id, start, end, article.text[start:end])
    quote = Quote(article.id, start, end, Candidate(sentence, passage, "de"))
    outcome = Outcome(True, (False, True), (True,), 0.9, 0.1, 0.1, True, (quote,))
    answer = Answer(asked, "de", "", False, 0.9, "quote")
    return Asked(Question(asked, "de"), Gold(article.id, (gold,), gold), answer, outcome)


def report(folder: Path, article: Article, asked: Asked, name: str) -> ParsedHtml:
    """:param name: of all that has one."""
    figure = {name: Figure(0.5, 0.4, 0.6)}
    setup: dict[str, Any] = {
        **dict.fromkeys(("questions", "asked_in", "embedding_model"), name),
        **dict.fromkeys(("asked", "left_out", "threshold"), 1),
        "archive": {"articles": 1, "passages": 2, "sentences": 3},
    }
    held: Any = SimpleNamespace(archive=Held(article))
    evaluation = Evaluation(figure, {name: figure}, {}, setup, (asked,), held)
    page = write_report(evaluation, folder).read_text(encoding="utf-8")
    return ParsedHtml(page, whole_page=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@settings(derandomize=True, deadline=None, max_examples=50)
@given(before=LINES, gold=LINES, chosen=LINES, after=LINES, title=LINE, asked=LINES, name=LINE)
def test_what_a_report_tells_of_is_text(
    folder: Path,
    before: str,
    gold: str,
    chosen: str,
    after: str,
    title: str,
    asked: str,
    name: str,
) -> None:
    of = Article(id="a", title=title, language="de", text=before + gold + chosen + after)
    middle = len(before) + len(gold)
    spans = (len(before), middle), (middle, middle + len(chosen))
    read = report(folder, of, missed(of, *spans, asked), name)
    plain = Article(id="a", title="Titel", language="de", text="Eins. Zwei. Drei. Vier.")
    harmless = report(folder, plain, missed(plain, (6, 11), (12, 17), "Wer?"), "name")
    assert read.structure == harmless.structure
    assert read.texts("h3") == [asked]
    assert read.texts("mark")[2:] == [gold, chosen], "behind those that explain them"
    assert read.texts("small")[2:] == [title, title]
    whole = f"…{of.text}…"
    assert read.texts("p")[-2:] == [whole, whole]
    assert read.texts("th") == ["", "fundstelle", name, name]
    assert read.texts("p", "quiet")[0].startswith(f"{name}, asked as in {name}: 1 questions")
    assert f"3 sentences; {name}; refused" in read.texts("p", "quiet")[0]
