"""Who says it: each title once, articles of one title told apart."""

from __future__ import annotations

import pytest

from index import Article
from prompts import languages, texts
from qa.answers import Answer, Citation, WrittenSentence
from qa.composing import compose_quotes, composed_answer
from qa.telling_apart import tell_apart
from qa.web.page.sources import sources_html

SENTENCE = "The town of Gersdorf closed its pool in May."


def article(name: str, title: str, text: str = SENTENCE, **known: str) -> Article:
    return Article(
        id=name, text=text, title=title, language="en", path=f"/archive/{name}.txt", **known
    )


def cite(*articles: Article) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, a.text, 0, len(a.text), 0.9, article=a.description)
        for number, a in enumerate(articles, start=1)
    )


def composed(*articles: Article, language: str = "en") -> list[str]:
    text = compose_quotes(cite(*articles), {a.id: a for a in articles}, language).text
    return text.split("\n\n")


def written(*articles: Article) -> list[str]:
    sentence = WrittenSentence("It did.", tuple(range(1, len(articles) + 1)), True)
    citations = cite(*articles)
    answer = Answer("?", "en", "", False, 0.9, "written", citations, sentences=(sentence,))
    return composed_answer(answer).text.split("\n\n")[1:]


@pytest.mark.parametrize(
    "title",
    [
        "The town of Gersdorf closed its pool in May",
        "The town of Gersdorf closed its pool in May.",
        "The town of Gersdorf closed …",
        "the  town of GERSDORF",
    ],
)
@pytest.mark.parametrize("language", languages("answer"))
def test_a_title_that_the_quote_begins_with_is_said_once(title: str, language: str) -> None:
    (paragraph,) = composed(article("pool", title), language=language)
    assert paragraph.count("Gersdorf") == 1
    assert paragraph.startswith(texts("answer", language)["by_article"])
    assert written(article("pool", title)) == [f"[1] {SENTENCE}"]


def test_any_other_title_is_said() -> None:
    for title in ("Pool closed", "The town of Gersdorf opened its pool", "Gersdorf"):
        assert title in composed(article("pool", title))[0]
        assert written(article("pool", title)) == [f"[1] {title}: {SENTENCE}"]


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        ({"date": "2021-03-01"}, {"date": "2022-03-01"}, ("March 1, 2021", "March 1, 2022")),
        ({"source": "Bote"}, {"source": "Blatt"}, ("Bote", "Blatt")),
        ({"source": "Bote", "author": "Ida"}, {"source": "Blatt", "author": "Ida"},
         ("Bote", "Blatt")),
        ({"author": "Ida Holt"}, {"author": "Eva Lang"}, ("Ida Holt", "Eva Lang")),
        ({"place": "Linz"}, {"place": "Wels"}, ("Linz", "Wels")),
        ({"date": "2021", "source": "A"}, {"date": "2021", "source": "A"}, ("a.txt", "b.txt")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("other_title", ["Pool news", "POOL  news"])
def test_two_articles_of_one_title_are_told_apart(
    first: dict[str, str], second: dict[str, str], marks: tuple[str, str], other_title: str
) -> None:
    one = article("a", "Pool news", **first)
    other = article("b", other_title, "It opened in June.", **second)
    for paragraphs in (composed(one, other), written(one, other)):
        for paragraph, mark, foreign in zip(paragraphs, marks, marks[::-1], strict=True):
            assert paragraph.count(mark) == 1, paragraph
            assert foreign not in paragraph
    shown = Answer("?", "en", "", False, 0.9, "quote", cite(one, other))
    html = sources_html(shown, {"a": one, "b": other})
    cards = html.split("<article")[1:]
    for card, mark, foreign in zip(cards, marks, marks[::-1], strict=True):
        assert mark in card and foreign not in card


def test_what_tells_articles_apart_is_said_of_those_of_one_title_alone() -> None:
    one, other = article("a", "Pool news"), article("b", "Bridge news", "It opened in June.")
    for paragraphs in (composed(one, other), written(one, other)):
        assert not any(".txt" in paragraph for paragraph in paragraphs)
    assert tell_apart([one, other, one]) == {}


def test_rows_and_files_of_one_name_are_told_apart_too() -> None:
    rows = [
        Article(id=i, text="x", title="News", language="en", path="/archive/news.csv")
        for i in ("0123456789", "9876543210")
    ]
    assert tell_apart(rows) == {"0123456789": "01234567", "9876543210": "98765432"}
    files = [
        Article(id=year, text="x", title="News", language="en", path=f"/archive/{year}/news.txt")
        for year in ("2021", "2022")
    ]
    assert tell_apart(files) == {"2021": "2021/news.txt", "2022": "2022/news.txt"}
