"""The whole way, with the real model: articles → index → cited answers."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import qa
import seeds
from index import Archive, Embedder, InputError, update_index
from qa import Answer, Assistant, LLMSettings

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
QUESTIONS = json.loads((ROOT / "tests/data/seed_questions.json").read_text(encoding="utf-8"))


def assistant_of(folder: Path, index_dir: Path, embedder: Embedder) -> Assistant:
    update_index(index_dir, [folder], embedder, lambda done, total, what: None)
    return Assistant(Archive(index_dir, embedder))


def assert_verbatim(answer: Answer, archive: Archive) -> None:
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        article = archive.current().article(citation.article.id)
        assert article.text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip() == citation.quote != ""


def test_the_example_question_is_answered_from_a_german_report(assistant: Assistant) -> None:
    answer = assistant.answer("what did Sherman demand?")
    assert not answer.refused
    assert answer.language == "en"
    assert "Sherman forderte Moskau auf" in answer.citations[0].quote
    assert answer.citations[0].quote in answer.text
    assert "[1]" in answer.text


def test_every_example_is_answered_from_its_article_in_its_language(assistant: Assistant) -> None:
    languages = []
    for question, article in seeds.examples().items():
        answer = assistant.answer(question)
        assert not answer.refused, question
        assert Path(answer.citations[0].article.path or "").name == article
        languages.append(answer.language)
    assert languages == ["en", "de", "en", "fr", "it", "es"]


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["question"][:40])
def test_every_citation_is_verbatim(assistant: Assistant, asked: dict) -> None:
    answer = assistant.answer(asked["question"])
    assert answer.citations
    assert_verbatim(answer, assistant.archive)


WORDS = st.sampled_from(
    [
        "der", "Rat", "tagt", "in", "Brüssel", "The", "council", "met", "Paris", "l’accord", "1949",
        "„Nein“", "(ja)", "😀", "ﬁne", "z.", "B.", "Dr.", "<b>fett</b>", "¿qué?", "北京", "مرحبا",
        "{quote}", "[1]", "[2](x)", "e\u0301te", "\u00a0", "\u200b", "\t", "***",
    ]
)  # fmt: skip
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=12),
    st.sampled_from([".", "!", "?", ". ", ".“", "", "\n", "\n\n"]),
)
ARTICLES = st.lists(SENTENCES, min_size=1, max_size=12).map(" ".join).filter(str.strip)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(ARTICLES, min_size=1, max_size=3))
def test_every_citation_of_any_article_is_verbatim(
    real_embedder: Embedder, texts: list[str]
) -> None:
    with TemporaryDirectory() as folder:
        articles = Path(folder) / "articles"
        articles.mkdir()
        for number, text in enumerate(texts):
            (articles / f"{number}.txt").write_text(text, encoding="utf-8", newline="")
        try:
            assistant = assistant_of(articles, Path(folder) / "index", real_embedder)
        except InputError:
            return  # nothing in them but white space
        for question in ("Wo tagt der Rat?", "When did the council meet in Paris?", "¿qué? 1949"):
            assert_verbatim(assistant.answer(question), assistant.archive)


def test_questions_on_the_report_are_answered_or_refused(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    if not SHARED.is_dir():
        pytest.skip("the evaluation data is not there")
    assistant = assistant_of(SHARED / "seeds", tmp_path, real_embedder)
    content = json.loads((SHARED / "data/seed-questions.json").read_text(encoding="utf-8"))
    answered = refused = 0
    for asked in content["questions"]:
        answer = assistant.answer(asked["question"])
        assert_verbatim(answer, assistant.archive)
        if asked["evidence"] is None:
            refused += answer.refused
        elif not answer.refused:
            answered += any(asked["evidence"] in c.quote for c in answer.citations)
    assert answered >= 8
    assert refused >= 2


@pytest.mark.parametrize(
    "asked", ["", "   ", "?!?", "a" * 2_001, "12345", "\0", "\ud800", "aaaaaaaaaaaaaa"]
)
def test_what_is_no_question_is_answered_kindly(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert answer.mode == "notice"
    assert answer.refused
    assert answer.text
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("Who invented the tin opener?", "The archive does not say."),
        ("Wer erfand den Dosenöffner?", "Das Archiv gibt darauf keine Antwort."),
        ("Qui a inventé l’ouvre-boîte ?", "Les archives"),
        ("¿Quién inventó el abrelatas?", "El archivo"),
        ("Chi ha inventato l’apriscatole?", "L’archivio"),
    ],
)
def test_a_refusal_speaks_the_questions_language(
    assistant: Assistant, question: str, refusal: str
) -> None:
    answer = assistant.answer(question)
    assert answer.refused
    assert answer.mode == "refusal"
    assert answer.text.startswith(refusal)
    assert len(answer.citations) == 1, "the closest passage is shown"


def test_a_language_without_prompts_is_answered_in_english(assistant: Assistant) -> None:
    answer = assistant.answer("Milloin Jens Stoltenberg syntyi?")
    assert answer.language == "fi"
    assert "According to" in answer.text or answer.text.startswith("The archive does not say.")


def test_an_answer_says_who_where_and_when(real_embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/dyke.md").write_text(
        "---\ntitle: Flut in Fahlenwerder\ndate: 2021-11-05\n---\n"
        "Von Henrike Boysen, Fahlenwerder\n\n"
        "In der Nacht brach der Deich. Deichgraf Onno Petersen rettete 417 Schafe vor der Flut.\n",
        encoding="utf-8",
    )
    assistant = assistant_of(tmp_path / "articles", tmp_path / "index", real_embedder)
    text = assistant.answer("Wie viele Schafe rettete Deichgraf Onno Petersen?").text
    assert text.startswith(
        "Laut Henrike Boysen in „Flut in Fahlenwerder“ aus Fahlenwerder am 5. November 2021: „"
    )
    text = assistant.answer("How many sheep did Onno Petersen save from the flood?").text
    assert "on November 5, 2021" in text


def test_answers_are_the_same_from_the_module_and_from_an_assistant(
    assistant: Assistant, seeds_index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNDSTELLE_INDEX", str(seeds_index_dir))
    one = qa.answer("what did Sherman demand?").to_json()
    assistant = Assistant(assistant.archive, LLMSettings())
    other = assistant.answer("what did Sherman demand?").to_json()
    assert {**one, "timings_ms": None} == {**other, "timings_ms": None}


def test_without_an_index_the_error_says_what_builds_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNDSTELLE_INDEX", str(tmp_path / "nothing"))
    with pytest.raises(InputError, match="fundstelle index PATH"):
        Assistant()


@pytest.mark.parametrize("language", ['de"', "german", "DE", ""])
def test_a_language_that_is_none_is_a_clear_error(assistant: Assistant, language: str) -> None:
    with pytest.raises(InputError, match="names no language"):
        assistant.answer("Wer ist Sherman?", language)


def test_what_is_no_text_is_a_clear_error(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="a question is a text, not NoneType"):
        assistant.answer(None)  # type: ignore[arg-type]


def test_every_answer_says_where_its_quotes_stand(assistant: Assistant) -> None:
    for question in ("what did Sherman demand?", "Who invented the tin opener?"):
        answer = assistant.answer(question)
        quoted = [answer.text[start:end] for start, end in answer.quoted_at]
        assert quoted == [citation.quote for citation in answer.citations] != []
