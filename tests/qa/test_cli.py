"""The command line: what it prints, where, and the code it ends with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KEYS = [
    "question", "language", "answer", "refused", "confidence", "mode", "citations", "timings_ms"
]  # fmt: skip
CITATION_KEYS = ["number", "quote", "start", "end", "score", "gist", "short_answer", "article"]
ARTICLE_KEYS = ["id", "title", "language", "date", "author", "source", "url", "path"]


def assert_one_line(stderr: str, *words: str) -> None:
    assert stderr.startswith("fundstelle: ")
    assert stderr.count("\n") == 1
    for word in words:
        assert word in stderr


def test_an_answer_is_printed_with_its_quote(run) -> None:
    code, out, err = run("ask", "what did Sherman demand?")
    assert code == 0
    assert "Sherman forderte Moskau auf" in out
    assert "[1]" in out
    assert err == ""


def test_in_a_terminal_the_words_that_answer_are_bold(
    run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = "ask", "Wann wurde Jens Stoltenberg geboren?"
    _, piped, _ = run(*asked)
    assert "\x1b" not in piped
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    _, seen, _ = run(*asked)
    assert seen.replace("\x1b[1m", "").replace("\x1b[22m", "") == piped
    assert "\x1b[1m" in seen


def test_json_is_exactly_one_object_of_the_documented_shape(run) -> None:
    code, out, _ = run("ask", "When was Jens Stoltenberg born?", "--json")
    assert code == 0
    assert out.count("\n") == 1
    answer = json.loads(out)
    assert list(answer) == [*KEYS, "sureness"]
    assert list(answer["citations"][0]) == CITATION_KEYS
    assert list(answer["citations"][0]["article"]) == ARTICLE_KEYS
    assert answer["timings_ms"]["total"] > 0
    assert (answer["refused"], answer["mode"], answer["language"]) == (False, "quote", "en")


def test_a_refusal_ends_with_3(run) -> None:
    code, out, _ = run("ask", "Who invented the tin opener?", "--json")
    assert code == 3
    answer = json.loads(out)
    assert (answer["refused"], answer["mode"]) == (True, "refusal")


@pytest.mark.parametrize("question", ["", "  ", "wort " * 600, "?!"])
def test_what_is_no_question_is_bad_input(run, question: str) -> None:
    code, out, err = run("ask", question)
    assert (code, out) == (2, "")
    assert_one_line(err)


def test_status_says_what_the_index_holds(run, seeds_index_dir: Path) -> None:
    code, out, _ = run("status", "--json")
    assert code == 0
    status = json.loads(out)
    assert status["articles"] == 14
    assert status["languages"] == {"de": 10, "en": 2, "fr": 2}
    assert status["index"] == str(seeds_index_dir)
    assert "articles" in run("status")[1]


def test_indexing_says_what_it_did(run, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/one.txt").write_text("Der Zug kam an. Niemand stieg aus.")
    (tmp_path / "articles/two.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 20)
    command = ("index", "--index", tmp_path / "index", tmp_path / "articles")
    code, out, err = run(*command)
    assert (code, out) == (0, "1 added, 0 changed, 0 removed, 0 unchanged\n")
    assert "two.txt" in err
    code, out, _ = run(*command, "--json")
    assert json.loads(out)["unchanged"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "Wer?", "--index", "{tmp}/none"), ("no index", "fundstelle index PATH")),
        (("status", "--index", "{tmp}/none"), ("no index", "fundstelle index PATH")),
        (("index", "--index", "{tmp}/i", "{tmp}/nowhere"), ("no such file or folder", "nowhere")),
        (("index", "--index", "{tmp}/i", "{tmp}"), ("no articles",)),
        (("index", "--index", "{tmp}/i"), ("fundstelle index PATH",)),
        (("eval", "{tmp}/none.json"), ("cannot read", "none.json")),
        (("chat", "--port", "0"), ("no port",)),
        (("chat", "--port", "http"), ("no port",)),
        (("ask",), ("question", "--help")),
        (("translator",), ("COMMAND", "--help")),
        (("translator", "install", "de"), ("no file de",)),
        (("translator", "install", "{tmp}/x.argosmodel"), ("no file", "x.argosmodel")),
        (("translator", "install", "de", "en", "fr"), ("two languages", ".argosmodel")),
        (("answer", "Wer?"), ("answer", "--help")),
        ((), ("COMMAND", "--help")),
    ],
)
def test_bad_input_is_one_line_and_ends_with_2(
    run, tmp_path: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    code, out, err = run(*(a.replace("{tmp}", str(tmp_path)) for a in arguments))
    assert (code, out) == (2, "")
    assert_one_line(err, *words)


def test_another_model_than_the_indexs_is_named(run, tiny_model: Path, monkeypatch) -> None:
    monkeypatch.setenv("FUNDSTELLE_EMBEDDING_MODEL", str(tiny_model))
    code, _, err = run("ask", "Wer?")
    assert code == 2
    assert_one_line(err, "intfloat/multilingual-e5-small", str(tiny_model))


def test_a_model_that_cannot_be_had_is_a_failure(run, monkeypatch) -> None:
    monkeypatch.setenv("FUNDSTELLE_EMBEDDING_MODEL", "nobody/no-such-model")
    code, _, err = run("ask", "Wer?")
    assert code == 1
    assert_one_line(err, "nobody/no-such-model", "FUNDSTELLE_EMBEDDING_MODEL")


def test_the_console_script_is_installed() -> None:
    script = Path(sys.executable).with_name("fundstelle")
    done = subprocess.run([script, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    for command in ("index", "ask", "chat", "status", "eval"):
        assert command in done.stdout


def test_an_articles_terminal_commands_are_not_printed(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Onno Petersen rettete \x1b[31m417 Schafe vor der Flut.")
    assert run("index", "--index", tmp_path / "ix", tmp_path / "a.txt")[0] == 0
    _, out, _ = run("ask", "--index", tmp_path / "ix", "Wie viele Schafe rettete Onno Petersen?")
    assert "417 Schafe" in out
    assert "\x1b" not in out


def test_the_version_is_printed(run) -> None:
    code, out, _ = run("--version")
    assert (code, out.split()[0]) == (0, "fundstelle")


def _ask_printing_to(output: str, index_dir: Path, **environment: str) -> tuple[int, str]:
    ask = f'"{sys.executable}" -m qa.cli ask "Wie viele Punkte hat Minsk II?" {output}'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", ask],
        env={**os.environ, "FUNDSTELLE_INDEX": str(index_dir), **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


def test_output_that_cannot_be_written_is_no_traceback(seeds_index_dir: Path) -> None:
    code, err = _ask_printing_to("> /dev/full", seeds_index_dir)
    assert (code, err) == (1, "fundstelle: cannot print the result: No space left on device\n")
    assert _ask_printing_to("| true", seeds_index_dir)[1] == ""
    assert _ask_printing_to("", seeds_index_dir, PYTHONIOENCODING="latin-1") == (0, "")


def test_what_can_name_no_language_model_is_bad_usage(run) -> None:
    code, out, err = run("ask", "what did Sherman demand?", "--llm", "foo")
    assert (code, out) == (2, "")
    assert_one_line(err, "'foo'", ".gguf")


def test_a_wrong_language_model_does_not_keep_other_commands_from_working(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNDSTELLE_LLM", "foo")
    assert run("status")[0] == 0
    assert run("ask", "what did Sherman demand?", "--llm", "none")[0] == 0


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("http://127.0.0.1:9/v1", "The language model at http://127.0.0.1:9/v1 cannot be reached."),
        ("missing.gguf", "There is no language model file missing.gguf."),
    ],
)
def test_without_the_language_model_quotes_answer_and_say_so(run, model: str, reason: str) -> None:
    code, out, err = run("ask", "Where does the OSCE have its seat?", "--llm", model, "--json")
    answer = json.loads(out)
    assert code == 0
    assert_one_line(err, reason, "These are the quotes themselves.")
    assert answer["mode"] == "quote"
    assert answer["note"].startswith(reason)
    assert list(answer) == [*KEYS, "note", "sureness"]
    assert "Hofburg" in answer["citations"][0]["quote"]


def test_what_a_language_model_writes_is_told_sentence_by_sentence(run, smollm2: Path) -> None:
    question = "Who was the first secretary general of NATO?"
    code, out, _ = run("ask", question, "--llm", smollm2, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["mode"] in ("written", "quote")
    if answer["mode"] == "written":
        numbers = {citation["number"] for citation in answer["citations"]}
        for sentence in answer["sentences"]:
            assert list(sentence) == ["text", "citations", "supported"]
            assert set(sentence["citations"]) <= numbers
            assert sentence["text"].rstrip(".") in answer["answer"]
    else:
        assert answer["note"]
