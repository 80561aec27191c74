"""The evaluation measures what it says it does: gold answers are found where they stand, the
figures are those of the outcomes, and what is asked twice is computed once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

from index import Embedder, InputError, Settings
from index.embedding import EncodedText, PassageText
from prompts import languages
from qa import Assistant, LLMSettings
from qa.evaluation import Evaluation, evaluate, figures_table, write_report
from qa.evaluation.asking import Outcome, is_exact, is_in_language
from qa.evaluation.cached_embedder import CachedEmbedder
from qa.evaluation.figures import figures, median, share
from qa.evaluation.squad import read_squad
from qa.evaluation.written import contains, token_f1

OF_SHORT_ANSWERS = ["short_answer_given", "short_answer_f1"]
FIGURES = [
    "evidence_hit_at_1", "evidence_hit_at_3", "passage_recall_at_1", "passage_recall_at_5",
    "refusal_auroc_far", "refusal_auroc_near", "false_refusal_rate", "false_answer_rate_far",
    "false_answer_rate_near", "language_accuracy", "answer_language_accuracy",
    "citation_exactness", "seconds_per_question",
]  # fmt: skip

DYKE = (
    "  Der Deich von Fahlenwerder wurde 1719 gebaut. Deichgraf Onno Petersen ließ ihn im Sommer"
    " 1904 um zwei Meter erhöhen. Heute weiden dort 417 Schafe."
)
MILL = (
    "Die Windmühle von Quellstadt mahlte bis 1951 Roggen. Müllerin Ottilie Quast verkaufte sie"
    " <b>dann</b> an die Gemeinde. Seither ist darin ein Museum für Brotformen."
)
FERRY = (
    "Die Fähre über die Kalte Sülze fährt alle zwanzig Minuten. Fährmann Bent Harms steuert sie"
    " seit 38 Jahren. Eine Überfahrt kostet vier Taler."
)
ASKED = {
    "q1": (DYKE, "Wann wurde der Deich von Fahlenwerder gebaut?", "1719",
           "When was the dyke of Fahlenwerder built?"),
    "q2": (DYKE, "Wer ließ den Deich erhöhen?", "Onno Petersen", "Who had the dyke raised?"),
    "q3": (MILL, "Wer verkaufte die Windmühle?", "Ottilie Quast", "Who sold the windmill?"),
    "q4": (FERRY, "Wie viel kostet eine Überfahrt mit der Fähre?", "vier Taler",
           "How much is a crossing on the ferry?"),
}  # fmt: skip


def write_questions(path: Path, wording: int = 1, impossible: bool = False) -> Path:
    """:param wording: 1 for the German questions, 3 for the English ones."""
    data = []
    for title, text in (("Deich", DYKE), ("Mühle", MILL), ("Fähre", FERRY)):
        qas = [
            {"id": i, "question": asked[wording],
             "answers": [{"text": asked[2], "answer_start": text.index(asked[2])}]}
            for i, asked in ASKED.items()
            if asked[0] is text
        ]  # fmt: skip
        if impossible and text is MILL:
            question = "Welche Farbe hatte das Dach der Windmühle?"
            qas.append({"id": "q5", "question": question, "answers": [], "is_impossible": True})
        data.append({"title": title, "paragraphs": [{"context": text, "qas": qas}]})
    path.write_text(json.dumps({"version": "2.0", "data": data}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def evaluation(
    real_embedder: Embedder, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Evaluation:
    path = write_questions(tmp_path_factory.mktemp("questions") / "de.json", impossible=True)
    return evaluate(path, settings=settings, embedder=real_embedder)


def test_every_figure_is_there_for_the_pipeline_and_each_baseline(evaluation: Evaluation) -> None:
    printed = evaluation.to_json()
    assert list(printed) == ["figures", "baselines", "setup"]
    assert list(printed["baselines"]) == [
        "bm25",
        "sentence_vectors",
        "sentence_and_passage_vectors",
    ]
    assert sorted(printed["figures"]) == sorted((*FIGURES, *OF_SHORT_ANSWERS))
    assert all(sorted(of) == sorted(FIGURES) for of in printed["baselines"].values())
    for of in (printed["figures"], *printed["baselines"].values()):
        for name, figure in of.items():
            assert list(figure) == ["value", "low", "high"]
            assert figure["low"] <= figure["value"] <= figure["high"], name
    json.dumps(printed, allow_nan=False)


def test_easy_questions_are_found_and_quoted_exactly(evaluation: Evaluation) -> None:
    assert evaluation.figures["evidence_hit_at_1"].value == 1.0
    assert evaluation.figures["passage_recall_at_1"].value == 1.0
    assert evaluation.figures["citation_exactness"].value == 1.0
    assert evaluation.figures["language_accuracy"].value == 1.0
    assert evaluation.figures["answer_language_accuracy"].value == 1.0
    assert evaluation.figures["refusal_auroc_far"].value == 1.0


def test_gold_answers_stand_where_the_archive_holds_them(evaluation: Evaluation) -> None:
    snapshot = evaluation.archive.archive.current()
    answers = {
        snapshot.article(gold.article_id).text[slice(*gold.answers[0])]
        for gold in evaluation.archive.golds.values()
        if gold.answers
    }
    assert answers == {asked[2] for asked in ASKED.values()}


def test_a_question_without_an_answer_is_one_to_refuse(evaluation: Evaluation) -> None:
    (impossible,) = [asked for asked in evaluation.asked if not asked.outcome.answerable]
    assert "Farbe" in impossible.question.asked
    assert evaluation.setup["asked"] == 5


def test_parallel_questions_are_scored_by_the_first_files_answers(
    real_embedder: Embedder, settings: Settings, tmp_path: Path
) -> None:
    evaluation = evaluate(
        write_questions(tmp_path / "de.json"),
        asked_in=write_questions(tmp_path / "en.json", wording=3),
        settings=settings,
        embedder=real_embedder,
    )
    assert evaluation.setup["language"] == "en"
    assert {asked.question.asked for asked in evaluation.asked} == {q[3] for q in ASKED.values()}
    assert evaluation.figures["passage_recall_at_1"].value == 1.0


def test_ones_own_articles_and_distractors_are_asked(
    real_embedder: Embedder, settings: Settings, tmp_path: Path
) -> None:
    own, others = tmp_path / "own", tmp_path / "others"
    own.mkdir()
    others.mkdir()
    (own / "all.txt").write_text(f"Aus dem Kreis\n\n{MILL}\n\n{DYKE}\n\n{FERRY}", encoding="utf-8")
    (others / "copy.txt").write_text(f"Eine Abschrift\n\n{DYKE}", encoding="utf-8")
    evaluation = evaluate(
        write_questions(tmp_path / "de.json"),
        articles=[own],
        distractors=[others],
        settings=settings,
        embedder=real_embedder,
    )
    assert evaluation.setup["archive"]["articles"] == 2
    golds = evaluation.archive.golds.values()
    paths = {evaluation.archive.archive.current().article(gold.article_id).path for gold in golds}
    assert paths == {str(own / "all.txt")}, "an answer counts where the questions were asked"


def test_what_was_embedded_once_is_not_embedded_again(
    real_embedder: Embedder, tmp_path: Path
) -> None:
    class Counting:
        """The real encoder, counting what it is given."""

        def __init__(self) -> None:
            self.count = 0
            for name in ("dimension", "model_hash", "tokenize"):
                setattr(self, name, getattr(real_embedder.encoder, name))

        def encode_query(self, text: str) -> EncodedText:
            self.count += 1
            return real_embedder.encoder.encode_query(text)

        def embed_documents(self, texts: Sequence[str], progress: Callable) -> np.ndarray:
            self.count += len(texts)
            return real_embedder.encoder.embed_documents(texts, progress)

    counting, path = Counting(), tmp_path / "embedded.sqlite"
    passages = [
        PassageText("Der Deich. Die Mühle.", ("Der Deich.", "Die Mühle.")),
        PassageText("Die Fähre.", ("Die Fähre.",)),
    ]
    questions, embedded = [], []
    for _ in range(2):
        embedder = CachedEmbedder(Embedder(counting, "counting"), path)  # type: ignore[arg-type]
        questions.append(embedder.encode_query("Wer?"))
        embedded.append(embedder.embed_passages(passages))
        assert counting.count == 1 + 3 + 2
    embedder.embed_passages([*passages, PassageText("Neu.", ("Neu.",))])
    assert counting.count == 6 + 2
    for first, second in (questions, *zip(*embedded, strict=True)):
        for one, other in zip(astuple(first), astuple(second), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "SQuAD's format"),
        ("[]", "SQuAD's format"),
        ('{"data": [{"paragraphs": [{"qas": []}]}]}', "SQuAD's format"),
        ('{"data": []}', "holds no questions"),
    ],
)
def test_a_file_that_holds_no_questions_is_one_clear_line(
    tmp_path: Path, content: str, complaint: str
) -> None:
    path = tmp_path / "questions.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=complaint) as error:
        read_squad(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_squad(tmp_path / "nothing.json")


def test_files_that_do_not_belong_together_are_told(
    real_embedder: Embedder, settings: Settings, tmp_path: Path
) -> None:
    questions = write_questions(tmp_path / "de.json")
    other = tmp_path / "other.json"
    other.write_text(questions.read_text(encoding="utf-8").replace('"id": "q', '"id": "x'))
    with pytest.raises(InputError, match="no question ids in common"):
        evaluate(questions, asked_in=other, settings=settings, embedder=real_embedder)
    (tmp_path / "elsewhere.txt").write_text("Hier steht etwas ganz anderes.", encoding="utf-8")
    with pytest.raises(InputError, match="not in the articles given"):
        evaluate(
            questions,
            articles=[tmp_path / "elsewhere.txt"],
            settings=settings,
            embedder=real_embedder,
        )


def outcome(hits: Sequence[bool], sure: float, far: float, near: float = 0.0) -> Outcome:
    return Outcome(True, tuple(hits), tuple(hits), sure, far, near, True, ())


def test_figures_are_those_of_the_outcomes() -> None:
    of = figures(
        [
            outcome([True], 0.9, 0.15),
            outcome([False, True], 0.8, 0.85),
            outcome([False, False, False, True], 0.3, 0.2),
            outcome([], 0.1, 0.05, near=0.9),
        ],
        threshold=0.25,
    )
    assert of["evidence_hit_at_1"].value == 0.25
    assert of["evidence_hit_at_3"].value == 0.5
    assert of["false_refusal_rate"].value == 0.25
    assert of["false_answer_rate_far"].value == 0.25
    assert of["false_answer_rate_near"].value == 0.25
    # Of 16 pairs of an answerable and a far question, 11 are in the right order.
    assert of["refusal_auroc_far"].value == round(11 / 16, 4)


def test_intervals_shrink_with_the_number_of_questions() -> None:
    few, many = share([True, False] * 10), share([True, False] * 1_000)
    assert few.value == many.value == 0.5
    assert many.high - many.low < (few.high - few.low) / 5
    assert share([True] * 7).low == 1.0
    assert median([1.0, 2.0, 30.0]).value == 2.0


def test_a_wrong_citation_and_a_wrong_language_are_noticed(assistant: Assistant) -> None:
    answer = assistant.answer("Wie lange dauerte das Treffen des NATO-Russland-Rates?")
    assert is_exact(answer, assistant.archive.current())
    first = answer.citations[0]
    moved = replace(first, start=first.start + 1)
    assert not is_exact(replace(answer, citations=(moved,)), assistant.archive.current())
    renumbered = replace(first, number=2)
    assert not is_exact(replace(answer, citations=(renumbered,)), assistant.archive.current())
    assert not is_exact(replace(answer, text="Ohne Nummer."), assistant.archive.current())
    assert [name for name in languages("answer") if is_in_language(answer, name)] == ["de"]


def test_the_report_is_one_page_that_loads_nothing(evaluation: Evaluation, tmp_path: Path) -> None:
    wrong = evaluation.asked[2]
    missed = replace(wrong, outcome=replace(wrong.outcome, hits=(False,)))
    page = write_report(replace(evaluation, asked=(missed,)), tmp_path / "report").read_text(
        "utf-8"
    )
    assert "Wer verkaufte die Windmühle?" in page
    assert "<mark>Ottilie Quast</mark>" in page
    assert "&lt;b&gt;dann&lt;/b&gt;" in page
    for loading in ("<script", "<link", "<img", "src=", "url(", "@import"):
        assert loading not in page
    assert all(name in figures_table(evaluation) for name in FIGURES)


def test_what_a_language_model_writes_is_measured(
    real_embedder: Embedder, settings: Settings, smollm2: Path, tmp_path: Path
) -> None:
    path = write_questions(tmp_path / "de.json", impossible=True)
    content = json.loads(path.read_text(encoding="utf-8"))
    first = content["data"][0]["paragraphs"][0]["qas"][0]
    first["question"] = first["question"].replace(" ", "  ", 1)
    path.write_text(json.dumps(content), encoding="utf-8")
    evaluation = evaluate(
        path,
        settings=settings,
        llm=LLMSettings(llm=str(smollm2)),
        embedder=real_embedder,
        compare=False,
        limit=3,
    )
    assert evaluation.setup["asked"] == 3
    written = evaluation.to_json()["written"]
    assert {"written", "quoted_instead", "refused", "seconds_to_end"} <= set(written)
    shares = [written[name]["value"] for name in ("written", "quoted_instead", "refused")]
    assert sum(shares) == pytest.approx(1.0)
    assert 0 < written["seconds_to_first_text"]["value"] <= written["seconds_to_end"]["value"]
    assert "quoted_instead" in figures_table(evaluation)


def test_an_answer_is_compared_with_the_gold_one_word_by_word() -> None:
    assert token_f1("In Vienna.", "vienna") == pytest.approx(2 / 3)
    assert token_f1("Paris", "Vienna") == 0.0
    assert contains("The seat is in Vienna, Austria.", "Vienna")
    assert contains("Er kam am 12. Mai.", "12. Mai")
    assert not contains("The Viennese opera", "Vienna")
