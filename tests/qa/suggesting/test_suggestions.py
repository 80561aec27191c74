"""Questions that are suggested, of the bundled articles."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from index import Archive, Article, Embedder
from index.storage import back_up
from prompts import languages
from qa import Assistant
from qa.suggesting import Suggestions, read_kept
from qa.suggesting.making import PER_LANGUAGE

FILE = "suggestions.json"
_LONG = 600.0  # seconds, however busy the computer is: what there is to make is made sooner


@pytest.fixture(scope="module")
def made(
    seeds_index_dir: Path, real_embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A copy of the bundled articles' index, with questions that were made of them."""
    index_dir = tmp_path_factory.mktemp("suggesting") / "index"
    back_up(seeds_index_dir, index_dir)
    Suggestions(Assistant(Archive(index_dir, real_embedder))).refresh(_LONG)
    return index_dir


@pytest.fixture(scope="module")
def asked(made: Path, real_embedder: Embedder) -> Assistant:
    """Whom they are asked of."""
    return Assistant(Archive(made, real_embedder))


@pytest.fixture
def index_dir(made: Path, tmp_path: Path) -> Path:
    """Another such copy, to be changed."""
    back_up(made, tmp_path / "index")
    (tmp_path / "index" / FILE).write_bytes((made / FILE).read_bytes())
    return tmp_path / "index"


@pytest.fixture
def archive(index_dir: Path, real_embedder: Embedder) -> Archive:
    return Archive(index_dir, real_embedder)


@pytest.mark.parametrize("language", languages("suggest"))
def test_what_is_suggested_is_answered_in_the_readers_language(
    asked: Assistant, language: str
) -> None:
    suggested = Suggestions(asked).get(language, number=PER_LANGUAGE)
    assert 3 <= len(suggested) <= PER_LANGUAGE and len(set(suggested)) == len(suggested)
    articles = set()
    for question in suggested:
        answer = asked.answer(question)
        assert not answer.refused, question
        assert answer.language == language
        articles.add(answer.citations[0].article.id)
    assert len(articles) > len(suggested) // 2


def test_they_are_of_several_kinds_and_the_first_ones_differ(asked: Assistant) -> None:
    kept = read_kept(asked.archive.index_dir).suggestions
    kinds = {suggestion.question: suggestion.kind for suggestion in kept}
    first = Suggestions(asked).get("de", number=3)
    assert len({kinds[question] for question in first}) == 3


def test_a_language_that_is_not_spoken_has_english_ones(asked: Assistant) -> None:
    suggestions = Suggestions(asked)
    assert suggestions.get("fi") == suggestions.get("en") != suggestions.get("it")


def test_of_removed_and_changed_articles_nothing_is_suggested(archive: Archive) -> None:
    suggestions = Suggestions(Assistant(archive))
    before = suggestions.get("en", number=PER_LANGUAGE)
    kept = [s for s in read_kept(archive.index_dir).suggestions if s.question in before]
    gone, changed = kept[0].article, kept[1].article
    archive.remove(gone)
    article = archive.current().article(changed)
    archive.add(Article(id=changed, title="Anders", language=article.language, text="Nichts mehr."))
    after = suggestions.get("en", number=PER_LANGUAGE)
    assert {s.question for s in kept if s.article in (gone, changed)}.isdisjoint(after)


def test_nothing_waits_for_them_and_a_change_has_more_made(archive: Archive) -> None:
    (archive.index_dir / FILE).unlink()
    suggestions = Suggestions(Assistant(archive))
    assert suggestions.get("de") == []
    for _ in range(1_200):
        if found := suggestions.get("de"):
            break
        threading.Event().wait(0.1)
    assert found
    kept = read_kept(archive.index_dir)
    state = archive.current().state
    assert kept.state == (state.identity, state.number)


def test_new_articles_are_asked_about_and_the_same_state_is_left_alone(archive: Archive) -> None:
    suggestions = Suggestions(Assistant(archive))
    before = (archive.index_dir / FILE).read_bytes()
    suggestions.refresh(_LONG)
    assert (archive.index_dir / FILE).read_bytes() == before
    text = "Am 3. Mai 1911 eröffnete Bürgermeisterin Anna Kofler die Brücke über die Enns."
    archive.add(Article(id="new", title="Eine Brücke aus Stahl", language="de", text=text))
    suggestions.refresh(_LONG)
    of_new = [s for s in read_kept(archive.index_dir).suggestions if s.article == "new"]
    assert "Wann eröffnete Bürgermeisterin Anna Kofler die Brücke über die Enns?" in {
        s.question for s in of_new
    }


def test_in_no_time_nothing_is_made(archive: Archive) -> None:
    (archive.index_dir / FILE).unlink()
    suggestions = Suggestions(Assistant(archive))
    suggestions.refresh(-1)
    assert read_kept(archive.index_dir).suggestions == ()
    assert suggestions.near("Wie groß ist die OSZE in Wien?", "de", seconds=-1) == []


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"\xff", b"[]", b"[" * 100_000, b'{"version": 9}', b"x" * 2_000_000,
        b'{"version":1,"state":["a",1],"newest":1,"suggestions":[{"question":3}]}',
        b'{"version":1,"state":["a",1],"newest":1,"suggestions":[7]}',
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_as_good_as_none(archive: Archive, content: bytes) -> None:
    (archive.index_dir / FILE).write_bytes(content)
    assert read_kept(archive.index_dir).suggestions == ()
    Suggestions(Assistant(archive)).refresh(2)
    assert json.loads((archive.index_dir / FILE).read_bytes())["suggestions"]


def test_where_they_cannot_be_kept_nothing_fails(archive: Archive) -> None:
    (archive.index_dir / FILE).unlink()
    (archive.index_dir / FILE).mkdir()
    Suggestions(Assistant(archive)).refresh(1)
    assert list(archive.index_dir.glob(".suggestions-*")) == [], "no draft is left"


def test_near_a_question_that_is_refused_are_some_that_are_answered(asked: Assistant) -> None:
    refused = "How much does Wendy Sherman earn?"
    near = Suggestions(asked).near(refused, "en", seconds=_LONG)
    assert near
    for question in near:
        assert not asked.answer(question).refused
    assert any("Sherman" in question for question in near), near


def test_near_what_the_archive_knows_nothing_of_is_nothing(asked: Assistant) -> None:
    suggestions = Suggestions(asked)
    assert suggestions.near("Was kostet ein Döner?", "de", seconds=_LONG) == []
    assert suggestions.near("??", "de") == []


def test_the_command_line_makes_them_once(run, tmp_path: Path) -> None:
    """Of more than a few articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    kept = tmp_path / "i" / FILE
    text = "Die Brücke\n\nBürgermeisterin Anna Kofler forderte eine neue Brücke."
    (folder / "bridge.txt").write_text(text)
    assert run("index", "--index", tmp_path / "i", folder)[0] == 0
    assert not kept.exists()
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"Nummer {number}\n\nDer Tag {number} war schön.")
    assert run("index", "--index", tmp_path / "i")[0] == 0
    made = {suggestion.question for suggestion in read_kept(kept.parent).suggestions}
    assert "Was hat Anna Kofler gefordert?" in made
    before = kept.stat().st_mtime_ns
    (folder / "bridge.txt").write_text(f"{text} Bald.")
    assert run("index", "--index", tmp_path / "i")[0] == 0
    assert kept.stat().st_mtime_ns == before
