"""An archive that changes while assistant, retriever and chat are running: each question is
answered from what is indexed when it is asked, and from that alone."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from parsed_html import ParsedHtml

from index import Archive, DamagedError, Embedder, InputError, update_index
from index.storage.segments import vectors_folder
from prompts import texts
from qa import Answer, Assistant, PassageRetriever, Turn
from qa.web.asking import answers_to
from qa.web.page.article_view import opened_html
from qa.web.page.calls import holdings
from qa.web.page.sources import cited_articles, sources_html

OBSERVATORY = (
    "Die Sternwarte von Quellstadt\n\n"
    "Astronomin Wiebke Lorentzen leitet die Sternwarte von Quellstadt seit 2009. "
    "Das Fernrohr aus Messing wurde 1888 in Jena gebaut."
)
DYKE = (
    "Der Deich von Fahlenwerder\n\n"
    "Deichgraf Onno Petersen ließ den Deich von Fahlenwerder im Sommer 1904 erhöhen. "
    "Heute weiden dort 417 Schafe."
)
WHO_LEADS = "Wer leitet die Sternwarte von Quellstadt?"
WHO_RAISED = "Wer ließ den Deich von Fahlenwerder erhöhen?"
GONE = texts("chat", "de")["gone"]


class Shelves:
    """A folder of articles with its index, and what is running on it."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.articles = folder / "articles"
        self.index_dir = folder / "index"
        self.embedder = embedder
        self.articles.mkdir()

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            (self.articles / f"{name}.txt").write_text(text, encoding="utf-8")
        self.update()

    def remove(self, *names: str) -> None:
        for name in names:
            (self.articles / f"{name}.txt").unlink()
        self.update()

    def update(self) -> int:
        """The number of the newest state."""
        done = update_index(self.index_dir, [self.articles], self.embedder, lambda *step: None)
        assert done.problems == []
        return done.state

    def damage(self) -> None:
        """Of the vectors that were written last."""
        files = vectors_folder(self.index_dir).iterdir()
        max(files, key=lambda path: path.stat().st_mtime_ns).write_bytes(b"garbage")


@pytest.fixture
def shelves(tmp_path: Path, real_embedder: Embedder) -> Shelves:
    """One article, indexed."""
    shelves = Shelves(tmp_path, real_embedder)
    shelves.write(dyke=DYKE)
    return shelves


@pytest.fixture
def running(shelves: Shelves) -> Assistant:
    return Assistant(Archive(shelves.index_dir, shelves.embedder))


def quoted(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


def test_the_next_question_finds_what_was_added(shelves: Shelves, running: Assistant) -> None:
    assert "Lorentzen" not in quoted(running.answer(WHO_LEADS))
    shelves.write(observatory=OBSERVATORY)
    answer = running.answer(WHO_LEADS)
    assert not answer.refused
    assert "Wiebke Lorentzen" in answer.citations[0].quote


def test_the_next_question_does_not_find_what_was_removed(
    shelves: Shelves, running: Assistant
) -> None:
    shelves.write(observatory=OBSERVATORY)
    before = running.answer(WHO_LEADS)
    shelves.remove("observatory")
    after = running.answer(WHO_LEADS)
    gone = before.citations[0].article.id
    assert after.refused
    assert gone not in {citation.article.id for citation in after.citations}
    follow_up = running.answer("Und seit wann?", turns=[Turn.of(before)])
    assert gone not in {citation.article.id for citation in follow_up.citations}


def test_the_next_question_quotes_what_was_changed_as_it_is_now(
    shelves: Shelves, running: Assistant
) -> None:
    assert "Onno Petersen" in running.answer(WHO_RAISED).citations[0].quote
    shelves.write(dyke=f"Neues aus dem Kreis\n\n{DYKE.replace('Onno Petersen', 'Bent Harms')}")
    (first, *_) = running.answer(WHO_RAISED).citations
    assert "Bent Harms" in first.quote
    text = running.archive.current().article(first.article.id).text
    assert text[first.start : first.end] == first.quote


def test_the_next_question_names_an_article_as_it_is_called_now(
    shelves: Shelves, running: Assistant
) -> None:
    assert running.answer(WHO_RAISED).citations[0].article.title == "Der Deich von Fahlenwerder"
    shelves.write(dyke=f"---\ntitle: Vom Deich\nauthor: Ottilie Quast\n---\n{DYKE}")
    answer = running.answer(WHO_RAISED)
    described = answer.citations[0].article
    assert (described.title, described.author) == ("Vom Deich", "Ottilie Quast")
    assert "Ottilie Quast in „Vom Deich“" in answer.text


def test_the_retriever_follows_too(shelves: Shelves) -> None:
    retriever = PassageRetriever(Archive(shelves.index_dir, shelves.embedder))

    def passages(question: str) -> str:
        return " ".join(node.get_content() for node in retriever.retrieve(question))

    assert "Lorentzen" not in passages(WHO_LEADS)
    shelves.write(observatory=OBSERVATORY)
    assert "Lorentzen" in passages(WHO_LEADS)
    shelves.remove("observatory")
    assert "Lorentzen" not in passages(WHO_LEADS)


class Overtaken:
    """The real model, before which something happens each time that it reads a question."""

    def __init__(self, embedder: Embedder, happens: Callable[[], None]) -> None:
        self._encoder = embedder.encoder
        self._happens = happens

    def encode_query(self, text: str) -> Any:
        self._happens()
        return self._encoder.encode_query(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)


def overtaken(shelves: Shelves, happen: Iterator[Callable[[], None]]) -> Archive:
    """:param happen: what happens when a question is read, one after the other."""
    encoder = Overtaken(shelves.embedder, lambda: next(happen, lambda: None)())
    embedder = Embedder(encoder, shelves.embedder.model_name)  # type: ignore[arg-type]
    return Archive(shelves.index_dir, embedder)


def replacing(shelves: Shelves) -> Iterator[Callable[[], None]]:
    """Two updates, after which neither the article that was there nor its state is."""

    def replaced() -> None:
        shelves.remove("observatory")
        shelves.write(mill="Die Mühle stand lange leer.")

    return iter([replaced])


def test_a_question_is_answered_from_the_state_in_which_it_was_asked(shelves: Shelves) -> None:
    shelves.write(observatory=OBSERVATORY)
    assistant = Assistant(overtaken(shelves, replacing(shelves)))
    before = assistant.archive.current()
    answer = assistant.answer(WHO_LEADS)
    assert assistant.archive.current().state.number > before.state.number
    (first, *_) = answer.citations
    assert "Wiebke Lorentzen" in first.quote
    assert before.article(first.article.id).text[first.start : first.end] == first.quote
    assert assistant.answer(WHO_LEADS).refused


def test_both_readings_of_a_follow_up_are_of_one_state(shelves: Shelves) -> None:
    """A question is read a second time as it may be meant after another one."""
    shelves.write(observatory=OBSERVATORY)
    earlier = Assistant(Archive(shelves.index_dir, shelves.embedder)).answer(WHO_LEADS)
    assistant = Assistant(overtaken(shelves, replacing(shelves)))
    answer = assistant.answer("Und seit wann leitet sie die?", turns=[Turn.of(earlier)])
    assert answer.standalone is not None, "the second reading is what counts here"
    assert "seit 2009" in answer.citations[0].quote


def test_passages_and_what_is_known_of_their_articles_are_of_one_state(shelves: Shelves) -> None:
    shelves.write(observatory=OBSERVATORY)
    retriever = PassageRetriever(overtaken(shelves, replacing(shelves)))
    assert "Lorentzen" in retriever.retrieve(WHO_LEADS)[0].get_content()
    found = retriever.retrieve(WHO_LEADS)
    assert all("Lorentzen" not in node.get_content() for node in found)


def test_readers_who_ask_while_the_archive_changes_get_quotes_of_one_state_each(
    shelves: Shelves, running: Assistant
) -> None:
    names = ["Onno Petersen", "Bent Harms", "Hinnerk Boysen", "Maike Quast"]
    versions = [
        "Nachtrag. " * number + DYKE.replace("Onno Petersen", name)
        for number, name in enumerate(names)
    ]
    answers: list[Answer] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answers.append(running.answer(WHO_RAISED))

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in versions[1:]:
        shelves.write(dyke=version)
    done.set()
    for reader in readers:
        reader.join()
    answers.append(running.answer(WHO_RAISED))
    for answer in answers:
        assert any(
            all(version[c.start : c.end] == c.quote for c in answer.citations)
            for version in versions
        )
    assert names[-1] in quoted(answers[-1])


def test_an_index_that_is_damaged_says_so_and_answers_when_it_is_made_anew(
    shelves: Shelves, running: Assistant
) -> None:
    retriever = PassageRetriever(running.archive)
    shelves.write(observatory=OBSERVATORY)
    shelves.damage()
    for asked in (running.answer, retriever.retrieve):
        with pytest.raises(DamagedError, match="is damaged.*fundstelle repair"):
            asked(WHO_RAISED)
    (failed,) = answers_to(running, WHO_RAISED)
    assert (failed.mode, failed.text) == ("notice", texts("chat", "de")["failed"])
    update_index(shelves.index_dir, [], shelves.embedder, lambda *step: None, rebuild=True)
    assert "Onno Petersen" in running.answer(WHO_RAISED).citations[0].quote
    assert "417 Schafe" in retriever.retrieve(WHO_RAISED)[0].get_content()
    assert "Wiebke Lorentzen" in quoted(running.answer(WHO_LEADS))


def test_an_index_that_is_deleted_is_told_and_one_built_anew_is_noticed(
    shelves: Shelves, running: Assistant
) -> None:
    running.answer(WHO_RAISED)
    shutil.rmtree(shelves.index_dir)
    with pytest.raises(InputError, match="there is no index"):
        running.answer(WHO_RAISED)
    (shelves.articles / "dyke.txt").unlink()
    (shelves.articles / "observatory.txt").write_text(OBSERVATORY, encoding="utf-8")
    assert shelves.update() == 1, "its states are counted from the beginning"
    assert "Wiebke Lorentzen" in running.answer(WHO_LEADS).citations[0].quote
    assert running.answer(WHO_RAISED).refused


def test_a_chat_without_its_index_says_so_and_goes_on_when_it_is_back(
    shelves: Shelves, running: Assistant
) -> None:
    shown = running.answer(WHO_RAISED)
    shutil.rmtree(shelves.index_dir)
    (failed,) = answers_to(running, WHO_RAISED)
    assert (failed.mode, failed.text) == ("notice", texts("chat", "de")["failed"])
    assert GONE in _sources(running.archive, shown)
    assert _sources(running.archive, failed) == ""
    shelves.update()
    (again,) = answers_to(running, WHO_RAISED)
    assert "Onno Petersen" in quoted(again)
    assert GONE not in _sources(running.archive, again)


def opened(assistant: Assistant, answer: Answer, number: int = 1) -> str:
    """What the number of a citation opens."""
    citation = answer.citations[number - 1]
    place = citation.start, citation.end
    return opened_html(assistant.archive, citation.article.id, place, answer, answer.language)


def _sources(archive: Archive, answer: Answer) -> str:
    return sources_html(answer, cited_articles(archive, answer))


def test_a_card_whose_article_is_gone_says_so_and_opens_nothing(
    shelves: Shelves, running: Assistant
) -> None:
    shelves.write(observatory=OBSERVATORY)
    answer = running.answer(WHO_LEADS)
    answer = replace(answer, citations=answer.citations[:1])
    assert GONE not in _sources(running.archive, answer)
    assert "<mark" in opened(running, answer)
    shelves.remove("observatory")
    card = _sources(running.archive, answer)
    assert GONE in card
    assert answer.citations[0].quote in ParsedHtml(card).text, "what was quoted stays to be read"
    assert "<a " not in card
    assert GONE in opened(running, answer)
    assert "<mark" not in opened(running, answer)


def test_a_card_whose_quote_stands_elsewhere_or_nowhere_says_so_and_opens_nothing(
    shelves: Shelves, running: Assistant
) -> None:
    answer = running.answer(WHO_RAISED)
    answer = replace(answer, citations=answer.citations[:1])
    for changed in (
        f"Neues aus dem Kreis\n\n{DYKE}",
        DYKE.replace("Onno Petersen", "Bent Harms"),
        "Der Deich.",
    ):
        shelves.write(dyke=changed)
        assert GONE in _sources(running.archive, answer)
        assert "<a " not in _sources(running.archive, answer)
        assert GONE in opened(running, answer)
    shelves.write(dyke=f"{DYKE} Und das ist neu.")
    assert GONE not in _sources(running.archive, answer)
    assert "Und das ist neu." in opened(running, answer)


def test_of_two_quotes_the_one_that_still_stands_is_shown_and_the_other_is_not(
    shelves: Shelves, running: Assistant
) -> None:
    first, second = running.answer(WHO_RAISED), running.answer("Wie viele Schafe weiden dort?")
    citations = first.citations[0], replace(second.citations[0], number=2)
    assert citations[0].end < citations[1].start
    answer = replace(first, citations=citations)
    shelves.write(dyke=DYKE.replace("417 Schafe", "vier Kühe"))
    card, other = _sources(running.archive, answer).split("</article>")[:2]
    assert GONE not in card and "<a " in card
    assert GONE in other and "<a " not in other
    assert "vier" not in other
    assert opened(running, answer, 1).count("<mark") == 1, "no other words are marked in its place"
    assert GONE in opened(running, answer, 2)


def test_the_chats_header_counts_what_is_there_now(shelves: Shelves, running: Assistant) -> None:
    assert holdings(running.archive, "de")["text"] == "1 Artikel · Deutsch 1"
    shelves.write(observatory=OBSERVATORY)
    assert holdings(running.archive, "de")["text"] == "2 Artikel · Deutsch 2"
