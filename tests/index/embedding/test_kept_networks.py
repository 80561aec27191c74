"""Networks that are kept as they were compiled: found again, and never taken for others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding.kept_networks import DEVICE, kept_network
from index.embedding.openvino_runtime import openvino
from index.embedding.streams import stream_options

opset = openvino.opset13


class Factors:
    """Graphs that multiply by what a file says, and how many of them were made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "kept"
        self.file = folder / "factor"
        self.made = 0

    def multiplied(self, factor: int, said: Sequence[object] = (), streams: int = 1) -> float:
        """One by a factor, as a network says it."""
        self.file.write_text(str(factor))
        options = stream_options(streams)
        network = kept_network([self.file], said, options, self._compiled, self.folder)
        return float(network({"given": np.ones((1,), np.float32)})[0][0])

    def kept(self) -> list[Path]:
        return sorted(self.folder.iterdir())

    def _compiled(self) -> openvino.CompiledModel:
        self.made += 1
        given = opset.parameter([-1], np.float32, name="given")
        given.output(0).get_tensor().set_names({"given"})
        factor = np.float32(self.file.read_text())
        graph = openvino.Model([opset.multiply(given, factor)], [given], "multiplying")
        return openvino.Core().compile_model(graph, DEVICE, stream_options(1))


@pytest.fixture
def factors(tmp_path: Path) -> Factors:
    return Factors(tmp_path)


def test_it_is_compiled_once(factors: Factors) -> None:
    assert [factors.multiplied(2) for _ in range(3)] == [2, 2, 2]
    assert factors.made == 1


def test_another_file_another_graph_and_other_streams_make_another_network(
    factors: Factors,
) -> None:
    assert factors.multiplied(2) == 2
    assert factors.multiplied(3) == 3
    factors.multiplied(2, said=["head"])
    factors.multiplied(2, streams=2)
    assert factors.made == len(factors.kept()) == 4
    assert factors.multiplied(2) == 2
    assert factors.made == 4


@pytest.mark.parametrize("where", [0, 40, -1])
def test_one_that_is_damaged_is_compiled_again(factors: Factors, where: int) -> None:
    factors.multiplied(2)
    (path,) = factors.kept()
    content = bytearray(path.read_bytes())
    content[where] ^= 1
    path.write_bytes(content)
    assert factors.multiplied(2) == 2
    assert factors.made == 2
    path.write_bytes(path.read_bytes()[:-100])
    assert factors.multiplied(2) == 2
    assert (factors.made, factors.kept()) == (3, [path])


def test_of_many_the_last_used_ones_stay(factors: Factors) -> None:
    for number in range(8):
        factors.multiplied(number)
    for path in factors.kept():
        os.utime(path, (1_000, 1_000))
    factors.multiplied(3)
    factors.multiplied(9)
    assert len(factors.kept()) == 8
    made = factors.made
    assert [factors.multiplied(3), factors.multiplied(9)] == [3, 9]
    assert factors.made == made


def test_where_nothing_can_be_kept_it_works_all_the_same(factors: Factors) -> None:
    factors.folder.write_text("a file where the folder would be")
    assert [factors.multiplied(2), factors.multiplied(2)] == [2, 2]
    assert factors.made == 2
