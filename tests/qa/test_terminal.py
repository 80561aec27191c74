"""An answer in a terminal: the words that answer are bold, and nothing in it is obeyed."""

from __future__ import annotations

import os
import pty
from dataclasses import replace
from pathlib import Path

import pytest

from index import Article
from qa.answers import Answer, Citation, ShortAnswer, WrittenSentence
from qa.composing import compose_quotes
from qa.terminal import answer_text, gist_text, shows_bold

TEXT = "The pool\x1b[2J closed in May. Nobody said why.\nIt opened in June."


def citation(number: int, quote: str, short: str | None = None) -> Citation:
    start = TEXT.index(quote)
    at = TEXT.index(short) if short else 0
    answer = ShortAnswer(short, at, at + len(short)) if short else None
    of = Article(id="a", text=TEXT, title="May \x1b[5m", language="en", path="/a.txt").description
    end = start + len(quote)
    return Citation(number, quote, start, end, 0.9, article=of, short_answer=answer)


CITATIONS = (
    citation(1, TEXT[: TEXT.index(" Nobody")], "in May"),
    citation(2, "Nobody said why."),
    citation(3, "It opened in June.", "June"),
)


def quoting() -> Answer:
    article = Article(id="a", text=TEXT, title="May \x1b[5m", language="en", path="/a.txt")
    composed = compose_quotes(CITATIONS, {"a": article}, "en")
    return Answer(
        "When?", "en", composed.text, False, 0.9, "quote", CITATIONS, quoted_at=composed.quoted_at
    )


def written() -> Answer:
    sentence = WrittenSentence("It closed in May.", (1,), True)
    return Answer("When?", "en", "", False, 0.9, "written", CITATIONS, sentences=(sentence,))


@pytest.mark.parametrize("answer", [quoting(), written()], ids=["quoting", "written"])
def test_the_words_that_answer_are_bold_where_they_stand_in_their_quotes(answer: Answer) -> None:
    bold = answer_text(answer, strong=True)
    assert "closed \x1b[1min May\x1b[22m." in bold
    assert "opened in \x1b[1mJune\x1b[22m." in bold
    assert bold.count("\x1b") == 4, "nothing else, and no command of the article"
    plain = answer_text(answer, strong=False)
    assert bold.replace("\x1b[1m", "").replace("\x1b[22m", "") == plain


TRANSLATED = replace(
    CITATIONS[0],
    gist="Das Bad\x1b[2J schloss im Mai. …",
    gist_answer=(20, 26),
    doubtful_gist="Das Bad schloss im Mai. Jeder\x1b[2J sagte warum.",
)


def test_a_translation_stands_under_its_label_and_what_is_doubtful_for_who_asks() -> None:
    shown = gist_text(TRANSLATED, "de", doubtful=False, strong=False)
    assert shown == (
        "[1] Grobe maschinelle Übersetzung: Das Bad [2J schloss im Mai. … "
        "(Trotzdem zeigen: --show-doubtful)"
    )
    bold = gist_text(TRANSLATED, "de", doubtful=False, strong=True)
    assert bold == shown.replace("im Mai", "\x1b[1mim Mai\x1b[22m")
    whole = gist_text(TRANSLATED, "de", doubtful=True, strong=False)
    label, doubtful = whole.split("\n")
    assert label == shown.partition(" (")[0]
    assert doubtful.endswith("falsch sein: Das Bad schloss im Mai. Jeder [2J sagte warum.")


def test_a_translation_of_which_nothing_passes_says_so() -> None:
    failed = replace(TRANSLATED, gist=None, gist_answer=None)
    assert "Left out: it may be wrong." in gist_text(failed, "en", doubtful=False, strong=True)
    right = replace(TRANSLATED, doubtful_gist=None)
    assert "--show-doubtful" not in gist_text(right, "en", doubtful=False, strong=True)


def test_a_terminal_knows_bold_letters_and_a_file_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    reader, terminal = pty.openpty()
    with os.fdopen(terminal, "w") as stream, (tmp_path / "file").open("w") as file:
        assert shows_bold(stream)
        assert not shows_bold(file)
        monkeypatch.setenv("TERM", "dumb")
        assert not shows_bold(stream)
    os.close(reader)
