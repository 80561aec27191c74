"""Where an article stands in its file, and which others say the same, is told with its quote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import Archive, Article, ArticleFilter, Embedder, Settings
from prompts import texts
from qa import Answer, Assistant
from qa.web.page.article_view import article_html
from qa.web.page.sources import sources_html

REPORT = " ".join(
    [
        "Am Abend zählte Deichgraf Onno Petersen genau 417 Schafe auf dem Deich von Fahlenwerder.",
        *(
            f"Die Wiese Nummer {n} blieb an diesem Tag trocken, und Graben {n} war leer."
            for n in range(9)
        ),
    ]
)
QUESTION = "Wie viele Schafe zählte Onno Petersen?"


@pytest.fixture(scope="module")
def assistant(real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(index_dir=tmp_path_factory.mktemp("where") / "index")
    archive = Archive.open(settings, embedder=real_embedder, create=True)
    post = {"language": "de", "title": "Der Deich", "source": "Die Post"}
    archive.add(
        Article(id="post", text=REPORT, path="/a/post.pdf", pages=(0, 60), **post),
        Article(
            id="bote",
            title="Schafe gezählt",
            language="de",
            source="Der Bote",
            text=f"{REPORT} So meldet es die Gemeinde.",
            path="/a/news.zip",
            entry="2022/bote.csv",
            row=7,
        ),
    )
    return Assistant(archive)


@pytest.fixture(scope="module")
def answer(assistant: Assistant) -> Answer:
    return assistant.answer(QUESTION)


def test_of_articles_that_say_the_same_one_is_cited_and_the_other_named(answer: Answer) -> None:
    assert not answer.refused
    cited = {citation.article.id for citation in answer.citations}
    assert len(cited) == 1
    (other,) = answer.citations[0].also
    assert {other.id, *cited} == {"post", "bote"}
    assert f"(ebenso in “{other.title}”)" in answer.text
    assert answer.to_json()["citations"][0]["also"][0]["id"] == other.id


def test_page_row_and_entry_are_told_where_they_are_known(assistant: Assistant) -> None:
    told = {}
    for path in ("/a/post.pdf", "/a/news.zip"):
        found = assistant.answer(QUESTION, filter=ArticleFilter(path=Path(path)))
        told[path] = found.to_json()["citations"][0]["article"]
    assert told["/a/post.pdf"]["page"] == 1
    assert not {"entry", "row"} & told["/a/post.pdf"].keys()
    assert (told["/a/news.zip"]["entry"], told["/a/news.zip"]["row"]) == ("2022/bote.csv", 7)
    assert "page" not in told["/a/news.zip"]


def test_the_page_shows_them(assistant: Assistant, answer: Answer) -> None:
    citation = answer.citations[0]
    article = assistant.archive.current().article(citation.article.id)
    placed = replace(
        citation, page=3, article=replace(citation.article, entry="<b>a</b>.csv", row=7)
    )
    html = sources_html(replace(answer, citations=(placed,)), {article.id: article})
    wording = texts("chat", "de")
    assert wording["page"].format(number=3) in html
    assert wording["row"].format(number=7) in html
    assert "&lt;b&gt;a&lt;/b&gt;.csv" in html and "<b>a</b>" not in html
    assert "ebenso in" in html and placed.also[0].title in html
    whole = replace(article, pages=(0, 10))
    assert wording["page"].format(number=2) in article_html(whole, (20, 30), [], "de")
