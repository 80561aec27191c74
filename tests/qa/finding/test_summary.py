"""Requests for a summary: which wordings are one, and which article is meant."""

from __future__ import annotations

import pytest

from index import Archive
from index.text import Question
from prompts import languages, texts
from qa import Assistant, Turn
from qa.finding import topic_to_sum_up


@pytest.mark.parametrize(
    ("asked", "language", "topic"),
    [
        ("Summarise the meeting of 12 January.", "en", "the meeting of 12 January"),
        ("Could you please sum up the article on the INF treaty?", "en", "the on the INF treaty"),
        ("SUM the treaty UP", "en", "the treaty"),
        ("Fasse den Artikel über den INF-Vertrag zusammen!", "de", "den über den INF Vertrag"),
        ("Kannst du mir bitte das Treffen kurz zusammenfassen?", "de", "das Treffen"),
        ("Worum geht es in dem Bericht über Minsk?", "de", "dem über Minsk"),
        ("De quoi parle l’article sur Minsk ?", "fr", "sur Minsk"),
        ("Peux-tu me résumer le portrait de Stoltenberg ?", "fr", "le portrait de Stoltenberg"),
        ("Hazme un resumen del artículo sobre la OSCE, por favor", "es", "sobre la OSCE"),
        ("Puoi riassumere l’annessione della Crimea?", "it", "l annessione della Crimea"),
        ("Summarise it", "en", "it"),
    ],
)  # fmt: skip
def test_what_is_to_be_summed_up(asked: str, language: str, topic: str) -> None:
    assert topic_to_sum_up(Question(asked, language)) == topic


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("Who wrote the summary of the talks?", "en"),
        ("What was the article about?", "en"),
        ("Summarise", "en"),
        ("Wer fasste die Beschlüsse zusammen?", "de"),
        ("Was ist eine Zusammenfassung?", "de"),
        ("Qui a résumé les débats ?", "fr"),
        ("¿Quién resume los debates?", "es"),
        ("Summarise the meeting", "xx"),
    ],
)
def test_what_asks_for_no_summary(asked: str, language: str) -> None:
    assert topic_to_sum_up(Question(asked, language)) is None


@pytest.mark.parametrize("language", languages("summary"))
def test_every_request_asks_for_what_stands_in_its_place(language: str) -> None:
    for request in texts("summary", language)["requests"].split("|"):
        assert topic_to_sum_up(Question(request.replace("*", "Stoltenberg"), language)) == (
            "Stoltenberg"
        ), request


@pytest.mark.parametrize(
    ("asked", "path", "said"),
    [
        ("Summarise the meeting of 12 January.", "nato-russland-rat-tagt", "begins like this:"),
        ("Wovon handelt der Bericht über die OSZE?", "osze", "beginnt so:"),
        ("Résume le portrait de Stoltenberg.", "stoltenberg", "commence ainsi :"),
    ],
)
def test_the_article_that_is_meant_begins_its_summary(
    assistant: Assistant, seeds_archive: Archive, asked: str, path: str, said: str
) -> None:
    answer = assistant.answer(asked)
    (citation,) = answer.citations
    article = seeds_archive.current().article(citation.article.id)
    assert path in str(article.path)
    assert citation.quote == article.text[citation.start : citation.end]
    before = article.text[: citation.start].strip().strip("# ")
    assert before in ("", article.title), "nothing but the title is left out"
    assert answer.text.split("\n")[0].endswith(said)
    assert answer.sureness == "likely" and citation.short_answer is None
    assert answer.standalone is None


def test_what_no_article_is_about_is_not_summed_up(assistant: Assistant) -> None:
    for asked in ("Riassumi la partita di ieri.", "Summarise the debate on the euro."):
        assert assistant.answer(asked).refused, asked


def test_it_is_the_article_that_was_cited_last(assistant: Assistant) -> None:
    cited = assistant.answer("Wann wurde der INF-Vertrag unterzeichnet?")
    refused = assistant.answer("Wer erfand den Dosenöffner?")
    assert refused.refused
    answer = assistant.answer("Fasse das bitte zusammen", turns=[Turn.of(cited), Turn.of(refused)])
    assert answer.citations[0].article.id == cited.citations[0].article.id
    assert answer.citations[0].start < 300
    assert answer.standalone == cited.citations[0].article.title
