"""The words of a passage's sentences, as they are kept."""

from __future__ import annotations

import pytest

from index.storage.sentence_words import number_of, pack_words, unpack_words


def test_the_words_of_each_sentence_come_back_in_order() -> None:
    passages = [[["de0zug", "de0wien"], [], ["de0zug"]], [["de0linz"]]]
    said = unpack_words([pack_words(sentences) for sentences in passages])
    assert said.passages.tolist() == [0, 0, 0, 1]
    assert said.places.tolist() == [0, 1, 2, 0]
    found = [
        said.numbers[start : start + length].tolist()
        for start, length in zip(said.starts, said.lengths, strict=True)
    ]
    assert found == [[number_of(word) for word in s] for of in passages for s in of]


@pytest.mark.parametrize("size", [0, 2, 6])
def test_words_that_are_cut_off_are_found_out(size: int) -> None:
    packed = pack_words([["de0zug", "de0wien"], ["de0zug"]])
    with pytest.raises(ValueError, match="passage"):
        unpack_words([packed[:size]])
