"""Files of vectors, and searching them, beyond the contract (tests/index/testing)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import ArticleFilter, DamagedError
from index.storage import segments
from index.storage.proposals import Dead, FaissProposals
from index.storage.records import Segment, Within
from index.storage.segments import SegmentFiles, vectors_folder

RNG = np.random.default_rng(0)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _proposals(
    folder: Path,
    content: dict[str, list[tuple[np.ndarray, np.ndarray]]],
    dead: tuple[int, ...] = (),
    dimension: int = 8,
) -> FaissProposals:
    """:param content: language → (ids, vectors) of each of its files."""
    files = SegmentFiles(folder, dimension)
    every: dict[int, np.ndarray] = {}
    for of_language in content.values():
        for ids, vectors in of_language:
            every |= dict(zip(ids.tolist(), vectors, strict=True))
    return FaissProposals(
        {
            language: [files.open(files.write(language, *pair)) for pair in of_language]
            for language, of_language in content.items()
        },
        Dead(np.array(sorted(dead), np.int64)),
        lambda ids: np.stack([every[i] for i in ids]),
        folder,
    )


def _near_axes(*axes: int, at: int = 0) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(at, at + len(axes)), _unit(np.eye(8)[list(axes)] + 0.01)


def test_all_files_of_a_language_are_searched(tmp_path: Path) -> None:
    content = {"de": [_near_axes(0, 1), _near_axes(0, 2, at=10)], "en": [_near_axes(0, at=20)]}
    proposals = _proposals(tmp_path, content)
    question = _unit(np.eye(8)[[0]])[0]
    assert set(proposals.search(question, 3)) == {0, 10, 20}
    assert set(proposals.search(question, 2, "de")) == {0, 10}
    assert len(proposals) == 5


def test_what_is_dead_is_not_proposed_and_takes_no_place(tmp_path: Path) -> None:
    proposals = _proposals(tmp_path, {"de": [_near_axes(0, 0, 0, 1)]}, dead=(0, 2))
    question = _unit(np.eye(8)[[0]])[0]
    assert list(proposals.search(question, 2)) == [1, 3]
    assert list(proposals.search(question, 9, "de", _within([0, 2, 3]))) == [3]
    assert len(proposals) == 2


def test_many_vectors_are_searched_by_clusters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_ALL_COMPARED", 1_000)
    topics = RNG.normal(size=(60, 32))
    vectors = _unit(topics[RNG.integers(60, size=4_000)] + 0.5 * RNG.normal(size=(4_000, 32)))
    ids = np.arange(4_000) * 7
    proposals = _proposals(tmp_path, {"de": [(ids, vectors)]}, dead=(7,), dimension=32)
    questions = _unit(topics + 0.5 * RNG.normal(size=topics.shape))
    hits = 0
    for question in questions:
        cosines = vectors @ question
        cosines[1] = -1  # the dead one
        exact = ids[np.argsort(-cosines)[:10]].tolist()
        found = proposals.search(question, 10)
        assert 7 not in found
        assert np.allclose(list(found.values()), [cosines[i // 7] for i in found], atol=1e-5)
        hits += len(set(exact) & set(found))
    assert hits >= 0.98 * 10 * len(questions)
    # A filter that few pass: whatever lies far off is found all the same.
    few = ids[::400].tolist()
    assert set(proposals.search(questions[0], 50, "de", _within(few))) == set(few)


@pytest.mark.parametrize("clusters", [False, True])
def test_the_ids_of_a_file(tmp_path: Path, clusters: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if clusters:
        monkeypatch.setattr(segments, "_ALL_COMPARED", 100)
    ids = RNG.choice(10_000, 2_000, replace=False)
    files = SegmentFiles(tmp_path, 8)
    segment = files.write("de", ids, _unit(RNG.normal(size=(2_000, 8))))
    assert np.array_equal(files.ids(segment), np.sort(ids))


def _within(ids: list[int]) -> Within:
    return Within(ArticleFilter(), lambda: ids)


def _written(folder: Path) -> tuple[SegmentFiles, Segment, Path]:
    files = SegmentFiles(folder, 8)
    segment = files.write("de", *_near_axes(0, 1, 2))
    return files, segment, vectors_folder(folder) / segment.name


def test_any_byte_that_has_changed_is_noticed(tmp_path: Path) -> None:
    files, segment, path = _written(tmp_path)
    whole = path.read_bytes()
    assert files.is_whole(segment)
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(bytes(damaged))
        with pytest.raises(DamagedError) as caught:
            files.open(segment)
        assert "\n" not in str(caught.value)
        assert not files.is_whole(segment)


def test_a_file_that_is_missing_or_another_one_is_damage(tmp_path: Path) -> None:
    files, segment, path = _written(tmp_path)
    with pytest.raises(DamagedError, match="not the file that was written"):
        SegmentFiles(tmp_path, 9).open(segment)
    path.unlink()
    with pytest.raises(DamagedError, match="is missing"):
        files.open(segment)
    assert not files.is_whole(segment)
