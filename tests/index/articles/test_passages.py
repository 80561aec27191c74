"""Passages and their sentences: exact offsets, on paragraph borders, within the model's window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_encoder import WordEncoder

from index import Embedder
from index.articles.passages import PassageSpans, split_passages

PASSAGE_TOKENS = 220

_tokenize = WordEncoder().tokenize

WORDS = st.sampled_from(
    ["Der", "Zug", "fuhr", "spät", "am", "3.", "Mai", "z.", "B.", "nach", "Wien", "(oder", "Graz)",
     "„Nein“,", "sagte", "Dr.", "Lang", "1,5", "Mio.", "Это", "так", "🙂", "café", "\u00a0"]
)  # fmt: skip
SENTENCES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(WORDS, min_size=1, max_size=40),
    st.sampled_from([".", "!", "?", "…", ".“", ""]),
)
PARAGRAPHS = st.builds(
    lambda opening, sentences: opening + " ".join(sentences),
    st.sampled_from(["", "", "# ", "- ", "> "]),
    st.lists(SENTENCES, min_size=1, max_size=12),
)
ARTICLES = st.builds(
    lambda border, paragraphs: border.join(paragraphs),
    st.sampled_from(["\n\n", "\n", "\n \n", "\n\n\n\n"]),
    st.lists(PARAGRAPHS, min_size=1, max_size=8),
)


def _check(text: str, passages: list[PassageSpans]) -> None:
    position = 0
    for passage in passages:
        assert position <= passage.start < passage.end <= len(text)
        assert passage.sentences
        position = passage.end
    sentences = [span for passage in passages for span in passage.sentences]
    assert sentences == sorted(sentences)
    for (_, end), (start, _) in zip(sentences, sentences[1:], strict=False):
        assert end <= start
    for passage in passages:
        for start, end in passage.sentences:
            assert passage.start <= start < passage.end
            assert text[start:end].strip() == text[start:end] != ""


@settings(max_examples=100, deadline=None)
@given(ARTICLES)
def test_every_article_is_cut_into_passages_in_order_within_the_window(text: str) -> None:
    passages = split_passages(text, "de", _tokenize)
    _check(text, passages)
    for passage in passages:
        assert len(_tokenize(text[passage.start : passage.end])) <= PASSAGE_TOKENS
    # Nothing of the text is left out, but for marks of layout.
    kept = set[int]()
    for passage in passages:
        for start, end in ((passage.start, passage.end), *passage.sentences):
            kept.update(range(start, end))
    assert all(c.isspace() or c in "#->" for i, c in enumerate(text) if i not in kept)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_at_all_is_cut_in_order(text: str) -> None:
    text = text.strip()  # as articles are when they are read
    _check(text, split_passages(text, "de", _tokenize))


def _paragraph(name: str, words: int) -> str:
    return " ".join([f"{name} ist hier das Thema."] * (words // 6))


def test_paragraphs_that_fit_are_not_cut() -> None:
    paragraphs = [_paragraph("Wien", 120), _paragraph("Graz", 150), _paragraph("Linz", 180)]
    text = "\n\n".join(paragraphs)
    passages = split_passages(text, "de", _tokenize)
    assert [text[p.start : p.end] for p in passages] == paragraphs


def test_short_paragraphs_share_a_passage() -> None:
    text = "\n\n".join(_paragraph(name, 30) for name in ("Wien", "Graz", "Linz"))
    (passage,) = split_passages(text, "de", _tokenize)
    assert (passage.start, passage.end) == (0, len(text))


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = [f"Am {day}. Mai kam Dr. Lang um 9 Uhr aus Wien an." for day in range(1, 32)] * 2
    text = " ".join(sentences)
    passages = split_passages(text, "de", _tokenize)
    assert len(passages) > 1
    assert [text[a:b] for passage in passages for a, b in passage.sentences] == sentences
    for passage in passages:
        assert passage.start == passage.sentences[0][0]
        assert passage.end == passage.sentences[-1][1]


def test_the_byline_is_no_sentence_that_an_answer_could_rest_on() -> None:
    text = "Ein Foto aus dem Saal.\n\nVon Jan Kurz, Wien\n\nDer Zug fuhr am Morgen ab."
    (passage,) = split_passages(text, "de", _tokenize)
    assert [text[a:b] for a, b in passage.sentences] == [
        "Ein Foto aus dem Saal.",
        "Der Zug fuhr am Morgen ab.",
    ]


def test_a_text_repeated_word_for_word_gets_each_its_own_offsets() -> None:
    paragraph = _paragraph("Wien", 200)
    text = "\n\n".join([paragraph] * 3)
    passages = split_passages(text, "de", _tokenize)
    step = len(paragraph) + 2
    assert [p.start for p in passages] == [0, step, 2 * step]


@pytest.mark.parametrize("text", ["x" * 5_000, "。" * 5_000, "." * 20_000, "这是一句话" * 2_000])
def test_text_without_blanks_is_cut_all_the_same(text: str) -> None:
    passages = split_passages(text, "zh", list)
    _check(text, passages)
    assert "".join(text[a:b] for passage in passages for a, b in passage.sentences) == text
    for passage in passages:
        assert passage.end - passage.start <= PASSAGE_TOKENS


def test_with_the_real_tokenizer_too_every_passage_fits(real_embedder: Embedder) -> None:
    parts = [
        "Der Zug fuhr am 3. Mai um 9:51 Uhr nach Wien. Niemand sah ihm nach, denn es regnete. ",
        "Переговоры длились четыре часа. Никто не ожидал успеха. ",
        "会议持续了四个小时。没有人期待成功。",
        "L’après-midi, le ministre s’est tu. Personne n’a insisté. ",
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze ﬁel ins Wasser 🙂🙂. ",
    ]
    text = "\n\n".join(part * 25 for part in parts).strip()
    passages = split_passages(text, "de", real_embedder.tokenize)
    _check(text, passages)
    for passage in passages:
        assert len(real_embedder.tokenize(text[passage.start : passage.end])) <= PASSAGE_TOKENS


def test_a_passage_in_the_middle_of_a_table_knows_its_header() -> None:
    rows = [f"| {year} | Anna Holt | Old Ferry |" for year in range(1950, 2010)]
    text = "Von 1950 an.\n\n| Jahr | Wer | Verein |\n|---|---|---|\n" + "\n".join(rows)
    first, *others = split_passages(f"{text}\n\nDas war alles.", "de", _tokenize)
    assert first.header == ""
    assert len(others) >= 2
    assert {passage.header for passage in others} == {"| Jahr | Wer | Verein |"}
    read = [read for passage in (first, *others) for read in passage.read_as]
    assert read[1] == "Jahr: 1950 | Wer: Anna Holt | Verein: Old Ferry"
    assert read[-1] == "Das war alles."
    assert len(read) == len(rows) + 2
