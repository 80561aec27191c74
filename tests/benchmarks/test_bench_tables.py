"""What the benchmarks make of their figures: ratios, tables, plots. Peers run in `make bench`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from benchmarks.paired import in_turn, ratio
from benchmarks.peers.__main__ import figures_of
from benchmarks.peers.environment import requirements
from benchmarks.peers.passages import Passages
from benchmarks.peers.running import Run
from benchmarks.report import tables_of
from benchmarks.tokens import stage_counts

PASSAGES = Passages(
    texts=["one", "two", "three", "four"],
    places=[("a", 0), ("a", 9), ("b", 0), ("b", 7)],
    sources=[],
    questions={"de": ["wo?", "wer?"], "en": ["where?", "who?"]},
    right=[frozenset({("a", 0)}), frozenset({("b", 0), ("b", 7)})],
)


def test_everything_is_measured_once_before_anything_is_again() -> None:
    order = [(n, name) for n, name, _ in in_turn({"a": lambda: 1, "b": lambda: 2}, 2)]
    assert order == [(0, "a"), (0, "b"), (1, "a"), (1, "b")]


def test_a_ratio_is_the_median_of_each_rounds_own() -> None:
    # The second round was slow for both: medians of each alone would give 20 / 2.
    found = ratio([10, 100, 20], [2, 25, 2])
    assert (found.median, found.lowest, found.highest) == (5, 4, 10)


def test_a_round_that_one_of_them_has_not_done_is_left_out() -> None:
    assert ratio([10, 12], [5]).median == 2
    with pytest.raises(ValueError, match="nothing was measured"):
        ratio([1], [])


def test_recall_counts_first_passages_by_number_or_place() -> None:
    assert PASSAGES.recall([0, 3]) == 1
    assert PASSAGES.recall([["a", 0], ["b", 7]]) == 1
    assert PASSAGES.recall([["a", 9], None]) == 0
    assert PASSAGES.recall([1, 2]) == 0.5


def test_questions_are_spread_and_stay_with_what_answers_them() -> None:
    one = PASSAGES.spread(1)
    assert one.questions == {"de": ["wo?"], "en": ["where?"]}
    assert one.right == PASSAGES.right[:1]
    assert PASSAGES.spread(9) == PASSAGES


def test_figures_are_flat_and_say_what_fundstelle_is_to_a_peer() -> None:
    own = [_run(2.0, 3.0, 600.0, [["a", 0], ["b", 0]]), _run(4.0, 3.0, 600.0)]
    peer = [_run(8.0, 12.0, 800.0, [0, 1]), _run(12.0, 12.0, 800.0)]
    first, second = figures_of(PASSAGES, {"fundstelle": own, "txtai": peer})
    assert all(isinstance(value, int | float | str) for value in second.values())
    assert (first["passages_per_s"], second["passages_per_s"]) == (1.33, 0.4)
    assert (first["recall_at_1, de"], second["recall_at_1, de"]) == (1, 0.5)
    assert (second["times_as_fast"], second["of_its_processor_s"]) == (3.5, 0.25)
    assert second["of_its_memory"] == 0.75
    assert "times_as_fast" not in first


def _run(seconds: float, processor: float, peak: float, found: list | None = None) -> Run:
    stages = {"loading": 1.0, "indexing": seconds}
    return Run(
        stages,
        dict.fromkeys(stages, processor),
        dict.fromkeys(stages, peak),
        {"de": found} if found else {},
    )


def test_the_peers_are_installed_in_exact_versions() -> None:
    assert all(re.fullmatch(r"[a-z-]+==[\d.]+", wanted) for wanted in requirements())


def test_samples_are_counted_for_the_stage_that_computed() -> None:
    stacks = [
        "main (qa/cli.py:1);encode (index/embedding/m.py:9);infer (openvino/r.py:3) 5",
        "main (qa/cli.py:1);add (index/storage/writing_store.py:3) 2",
        "main (qa/cli.py:1);split_passages (index/articles/passages.py:9) 1",
    ]
    counts = stage_counts(stacks)
    assert counts == {"vectors": 5, "storing and publishing": 2, "splitting": 1}


def test_tables_that_need_files_are_left_out_where_none_are_given() -> None:
    assert [table.name for table in tables_of(None, [], [], None)] == ["starting", "askers"]
    questions, articles = Path("q.json"), Path("a.csv")
    names = [table.name for table in tables_of(questions, [], [articles], None)]
    assert names == ["peers", "tokens", "growth", "starting", "askers"]


def test_a_table_that_is_there_is_kept_and_the_growth_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    from benchmarks import report

    rows = [
        {"passages": 1_000, "languages": 1, "p50_ms": 20.0, "p95_ms": 40.0, "opening_s": 0.0},
        {"passages": 100_000, "languages": 1, "p50_ms": 60.0, "p95_ms": 90.0, "opening_s": 0.1},
    ]
    for name in ("starting", "askers", "growth"):
        (tmp_path / f"{name}.json").write_text(json.dumps({"rows": rows}))
    monkeypatch.setattr(sys, "argv", ["report", "--folder", str(tmp_path)])
    report.main()
    assert "askers: kept from before" in capsys.readouterr().out
    drawn = (tmp_path / "growth-answer.svg").read_text(encoding="utf-8")
    for text in ("median, languages: 1", "95 % within", "passages", "milliseconds", "100,000"):
        assert text in drawn
    # Of opening there is one point above 0, and a line takes two.
    assert not (tmp_path / "growth-opening.svg").exists()
