"""`fundstelle bench`: what it measures, and that it leaves the archive as it was."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from index import FundstelleError, archive_status
from qa import benching
from qa.benching import cost_of


def test_it_measures_indexing_answering_and_starting(
    run, tmp_path: Path, seeds_index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNDSTELLE_FAST", "1")
    monkeypatch.setattr("qa.benching.measuring._ROUNDS", 1)
    monkeypatch.setattr("qa.benching.measuring._STARTS", 1)
    article = tmp_path / "bruecke.txt"
    article.write_text("Die Brücke wurde am Montag gesperrt. Sie ist 90 Jahre alt.\n")
    before = archive_status(seeds_index_dir)
    code, out, err = run("bench", article, "--json")
    assert code == 0, err
    figures = json.loads(out)
    assert out.count("\n") == 1
    assert list(figures)[:5] == ["machine", "versions", "indexing", "answering", "at_once"]
    assert (figures["indexing"]["articles"], figures["indexing"]["sentences"]) == (1, 2)
    assert figures["answering"]["passages"] == before.passages
    assert 0 < figures["answering"]["p50_ms"] <= figures["answering"]["p95_ms"]
    assert figures["at_once"]["askers"] == 16
    if hasattr(os, "wait4"):
        assert figures["starting"]["peak_mb"] > 50
        assert figures["starting"]["wall_s"] > 0
    assert archive_status(seeds_index_dir) == before


def test_an_interruption_keeps_what_is_measured(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_):
        yield "indexing", {"passages_per_s": 7.0}
        raise KeyboardInterrupt

    monkeypatch.setattr(benching, "measure", interrupted)
    code, out, err = run("bench", "--json")
    assert code == 1
    assert json.loads(out)["indexing"] == {"passages_per_s": 7.0}
    assert err.startswith("fundstelle: interrupted")


def test_a_process_that_fails_is_told_by_what_it_said() -> None:
    failing = "import sys; print('no such thing', file=sys.stderr); sys.exit(5)"
    with pytest.raises(FundstelleError, match="ended with 5: no such thing"):
        cost_of([sys.executable, "-c", failing])
    assert cost_of([sys.executable, "-c", "raise SystemExit(3)"], {3}).wall_s > 0
